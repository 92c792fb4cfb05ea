"""The head of an article: what names one state of it, read in one query that is written once."""

import datetime as dt
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import Func, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONArray
from django.http import HttpRequest
from django.utils import timezone

from wiki.addresses import article_path
from wiki.models import Article, Topic, Visitor
from wiki.models.article import first_now
from wiki.views.finding import NUL, why_absent
from wiki.views.who import actor_of

# What stands in the query for an address; no slug holds a space.
_ANY_LANGUAGE, _ANY_SLUG = "any language", "any slug"


class Head(NamedTuple):
    """What tells one state of an article from another."""

    pk: int
    touched: dt.datetime
    latest_id: int
    validated_id: int | None
    licence_modified: dt.datetime
    licence_of_validated_modified: dt.datetime | None
    version_first: str
    version_first_until: dt.date | None
    protection_until: dt.datetime | None
    # What is on the page of other articles and of topics, and how many watch: it changes without
    # touching this one, so it is part of the page's name (ETag) and not of its date.
    watchers: int
    translations: tuple["Translation", ...]
    topics: tuple["TopicName", ...]

    @property
    def modified(self) -> dt.datetime:
        """When the article or a licence of it changed last."""
        moments = [self.touched, self.licence_modified, self.licence_of_validated_modified]
        if self.version_first and not self.version_first_now:
            moments.append(self._version_first_ended)
        if self.protection_until is not None and not self.is_protected:
            moments.append(self.protection_until)
        return max(moment for moment in moments if moment is not None)

    @property
    def version_first_now(self) -> str:
        """The version that the article's own setting shows first, while that counts."""
        return first_now(self.version_first, self.version_first_until)

    @property
    def is_protected(self) -> bool:
        """Whether somebody may not edit the article now."""
        return self.protection_until is not None and self.protection_until > timezone.now()

    @property
    def _version_first_ended(self) -> dt.datetime:
        assert self.version_first_until is not None
        day_after = self.version_first_until + dt.timedelta(days=1)
        return timezone.make_aware(dt.datetime.combine(day_after, dt.time.min))


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
    row = _head_row(actor.is_maintainer, language, slug)
    if row is None:
        raise why_absent(actor, language, slug)
    *columns, translations, topics = row
    others = tuple(sorted(Translation(*row) for row in translations or []))
    names = tuple(sorted(TopicName(*row) for row in topics or []))
    return Head._make((*columns, others, names))


def _head_row(is_maintainer: bool, language: str, slug: str) -> list[Any] | None:
    """The columns of the head at an address, as Django reads them; None when nothing is there."""
    query = _head_query(is_maintainer)
    address = {_ANY_LANGUAGE: language, _ANY_SLUG: slug}
    with connection.cursor() as cursor:
        cursor.execute(query.sql, [address.get(value, value) for value in query.parameters])
        row = cursor.fetchone()
    if row is None:
        return None
    columns = list(row)
    for position, (converters, expression) in query.converters.items():
        for convert in converters:
            columns[position] = convert(columns[position], expression, connection)
    return columns


class HeadQuery(NamedTuple):
    """A query as the database takes it, and how Django reads its columns."""

    sql: str
    parameters: tuple[Any, ...]
    converters: dict[int, Any]


@cache
def _head_query(is_maintainer: bool) -> HeadQuery:
    """Asks for the head at an address; written once, for that takes Django longer than to ask."""
    articles = Article.objects.visible_to(Visitor(is_maintainer=is_maintainer))
    found = articles.filter(
        latest__isnull=False, language=_ANY_LANGUAGE, slug=_ANY_SLUG
    ).values_list(
        "pk",
        "touched",
        "latest_id",
        "validated_id",
        "licence__modified",
        "validated__licence__modified",
        "version_first",
        "version_first_until",
        "protection_until",
        "watchers",
        Subquery(_translation_rows()),
        Subquery(_topic_rows()),
    )
    compiler = found.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    columns = [expression for expression, _sql, _alias in compiler.select]
    return HeadQuery(sql, tuple(parameters), compiler.get_converters(columns))


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
    row = JSONArray("language", "slug", "pk")
    return articles.annotate(rows=Rows(row)).values("rows")
