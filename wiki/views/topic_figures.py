"""What a topic's page says of its queue and of those who look after it."""

import datetime as dt
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import Case, Count, IntegerField, Q, Value, When
from django.utils import timezone

from wiki.models import Article, Maintainership, Review, Topic
from wiki.models.topic_tree import TopicTree
from wiki.views.queue import wait

DAYS = 30
KEPT_FOR = 300  # seconds: the figures are the same for all
DECISIONS = (Review.Verdict.VALIDATED, Review.Verdict.DECLINED)


class TopicFigures(NamedTuple):
    """How many articles of a branch await, since when the one in the middle, and what was
    decided in the last DAYS days."""

    awaiting: int
    middle: dt.datetime | None
    decided: int

    @property
    def median_wait(self) -> str:
        """How long half of what waits has waited at least, in words."""
        return wait(self.middle)


def figures_of(topic: Topic, branch: frozenset[int]) -> TopicFigures:
    """The figures of a topic with what is below it; counted anew after KEPT_FOR. Three queries."""
    name = f"topic-figures:{topic.pk}"
    kept: TopicFigures | None = cache.get(name)
    if kept is None:
        kept = _counted(branch)
        cache.set(name, kept, KEPT_FOR)
    return kept


def _counted(branch: frozenset[int]) -> TopicFigures:
    awaiting = Article.objects.awaiting_review().in_branch(branch)
    number = awaiting.count()
    times = awaiting.longest_waiting_first().values_list("pending_since", flat=True)
    verdicts = Review.objects.filter(
        by_edit=False, verdict__in=DECISIONS, created__gte=timezone.now() - dt.timedelta(days=DAYS)
    ).filter(revision__article__in=Article.objects.live().in_branch(branch).values("pk"))
    decided = verdicts.aggregate(decisions=Count("decision", distinct=True))["decisions"]
    return TopicFigures(number, next(iter(times[number // 2 :][:1]), None), decided)


def maintainers_of(topic: Topic, tree: TopicTree, most: int) -> list[Maintainership]:
    """Who looks after the topic: its own maintainers first, then those of what it is a part of,
    from the nearest on, then those of all topics."""
    nearest = [topic, *reversed(tree.above(topic))]
    steps: list[Any] = [When(topic=one.pk, then=Value(step)) for step, one in enumerate(nearest)]
    terms = Maintainership.objects.in_force().filter(
        Q(topic=None) | Q(topic__in=[one.pk for one in nearest]), user__is_active=True
    )
    return list(
        terms.annotate(
            distance=Case(*steps, default=Value(len(nearest)), output_field=IntegerField())
        )
        .select_related("user", "topic")
        .order_by("distance", "since", "pk")[:most]
    )
