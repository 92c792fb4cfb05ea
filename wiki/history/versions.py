"""Writes and reads versions: one django-reversion version and one `Revision` row each.

The one place that opens what was stored, and so the one that keeps hidden text closed: what is
hidden comes out as a `HiddenVersion`, which has no text to give.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import reversion
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from reversion.models import Version as StoredVersion

from wiki.models import Article, Hiding, Revision, User
from wiki.models.person import Actor
from wiki.models.revision import is_newcomer

# Frozen: versions already stored name these fields.
VERSIONED_FIELDS = ("title", "text", "licence", "topics")


@dataclass(frozen=True)
class Author:
    """Who a revision is credited to."""

    name: str
    kind: str
    user: User | None = None

    @classmethod
    def of(cls, actor: Actor) -> "Author":
        """The author that an actor is."""
        if isinstance(actor, User):
            return cls(actor.public_name, Revision.AuthorKind.MEMBER, actor)
        return cls(actor.public_name, Revision.AuthorKind.GUEST)

    @classmethod
    def elsewhere(cls, name: str) -> "Author":
        """Somebody who wrote the text elsewhere and has no account here."""
        return cls(name[:150], Revision.AuthorKind.ELSEWHERE)


@dataclass(frozen=True)
class Version:
    """What an article said in one revision."""

    number: int
    title: str
    text: str
    licence_id: int
    topic_ids: list[int]


@dataclass(frozen=True)
class HiddenVersion:
    """A revision whose title and text are hidden: since when, by whom and why."""

    number: int
    licence_id: int
    topic_ids: list[int]
    since: datetime
    by: str
    reason: str


class TextHidden(Exception):
    """Somebody wants a text that is hidden, or to write it again; `version` says why it is."""

    def __init__(self, version: HiddenVersion) -> None:
        super().__init__(version.number)
        self.version = version


def register_versioned_models() -> None:
    """Tells django-reversion which fields of an article a version holds."""
    if not reversion.is_registered(Article):
        reversion.register(Article, fields=VERSIONED_FIELDS, format="json")


def digest(text: str) -> str:
    """The sha256 of a text, in hexadecimal, of its UTF-8 bytes."""
    return hashlib.sha256(text.encode()).hexdigest()


def write(
    article: Article,
    *,
    author: Author,
    kind: str,
    summary: str = "",
    parent: Revision | None = None,
    created: datetime | None = None,
    key: str | None = None,
    reverted_to: Revision | None = None,
    undoes: Revision | None = None,
    asks_licence: bool = False,
) -> Revision:
    """Stores what `article` says now as its next revision and returns that revision's row.

    The caller holds the transaction and has saved the article's versioned fields. Raises
    IntegrityError when the number was taken by somebody else meanwhile, TextHidden for a text that
    is hidden in this article's history.
    """
    assert connection.in_atomic_block, "A version is written in the transaction of its action."
    sha256 = digest(article.text)
    if parent is not None:
        _refuse_hidden(article, sha256)
    now = timezone.now()
    created = created or now
    size = len(article.text)
    values: dict[str, Any] = {
        "article": article,
        "number": parent.number + 1 if parent else 1,
        "parent": parent,
        "author": author.user,
        "author_name": author.name,
        "author_kind": author.kind,
        "created": created,
        "recorded": now,
        "summary": summary,
        "kind": kind,
        "title": article.title,
        "licence": article.licence,
        "language": article.language,
        "sha256": sha256,
        "size": size,
        "size_change": size - (parent.size if parent else 0),
        "key": key,
        "reverted_to": reverted_to,
        "undoes": undoes,
        "asks_licence": asks_licence,
        "by_newcomer": author.user is not None and is_newcomer(author.user),
    }
    with reversion.create_revision(manage_manually=True):
        reversion.set_date_created(created)
        if author.user is not None:
            reversion.set_user(author.user)
        reversion.add_to_revision(article)
        reversion.add_meta(Revision, **values)
    return Revision.objects.get(article=article, number=values["number"])


def read(article: Article, number: int) -> Version | HiddenVersion:
    """What the article said in revision `number`. Raises Revision.DoesNotExist."""
    found = read_many(article, [number])
    if number not in found:
        raise Revision.DoesNotExist
    return found[number]


def read_text(article: Article, number: int) -> Version:
    """The same where nothing hidden is expected, as of what readers are shown.

    Raises Revision.DoesNotExist, TextHidden.
    """
    found = read(article, number)
    if isinstance(found, HiddenVersion):
        raise TextHidden(found)
    return found


def read_hidden(article: Article, number: int) -> Version:
    """What the article said in a revision, hidden or not: for maintainers who decide about it.

    Nothing else calls it (tests/test_architecture.py). Raises Revision.DoesNotExist.
    """
    row = Revision.objects.filter(article=article, number=number).first()
    if row is None:
        raise Revision.DoesNotExist
    return next(_opened(number, version) for version in _stored(article, [row.revision_id]))


def read_many(article: Article, numbers: Iterable[int]) -> dict[int, Version | HiddenVersion]:
    """What the article said in each of `numbers`, by number; unknown numbers are left out."""
    rows = {
        row.revision_id: row
        for row in Revision.objects.filter(article=article, number__in=list(numbers))
        .select_related("hiding")
        .only(
            "revision_id", "number", "hiding__created", "hiding__maintainer_name", "hiding__reason"
        )
    }
    found: dict[int, Version | HiddenVersion] = {}
    for version in _stored(article, rows):
        row = rows[version.revision_id]
        opened = _opened(row.number, version)
        found[row.number] = _closed(opened, row.hiding) if row.hiding is not None else opened
    return found


def texts_of(revisions: Iterable[Revision]) -> dict[int, str]:
    """The texts of revisions of any articles, by the revision's key; one query.

    What is hidden is left out.
    """
    wanted = {row.revision_id: row for row in revisions if not row.is_hidden}
    if not wanted:
        return {}
    kind = ContentType.objects.get_for_model(Article).pk
    return {
        wanted[version.revision_id].pk: version.field_dict["text"]
        for version in StoredVersion.objects.filter(revision_id__in=wanted)
        if (version.content_type_id, version.object_id)
        == (kind, str(wanted[version.revision_id].article_id))
    }


def _refuse_hidden(article: Article, sha256: str) -> None:
    """Raises TextHidden when a revision of the article with this very text is hidden."""
    same = Revision.objects.filter(article=article, sha256=sha256, hiding__isnull=False)
    number = same.order_by("number").values_list("number", flat=True).first()
    if number is not None:
        read_text(article, number)


def _stored(article: Article, revision_ids: Collection[int]) -> Iterator[StoredVersion]:
    """The stored versions of an article that belong to these revisions."""
    # By revision alone: given the article, too, SQLite reads all versions that there are of it.
    stored = StoredVersion.objects.filter(revision_id__in=revision_ids)
    owner = (ContentType.objects.get_for_model(Article).pk, str(article.pk))
    return (row for row in stored if (row.content_type_id, row.object_id) == owner)


def _opened(number: int, version: StoredVersion) -> Version:
    fields = version.field_dict
    return Version(
        number=number,
        title=fields["title"],
        text=fields["text"],
        licence_id=fields["licence_id"],
        topic_ids=[int(pk) for pk in fields.get("topics", [])],
    )


def _closed(version: Version, hiding: Hiding) -> HiddenVersion:
    return HiddenVersion(
        number=version.number,
        licence_id=version.licence_id,
        topic_ids=version.topic_ids,
        since=hiding.created,
        by=hiding.maintainer_name,
        reason=hiding.reason,
    )
