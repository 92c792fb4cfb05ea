"""The editor from which a maintainer saves an edit and validates everything up to it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from wiki.actions.errors import ChangedMeanwhile, NotDone
from wiki.actions.finishing import edit_and_validate
from wiki.actions.verdicts import awaiting
from wiki.forms.deciding import DecidingEditForm
from wiki.forms.writing import new_key
from wiki.models import Article, Review, Revision
from wiki.models.person import Actor
from wiki.rendering import RenderingError
from wiki.views import deciding, throttling
from wiki.views.editor import INVALID, editor_page, forget_draft
from wiki.views.ready_reasons import offered
from wiki.views.stopping import said
from wiki.views.who import actor_of

CHANGED = 409


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, article_id: int) -> HttpResponse:
    """The latest text in the editor; `open` brings the words typed on the page of review along."""
    actor = actor_of(request)
    found = deciding.find(actor, article_id)
    if request.method == "POST" and "open" not in request.POST:
        return _send(request, actor, found)
    deciding.require_reviewer(actor, found)
    if found.is_deleted:
        return redirect(found)
    seen = deciding.seen_now(found)
    first = {
        "text": found.text,
        "topics": list(found.topics.values_list("pk", flat=True)),
        "base": seen.pop("seen"),
        "key": new_key(),
        "writer": actor.public_name,
        "comment": request.POST.get("comment", ""),
        **seen,
    }
    return _page(request, DecidingEditForm(initial=first), actor, found)


def _send(request: HttpRequest, actor: Actor, found: Article) -> HttpResponse:
    def page(form: DecidingEditForm, **more: Any) -> HttpResponse:
        return _page(request, form, actor, found, **more)

    return deciding.answered(
        request, actor, found, page, lambda form: _save(request, actor, found, form)
    )


def _save(
    request: HttpRequest, actor: Actor, found: Article, form: DecidingEditForm
) -> HttpResponse:
    data = form.cleaned_data
    following = deciding.after(request, found)
    awaited = found.pending_count
    try:
        throttling.count(request, actor, throttling.SAVE)
        edit_and_validate(
            actor=actor,
            article=found,
            draft=form.draft(),
            comment=data["comment"].strip(),
            seen=data["base"],
            seen_validated=data["seen_validated"],
            seen_word=data["seen_word"],
        )
    except throttling.TooOften as error:
        form.add_error(None, str(error))
        response = _page(request, form, actor, found)
        return throttling.say_when_to_come_back(response, error)
    except ChangedMeanwhile as error:
        form, context = deciding.on_top(form, error)
        return _page(request, form, actor, error.article, status=CHANGED, **context)
    except NotDone as refusal:
        form.add_error(None, said(refusal))
        return _page(request, form, actor, found, status=INVALID)
    except RenderingError as error:
        form.add_error("text", str(error))
        return _page(request, form, actor, found, status=INVALID)
    messages.success(request, _done(found, awaited))
    response = redirect(deciding.review_address(request, following))
    forget_draft(response, data["key"], request.path)
    return response


def _done(found: Article, awaited: int) -> str:
    return ngettext(
        "Saved and validated: “%(title)s” as you left it, and %(count)s change before it.",
        "Saved and validated: “%(title)s” as you left it, and %(count)s changes before it.",
        awaited,
    ) % {"title": found.title, "count": awaited}


def _newest(found: Article) -> list[Revision]:
    """The newest change that awaits, with its author."""
    changes = awaiting(found).select_related("author").order_by("-number")
    return list(changes[:1])


def _page(
    request: HttpRequest,
    form: DecidingEditForm,
    actor: Actor,
    found: Article,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {
        "article": found,
        "language": found.language,
        "licence": found.licence,
        "actor": actor,
        "back": deciding.review_address(request, found),
        "ready": offered(found, _newest(found), [Review.Verdict.VALIDATED]),
        **more,
    }
    return editor_page(request, "wiki/review_edit.html", form, context, status)
