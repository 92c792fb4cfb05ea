"""What awaits validation: which articles, whose changes, for how long."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.http import QueryDict
from django.utils import timezone
from django.utils.timesince import timesince

from wiki.forms.reviewing import GUESTS, NEWCOMERS, QueueForm
from wiki.models import Article, Revision
from wiki.models.article import ArticleQuerySet

NAMES_SHOWN = 3
# Beyond this, figures say "more than": the queue is long, and counting it would be, too.
COUNTED = 1000


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


@dataclass(frozen=True)
class Figures:
    """How long the queue is; `waits` are words such as "2 days", empty when nothing awaits."""

    count: int
    is_more: bool
    median_wait: str
    longest_wait: str


def filtered(asked: QueryDict) -> tuple[QueueForm, ArticleQuerySet]:
    """The filter as a form, and the articles that it lets through; nonsense lets all through."""
    form = QueueForm(asked)
    form.is_valid()
    chosen = form.cleaned_data
    articles = Article.objects.awaiting_review()
    if chosen.get("language"):
        articles = articles.filter(language=chosen["language"])
    if chosen.get("topic"):
        articles = articles.filter(topics=chosen["topic"])
    changes = Revision.objects.awaiting().filter(article=OuterRef("pk"))
    if chosen.get("by") == GUESTS:
        articles = articles.filter(Exists(changes.filter(author_kind=Revision.AuthorKind.GUEST)))
    elif chosen.get("by") == NEWCOMERS:
        articles = articles.filter(Exists(changes.filter(by_newcomer=True)))
    return form, articles


def for_rows(articles: ArticleQuerySet) -> ArticleQuerySet:
    """The articles with what a row needs of them."""
    return articles.light().select_related("latest", "validated")


def rows_of(articles: Sequence[Article]) -> list[Row]:
    """One row for each article; one query for all."""
    authors = _authors_of(articles)
    return [
        Row(
            article=article,
            size_change=_size(article.latest) - _size(article.validated),
            waiting=wait(article.pending_since),
            authors=authors[article.pk][:NAMES_SHOWN],
            more_authors=max(0, len(authors[article.pk]) - NAMES_SHOWN),
        )
        for article in articles
    ]


def from_here(articles: ArticleQuerySet, article: Article) -> ArticleQuerySet:
    """The article and those that came to the queue after it."""
    if article.pending_since is None:
        return articles.longest_waiting_first()
    later = Q(pending_since__gt=article.pending_since)
    same = Q(pending_since=article.pending_since, pk__gte=article.pk)
    return articles.filter(later | same).longest_waiting_first()


def next_after(articles: ArticleQuerySet, article: Article) -> Article | None:
    """The article that comes after this one in the queue."""
    return from_here(articles, article).light().exclude(pk=article.pk).first()


def figures() -> Figures:
    """The length of the whole queue and how long its articles wait; two short queries."""
    times = Article.objects.awaiting_review().longest_waiting_first()
    since = list(times.values_list("pending_since", flat=True)[: COUNTED + 1])
    return Figures(
        count=min(len(since), COUNTED),
        is_more=len(since) > COUNTED,
        median_wait=wait(since[len(since) // 2]) if since else "",
        longest_wait=wait(since[0]) if since else "",
    )


def wait(since: datetime | None) -> str:
    """How long it is since then, in one word and its number."""
    return timesince(since, timezone.now(), depth=1) if since else ""


def _size(revision: Revision | None) -> int:
    return revision.size if revision else 0


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
