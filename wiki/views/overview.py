"""What pages about the whole site show: its figures, its topics, what happened lately."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count, F, Q, Subquery
from django.utils.translation import get_language, get_language_info

from commons.log.models import LogEntry
from licensing.models import Licence
from wiki.models import Article, Review, Revision, Topic
from wiki.models.article import ArticleQuerySet
from wiki.models.person import Actor
from wiki.permissions import can_edit

SHOWN = 6  # rows of each list on the first page
LOOKED_AT = 3 * SHOWN  # verdicts read for them: one article may have several


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


def listed() -> ArticleQuerySet:
    """Articles as lists show them: what was deleted is in no list, not even a maintainer's."""
    return Article.objects.live().light().select_related("licence", "latest")


def front(actor: Actor, language: str) -> dict[str, Any]:
    """What the first page shows to readers of a language; five queries."""
    return {
        "language": language,
        "language_name": language_name(language),
        "figures": _figures(),
        "topics": topics_in(language),
        "changed": _changed(language),
        "validated": _validated(language),
        "licences": Licence.objects.offered().in_order(),
        "may_edit": can_edit(actor),
    }


def topics_in(language: str) -> Iterable[Topic]:
    """All topics, with how many articles each has in a language and how many of them await."""
    live = Q(articles__language=language, articles__deleted_at=None)
    return Topic.objects.annotate(
        article_count=Count("articles", filter=live),
        awaiting=Count("articles", filter=live & Q(articles__pending_since__isnull=False)),
    ).order_by("position", "slug")


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


def _changed(language: str) -> Iterable[Revision]:
    """The newest changes, one an article."""
    return (
        Revision.objects.filter(language=language, article__latest=F("pk"))
        .filter(article__deleted_at=None)
        .select_related("article", "licence")
        .defer("article__text")
        .newest_first()[:SHOWN]
    )


def _validated(language: str) -> list[Review]:
    """The newest verdicts that made what counts as validated now, one an article."""
    found = (
        Review.objects.filter(verdict=Review.Verdict.VALIDATED)
        .filter(revision__article__validated=F("revision"))
        .filter(revision__article__language=language, revision__article__deleted_at=None)
        .select_related("revision__article", "revision__licence")
        .defer("revision__article__text")
        .order_by("-created", "-pk")[:LOOKED_AT]
    )
    newest = {review.revision_id: review for review in reversed(found)}
    return list(newest.values())[::-1][:SHOWN]
