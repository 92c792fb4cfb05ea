"""The page where a maintainer decides on what awaits."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from wiki.actions.asking import ask_for_changes
from wiki.actions.errors import ChangedMeanwhile, NotAllowed, NotDone
from wiki.actions.own_changes import own_among, why_not_own
from wiki.actions.reviewing import decline, validate
from wiki.actions.verdicts import require_reviewer
from wiki.forms.reviewing import ASK, DECLINE, DecisionForm
from wiki.models import Article, Revision
from wiki.models.person import Actor
from wiki.models.review import standing_request
from wiki.permissions import can_review
from wiki.rendering import RenderingError
from wiki.views import deciding
from wiki.views.beside import beside
from wiki.views.claims import claims_on
from wiki.views.declined_words import holding_declined
from wiki.views.differences import difference_of
from wiki.views.editor import INVALID
from wiki.views.queue import filtered, next_after, wait
from wiki.views.queue_tabs import tab_of
from wiki.views.ready_reasons import filled, offered
from wiki.views.requesting import requests_on
from wiki.views.ways import way_of
from wiki.views.who import actor_of

CHANGES_SHOWN = 100


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def article(request: HttpRequest, article_id: int) -> HttpResponse:
    """What changed in an article since it was validated, for everybody; maintainers decide."""
    actor = actor_of(request)
    found = deciding.find(actor, article_id)
    if request.method == "POST" and "fill" in request.POST:
        return _page(request, actor, found, filled(request, DecisionForm(request.POST)))
    if request.method == "POST":
        return _decide(request, actor, found)
    return _page(request, actor, found)


def _decide(request: HttpRequest, actor: Actor, found: Article) -> HttpResponse:
    form = DecisionForm(request.POST)
    # Whose term ended while they read gets their words back, whatever they sent.
    try:
        require_reviewer(actor, found)
    except NotAllowed as refusal:
        form.is_valid()
        form.add_error(None, refusal.sentence)
        return _page(request, actor, found, form, status=403)
    if not form.is_valid():
        return _page(request, actor, found, form, status=INVALID)
    # Where the maintainer goes from here is settled before the article leaves its place.
    following = deciding.after(request, found)
    try:
        sentence = _carry_out(actor, found, form.cleaned_data)
    except ChangedMeanwhile as error:
        return _changed(request, actor, form, error)
    except NotDone as refusal:
        form.add_error("comment", refusal.sentence)
        return _page(request, actor, found, form, status=INVALID)
    except RenderingError as error:
        form.add_error(None, str(error))
        return _page(request, actor, found, form, status=INVALID)
    messages.success(request, sentence)
    return HttpResponseRedirect(deciding.review_address(request, following))


def _carry_out(actor: Actor, found: Article, data: dict[str, Any]) -> str:
    """Makes the decision; returns what to tell the maintainer."""
    seen = {name: data[name] for name in ("seen", "seen_validated", "seen_word")}
    if data["decision"] == ASK:
        ask_for_changes(actor=actor, article=found, reason=data["comment"].strip(), **seen)
        return _("Changes asked for. “%(title)s” stays live, with your reason above it.") % {
            "title": found.title
        }
    if data["decision"] == DECLINE:
        revision = decline(actor=actor, article=found, reason=data["comment"].strip(), **seen)
        return _("Declined. “%(title)s” reads again as it was validated: revision %(number)s.") % {
            "title": revision.article.title,
            "number": revision.number,
        }
    up_to = data["up_to"] or data["seen"]
    rows = validate(
        actor=actor, article=found, up_to=up_to, comment=data["comment"].strip(), **seen
    )
    return ngettext(
        "Validated: %(count)s change of “%(title)s”.",
        "Validated: %(count)s changes of “%(title)s”.",
        len(rows),
    ) % {"count": len(rows), "title": found.title}


def _changed(
    request: HttpRequest, actor: Actor, form: DecisionForm, error: ChangedMeanwhile
) -> HttpResponse:
    """The page about the article as it stands now, what is new on top, and the comment kept."""
    now = error.article
    data: Any = form.data.copy()  # type: ignore[attr-defined]  # of a form that was sent
    for name, number in deciding.seen_now(now).items():
        data[name] = str(number)
    data["up_to"] = ""
    again = DecisionForm(data)
    again.add_error(None, error.sentence)
    news = deciding.news_since(now, error.seen, way_of(request).is_formatted)
    return _page(request, actor, now, again, status=409, **news)


def _page(
    request: HttpRequest,
    actor: Actor,
    found: Article,
    form: DecisionForm | None = None,
    status: int = 200,
    **news: Any,
) -> HttpResponse:
    latest, validated = deciding.numbers_of(found)
    filters, articles = filtered(request.GET, actor)
    changes = _changes(found)
    awaits = bool(changes) and not found.is_deleted
    own = why_not_own(actor, changes)
    if form is None:
        up_to = _up_to_own(actor, changes) if own else latest
        form = DecisionForm(initial=deciding.seen_now(found) | {"up_to": up_to})
    if not awaits and "last_decision" not in news:
        news["last_decision"] = deciding.last_decision(found)
    way = way_of(request)
    context = {
        "article": found,
        "way": way,
        "asked": standing_request(found),
        "claims": claims_on(actor, found),
        "requests": requests_on([found]).get(found.pk, []),
        "form": form,
        "can_review": can_review(actor, found),
        "awaits": awaits,
        "own": own,
        "changes": changes,
        "not_shown": max(0, found.pending_count - len(changes)),
        "ready": offered(found, changes) if awaits and can_review(actor, found) else None,
        "up_to": _chosen(form, latest),
        "waiting": wait(found.pending_since),
        "difference": difference_of(found, validated, latest, is_formatted=way.is_formatted)
        if awaits
        else None,
        "beside": beside(actor, tab_of(request.GET, actor), filters, articles, found),
        "skip_to": deciding.review_address(request, next_after(articles, found)),
        "queue_address": deciding.review_address(request, None),
        "kept": deciding.kept_filter(request),
        **news,
    }
    return render(request, "wiki/review_article.html", context, status=status)


def _up_to_own(actor: Actor, changes: list[Revision]) -> int:
    """The number of the last change before the first that is the actor's own; 0 for none."""
    own = own_among(actor, changes)
    earlier = [change.number for change in changes if change.number < own[0].number]
    return earlier[-1] if earlier else 0


def _chosen(form: DecisionForm, latest: int) -> int:
    """Up to which change the maintainer had chosen to validate."""
    chosen = str(form["up_to"].value() or "")
    return int(chosen) if chosen.isdecimal() and len(chosen) < 10 else latest


def _changes(found: Article) -> list[Revision]:
    """The changes that await, oldest first; of very many, the first ones and the last."""
    awaiting = (
        Revision.objects.filter(article=found)
        .awaiting()
        .select_related("author", "licence", "hiding", "reverted_to", "undoes")
        .order_by("number")
    )
    changes = list(awaiting[:CHANGES_SHOWN])
    if len(changes) == CHANGES_SHOWN and changes[-1].pk != found.latest_id:
        changes += list(awaiting.filter(number=deciding.numbers_of(found)[0]))
    return holding_declined(changes)
