"""Writing a new article."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from licensing.models import Licence
from wiki.actions.beginning import create_article
from wiki.actions.errors import AddressTaken, NotDone
from wiki.forms.writing import ArticleForm, article_named, new_key
from wiki.models.person import Actor
from wiki.permissions import can_write
from wiki.rendering import RenderingError
from wiki.views import throttling
from wiki.views.editor import (
    FORBIDDEN,
    INVALID,
    as_typed,
    editor_page,
    forget_draft,
    posted,
    require_writer,
    say_published,
    with_link,
)
from wiki.views.finding import content_language
from wiki.views.licence import licence_choices
from wiki.views.sending import look
from wiki.views.stopping import before_writing, said, status_of
from wiki.views.who import remember_guest, writer_of


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new article: `?title=`, `?language=`, `?translation_of=fr/titre` fill the form in."""
    actor = writer_of(request)
    if request.method == "POST":
        response = _send_new(request, actor)
    else:
        require_writer(actor)
        form = ArticleForm(initial=_first_of_new(request, actor))
        response = _new_page(request, form, actor, **before_writing(actor))
    remember_guest(response, actor)
    return response


def _first_of_new(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """What stands in the form at first."""
    original = article_named(request.GET.get("translation_of", ""))
    language = content_language(request)
    if not language and original is None:
        interface = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
        language = interface if interface in settings.CONTENT_LANGUAGES else settings.LANGUAGE_CODE
    licence = Licence.objects.offered().filter(is_default=True).first()
    if original is not None:
        kept = Licence.objects.offered().filter(pk=original.licence_id).first()
        licence = kept or licence
    return {
        "title": request.GET.get("title", "")[:400].replace("\0", ""),
        "language": language,
        "translation_of": f"{original.language}/{original.slug}" if original else "",
        "topics": list(original.topics.all()) if original else [],
        "licence": licence.spdx if licence else "",
        "key": new_key(),
        "writer": actor.public_name,
    }


def _send_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    if "preview" in request.POST:
        return _look(request, actor)
    data, other_writer = posted(request, actor)
    form = ArticleForm(data)
    if other_writer:
        form.add_error(None, other_writer)
    if not form.is_valid():
        return _new_page(request, form, actor, status=INVALID)
    status = INVALID
    try:
        throttling.count(request, actor, throttling.SAVE)
        revision = create_article(
            actor=actor,
            language=form.cleaned_data["language"],
            title=form.cleaned_data["title"],
            licence=form.cleaned_data["licence"],
            draft=form.draft(),
            translation_of=form.cleaned_data["original"],
        )
    except throttling.TooOften as error:
        form.add_error(None, str(error))
        response = _new_page(request, form, actor)
        return throttling.say_when_to_come_back(response, error)
    except AddressTaken as taken:
        form.add_error("title", with_link(taken))
    except NotDone as refusal:
        form.add_error(None, said(refusal))
        status = status_of(refusal)
    except RenderingError as error:
        form.add_error("text", str(error))
    else:
        article = revision.article
        say_published(request, article, revision)
        response = redirect(article)
        forget_draft(response, form.cleaned_data["key"], request.path)
        return response
    return _new_page(request, form, actor, status=status)


def _look(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The form as it was sent, with what the text looks like."""

    def page(form: ArticleForm, status: int = 200, **more: Any) -> HttpResponse:
        return _new_page(request, form, actor, status, **more)

    sent = ArticleForm(request.POST)
    if not can_write(actor):
        return page(as_typed(sent), FORBIDDEN, waiting=posted(request, actor)[1])
    return look(request, actor, sent, page, language=_language_of(sent))


def _language_of(form: ArticleForm) -> str:
    """The language chosen in the form; the site's when it is none that articles have."""
    chosen = str(form["language"].value() or "")
    return chosen if chosen in settings.CONTENT_LANGUAGES else settings.LANGUAGE_CODE


def _new_page(
    request: HttpRequest, form: ArticleForm, actor: Actor, status: int = 200, **more: Any
) -> HttpResponse:
    original = article_named(str(form["translation_of"].value() or ""))
    chosen = str(form["licence"].value() or "")
    licences = licence_choices(original.licence if original else None, chosen)
    context = {
        "original": original,
        "licences": licences,
        "chosen_licence": next((row["licence"] for row in licences if row["chosen"]), None),
        "actor": actor,
        "language": _language_of(form),
        **more,
    }
    return editor_page(request, "wiki/new.html", form, context, status)
