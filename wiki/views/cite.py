"""Cite and reuse: the line that credits the page, a revision or a passage, ready to be copied."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_cookie

from licensing.words import what_is_asked
from wiki.forms.citing import PassageForm
from wiki.views.cited import Cited, cited_as, named, passage_at, place_named, places_in
from wiki.views.credits import asked_for
from wiki.views.editor import INVALID
from wiki.views.finding import NoSuchVersion
from wiki.views.heads import Head, head_of
from wiki.views.metadata import say_licence
from wiki.views.origins import origins_in
from wiki.views.showing import Shown, load_shown, shown_to
from wiki.views.who import actor_of

BIBTEX = "application/x-bibtex; charset=utf-8"
CSL_JSON = "application/vnd.citationstyles.csl+json"


# Nothing is written: a passage is sent by POST because it may be longer than an address. So the
# page of an article, which is kept for all visitors alike, can send one without a token.
@csrf_exempt
@vary_on_cookie
@cache_control(private=True, no_cache=True)
@require_http_methods(["GET", "HEAD", "POST"])
def cite(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The credit of the article, of a `revision`, or of the words `at` a place of it.

    A `passage` that is sent is looked for in the text and leads to its place.
    """
    head = head_of(request, language, slug)
    sent = request.POST if request.method == "POST" else request.GET
    cited, sentence = _cited(request, head, sent)
    if "passage" not in sent and request.method != "POST":
        form = PassageForm(initial={"revision": cited.shown.revision.number})
        return _page(request, cited, form, sentence, 404 if sentence else 200)
    form = PassageForm(sent)
    if form.is_valid():
        places = places_in(cited.shown, form.cleaned_data["passage"])
        if places:
            return redirect(_address(cited.shown, named(places[0])))
        form.add_error(
            "passage",
            _(
                "These words do not stand in the text in this order. Copy them again from the "
                "article, a shorter passage or all of it."
            ),
        )
    return _page(request, cited, form, sentence, INVALID)


@vary_on_cookie
@cache_control(private=True, no_cache=True)
@require_safe
def bibtex(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The same as a file of BibTeX."""
    cited = _cited_in_file(request, language, slug)
    return _file(cited, cited.bibtex, BIBTEX, "bib")


@vary_on_cookie
@cache_control(private=True, no_cache=True)
@require_safe
def csl_json(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The same as a file of CSL-JSON."""
    cited = _cited_in_file(request, language, slug)
    return _file(cited, cited.csl_json, CSL_JSON, "json")


def _cited(request: HttpRequest, head: Head, query: QueryDict) -> tuple[Cited, str]:
    """What is asked for; with a sentence, where there is no such thing, something larger."""
    actor, asked = actor_of(request), query.get("revision", "").strip()
    shown, number = asked_for(head, asked)
    sentence = ""
    if shown is None:
        shown = load_shown(head, pk=shown_to(actor, head))
        if asked:
            sentence = _("This article has no revision of that number: this is the article's.")
    passage = None
    if "at" in query and not sentence:
        place = place_named(query.get("at", ""))
        if place is not None and number is not None:
            passage = passage_at(shown, place, actor)
        sentence = "" if passage is not None else _why_no_passage(shown)
    return cited_as(request, shown, number, passage), sentence


def _cited_in_file(request: HttpRequest, language: str, slug: str) -> Cited:
    cited, sentence = _cited(request, head_of(request, language, slug), request.GET)
    if sentence:
        raise NoSuchVersion(sentence, f"{cited.shown.article.get_absolute_url()}/cite")
    return cited


def _why_no_passage(shown: Shown) -> str:
    if origins_in(shown.revision) is None:
        return _(
            "Who wrote which word of this revision has not been found out yet, so a passage of it "
            "cannot be credited by itself: credit the whole."
        )
    return _("There is no such passage in this revision: copy it again from the text.")


def _page(
    request: HttpRequest, cited: Cited, form: PassageForm, sentence: str, status: int
) -> HttpResponse:
    shown = cited.shown
    query = {} if cited.number is None else {"revision": str(cited.number)}
    if cited.passage is not None:
        query["at"] = named(cited.passage.place)
    context = {
        "article": shown.article,
        "shown": shown,
        "revision": shown.revision,
        "licence": shown.licence,
        "asked": what_is_asked(shown.licence),
        "cited": cited,
        "number": cited.number,
        # Not `query`, which the field at the head of each page takes for words to search.
        "which": f"?{urlencode(query)}" if query else "",
        "form": form,
        "sentence": sentence,
    }
    return say_licence(render(request, "wiki/cite.html", context, status=status), shown.licence)


def _file(cited: Cited, body: str, content_type: str, ending: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    name = f"{cited.shown.article.slug}.{ending}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return say_licence(response, cited.shown.licence)


def _address(shown: Shown, at: str) -> str:
    query = urlencode({"revision": shown.revision.number, "at": at})
    return f"{shown.article.get_absolute_url()}/cite?{query}"
