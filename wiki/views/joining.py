"""Joining two articles: the text of one goes into the other, and both keep their histories."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from wiki.actions.carrying import join_articles
from wiki.actions.errors import NotDone
from wiki.forms.carrying import JoinForm, OtherForm
from wiki.forms.writing import new_key
from wiki.models import Article
from wiki.models.person import Actor
from wiki.permissions import what_stops
from wiki.rendering import RenderingError
from wiki.views import throttling
from wiki.views.editor import (
    INVALID,
    as_typed,
    editor_page,
    forget_draft,
    posted,
    preview_of,
    require_writer,
    say_published,
)
from wiki.views.finding import find_article
from wiki.views.stopping import before_writing, said, status_of, stopped_page
from wiki.views.who import remember_guest, writer_of


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Asks which article (`?other=Title`), then shows both texts in one, to be put in order."""
    actor = writer_of(request)
    article = find_article(request, language, slug)
    if article.is_deleted:
        return redirect(article)
    require_writer(actor)
    stop = what_stops(actor, article)
    if stop is not None:
        return stopped_page(request, article, stop)
    data = request.POST if request.method == "POST" else request.GET
    chosen = OtherForm(data if "other" in data else None, article=article)
    if not chosen.is_valid() or chosen.found is None:
        status = INVALID if chosen.is_bound and request.method == "POST" else 200
        context = {"article": article, "form": chosen}
        response = render(request, "wiki/join_with.html", context, status=status)
    elif request.method == "POST":
        response = _send(request, actor, article, chosen.found)
    else:
        form = JoinForm(initial=_first(article, chosen.found, actor))
        notes = before_writing(actor, article)
        response = _page(request, form, actor, article, chosen.found, **notes)
    remember_guest(response, actor)
    return response


def _first(article: Article, other: Article, actor: Actor) -> dict[str, Any]:
    topics = {*article.topics.values_list("pk", flat=True)}
    topics |= {*other.topics.values_list("pk", flat=True)}
    return {
        "text": f"{article.text.rstrip()}\n\n## {other.title}\n\n{other.text}",
        "topics": sorted(topics),
        "base": article.latest.number if article.latest else 0,
        "other": other.title,
        "other_base": other.latest.number if other.latest else 0,
        "key": new_key(),
        "writer": actor.public_name,
        "summary": _("Joined with %(title)s") % {"title": other.title},
    }


def _send(request: HttpRequest, actor: Actor, article: Article, other: Article) -> HttpResponse:
    if "preview" in request.POST:
        sent = JoinForm(request.POST)
        try:
            throttling.count(request, actor, throttling.PREVIEW)
        except throttling.TooOften as error:
            response = _page(request, as_typed(sent), actor, article, other, waiting=str(error))
            return throttling.say_when_to_come_back(response, error)
        preview = preview_of(sent.typed_text(), article.language)
        return _page(request, as_typed(sent), actor, article, other, preview=preview)
    data, other_writer = posted(request, actor)
    form = JoinForm(data)
    if other_writer:
        form.add_error(None, other_writer)
    if not form.is_valid():
        return _page(request, form, actor, article, other, status=INVALID)
    status = INVALID
    try:
        throttling.count(request, actor, throttling.SAVE)
        revision = join_articles(
            actor=actor,
            article=article,
            base=form.cleaned_data["base"],
            other=other,
            other_base=form.cleaned_data["other_base"],
            draft=form.draft(),
        )
    except throttling.TooOften as error:
        form.add_error(None, str(error))
        response = _page(request, form, actor, article, other)
        return throttling.say_when_to_come_back(response, error)
    except NotDone as refusal:
        form.add_error(None, said(refusal))
        status = status_of(refusal)
    except RenderingError as error:
        form.add_error("text", str(error))
    else:
        say_published(request, article, revision)
        messages.info(
            request,
            _("“%(title)s” keeps its history and only links here now.") % {"title": other.title},
        )
        response = redirect(article)
        forget_draft(response, form.cleaned_data["key"], request.path)
        return response
    return _page(request, form, actor, article, other, status=status)


def _page(
    request: HttpRequest,
    form: JoinForm,
    actor: Actor,
    article: Article,
    other: Article,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "article": article,
        "other": other,
        "language": article.language,
        "licence": article.licence,
        "actor": actor,
        **more,
    }
    return editor_page(request, "wiki/join.html", form, context, status)
