"""What pages about the whole site show: its figures, its topics, what happened lately."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count, F, Q, Subquery
from django.utils.translation import get_language, get_language_info

from commons.log.models import LogEntry
from licensing.models import Licence
from wiki.models import Article, Review, Revision, Topic
from wiki.models.article import ArticleQuerySet
from wiki.models.person import Actor
from wiki.permissions import can_write
from wiki.views.version_rule import shows_validated, with_version_shown

SHOWN = 6  # rows of each list on the first page
LOOKED_AT = 3 * SHOWN  # verdicts read for them: one article may have several
NEWEST = 500  # rows among which they nearly always are
FEW_ARTICLES = 200  # of a topic


class SiteState(NamedTuple):
    """Changes whenever something happens on the site."""

    names: tuple[object, ...]
    modified: dt.datetime


def state_of_site() -> SiteState | None:
    """The newest revision, verdict and act of governance; None before the first. One query."""
    verdicts = Review.objects.order_by("-pk")[:1]
    acts = LogEntry.objects.order_by("-pk")[:1]
    found = (
        Revision.objects.order_by("-pk")
        .annotate(
            verdict=Subquery(verdicts.values("pk")),
            judged=Subquery(verdicts.values("created")),
            act=Subquery(acts.values("pk")),
            acted=Subquery(acts.values("created")),
        )
        .values_list("pk", "verdict", "act", "recorded", "judged", "acted")
        .first()
    )
    if found is None:
        return None
    return SiteState(found[:3], max(moment for moment in found[3:] if moment is not None))


def reading_language() -> str:
    """The language of articles that fits the interface's."""
    interface = (get_language() or settings.LANGUAGE_CODE).partition("-")[0]
    return interface if interface in settings.CONTENT_LANGUAGES else settings.LANGUAGE_CODE


def language_name(language: str) -> str:
    """A language that articles may be written in, by its name in the interface's language."""
    try:
        return str(get_language_info(language)["name_translated"])
    except KeyError:
        return str(settings.CONTENT_LANGUAGES.get(language, language))


def listed(actor: Actor) -> ArticleQuerySet:
    """Articles as lists show them to the actor: by `version_shown`, in the order of their titles
    of today. What was deleted is in no list, not even a maintainer's."""
    return with_version_shown(Article.objects.live().light(), actor)


def filed_under(topic: Topic, articles: ArticleQuerySet) -> ArticleQuerySet:
    """Those of the articles that stand under a topic, few of them found by name.

    Going through all titles, as SQLite does, many articles of a topic are met soon and few late.
    """
    filed = Article.topics.through.objects.filter(topic=topic)
    few = list(filed.values_list("article", flat=True)[: FEW_ARTICLES + 1])
    return (
        articles.filter(pk__in=few) if len(few) <= FEW_ARTICLES else articles.filter(topics=topic)
    )


def in_branch(branch: frozenset[int], articles: ArticleQuerySet) -> ArticleQuerySet:
    """Those of the articles that stand under any of the topics, as `filed_under` finds them."""
    filed = Article.topics.through.objects.filter(topic__in=branch)
    few = list(filed.values_list("article", flat=True)[: FEW_ARTICLES + 1])
    return articles.filter(pk__in=few) if len(few) <= FEW_ARTICLES else articles.in_branch(branch)


def counted_by_language(articles: ArticleQuerySet) -> dict[str, tuple[int, int]]:
    """How many of the articles there are in each language, and how many of them await."""
    counted = (
        articles.order_by()
        .values_list("language")
        .annotate(count=Count("pk"), awaiting=Count("pk", filter=Q(pending_since__isnull=False)))
        .order_by("language")
    )
    return {language: (count, awaiting) for language, count, awaiting in counted}


def with_topics_below(
    articles: Iterable[Article], topic: Topic, branch: frozenset[int]
) -> list[tuple[Article, list[Topic]]]:
    """Each article with the topics below this one that it stands under, unless it stands under
    this one as well. No query where nothing is below, two otherwise."""
    below = branch - {topic.pk}
    filed: defaultdict[int, list[int]] = defaultdict(list)
    if below:
        rows = Article.topics.through.objects.filter(article__in=articles, topic__in=branch)
        for article_id, topic_id in rows.values_list("article", "topic"):
            filed[article_id].append(topic_id)
    names = Topic.objects.in_bulk(below) if below else {}
    return [
        (
            article,
            []
            if topic.pk in filed[article.pk]
            else [names[key] for key in sorted(filed[article.pk])],
        )
        for article in articles
    ]


def front(actor: Actor, language: str) -> dict[str, Any]:
    """What the first page shows to readers of a language; ten queries."""
    return {
        "language": language,
        "language_name": language_name(language),
        "figures": _figures(),
        "topics": topics_in(language),
        "changed": _changed(actor, language),
        "validated": _validated(actor, language),
        "licences": Licence.objects.offered().in_order(),
        "may_edit": can_write(actor),
    }


def topics_in(language: str) -> list[tuple[Topic, int, int]]:
    """All topics, with how many articles each has in a language and how many of them await."""
    filed = Article.topics.through.objects.filter(
        article__language=language, article__deleted_at=None
    )
    counted = filed.values_list("topic").annotate(
        there=Count("pk"), awaiting=Count("pk", filter=Q(article__pending_since__isnull=False))
    )
    counts = {topic: (there, awaiting) for topic, there, awaiting in counted}
    topics = Topic.objects.order_by("position", "slug")
    return [(topic, *counts.get(topic.pk, (0, 0))) for topic in topics]


def _figures() -> dict[str, int]:
    figures = Article.objects.live().aggregate(
        articles=Count("pk"),
        validated=Count("pk", filter=Q(validated=F("latest"))),
        awaiting=Count("pk", filter=Q(pending_since__isnull=False)),
        languages=Count("language", distinct=True),
    )
    # Rounded down: "100 %" is said when it is true.
    share = 100 * figures["validated"] // figures["articles"] if figures["articles"] else 0
    return figures | {"share": share}


def _changed(actor: Actor, language: str) -> Iterable[Revision]:
    """The newest changes, one an article, each with the article as the actor is shown it."""
    newest = Revision.objects.filter(language=language).newest_first()
    looked_at = list(newest.values_list("pk", flat=True)[:NEWEST])
    latest = set(
        Article.objects.live().filter(latest__in=looked_at).values_list("latest", flat=True)
    )
    found = [pk for pk in looked_at if pk in latest][:SHOWN]
    if _is_enough(found, looked_at):
        newest = newest.filter(pk__in=found)
    else:
        newest = newest.filter(article__latest=F("pk"), article__deleted_at=None)
    newest = newest.select_related("article__latest", "article__validated", "licence")
    newest = newest.defer("article__text")
    rows = list(newest.annotate(shows_validated=shows_validated(actor, "article"))[:SHOWN])
    for revision in rows:
        revision.article.shows_validated = revision.shows_validated  # type: ignore[attr-defined]
    return rows


def _validated(actor: Actor, language: str) -> Sequence[Review]:
    """The newest verdicts that made what counts as validated now, one an article, which is as the
    actor is shown it."""
    verdicts = Review.objects.filter(verdict=Review.Verdict.VALIDATED).order_by("-created", "-pk")
    looked_at = list(verdicts.values_list("revision", flat=True)[:NEWEST])
    standing = Article.objects.live().filter(validated__in=looked_at)
    language_of = dict(standing.values_list("validated", "language"))
    found = [pk for pk in dict.fromkeys(looked_at) if language_of.get(pk) == language][:SHOWN]
    if _is_enough(found, looked_at):
        verdicts = verdicts.filter(revision__in=found)
    else:
        verdicts = verdicts.filter(
            revision__article__validated=F("revision"),
            revision__article__language=language,
            revision__article__deleted_at=None,
        )
    of_articles = ("revision__article__latest", "revision__article__validated")
    verdicts = verdicts.select_related(*of_articles, "revision__licence")
    shows = shows_validated(actor, "revision__article")
    rows = verdicts.defer("revision__article__text").annotate(shows_validated=shows)[:LOOKED_AT]
    for review in rows:
        review.revision.article.shows_validated = review.shows_validated  # type: ignore[attr-defined]
    newest = {review.revision_id: review for review in reversed(rows)}
    return list(newest.values())[::-1][:SHOWN]


def _is_enough(found: list[int], looked_at: list[int]) -> bool:
    """Whether no more need be looked at. Asked for the first few among all, databases are
    tempted to go through all articles of the language."""
    return len(found) == SHOWN or len(looked_at) < NEWEST
