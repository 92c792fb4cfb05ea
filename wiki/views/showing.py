"""Which revision of an article somebody is shown, and all that its page needs to know.

Two queries at most for a visitor: the head, which is enough to answer that nothing changed, and
the page.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Func, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONArray
from django.http import HttpRequest
from django.utils.translation import gettext as _

from licensing.models import Licence
from wiki.addresses import article_path
from wiki.models import Article, Guest, Review, Revision, Topic, User, Visitor
from wiki.models.person import Actor
from wiki.models.revision import RevisionQuerySet
from wiki.views.finding import NUL, NoSuchVersion, why_absent
from wiki.views.who import actor_of


class Head(NamedTuple):
    """What tells one state of an article from another."""

    pk: int
    touched: dt.datetime
    latest_id: int
    validated_id: int | None
    licence_modified: dt.datetime
    licence_of_validated_modified: dt.datetime | None
    # What is on the page of other articles and of topics: they change without touching this one,
    # so they are part of the page's name (ETag) and not of its date.
    translations: tuple["Translation", ...]
    topics: tuple["TopicName", ...]

    @property
    def modified(self) -> dt.datetime:
        """When the article or a licence of it changed last."""
        moments = (self.touched, self.licence_modified, self.licence_of_validated_modified)
        return max(moment for moment in moments if moment is not None)


class TopicName(NamedTuple):
    """A topic as the head of an article shows it, in the site's order."""

    position: int
    slug: str
    name_en: str
    name_fr: str

    @property
    def topic(self) -> Topic:
        """The topic, for its name in the interface's language and its address."""
        return Topic(slug=self.slug, name_en=self.name_en, name_fr=self.name_fr)


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
    if NUL in slug:
        raise why_absent(actor, language, slug)
    found = _heads(actor.is_maintainer).filter(language=language, slug=slug)[:1]
    row = next(iter(found), None)
    if row is None:
        raise why_absent(actor, language, slug)
    *columns, translations, topics = row
    others = tuple(sorted(Translation(*row) for row in translations or []))
    names = tuple(sorted(TopicName(*row) for row in topics or []))
    return Head._make((*columns, others, names))


@cache
def _heads(is_maintainer: bool) -> QuerySet[Article, Any]:
    """The heads of articles; put together once, which takes Django longer than to ask for one."""
    articles = Article.objects.visible_to(Visitor(is_maintainer=is_maintainer))
    return articles.filter(latest__isnull=False).values_list(
        "pk",
        "touched",
        "latest_id",
        "validated_id",
        "licence__modified",
        "validated__licence__modified",
        Subquery(_translation_rows()),
        Subquery(_topic_rows()),
    )


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
    head: Head

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

    @property
    def topics(self) -> list[Topic]:
        """The article's topics, in the site's order."""
        return [row.topic for row in self.head.topics]

    @property
    def translations(self) -> tuple[Translation, ...]:
        """The article in other languages, by language."""
        return self.head.translations

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
        return self.revision.validated_on  # type: ignore[attr-defined, no-any-return]


def load_shown(head: Head, **which: int) -> Shown:
    """The revision of the article that `which` (pk or number) names, ready for its page; one query.

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
        )
        .get(article=head.pk, **which)
    )
    return Shown(revision, head)


def _topic_rows() -> QuerySet[Topic, Any]:
    row = JSONArray("position", "slug", "name_en", "name_fr")
    topics = Topic.objects.filter(articles=OuterRef("pk")).order_by()
    return topics.annotate(rows=Rows(row)).values("rows")


def _translation_rows() -> QuerySet[Article, Any]:
    """Articles that translate the article, that it translates, or that translate the same."""
    original = OuterRef("translation_of")
    group = (Q(translation_of=OuterRef("pk")) | Q(pk=original) | Q(translation_of=original)) & ~Q(
        pk=OuterRef("pk")
    )
    articles = Article.objects.live().filter(group).order_by()
    row = JSONArray("language", "slug", "title", "pk")
    return articles.annotate(rows=Rows(row)).values("rows")


def no_such_revision(head: Head, path: str) -> NoSuchVersion:
    """What to raise for a number that no revision of the article at `path` has."""
    last = Revision.objects.values_list("number", flat=True).get(pk=head.latest_id)
    sentence = _("This article has no such revision: they are numbered from 1 to %(last)s.")
    return NoSuchVersion(sentence % {"last": last}, f"{path}/history")
