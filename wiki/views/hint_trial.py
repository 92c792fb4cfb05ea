"""A rule for hints, tried on what people changed here last, before it is saved. Nothing is written.

Each change is measured by itself, against the revision before it, and its author's history as it
was then.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from wiki import history
from wiki.actions.pending import FROM_HERE, asks_about_licence
from wiki.models import HintRule, Revision
from wiki.views.hint_measures import (
    OF_TEXTS,
    Measured,
    Place,
    Signal,
    declined_before,
    is_short,
    marks,
    reverted_before,
    signals_of,
)

LAST = 1_000  # changes
SHOWN = 50
READ_TOGETHER = 100
# Together, of all texts that are read: a wiki of very long texts is tried on fewer changes.
MOST_CHARACTERS = 30_000_000


@dataclass(frozen=True)
class Trial:
    """What a rule would have marked; `before`: what the rule marks as it stands, if it does."""

    looked_at: int
    marked: int
    before: int | None
    left_unread: int
    first: list[Revision]

    @property
    def share(self) -> float:
        """In per cent."""
        return 100 * self.marked / self.looked_at if self.looked_at else 0.0


def try_out(rule: HintRule, current: HintRule | None = None) -> Trial:
    """Tries `rule`, which need not be saved, and beside it the rule as it is now."""
    rules = [rule] if current is None else [rule, current]
    needed = signals_of(rules)
    changes = _last_changes(needed)
    marked: list[set[int]] = [set() for _rule in rules]
    for change, found in _measured(changes, needed):
        for one, keys in zip(rules, marked, strict=True):
            if marks(one, found):
                keys.add(change.pk)
    shown = sorted(marked[0], reverse=True)[:SHOWN]
    first = Revision.objects.filter(pk__in=shown).select_related("article", "reverted_to")
    unread = [change for change in changes if not is_short(change, change.parent)]
    return Trial(
        looked_at=len(changes),
        marked=len(marked[0]),
        before=len(marked[1]) if current is not None else None,
        left_unread=len(unread) if needed & OF_TEXTS else 0,
        first=list(first.defer("article__text").order_by("-pk")),
    )


def _last_changes(needed: frozenset[str]) -> list[Revision]:
    """The last changes by people here, the newest first, as many as are quick to read."""
    earlier = Revision.objects.filter(
        author_name=OuterRef("author_name"),
        author_kind=OuterRef("author_kind"),
        pk__lt=OuterRef("pk"),
    )
    changes = (
        Revision.objects.filter(author_kind__in=FROM_HERE)
        .exclude(kind=Revision.Kind.IMPORT)
        .select_related("parent")
        .order_by("-pk")
    )
    if Signal.FIRST_EDIT in needed:
        changes = changes.annotate(has_earlier=Exists(earlier))
    found = list(changes[:LAST])
    return found[: _quick_to_read(found)] if needed & OF_TEXTS else found


def _quick_to_read(changes: Sequence[Revision]) -> int:
    """How many of the changes have texts that are together short enough; each counts once."""
    read: set[int] = set()
    characters = 0
    for count, change in enumerate(changes):
        if is_short(change, change.parent):
            for text in (change, change.parent):
                if text is not None and text.pk not in read:
                    read.add(text.pk)
                    characters += text.size
        if characters > MOST_CHARACTERS:
            return count
    return len(changes)


def _measured(
    changes: Sequence[Revision], needed: frozenset[str]
) -> Iterator[tuple[Revision, Measured]]:
    """Each change with what is needed of it, one article after the other."""
    places = {change.pk: _place(change) for change in changes}
    declined = declined_before(places.values()) if Signal.DECLINED_BEFORE in needed else {}
    reverted = reverted_before(places.values()) if Signal.REVERTED_BEFORE in needed else {}
    for change, old, new in _with_texts(changes, needed):
        place = places[change.pk]
        yield (
            change,
            Measured(
                old_size=change.parent.size if change.parent else None,
                new_size=change.size,
                old=old,
                new=new,
                first_edits=int(not getattr(change, "has_earlier", True)),
                licence_questions=int(asks_about_licence(change)),
                declined_before=declined.get(place, 0),
                reverted_before=reverted.get(place, 0),
            ),
        )


def _with_texts(
    changes: Sequence[Revision], needed: frozenset[str]
) -> Iterator[tuple[Revision, str | None, str | None]]:
    """Each change with the text before and after it; None for what is not there or not read.

    By article: what one change left is what the next one began with, and is read once for both.
    """
    if not needed & OF_TEXTS:
        yield from ((change, None, None) for change in changes)
        return
    ordered = sorted(changes, key=lambda change: (change.article_id, change.number))
    for start in range(0, len(ordered), READ_TOGETHER):
        together = ordered[start : start + READ_TOGETHER]
        short = [change for change in together if is_short(change, change.parent)]
        parents = [change.parent for change in short if change.parent is not None]
        texts = history.texts_of([*short, *parents])
        for change in together:
            old, new = texts.get(change.parent_id or 0), texts.get(change.pk)
            # Against a text that is hidden nothing is measured: all would look new.
            is_blind = change.parent_id is not None and old is None
            yield change, old, None if is_blind else new


def _place(change: Revision) -> Place:
    return Place(
        change.article_id,
        change.author_name,
        change.author_kind,
        change.number,
        change.recorded,
    )
