"""The difference between two texts, as data to show: by line, with changed words marked.

Lines that were reworded are paired, so that a reader sees what changed in them; lines that have too
little in common stand as one removed and one added. Nothing here makes HTML.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from .align import Budget, Change, changes
from .words import Span as Span  # part of what compare() returns
from .words import marked, partners

# Characters of both texts beyond which lines are not aligned, only their common ends left out.
MAX_SIZE = 4_000_000
# Rows beyond which a difference is cut: no reader reads more, and the page must stay usable.
MAX_ROWS = 5_000


@dataclass(frozen=True)
class Row:
    """One line of the difference; numbers count from 1, None where the side has no such line.

    `old` holds "same" and "del" spans, `new` "same" and "ins" spans; joined they are the lines.
    """

    kind: Literal["same", "removed", "added", "changed"]
    old_number: int | None
    new_number: int | None
    old: list[Span] | None
    new: list[Span] | None


@dataclass(frozen=True)
class Hunk:
    """Changed rows that stand close together, with unchanged ones around them.

    `old_start` and `new_start` are the numbers of the first line, from 1. `hidden_before` and, for
    the last hunk, `hidden_after` count the unchanged lines left out. `truncated` says that the
    texts were too long: the difference is coarse, or it goes on after this hunk, not shown.
    """

    old_start: int
    new_start: int
    rows: list[Row]
    hidden_before: int = 0
    hidden_after: int = 0
    truncated: bool = False


def compare(old: str, new: str, *, context: int = 2) -> list[Hunk]:
    """Return the difference in hunks with `context` unchanged lines around; none if all is equal.

    Line ends of any kind, and a missing one at the end, make no difference.
    """
    olds, news = _lines(old), _lines(new)
    coarse = len(old) + len(new) > MAX_SIZE
    words = Budget()
    found = _middle(olds, news) if coarse else changes(olds, news)
    hunks: list[Hunk] = []
    room = MAX_ROWS
    at = 0
    for group in _close_together(found, context):
        above = min(context, group[0].a_start - at)
        below = min(context, len(olds) - group[-1].a_end)
        start, new_start = group[0].a_start - above, group[0].b_start - above
        rows = list(islice(_rows(olds, news, group, (above, below), words), room + 1))
        too_long = len(rows) > room
        hunk = Hunk(start + 1, new_start + 1, rows[:room], start - at)
        hunks.append(replace(hunk, truncated=coarse or too_long))
        room -= len(rows)
        at = group[-1].a_end + below
        if too_long:
            return hunks
    if hunks:
        hunks[-1] = replace(hunks[-1], hidden_after=len(olds) - at)
    return hunks


def inline(row: Row) -> list[Span]:
    """Return a row's old and new line as one line, what was taken out before what was put in."""
    if row.old is None or row.new is None:
        return row.old or row.new or []
    if row.kind == "same":
        return row.new
    merged: list[Span] = []
    news = iter(row.new)
    for span in row.old:
        if span.kind == "same":
            for other in news:
                merged.append(other)
                if other.kind == "same":
                    break
        else:
            merged.append(span)
    return [*merged, *news]


def size_of(text: str) -> int:
    """Return the size of a text in characters, line ends counted as one whatever they are."""
    return len(_normalised(text))


def _normalised(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _lines(text: str) -> list[str]:
    text = _normalised(text)
    return text.removesuffix("\n").split("\n") if text else []


def _middle(olds: list[str], news: list[str]) -> list[Change]:
    """Return all between the common ends of the two as one change; for texts beyond MAX_SIZE."""
    shortest = min(len(olds), len(news))
    start = next((i for i in range(shortest) if olds[i] != news[i]), shortest)
    rest = shortest - start
    end = next((i for i in range(rest) if olds[-1 - i] != news[-1 - i]), rest)
    change = Change(start, len(olds) - end, start, len(news) - end)
    return [change] if change.a_start < change.a_end or change.b_start < change.b_end else []


def _close_together(found: list[Change], context: int) -> Iterator[list[Change]]:
    """Group changes whose context would meet or hide a single line, which is then shown instead."""
    group: list[Change] = []
    for change in found:
        if group and change.a_start - group[-1].a_end > 2 * context + 1:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _rows(
    olds: list[str], news: list[str], group: list[Change], around: tuple[int, int], words: Budget
) -> Iterator[Row]:
    above, below = around
    at, new_at = group[0].a_start - above, group[0].b_start - above
    for change in group:
        yield from _same_rows(olds, at, new_at, change.a_start)
        yield from _changed_rows(olds, news, change, words)
        at, new_at = change.a_end, change.b_end
    yield from _same_rows(olds, at, new_at, at + below)


def _same_rows(olds: list[str], start: int, new_start: int, end: int) -> Iterator[Row]:
    for i in range(start, end):
        line = [Span("same", olds[i])]
        yield Row("same", i + 1, new_start + i - start + 1, line, line)


def _changed_rows(olds: list[str], news: list[str], change: Change, words: Budget) -> Iterator[Row]:
    at, end, new_at, new_end = change
    for i, j in partners(olds[at:end], news[new_at:new_end], words):
        i, j = i + change.a_start, j + change.b_start
        spans = marked(olds[i], news[j], words)
        if spans is None:
            continue
        yield from _removed(olds, at, i)
        yield from _added(news, new_at, j)
        yield Row("changed", i + 1, j + 1, *spans)
        at, new_at = i + 1, j + 1
    yield from _removed(olds, at, end)
    yield from _added(news, new_at, new_end)


def _removed(olds: list[str], start: int, end: int) -> Iterator[Row]:
    for i in range(start, end):
        yield Row("removed", i + 1, None, [Span("del", olds[i])], None)


def _added(news: list[str], start: int, end: int) -> Iterator[Row]:
    for j in range(start, end):
        yield Row("added", None, j + 1, None, [Span("ins", news[j])])
