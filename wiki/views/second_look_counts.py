"""How second looks ended, together and by topic: two queries."""

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import Count, Q

from wiki.models import Article, SecondLook, Topic
from wiki.models.topic import in_branch


class Looks(NamedTuple):
    """Second looks that were closed, and how many of them overturned the verdict."""

    closed: int
    overturned: int

    @property
    def share(self) -> float | None:
        """The overturned among the closed, per cent; None without any."""
        return 100 * self.overturned / self.closed if self.closed else None


class SecondLooks(NamedTuple):
    """Of all topics together, and of each topic that had any, by its key."""

    together: Looks
    by_topic: dict[int, Looks]

    @property
    def rows(self) -> list[tuple[Topic, Looks]]:
        """The topics in the site's order; one that was deleted since is left out."""
        topics = Topic.objects.filter(pk__in=self.by_topic).in_order()
        return [(topic, self.by_topic[topic.pk]) for topic in topics]


def count_second_looks(language: str, topic: Topic | None, since: dt.datetime) -> SecondLooks:
    """Those closed since then, of articles in a language (empty: any), in a branch (None: any).

    An article under several topics counts in each of them, and once together.
    """
    looks = SecondLook.objects.exclude(outcome="").filter(
        closed__gte=since, article__deleted_at=None
    )
    if language:
        looks = looks.filter(article__language=language)
    if topic is not None:
        filed = Article.topics.through.objects.filter(in_branch(topic, "topic"))
        looks = looks.filter(article__in=filed.values("article"))
    counts = {
        "looks": Count("pk", distinct=True),
        "overturned": Count("pk", distinct=True, filter=Q(outcome=SecondLook.Outcome.OVERTURNED)),
    }
    together = looks.aggregate(**counts)
    under = SecondLook.objects.filter(pk__in=looks.values("pk"), article__topics__isnull=False)
    by_topic: Any = under.values("article__topics").annotate(**counts).order_by("article__topics")
    return SecondLooks(
        Looks(together["looks"], together["overturned"]),
        {row["article__topics"]: Looks(row["looks"], row["overturned"]) for row in by_topic},
    )
