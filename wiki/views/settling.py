"""The editor for a maintainer who declines a change that later ones touch."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from wiki import history
from wiki.actions.errors import ChangedMeanwhile, NotDone
from wiki.actions.leaving_out import ChangesTouch, topics_without
from wiki.actions.undoing import decline_one
from wiki.forms.deciding import DecidingEditForm
from wiki.forms.writing import new_key
from wiki.history.diff import compare
from wiki.models import Article, Review, Revision
from wiki.models.person import Actor
from wiki.rendering import RenderingError
from wiki.views import deciding, throttling
from wiki.views.editor import INVALID, editor_page, forget_draft
from wiki.views.ready_reasons import offered
from wiki.views.stopping import said

CHANGED = 409


def open_settling(
    request: HttpRequest,
    actor: Actor,
    found: Article,
    change: Revision,
    met: ChangesTouch,
    comment: str,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The editor with a proposal that holds the latest text and the text without the change."""
    seen = deciding.seen_now(found)
    first = {
        "text": met.conflict.merge.text,
        "topics": sorted(topics_without(found, change.number, seen["seen"])),
        "base": seen.pop("seen"),
        "key": new_key(),
        "writer": actor.public_name,
        "comment": comment,
        **seen,
    }
    form = DecidingEditForm(initial=first)
    return _page(request, form, actor, found, change, status, is_proposal=True, **more)


def send_settled(
    request: HttpRequest, actor: Actor, found: Article, change: Revision
) -> HttpResponse:
    """What the maintainer made of it: looked at, or saved together with the verdict."""

    def page(form: DecidingEditForm, **more: Any) -> HttpResponse:
        return _page(request, form, actor, found, change, **more)

    return deciding.answered(
        request, actor, found, page, lambda form: _save(request, actor, found, change, form)
    )


def _save(
    request: HttpRequest, actor: Actor, found: Article, change: Revision, form: DecidingEditForm
) -> HttpResponse:
    data = form.cleaned_data
    following = deciding.after(request, found)
    try:
        throttling.count(request, actor, throttling.SAVE)
        revision = decline_one(
            actor=actor,
            article=found,
            number=change.number,
            reason=data["comment"].strip(),
            seen=data["base"],
            seen_validated=data["seen_validated"],
            seen_word=data["seen_word"],
            settled=form.draft(),
        )
    except throttling.TooOften as error:
        form.add_error(None, str(error))
        response = _page(request, form, actor, found, change)
        return throttling.say_when_to_come_back(response, error)
    except ChangedMeanwhile as error:
        form, context = deciding.on_top(form, error)
        return _page(request, form, actor, error.article, change, CHANGED, **context)
    except NotDone as refusal:
        form.add_error(None if data["comment"].strip() else "comment", said(refusal))
        return _page(request, form, actor, found, change, INVALID)
    except RenderingError as error:
        form.add_error("text", str(error))
        return _page(request, form, actor, found, change, INVALID)
    response = say_declined(request, revision, change, following)
    forget_draft(response, data["key"], request.path)
    return response


def say_declined(
    request: HttpRequest, revision: Revision, change: Revision, following: Article | None
) -> HttpResponse:
    """Tells what became of the change, and leads to what still awaits, here or next."""
    article = revision.article
    still = article.pending_since is not None
    if still:
        sentence = _("Declined: change %(number)s of “%(title)s”. The others go on awaiting.")
    else:
        sentence = _(
            "Declined: change %(number)s of “%(title)s”, which reads again as it was validated."
        )
    messages.success(request, sentence % {"number": change.number, "title": article.title})
    return redirect(deciding.review_address(request, article if still else following))


def _page(
    request: HttpRequest,
    form: DecidingEditForm,
    actor: Actor,
    found: Article,
    change: Revision,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    wanted = [change.number - 1, change.number]
    # What is hidden meanwhile is not shown here either; the decision itself is refused then.
    texts = [history.read_many(found, wanted).get(number) for number in wanted]
    before, after = (one.text if isinstance(one, history.Version) else "" for one in texts)
    context = {
        "article": found,
        "change": change,
        "language": found.language,
        "licence": found.licence,
        "actor": actor,
        "back": deciding.review_address(request, found),
        "ready": offered(found, [change], [Review.Verdict.DECLINED]),
        "change_difference": compare(before, after),
        "later_difference": compare(after, found.text),
        **more,
    }
    return editor_page(request, "wiki/decline_settling.html", form, context, status)
