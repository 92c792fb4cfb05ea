"""Merging what two writers made of the same text, line by line, as `git merge-file` does.

Changes that do not touch each other are both taken; a change that both made is taken once; what
remains is a conflict, for which the writer gets a proposal with both sides in it. Two changes touch
when no unchanged line stands between them. No line that either writer added is ever lost.

One thing goes beyond git: a paragraph is one line, so where both changed the same line, its
sentences are merged by the same rule, with an unchanged sentence between the two changes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .align import Budget, Change, changes

# Characters of one text beyond which lines are not looked at any more.
MAX_SIZE = 2_000_000

THEIRS_MARK = "<<<<<<<"
MINE_MARK = "======="
END_MARK = ">>>>>>>"

# The space after a sentence, of scripts that leave one; the sentences of others stay one piece.
_AFTER_SENTENCE = re.compile(r"(?<=[.!?…؟।])(?=\s)|(?<=[.!?…][\"'’”»)\]])(?=\s)|(?<=[。！？])")


@dataclass(frozen=True)
class Labels:
    """The words after the marks around a conflict, in the writer's language."""

    theirs: str = "saved in the meantime"
    mine: str = "what you wrote"
    end: str = "end of the two versions"


@dataclass(frozen=True)
class Conflict:
    """Lines, without their ends, that both writers changed, each in their own way."""

    base: list[str]
    theirs: list[str]
    mine: list[str]


@dataclass(frozen=True)
class Merge:
    """The merged text if `clean`; otherwise a proposal, with marks around each conflict.

    The proposal holds every line that either writer has; line ends are `\\n` throughout.
    """

    text: str
    clean: bool
    conflicts: list[Conflict]


DEFAULT_LABELS = Labels()


def merge3(base: str, theirs: str, mine: str, *, labels: Labels = DEFAULT_LABELS) -> Merge:
    """Merge the two texts that were made from `base`.

    A text beyond MAX_SIZE characters that both changed is one conflict as a whole.
    """
    base, theirs, mine = (_normalised(text) for text in (base, theirs, mine))
    if mine in (theirs, base):
        return Merge(theirs, True, [])
    if theirs == base:
        return Merge(mine, True, [])
    olds, others, owns = _lines(base), _lines(theirs), _lines(mine)
    lines: list[str] = []
    conflicts: list[Conflict] = []
    if max(len(base), len(theirs), len(mine)) > MAX_SIZE:
        _add_conflict(Conflict(olds, others, owns), labels, lines, conflicts)
    else:
        _merge_lines(olds, others, owns, labels, lines, conflicts)
    ends = [text.endswith("\n") for text in (base, theirs, mine)]
    return Merge(
        _text(lines, final_newline=bool(conflicts) or _chosen(*ends)), not conflicts, conflicts
    )


def has_marks(text: str) -> bool:
    """Tell whether a proposal's marks are still in the text, in the order that a conflict has."""
    expected = iter((THEIRS_MARK, MINE_MARK, END_MARK))
    mark = next(expected)
    for line in _lines(_normalised(text)):
        if line.startswith(f"{mark} "):
            following = next(expected, None)
            if following is None:
                return True
            mark = following
    return False


def _normalised(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _lines(text: str) -> list[str]:
    """Split at `\\n` alone: str.splitlines would also split at characters that a line may hold."""
    return text.removesuffix("\n").split("\n") if text else []


def _text(lines: list[str], *, final_newline: bool) -> str:
    if not lines:
        return ""
    return "\n".join(lines) + ("\n" if final_newline or not lines[-1] else "")


def _chosen(base: bool, theirs: bool, mine: bool) -> bool:
    """Merge a yes or no three ways; with two values this never conflicts."""
    return mine if theirs == base else theirs


def _merge_lines(
    base: list[str],
    theirs: list[str],
    mine: list[str],
    labels: Labels,
    lines: list[str],
    conflicts: list[Conflict],
) -> None:
    done = 0
    sentences = Budget()
    for start, end, other, own in _groups(changes(base, theirs), changes(base, mine)):
        lines += base[done:start]
        done = end
        other_lines = theirs[_range(other, start, end)] if other else base[start:end]
        own_lines = mine[_range(own, start, end)] if own else base[start:end]
        if not own or own_lines == other_lines:
            lines += other_lines
        elif not other:
            lines += own_lines
        else:
            found = Conflict(base[start:end], other_lines, own_lines)
            merged = _by_sentence(found, sentences)
            if merged is None:
                _add_conflict(found, labels, lines, conflicts)
            else:
                lines.append(merged)
    lines += base[done:]


def _by_sentence(found: Conflict, budget: Budget) -> str | None:
    """The line that both changed, merged; None when it is more than a line or they touch."""
    if not len(found.base) == len(found.theirs) == len(found.mine) == 1:
        return None
    base, theirs, mine = (
        _AFTER_SENTENCE.split(line) for (line,) in (found.base, found.theirs, found.mine)
    )
    merged: list[str] = []
    done = 0
    for start, end, other, own in _groups(
        changes(base, theirs, budget), changes(base, mine, budget)
    ):
        other_part = theirs[_range(other, start, end)] if other else base[start:end]
        own_part = mine[_range(own, start, end)] if own else base[start:end]
        if other and own and own_part != other_part:
            return None
        merged += base[done:start] + (own_part if own else other_part)
        done = end
    return "".join(merged + base[done:])


def _groups(
    theirs: list[Change], mine: list[Change]
) -> Iterator[tuple[int, int, list[Change], list[Change]]]:
    """Yield stretches of base with the changes of each side in them that touch one another."""
    waiting = sorted([*((c, 0) for c in theirs), *((c, 1) for c in mine)], reverse=True)
    while waiting:
        first, side = waiting.pop()
        sides: tuple[list[Change], list[Change]] = ([], [])
        sides[side].append(first)
        end = first.a_end
        while waiting and waiting[-1][0].a_start <= end:
            change, side = waiting.pop()
            sides[side].append(change)
            end = max(end, change.a_end)
        yield first.a_start, end, *sides


def _range(made: list[Change], start: int, end: int) -> slice:
    """Return where the stretch `start:end` of base stands in a side that made these changes."""
    first, last = made[0], made[-1]
    return slice(first.b_start - (first.a_start - start), last.b_end + (end - last.a_end))


def _add_conflict(
    found: Conflict, labels: Labels, lines: list[str], conflicts: list[Conflict]
) -> None:
    """Append the conflict, marked, without what both sides have alike at its start and end."""
    theirs, mine = found.theirs, found.mine
    shortest = min(len(theirs), len(mine))
    head = next((i for i in range(shortest) if theirs[i] != mine[i]), shortest)
    rest = shortest - head
    tail = next((i for i in range(rest) if theirs[-1 - i] != mine[-1 - i]), rest)
    other = theirs[head : len(theirs) - tail]
    own = mine[head : len(mine) - tail]
    lines += theirs[:head]
    lines += [f"{THEIRS_MARK} {labels.theirs}", *other]
    lines += [f"{MINE_MARK} {labels.mine}", *own]
    lines += [f"{END_MARK} {labels.end}", *theirs[len(theirs) - tail :]]
    conflicts.append(Conflict(found.base, other, own))
