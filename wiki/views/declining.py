"""Declining one change alone: what would be left of the text, and settling what touches it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from licensing.models import Licence
from wiki import history
from wiki.actions.errors import ChangedMeanwhile, NotDone
from wiki.actions.leaving_out import ChangesTouch, without
from wiki.actions.undoing import decline_one
from wiki.forms.deciding import DeclineOneForm
from wiki.history.diff import compare
from wiki.history.versions import Version
from wiki.models import Article, Review, Revision, Topic
from wiki.models.person import Actor
from wiki.rendering import RenderingError
from wiki.views import deciding
from wiki.views.differences import Changed, Difference
from wiki.views.editor import INVALID
from wiki.views.ready_reasons import filled, offered
from wiki.views.revision_rows import for_rows
from wiki.views.settling import open_settling, say_declined, send_settled
from wiki.views.who import actor_of

CHANGED = 409


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def decline(request: HttpRequest, article_id: int, number: int) -> HttpResponse:
    """Shows what the article would say without the change; declines it with a reason.

    Where later changes touch it, the page is the editor with a proposal. `open` brings the words
    typed on the page of review along.
    """
    actor = actor_of(request)
    found = deciding.find(actor, article_id)
    change = for_rows(found.revisions.filter(number=number)).first()
    if change is None:
        raise Http404
    change.article = found
    if request.method == "POST" and "text" in request.POST:
        return send_settled(request, actor, found, change)
    if request.method == "POST" and "fill" in request.POST and deciding.may_decide(actor, found):
        form = filled(request, DeclineOneForm(request.POST))
        return _page(request, actor, found, change, form)
    if request.method == "POST" and "open" not in request.POST:
        return _send(request, actor, found, change)
    deciding.require_reviewer(actor, found)
    if found.is_deleted:
        return redirect(found)
    words = request.POST.get("comment", "")
    form = DeclineOneForm(initial=deciding.seen_now(found) | {"comment": words})
    return _page(request, actor, found, change, form)


def _send(request: HttpRequest, actor: Actor, found: Article, change: Revision) -> HttpResponse:
    form = DeclineOneForm(request.POST)
    if not deciding.may_decide(actor, found):
        form.add_error(None, deciding.ONLY_MAINTAINERS)
        return _page(request, actor, found, change, form, status=403)
    if not form.is_valid():
        return _page(request, actor, found, change, form, status=INVALID)
    data = form.cleaned_data
    following = deciding.after(request, found)
    try:
        revision = decline_one(
            actor=actor,
            article=found,
            number=change.number,
            reason=data["comment"].strip(),
            seen=data["seen"],
            seen_validated=data["seen_validated"],
            seen_word=data["seen_word"],
        )
    except ChangedMeanwhile as error:
        return _changed(request, actor, change, form, error)
    except ChangesTouch as met:
        return open_settling(request, actor, found, change, met, data["comment"], CHANGED)
    except NotDone as refusal:
        form.add_error(None, refusal.sentence)
        return _page(request, actor, found, change, form, status=INVALID)
    except RenderingError as error:
        form.add_error(None, str(error))
        return _page(request, actor, found, change, form, status=INVALID)
    return say_declined(request, revision, change, following)


def _changed(
    request: HttpRequest,
    actor: Actor,
    change: Revision,
    form: DeclineOneForm,
    error: ChangedMeanwhile,
) -> HttpResponse:
    """The page about the article as it stands now, with what is new and the reason kept."""
    now = error.article
    data: Any = form.data.copy()  # type: ignore[attr-defined]  # of a form that was sent
    seen = deciding.seen_now(now)
    data.update({name: str(value) for name, value in seen.items()})
    again = DeclineOneForm(data)
    again.add_error(None, error.sentence)
    current = for_rows(now.revisions.filter(pk=change.pk)).get()
    current.article = now
    news = deciding.news_since(now, error.seen)
    return _page(request, actor, now, current, again, status=CHANGED, **news)


def _page(
    request: HttpRequest,
    actor: Actor,
    found: Article,
    change: Revision,
    form: DeclineOneForm,
    status: int = 200,
    **news: Any,
) -> HttpResponse:
    refusal, left_out = "", None
    latest = deciding.numbers_of(found)[0]
    try:
        _require_awaiting(found, change)
        left_out = _left_out(found, change, without(found, change.number, latest))
    except ChangesTouch as met:
        if deciding.may_decide(actor, found):
            more = news | {"waiting": _first_error(form)}
            words = str(form["comment"].value() or "")
            return open_settling(request, actor, found, change, met, words, status, **more)
        refusal = met.sentence
    except NotDone as error:
        refusal = error.sentence
    context = {
        "article": found,
        "change": change,
        "form": form,
        "refusal": refusal,
        "left_out": left_out,
        "others": max(0, found.pending_count - 1),
        "back": deciding.review_address(request, found),
        "ready": offered(found, [change], [Review.Verdict.DECLINED]),
        **news,
    }
    return render(request, "wiki/decline_one.html", context, status=status)


def _first_error(form: DeclineOneForm) -> str:
    return next((str(error) for errors in form.errors.values() for error in errors), "")


def _require_awaiting(found: Article, change: Revision) -> None:
    """Raises NotDone for a change that was decided on."""
    if found.is_deleted:
        raise NotDone(_("This article is deleted: restore it first."))
    if change.state != Revision.State.AWAITING:
        raise NotDone(_("This change does not await a decision any more."))


def _left_out(found: Article, change: Revision, result: Version) -> Difference:
    latest = found.latest
    assert latest is not None
    now = history.read_text(found, latest.number)
    then, ids = set(now.topic_ids), set(result.topic_ids)
    topics = list(Topic.objects.filter(pk__in=then | ids)) if then != ids else []
    licence = Licence.objects.get(pk=result.licence_id)
    return Difference(
        old=change,
        new=latest,
        hunks=compare(now.text, result.text),
        title=Changed(now.title, result.title) if now.title != result.title else None,
        licence=Changed(latest.licence, licence) if latest.licence_id != licence.pk else None,
        topics=Changed([t for t in topics if t.pk in then], [t for t in topics if t.pk in ids])
        if topics
        else None,
    )
