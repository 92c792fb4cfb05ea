"""What one revision of an article says differently from another, as data to show."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from licensing.models import Licence
from wiki import history
from wiki.history import HiddenVersion, Version
from wiki.history.diff import Hunk, compare
from wiki.models import Article, Revision, Topic
from wiki.views.formatted_difference import FormattedDifference, formatted_difference

T = TypeVar("T")
S = TypeVar("S")


@dataclass(frozen=True)
class Changed(Generic[T]):
    """A value before and after; `old` is None where there was nothing yet."""

    old: T | None
    new: T


@dataclass(frozen=True)
class Difference:
    """What changed between two revisions; `old` is None where nothing came before."""

    old: Revision | None
    new: Revision
    hunks: list[Hunk]
    title: Changed[str] | None
    licence: Changed[Licence] | None
    topics: Changed[list[Topic]] | None
    # What readers see of it; None where it was not asked for.
    formatted: FormattedDifference | None = None
    # Those of the two whose text is hidden: then nothing of either text is compared.
    hidden: tuple[Revision, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the two say the same, under the same licence and the same topics."""
        return not (self.hunks or self.title or self.licence or self.topics or self.hidden)


def difference_of(
    article: Article, old: int, new: int, *, is_formatted: bool = False
) -> Difference:
    """What changed in the article from revision `old` (0: nothing yet) to revision `new`.

    Five queries at most, whatever the revisions; with the formatted text, four more for each of
    the two. Of a text that is hidden nothing is shown, not even what another has more or less.
    Raises Revision.DoesNotExist.
    """
    wanted = {new} if old == 0 else {old, new}
    rows = article.revisions.filter(number__in=wanted).select_related("licence", "hiding")
    found = {row.number: row for row in rows}
    versions = history.read_many(article, wanted)
    if found.keys() != wanted or versions.keys() != wanted:
        raise Revision.DoesNotExist
    for row in found.values():
        row.article = article
    before, after = found.get(old), found[new]
    then, now = versions.get(old), versions[new]
    licence = _changed(before, after, lambda row: row.licence)
    topics = _changed_topics(then, now)
    if isinstance(now, HiddenVersion) or isinstance(then, HiddenVersion):
        hidden = tuple(row for row in (before, after) if row is not None and row.is_hidden)
        return Difference(before, after, [], None, licence, topics, hidden=hidden)
    return Difference(
        old=before,
        new=after,
        hunks=compare(then.text if then else "", now.text),
        title=_changed(then, now, lambda version: version.title),
        licence=licence,
        topics=topics,
        formatted=formatted_difference(article, before, after) if is_formatted else None,
    )


def _changed(old: S | None, new: S, value: Callable[[S], T]) -> Changed[T] | None:
    then, now = None if old is None else value(old), value(new)
    return None if then == now else Changed(then, now)


def _changed_topics(
    old: Version | HiddenVersion | None, new: Version | HiddenVersion
) -> Changed[list[Topic]] | None:
    """The topics of both, in the site's order; those that no longer exist are left out."""
    then, now = set(old.topic_ids) if old else set(), set(new.topic_ids)
    if then == now:
        return None
    topics = list(Topic.objects.filter(pk__in=then | now))
    return Changed([t for t in topics if t.pk in then], [t for t in topics if t.pk in now])
