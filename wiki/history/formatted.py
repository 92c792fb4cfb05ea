"""The difference between two formatted texts, as its readers see them: HTML in, marked HTML out.

Blocks that stand in both are found first, blocks that were reworded are paired, down to the items
of lists and the cells of tables, and in those the words that differ are marked. A mark goes around
words alone, never around a block, so that whatever it is put into stays whole: a table with a
removed row is a table.

What comes out is made of the tags that came in, of `ins` and `del`, and of the words to be heard
with them. It still has to pass the wall of wiki.rendering like any other HTML.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from .align import Budget, Change, changes
from .markup import Element, Word, blocks_of, lifted, written
from .words import common, partners

Side = Literal["old", "new", "both"]
# Unchanged blocks that are shown beside a changed one; of more, it is only said how many.
CONTEXT = 1


@dataclass(frozen=True)
class Heard:
    """What is said, and not shown, of a mark: HTML to stand before and after the words."""

    removed: str = ""
    added: str = ""
    end: str = ""


@dataclass(frozen=True)
class Run:
    """Words in a row that have the same in common: both texts, or only one."""

    kind: Literal["same", "del", "ins"]
    words: list[Word]


@dataclass(frozen=True)
class Part:
    """A block of the two texts; of a changed one, the parts or the runs of words in it."""

    kind: Literal["same", "removed", "added", "changed"]
    old: Element | None
    new: Element | None
    parts: list["Part"] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)


@dataclass(frozen=True)
class Passage:
    """A block of the difference, as HTML: before, after, and both in one.

    Of a kind "hidden", it stands for `count` blocks without a change that are not shown.
    """

    kind: Literal["same", "removed", "added", "changed", "hidden"]
    old: str = ""
    new: str = ""
    both: str = ""
    count: int = 0


def compare(old: str, new: str, heard: Heard = Heard()) -> list[Passage]:
    """What differs between two texts in sanitized HTML; empty if all is equal.

    Raises markup.TooMuchToCompare.
    """
    parts = list(_parts(blocks_of(old), blocks_of(new), Budget()))
    shown: list[Passage] = []
    waiting: list[Part] = []
    for part in parts:
        if part.kind == "same":
            waiting.append(part)
            continue
        shown += _shortened(waiting, heard, before=bool(shown), after=True)
        shown.append(_passage(part, heard))
        waiting = []
    return shown + _shortened(waiting, heard, before=True, after=False) if shown else []


def _shortened(same: list[Part], heard: Heard, *, before: bool, after: bool) -> list[Passage]:
    """Unchanged parts between two changed ones, those in the middle left out."""
    head, tail = CONTEXT * before, CONTEXT * after
    left_out = len(same) - head - tail
    if left_out <= 1:
        return [_passage(part, heard) for part in same]
    shown = [_passage(part, heard) for part in (*same[:head], *same[len(same) - tail :])]
    return [*shown[:head], Passage("hidden", count=left_out), *shown[head:]]


def _parts(olds: list[Element], news: list[Element], budget: Budget) -> Iterator[Part]:
    """The blocks of both sides in order, each with its partner if it has one."""
    at = new_at = 0
    end = Change(len(olds), len(olds), len(news), len(news))
    keys = [block.key for block in olds], [block.key for block in news]
    for change in [*changes(*keys, budget), end]:
        for old, new in zip(olds[at : change.a_start], news[new_at : change.b_start], strict=True):
            yield Part("same", old, new)
        gone, come = olds[change.a_start : change.a_end], news[change.b_start : change.b_end]
        yield from _changed(gone, come, budget)
        at, new_at = change.a_end, change.b_end


def _changed(olds: list[Element], news: list[Element], budget: Budget) -> Iterator[Part]:
    at = new_at = 0
    texts = [block.text() for block in olds], [block.text() for block in news]
    for i, j in partners(*texts, budget):
        part = _held_together(olds[i], news[j], budget)
        if part is None:
            continue
        yield from (Part("removed", block, None) for block in olds[at:i])
        yield from (Part("added", None, block) for block in news[new_at:j])
        yield part
        at, new_at = i + 1, j + 1
    yield from (Part("removed", block, None) for block in olds[at:])
    yield from (Part("added", None, block) for block in news[new_at:])


def _held_together(old: Element, new: Element, budget: Budget) -> Part | None:
    """Two blocks as one that changed; None where they are of two kinds, or too little alike."""
    if old.tag != new.tag:
        return None
    if old.tag == "tr" and len(old.blocks) == len(new.blocks):
        pairs = zip(old.blocks, new.blocks, strict=True)
        return Part("changed", old, new, [_cell(*pair, budget) for pair in pairs])
    if old.blocks or new.blocks:
        return Part("changed", old, new, list(_parts(lifted(old), lifted(new), budget)))
    runs = _runs(old.words, new.words, budget)
    return None if runs is None else Part("changed", old, new, runs=runs)


def _cell(old: Element, new: Element, budget: Budget) -> Part:
    """Two cells that stand in the same column: one cell, however little they have in common."""
    if old.key == new.key:
        return Part("same", old, new)
    held = _held_together(old, new, budget) if old.tag == new.tag else None
    if held is not None:
        return held
    gone, come = (Part("removed", block, None) for block in lifted(old)), lifted(new)
    return Part("changed", old, new, [*gone, *(Part("added", None, block) for block in come)])


def _runs(olds: list[Word], news: list[Word], budget: Budget) -> list[Run] | None:
    kept = common([word.text for word in olds], [word.text for word in news], budget)
    if kept is None:
        return None
    runs: list[Run] = []
    at = new_at = 0
    for start, new_start, size in [*kept, (len(olds), len(news), 0)]:
        _add(runs, "del", olds[at:start])
        _add(runs, "ins", news[new_at:new_start])
        at, new_at = start + size, new_start + size
        _add_equal(runs, olds[start:at], news[new_start:new_at])
    return runs


def _add_equal(runs: list[Run], olds: list[Word], news: list[Word]) -> None:
    """Add equal words; those that became a link, bold or code are taken out and put in again."""
    at = 0
    while at < len(olds):
        end = at
        is_same = olds[at] == news[at]
        while end < len(olds) and (olds[end] == news[end]) == is_same:
            end += 1
        if is_same:
            _add(runs, "same", news[at:end])
        else:
            _add(runs, "del", olds[at:end])
            _add(runs, "ins", news[at:end])
        at = end


def _add(runs: list[Run], kind: Literal["same", "del", "ins"], words: list[Word]) -> None:
    if words:
        runs.append(Run(kind, words))


def _passage(part: Part, heard: Heard) -> Passage:
    return Passage(
        part.kind,
        old=_html(part, "old", heard),
        new=_html(part, "new", heard),
        both=_html(part, "both", heard),
    )


def _html(part: Part, side: Side, heard: Heard) -> str:
    """A part as it is on one side, or on both at once."""
    if part.kind == "removed" and part.old is not None:
        return "" if side == "new" else _whole(part.old, "del", heard)
    if part.kind == "added" and part.new is not None:
        return "" if side == "old" else _whole(part.new, "ins", heard)
    element = part.old if side == "old" else part.new
    assert element is not None
    if part.kind == "same":
        return _whole(element, "same", heard)
    inner = [_html(inner, side, heard) for inner in part.parts]
    left_out = {"old": "ins", "new": "del"}.get(side)
    inner += [_marked(run.kind, run.words, heard) for run in part.runs if run.kind != left_out]
    return f"{element.start}{''.join(inner)}{element.end}"


def _whole(element: Element, kind: str, heard: Heard) -> str:
    inner = [_whole(block, kind, heard) for block in element.blocks]
    inner.append(_marked(kind, element.words, heard))
    return f"{element.start}{''.join(inner)}{element.end}"


def _marked(kind: str, words: list[Word], heard: Heard) -> str:
    """The words in their mark; of a space that came or went nothing is to be seen."""
    if kind == "same" or all(word.is_space for word in words):
        return written(words)
    said = heard.removed if kind == "del" else heard.added
    return f"<{kind}>{said}{written(words)}{heard.end}</{kind}>"
