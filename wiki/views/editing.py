"""Editing an article."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from wiki import history
from wiki.actions.editing import save_edit
from wiki.actions.errors import EditConflict, NotDone
from wiki.forms.writing import EditForm, new_key
from wiki.models import Article, Revision
from wiki.models.person import Actor
from wiki.permissions import can_write
from wiki.rendering import RenderingError
from wiki.views import conflict, throttling
from wiki.views.creating import new
from wiki.views.editor import (
    FORBIDDEN,
    INVALID,
    as_typed,
    editor_page,
    forget_draft,
    posted,
    require_writer,
    say_merged,
    say_published,
)
from wiki.views.finding import Deleted, find_article
from wiki.views.hiding import hidden_page
from wiki.views.renaming import rename
from wiki.views.sending import checked, look_at_edit
from wiki.views.stopping import before_writing, said, status_of
from wiki.views.who import remember_guest, writer_of

__all__ = ["edit", "new", "rename"]


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """An edit of an article; `?from=3` begins with the text of revision 3."""
    actor = writer_of(request)
    if request.method == "POST":
        response = _send_edit(request, actor, _article_even_deleted(request, language, slug))
    else:
        response = _open_edit(request, actor, find_article(request, language, slug))
    remember_guest(response, actor)
    return response


def _article_even_deleted(request: HttpRequest, language: str, slug: str) -> Article:
    """The article to save to; one deleted meanwhile still gives its writer the text back."""
    try:
        return find_article(request, language, slug)
    except Deleted as gone:
        return gone.article


def _open_edit(request: HttpRequest, actor: Actor, article: Article) -> HttpResponse:
    if article.is_deleted:
        return redirect(article)
    require_writer(actor)
    begun = _revision_to_begin_from(request, article)
    if begun is not None and begun.is_hidden:
        sentence = _("What is hidden cannot be gone on from. Edit the article as it is now.")
        return hidden_page(request, article, begun, sentence)
    text = article.text
    topics: list[int] = list(article.topics.values_list("pk", flat=True))
    if begun is not None:
        version = history.read_text(article, begun.number)
        text, topics = version.text, version.topic_ids
    first = {
        "text": text,
        "topics": topics,
        "base": _latest(article).number,
        "key": new_key(),
        "writer": actor.public_name,
    }
    notes = before_writing(actor, article)
    return _edit_page(request, EditForm(initial=first), actor, article, begun=begun, **notes)


def _latest(article: Article) -> Revision:
    assert article.latest is not None, "Every article is made together with its first revision."
    return article.latest


def _revision_to_begin_from(request: HttpRequest, article: Article) -> Revision | None:
    """The old revision that `?from=` names; None for the latest. Raises Http404."""
    asked = request.GET.get("from", "")
    if not asked:
        return None
    if not asked.isdecimal() or len(asked) > 9:
        raise Http404
    revisions = Revision.objects.filter(article=article, number=int(asked))
    revision = revisions.select_related("hiding", "licence").first()
    if revision is None:
        raise Http404
    return None if revision.pk == article.latest_id else revision


def _send_edit(request: HttpRequest, actor: Actor, article: Article) -> HttpResponse:
    def page(form: EditForm, status: int = 200, **more: Any) -> HttpResponse:
        return _edit_page(request, form, actor, article, status, **more)

    if "preview" in request.POST or "changes" in request.POST:
        sent = EditForm(request.POST)
        if can_write(actor):
            return look_at_edit(request, actor, article, sent, page)
        return page(as_typed(sent), FORBIDDEN, waiting=posted(request, actor)[1])
    form = checked(request, actor, article, EditForm)
    return _save(request, actor, article, form) if form.is_valid() else page(form, INVALID)


def _save(request: HttpRequest, actor: Actor, article: Article, form: EditForm) -> HttpResponse:
    base = form.cleaned_data["base"]
    try:
        throttling.count(request, actor, throttling.SAVE)
        saved = save_edit(actor=actor, article=article, base=base, draft=form.draft())
    except throttling.TooOften as error:
        form.add_error(None, str(error))
        response = _edit_page(request, form, actor, article)
        return throttling.say_when_to_come_back(response, error)
    except EditConflict as met:
        form, context = conflict.to_settle(article, form, met)
        return _edit_page(request, form, actor, article, status=409, **context)
    except NotDone as refusal:
        form.add_error(None, said(refusal))
        return _edit_page(request, form, actor, article, status=status_of(refusal))
    except RenderingError as error:
        form.add_error("text", str(error))
        return _edit_page(request, form, actor, article, status=INVALID)
    if saved.merged:
        say_merged(request, article, saved.revision, base)
    say_published(request, article, saved.revision)
    response = redirect(article)
    forget_draft(response, form.cleaned_data["key"], f"{article.get_absolute_url()}/edit")
    return response


def _edit_page(
    request: HttpRequest,
    form: EditForm,
    actor: Actor,
    article: Article,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    template = "wiki/conflict.html" if "settle" in more else "wiki/edit.html"
    context = {
        "article": article,
        "language": article.language,
        "licence": article.licence,
        "actor": actor,
        **more,
    }
    return editor_page(request, template, form, context, status)
