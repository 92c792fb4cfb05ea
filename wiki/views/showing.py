"""Which revision of an article somebody is shown, and all that its page needs to know.

Two queries at most for a visitor: the head, which is enough to answer that nothing changed, and
the page.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Func, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONArray
from django.http import HttpRequest

from licensing.models import Licence
from wiki.addresses import article_path
from wiki.models import Article, Guest, Review, Revision, Topic, User
from wiki.models.person import Actor
from wiki.models.revision import RevisionQuerySet
from wiki.views.finding import why_absent
from wiki.views.who import actor_of


class Head(NamedTuple):
    """What tells one state of an article from another."""

    pk: int
    touched: dt.datetime
    latest_id: int
    validated_id: int | None
    licence_modified: dt.datetime
    licence_of_validated_modified: dt.datetime | None


class Translation(NamedTuple):
    """The same article in another language."""

    language: str
    slug: str
    title: str
    pk: int

    @property
    def path(self) -> str:
        """Where it stands."""
        return article_path(self.language, self.slug)

    @property
    def language_name(self) -> str:
        """The language by its own name."""
        return settings.CONTENT_LANGUAGES.get(self.language, self.language)


class Rows(Func):
    """All rows of a subquery as one JSON list."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """The same by PostgreSQL's name."""
        return self.as_sql(compiler, connection, function="JSONB_AGG", **extra)


def head_of(request: HttpRequest, language: str, slug: str) -> Head:
    """The head of the article at an address; one query. Raises Absent, Moved, Deleted."""
    actor = actor_of(request)
    found = (
        Article.objects.visible_to(actor)
        .filter(language=language, slug=slug, latest__isnull=False)
        .values_list(
            "pk",
            "touched",
            "latest_id",
            "validated_id",
            "licence__modified",
            "validated__licence__modified",
        )
        .first()
    )
    if found is None:
        raise why_absent(actor, language, slug)
    return Head(*found)


def shown_to(actor: Actor, head: Head) -> int:
    """The key of the revision that the actor is shown at the article's own address.

    Where readers see the validated version first, those whose changes await see the latest: what
    one saved never seems lost. No query for a visitor.
    """
    if settings.READERS_SEE == "latest" or head.validated_id is None:
        return head.latest_id
    if head.validated_id != head.latest_id and _has_awaiting(actor, head.pk):
        return head.latest_id
    return head.validated_id


def revisions_by(actor: Actor) -> RevisionQuerySet:
    """The revisions that a member or a guest wrote; none for a visitor."""
    if isinstance(actor, User):
        return Revision.objects.filter(author=actor)
    if isinstance(actor, Guest):
        kind = Revision.AuthorKind.GUEST
        return Revision.objects.filter(author_name=actor.public_name, author_kind=kind)
    return Revision.objects.none()


def _has_awaiting(actor: Actor, article_id: int) -> bool:
    if not isinstance(actor, User | Guest):
        return False
    return revisions_by(actor).filter(article_id=article_id).awaiting().exists()


@dataclass(frozen=True)
class Shown:
    """A revision on its way to the page, with its article."""

    revision: Revision

    @property
    def article(self) -> Article:
        """The article as it stands now."""
        return self.revision.article

    @property
    def licence(self) -> Licence:
        """The licence of this revision, which is not always the article's of today."""
        return self.revision.licence

    @property
    def is_latest(self) -> bool:
        return self.revision.pk == self.article.latest_id

    @property
    def is_validated(self) -> bool:
        """Whether this is the revision that counts as validated now."""
        return self.revision.pk == self.article.validated_id

    @cached_property
    def topics(self) -> list[Topic]:
        """The article's topics, in the site's order."""
        rows = sorted(self.revision.topic_rows or [])  # type: ignore[attr-defined]
        return [Topic(slug=slug, name_en=en, name_fr=fr) for _position, slug, en, fr in rows]

    @cached_property
    def translations(self) -> list[Translation]:
        """The article in other languages, by language."""
        rows = self.revision.translation_rows or []  # type: ignore[attr-defined]
        return sorted(Translation(*row) for row in rows)

    @property
    def original(self) -> Translation | None:
        """The article that this one translates."""
        original = self.article.translation_of_id
        return next((other for other in self.translations if other.pk == original), None)

    @property
    def validated_by(self) -> str:
        """Who validated the version that counts as validated."""
        return self.revision.validated_by or ""  # type: ignore[attr-defined]

    @property
    def validated_on(self) -> dt.datetime | None:
        """When that was."""
        return self.revision.validated_on  # type: ignore[attr-defined]


def load_shown(revision_id: int) -> Shown:
    """A revision with everything that the article's page says; one query.

    Raises Revision.DoesNotExist.
    """
    verdicts = Review.objects.filter(
        revision=OuterRef("article__validated"), verdict=Review.Verdict.VALIDATED
    ).order_by("-created", "-pk")
    revision = (
        Revision.objects.select_related(
            "licence", "rendering", "article__latest", "article__validated", "article__licence"
        )
        .defer("article__text")
        .annotate(
            validated_by=Subquery(verdicts.values("reviewer_name")[:1]),
            validated_on=Subquery(verdicts.values("created")[:1]),
            topic_rows=Subquery(_topic_rows()),
            translation_rows=Subquery(_translation_rows()),
        )
        .get(pk=revision_id)
    )
    return Shown(revision)


def _topic_rows() -> QuerySet[Topic, Any]:
    row = JSONArray("position", "slug", "name_en", "name_fr")
    topics = Topic.objects.filter(articles=OuterRef("article")).order_by()
    return topics.annotate(rows=Rows(row)).values("rows")


def _translation_rows() -> QuerySet[Article, Any]:
    """Articles that translate the article, that it translates, or that translate the same."""
    original = OuterRef("article__translation_of")
    group = (
        Q(translation_of=OuterRef("article")) | Q(pk=original) | Q(translation_of=original)
    ) & ~Q(pk=OuterRef("article"))
    articles = Article.objects.live().filter(group).order_by()
    row = JSONArray("language", "slug", "title", "pk")
    return articles.annotate(rows=Rows(row)).values("rows")
