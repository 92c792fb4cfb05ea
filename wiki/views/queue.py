"""What awaits validation: which articles, whose changes, for how long."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.http import QueryDict
from django.utils import timezone

from wiki.forms.queue import (
    ADDED,
    AGES,
    GUESTS,
    LARGEST,
    MOST_READ,
    NEWCOMERS,
    REMOVED,
    SMALL,
    QueueForm,
)
from wiki.models import Article, HintRule, ReviewRequest, Revision, Topic
from wiki.models.article import ArticleQuerySet
from wiki.models.person import Actor
from wiki.models.topic import branches_of
from wiki.views.claims import Reading, readings_of
from wiki.views.queue_tabs import in_tab, tab_of
from wiki.views.queue_tabs import wait as wait
from wiki.views.requesting import requests_on

NAMES_SHOWN = 3
FEW_ARTICLES = 200  # of a topic
LARGE = 1000  # characters
SIZES = {
    REMOVED: Q(pending_change__lte=-LARGE),
    ADDED: Q(pending_change__gte=LARGE),
    SMALL: Q(pending_change__gt=-LARGE, pending_change__lt=LARGE),
}
AUTHORS = {GUESTS: Q(pending_by_guest=True), NEWCOMERS: Q(pending_by_newcomer=True)}


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
    hints: Sequence[HintRule] = ()
    readings: Sequence[Reading] = ()
    requests: Sequence[ReviewRequest] = ()


def filtered(asked: QueryDict, actor: Actor) -> tuple[QueueForm, ArticleQuerySet]:
    """The filter as a form, and the articles that it lets through, in the order asked for.

    Nonsense lets all through. Without a tab it is the first one of the actor's.
    """
    form = QueueForm(asked)
    form.is_valid()
    chosen = form.cleaned_data
    articles = in_tab(tab_of(asked, actor), actor)
    if chosen.get("language"):
        articles = articles.filter(language=chosen["language"])
    if chosen.get("topic"):
        articles = _filed_under(articles, chosen["topic"])
    if chosen.get("by"):
        articles = articles.filter(AUTHORS[chosen["by"]])
    if chosen.get("size"):
        articles = articles.filter(SIZES[chosen["size"]])
    if chosen.get("older"):
        since = timezone.now() - timedelta(days=AGES[chosen["older"]])
        articles = articles.filter(pending_since__lte=since)
    if chosen.get("watched"):
        articles = articles.filter(watchers=0)
    if chosen.get("sort") == LARGEST:
        return form, articles.largest_change_first()
    if chosen.get("sort") == MOST_READ:
        return form, articles.most_read_first()
    return form, articles.longest_waiting_first()


def order_of(articles: ArticleQuerySet) -> tuple[str, ...]:
    """The columns that the articles of the queue are in the order of."""
    return tuple(str(column) for column in articles.query.order_by)


def _filed_under(articles: ArticleQuerySet, topic: Topic) -> ArticleQuerySet:
    """The articles of a topic and of what is below it, by the way that reads least.

    A few are looked up and sorted; of many, the first are soon met in the order of the queue.
    """
    filed = Article.topics.through.objects.filter(topic__in=branches_of([topic.pk]))
    few = list(filed.values_list("article_id", flat=True)[: FEW_ARTICLES + 1])
    if len(few) <= FEW_ARTICLES:
        return articles.filter(pk__in=few)
    return articles.filter(Exists(filed.filter(article=OuterRef("pk"))))


def for_rows(articles: ArticleQuerySet) -> ArticleQuerySet:
    """The articles with what a row needs of them."""
    return articles.light().select_related("latest", "validated")


def rows_of(
    actor: Actor,
    articles: Sequence[Article],
    hints: Mapping[int, Sequence[HintRule]] | None = None,
) -> list[Row]:
    """One row for each article as the actor sees it, with its hints where they are given; three
    queries for all."""
    authors = _authors_of(articles)
    readings = readings_of(actor, articles)
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
    first = order_of(articles)[0]
    column, beyond = first.removeprefix("-"), "lt" if first.startswith("-") else "gt"
    value = getattr(article, column)
    later = Q(**{f"{column}__{beyond}": value}) | Q(**{column: value}, pk__gte=article.pk)
    return articles.filter(later, **{f"{column}__{beyond}e": value})


def next_after(articles: ArticleQuerySet, article: Article) -> Article | None:
    """The article that comes after this one in the queue."""
    return from_here(articles, article).light().exclude(pk=article.pk).first()


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
