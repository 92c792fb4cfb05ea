"""What awaits validation: which articles, whose changes, for how long."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.timesince import timesince

from wiki.forms.queue import (
    ADDED,
    AGES,
    GUESTS,
    LARGEST,
    NEWCOMERS,
    REMOVED,
    SMALL,
    QueueForm,
)
from wiki.models import Article, ReviewRequest, Revision, Topic
from wiki.models.article import ArticleQuerySet
from wiki.views.claims import Reading, readings_of
from wiki.views.hints import Hint
from wiki.views.requesting import requests_on

NAMES_SHOWN = 3
FEW_ARTICLES = 200  # of a topic
LARGE = 1000  # characters
SIZES = {
    REMOVED: Q(pending_change__lte=-LARGE),
    ADDED: Q(pending_change__gte=LARGE),
    SMALL: Q(pending_change__gt=-LARGE, pending_change__lt=LARGE),
}
ALL, FIRST_EDITS, ASKED, DECIDED = "", "first", "asked", "decided"
TABS = (ALL, FIRST_EDITS, ASKED, DECIDED)
BY_WEIGHT = ("-pending_weight", "pk")


@dataclass(frozen=True)
class AuthorOfChanges:
    """Whose changes await; `user_id` is None for guests and closed accounts."""

    name: str
    user_id: int | None


@dataclass(frozen=True)
class Row:
    """One article of the queue."""

    article: Article
    size_change: int
    waiting: str
    authors: list[AuthorOfChanges] = field(default_factory=list)
    more_authors: int = 0
    hints: Sequence[Hint] = ()
    readings: Sequence[Reading] = ()
    requests: Sequence[ReviewRequest] = ()


@dataclass(frozen=True)
class Figures:
    """How long the queue is; `waits` are words such as "2 days", empty when nothing awaits."""

    count: int
    first_edits: int
    asked: int
    median_wait: str
    longest_wait: str


def filtered(asked: QueryDict) -> tuple[QueueForm, ArticleQuerySet]:
    """The filter as a form, and the articles that it lets through, in the order asked for.

    Nonsense lets all through.
    """
    form = QueueForm(asked)
    form.is_valid()
    chosen = form.cleaned_data
    tab = tab_of(asked)
    # Where changes were asked for, it is the authors' turn: a maintainer need not look now.
    articles = Article.objects.awaiting_review().filter(asked_at__isnull=tab != ASKED)
    if tab == FIRST_EDITS:
        articles = articles.filter(pending_first_edit=True)
    if chosen.get("language"):
        articles = articles.filter(language=chosen["language"])
    if chosen.get("topic"):
        articles = _filed_under(articles, chosen["topic"])
    if chosen.get("by") == GUESTS:
        articles = articles.filter(pending_by_guest=True)
    elif chosen.get("by") == NEWCOMERS:
        articles = articles.filter(pending_by_newcomer=True)
    if chosen.get("size"):
        articles = articles.filter(SIZES[chosen["size"]])
    if chosen.get("older"):
        since = timezone.now() - timedelta(days=AGES[chosen["older"]])
        articles = articles.filter(pending_since__lte=since)
    if chosen.get("sort") == LARGEST:
        return form, articles.largest_change_first()
    return form, articles.longest_waiting_first()


def tab_of(asked: QueryDict) -> str:
    """Which tab is asked for; that of all articles when there is no such tab."""
    tab = asked.get("tab", "")
    return tab if tab in TABS else ALL


def order_of(articles: ArticleQuerySet) -> tuple[str, ...]:
    """The columns that the articles of the queue are in the order of."""
    return tuple(str(column) for column in articles.query.order_by)


def _filed_under(articles: ArticleQuerySet, topic: Topic) -> ArticleQuerySet:
    """The articles of a topic, by the way that reads least.

    A few are looked up and sorted; of many, the first are soon met in the order of the queue.
    """
    filed = Article.topics.through.objects.filter(topic=topic)
    few = list(filed.values_list("article_id", flat=True)[: FEW_ARTICLES + 1])
    if len(few) <= FEW_ARTICLES:
        return articles.filter(pk__in=few)
    return articles.filter(Exists(filed.filter(article=OuterRef("pk"))))


def for_rows(articles: ArticleQuerySet) -> ArticleQuerySet:
    """The articles with what a row needs of them."""
    return articles.light().select_related("latest", "validated")


def rows_of(
    articles: Sequence[Article], hints: Mapping[int, Sequence[Hint]] | None = None
) -> list[Row]:
    """One row for each article, with its hints where they are given; three queries for all."""
    authors = _authors_of(articles)
    readings = readings_of(articles)
    requests = requests_on(articles)
    return [
        Row(
            article=article,
            size_change=article.pending_change,
            waiting=wait(article.pending_since),
            authors=authors[article.pk][:NAMES_SHOWN],
            more_authors=max(0, len(authors[article.pk]) - NAMES_SHOWN),
            hints=(hints or {}).get(article.pk, ()),
            readings=readings.get(article.pk, ()),
            requests=requests.get(article.pk, ()),
        )
        for article in articles
    ]


def from_here(articles: ArticleQuerySet, article: Article) -> ArticleQuerySet:
    """The article and those that come after it, in the order that they are in."""
    if article.pending_since is None:
        return articles
    if order_of(articles) == BY_WEIGHT:
        weight = article.pending_weight
        smaller = Q(pending_weight__lt=weight) | Q(pending_weight=weight, pk__gte=article.pk)
        return articles.filter(smaller, pending_weight__lte=weight)
    since = article.pending_since
    later = Q(pending_since__gt=since) | Q(pending_since=since, pk__gte=article.pk)
    return articles.filter(later, pending_since__gte=since)


def next_after(articles: ArticleQuerySet, article: Article) -> Article | None:
    """The article that comes after this one in the queue."""
    return from_here(articles, article).light().exclude(pk=article.pk).first()


def figures() -> Figures:
    """How many await and for how long; two queries that an index answers."""
    turn = Q(asked_at=None)
    counted: dict[str, Any] = Article.objects.awaiting_review().aggregate(
        count=Count("pk", filter=turn),
        first_edits=Count("pk", filter=turn & Q(pending_first_edit=True)),
        asked=Count("pk", filter=~turn),
        since=Min("pending_since", filter=turn),
    )
    queue = Article.objects.awaiting_review().filter(turn)
    times = queue.longest_waiting_first().values_list("pending_since", flat=True)
    half = times[counted["count"] // 2 :][:1]
    return Figures(
        count=counted["count"],
        first_edits=counted["first_edits"],
        asked=counted["asked"],
        median_wait=wait(next(iter(half), None)),
        longest_wait=wait(counted["since"]),
    )


def wait(since: datetime | None) -> str:
    """How long it is since then, in one word and its number."""
    return timesince(since, timezone.now(), depth=1) if since else ""


def _authors_of(articles: Sequence[Article]) -> dict[int, list[AuthorOfChanges]]:
    """Who made the changes that await, by article, those with most changes first."""
    found: dict[int, list[AuthorOfChanges]] = defaultdict(list)
    counted: Any = (
        Revision.objects.awaiting()
        .filter(article__in=articles)
        .values_list("article_id", "author_name", "author_id")
        .annotate(changes=Count("pk"))
        .order_by("article_id", "-changes", "author_name")
    )
    for article_id, name, user_id, _changes in counted:
        found[article_id].append(AuthorOfChanges(name, user_id))
    return found
