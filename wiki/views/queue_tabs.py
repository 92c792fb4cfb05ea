"""The tabs of the queue: which articles stand in each, and how many."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.timesince import timesince

from wiki.models import Article, ReviewRequest
from wiki.models.article import ArticleQuerySet
from wiki.models.person import Actor

MINE, ALL, LICENCE, FIRST_EDITS = "mine", "all", "licence", "first"
REQUESTED, ASKED, DECIDED = "requests", "asked", "decided"
OF_EVERYBODY = (ALL, LICENCE, FIRST_EDITS, ASKED, DECIDED)
# Where changes were asked for, it is the authors' turn: a maintainer need not look now.
TURN = Q(asked_at=None)


@dataclass(frozen=True)
class Figures:
    """How long the queue is; `waits` are words such as "2 days", empty when nothing awaits.

    `mine` and `requested` are None for whom there is no such tab.
    """

    count: int
    licence: int
    first_edits: int
    asked: int
    median_wait: str
    longest_wait: str
    mine: int | None
    requested: int | None


def tabs_of(actor: Actor) -> tuple[str, ...]:
    """The tabs that the actor has; who looks after all topics needs none for "my topics"."""
    mine = (MINE,) if actor.maintained else ()
    requested = (REQUESTED,) if actor.is_maintainer else ()
    return (*mine, *OF_EVERYBODY, *requested)


def tab_of(asked: QueryDict, actor: Actor) -> str:
    """Which tab is asked for; the first of the actor's when there is no such tab."""
    tabs = tabs_of(actor)
    tab = asked.get("tab", "")
    return tab if tab in tabs else tabs[0]


def in_tab(tab: str, actor: Actor) -> ArticleQuerySet:
    """The articles that await in the tab."""
    articles = Article.objects.awaiting_review()
    if tab == REQUESTED:
        requests = ReviewRequest.objects.unanswered().to(actor)
        return articles.filter(pk__in=requests.values("article"))
    if tab == ASKED:
        return articles.exclude(TURN)
    articles = articles.filter(TURN)
    if tab == MINE:
        return articles.maintained_by(actor)
    if tab == LICENCE:
        return articles.filter(pending_licence=True)
    if tab == FIRST_EDITS:
        return articles.filter(pending_first_edit=True)
    return articles


def figures(actor: Actor) -> Figures:
    """How many await and for how long; queries that indexes answer, two for most people."""
    counted: dict[str, Any] = Article.objects.awaiting_review().aggregate(
        count=Count("pk", filter=TURN),
        licence=Count("pk", filter=TURN & Q(pending_licence=True)),
        first_edits=Count("pk", filter=TURN & Q(pending_first_edit=True)),
        asked=Count("pk", filter=~TURN),
        since=Min("pending_since", filter=TURN),
    )
    queue = in_tab(ALL, actor).longest_waiting_first()
    half = queue.values_list("pending_since", flat=True)[counted["count"] // 2 :][:1]
    tabs = tabs_of(actor)
    return Figures(
        count=counted["count"],
        licence=counted["licence"],
        first_edits=counted["first_edits"],
        asked=counted["asked"],
        median_wait=wait(next(iter(half), None)),
        longest_wait=wait(counted["since"]),
        mine=in_tab(ALL, actor).count_maintained_by(actor) if MINE in tabs else None,
        requested=in_tab(REQUESTED, actor).count() if REQUESTED in tabs else None,
    )


def wait(since: datetime | None) -> str:
    """How long it is since then, in one word and its number."""
    return timesince(since, timezone.now(), depth=1) if since else ""
