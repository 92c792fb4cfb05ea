"""Reading an article: as readers are shown it, its latest and validated versions, old ones."""

import time
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from commons.log.keyset import paginate
from licensing.words import summary, what_is_asked, what_one_may_do
from wiki.actions.requesting import may_ask_for_review
from wiki.models import Article, Revision
from wiki.models.article import ArticleQuerySet
from wiki.models.person import Actor
from wiki.permissions import can_moderate, can_rename, can_write
from wiki.views import conditional, reads
from wiki.views.crediting import (
    Authors,
    authors_of,
    authors_until,
    credit_of,
    credits_of_sources,
)
from wiki.views.finding import Absent, NoSuchVersion, find_article, title_wanted
from wiki.views.formatted import formatted
from wiki.views.heads import Head, head_of
from wiki.views.hiding import hidden_page
from wiki.views.metadata import linked_data, say_licence
from wiki.views.revision_rows import verdicts
from wiki.views.showing import Shown, load_shown, no_such_revision, shown_to
from wiki.views.sources import shown_sources, web_addresses
from wiki.views.version_rule import links_shown, title_shown, with_version_shown
from wiki.views.watching import watching_article
from wiki.views.who import actor_of

LINKS_PER_PAGE = 100
# What an old text links to comes and goes without its article being touched: its page is made
# again after so many seconds.
OLD_PAGES_KEPT_FOR = 3600


@require_safe
def read(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The article: the version that the reader is shown first."""
    head = head_of(request, language, slug)
    response = _page(request, head, shown_to(actor_of(request), head), is_main=True)
    reads.count(request, response, head.pk)
    return response


@require_safe
def latest(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The latest version, validated or not."""
    head = head_of(request, language, slug)
    return _page(request, head, head.latest_id)


@require_safe
def validated(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The version that was validated last; 404 while there is none."""
    head = head_of(request, language, slug)
    if head.validated_id is None:
        sentence = _("No version of this article has been validated yet.")
        raise NoSuchVersion(sentence, request.path.removesuffix("/validated"))
    return _page(request, head, head.validated_id)


@require_safe
def revision(request: HttpRequest, language: str, slug: str, number: int) -> HttpResponse:
    """Any revision, formatted, with a line that says how old it is and what became of it.

    Of one that is hidden, what says so.
    """
    head = head_of(request, language, slug)

    def make() -> HttpResponse:
        try:
            shown = load_shown(head, number=number)
        except Revision.DoesNotExist:
            raise no_such_revision(head, request.path.rsplit("/", 2)[0]) from None
        if shown.revision.is_hidden:
            return hidden_page(request, shown.article, shown.revision)
        prefetch_related_objects([shown.revision], verdicts())
        return _made(request, shown, authors_until(shown), number=number)

    term = int(time.time()) // OLD_PAGES_KEPT_FOR
    return conditional.answer(
        request, made_from=(*head, term, number), modified=head.modified, make=make
    )


@vary_on_cookie
@cache_control(private=True, no_cache=True)
@require_safe
def links(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The articles that link here, by title; also to an article that nobody has written yet."""
    actor = actor_of(request)
    article: Article | None
    try:
        article = find_article(request, language, slug)
        linking = _linking_to(article, actor)
    except Absent:
        article = None
        rows = links_shown(actor).filter(language=language, slug=slug)
        linking = Article.objects.filter(pk__in=rows.values("source"))
        if "\0" in slug or not linking.live().exists():
            raise
    page = paginate(
        with_version_shown(linking.visible_to(actor).light(), actor),
        order=("sort_title", "pk"),
        cursor=request.GET.get("cursor", ""),
        size=LINKS_PER_PAGE,
    )
    context = {"article": article, "page": page, "language": language}
    if article is None:
        context["title"] = title_wanted(actor, language, slug)
    else:
        context["title"] = title_shown(actor, article)
    return render(request, "wiki/links.html", context)


def _linking_to(article: Article, actor: Actor) -> ArticleQuerySet:
    """Articles whose text, as the actor is shown it, links to the article's address or to one
    that it had before."""
    slugs = {article.slug, *article.aliases.values_list("slug", flat=True)}
    rows = links_shown(actor).filter(language=article.language, slug__in=slugs)
    rows = rows.exclude(source=article)
    return Article.objects.filter(pk__in=rows.values("source"))


def _page(
    request: HttpRequest, head: Head, revision_id: int, *, is_main: bool = False
) -> HttpResponse:
    """The page of a revision that is the latest or the validated one."""

    def make() -> HttpResponse:
        shown = load_shown(head, pk=revision_id)
        return _made(request, shown, authors_of(shown.article, shown.licence), is_main=is_main)

    return conditional.answer(
        request,
        made_from=(*head, head.version_first_now, head.is_protected, revision_id),
        modified=head.modified,
        make=make,
    )


def _made(
    request: HttpRequest,
    shown: Shown,
    authors: Authors,
    *,
    is_main: bool = False,
    number: int | None = None,
) -> HttpResponse:
    """The page, with the revision's `number` when it is shown at an address of its own."""
    article, revision = shown.article, shown.revision
    text = formatted(article, revision)
    actor = actor_of(request)
    sources = credits_of_sources(request, shown.sources, actor)
    credit = credit_of(request, revision, authors, sources, number=number)
    path = article.get_absolute_url()
    is_beside_latest = shown.is_validated and not shown.is_latest
    tab = "validated" if is_beside_latest and number is None and not is_main else "read"
    context = {
        "article": article,
        "path": path,
        "shown": shown,
        "revision": revision,
        "old": number is not None,
        "tab": tab,
        "text": text,
        "credit": credit,
        "linked_data": linked_data(
            request,
            shown,
            authors,
            credit,
            text.excerpt,
            source_credits=sources,
            number=number,
        ),
        "sources": shown_sources(shown.sources, actor),
        "canonical": request.build_absolute_uri(path),
        "raw": f"{path if is_main else revision.get_absolute_url()}/raw",
        "alternates": [
            (other, request.build_absolute_uri(other.path)) for other in shown.translations
        ],
        "may_ask_for_review": may_ask_for_review(actor, article),
        "watch": watching_article(actor, article),
        **_licence_context(shown),
        **_rights(request, article),
    }
    page = render(request, "wiki/article.html", context)
    addresses = web_addresses(request, shown.sources, actor)
    response = say_licence(page, shown.licence, addresses)
    if text.trouble:
        # It may be the machine that was too busy: the next reader may have more luck.
        response["Cache-Control"] = "no-store"
    return response


def _licence_context(shown: Shown) -> dict[str, Any]:
    licence, article = shown.licence, shown.article
    return {
        "licence": licence,
        "summary": summary(licence),
        "may": what_one_may_do(licence),
        "asked": what_is_asked(licence),
        "others": article.contributor_count - len(article.leading_contributors),
    }


def _rights(request: HttpRequest, article: Article) -> dict[str, bool]:
    """What the page offers; where somebody writes, it says what keeps them from it."""
    actor = actor_of(request)
    return {
        "may_edit": can_write(actor) and not article.is_deleted,
        "may_rename": can_rename(actor, article),
        "may_moderate": can_moderate(actor, article),
    }
