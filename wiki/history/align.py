"""Which parts of one sequence are also in another, at a cost that hostile texts cannot drive up.

difflib alone is quadratic on honest input (a long text with every other line changed) and worse on
hostile input. So three steps narrow down what it is given: common ends are cut off, items that
stand exactly once on each side serve as anchors, and only the gaps between anchors go to difflib,
with its junk heuristic on and out of one budget. A gap that the budget cannot pay for counts as
replaced: coarser to look at, never wrong.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

# Steps of comparing that one pair of texts may take; less than a second.
BUDGET = 8_000_000
# Below this length difflib calls no item popular, so neither does the estimate.
_POPULAR_FROM = 200


class Block(NamedTuple):
    """`size` items from `a_start` in one sequence equal those from `b_start` in the other."""

    a_start: int
    b_start: int
    size: int


class Change(NamedTuple):
    """Items `a_start:a_end` of one sequence stand as `b_start:b_end` in the other."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int


@dataclass
class Budget:
    """How many more steps may be spent on what is compared."""

    left: int = BUDGET

    def pay(self, steps: int) -> bool:
        """Take the steps out of the budget and say True, or leave it and say False."""
        if steps > self.left:
            return False
        self.left -= steps
        return True


def matching_blocks(
    a: Sequence[str], b: Sequence[str], budget: Budget | None = None
) -> list[Block]:
    """Return the common runs of `a` and `b` in order, none of them empty or touching the next.

    Without a budget to share with other calls this one gets its own.
    """
    budget = budget or Budget()
    start = _common_prefix(a, b)
    end = _common_suffix(a, b, start)
    a_end, b_end = len(a) - end, len(b) - end
    blocks = [Block(0, 0, start)]
    a_at, b_at = start, start
    anchors = _anchors(a, b, start, a_end, start, b_end)
    for a_anchor, b_anchor in [*anchors, (a_end, b_end)]:
        blocks += _in_gap(a, b, (a_at, a_anchor, b_at, b_anchor), budget)
        if a_anchor < a_end:
            blocks.append(Block(a_anchor, b_anchor, 1))
        a_at, b_at = a_anchor + 1, b_anchor + 1
    blocks.append(Block(a_end, b_end, end))
    return _joined(blocks)


def changes(a: Sequence[str], b: Sequence[str], budget: Budget | None = None) -> list[Change]:
    """Return what differs between `a` and `b`, in order; between two changes something is equal.

    A change that only adds or only removes is moved down as far as it can go. Where a repeated
    line leaves the choice open, this is where git puts it, too.
    """
    found: list[Change] = []
    a_at, b_at = 0, 0
    for block in [*matching_blocks(a, b, budget), Block(len(a), len(b), 0)]:
        if block.a_start > a_at or block.b_start > b_at:
            found.append(Change(a_at, block.a_start, b_at, block.b_start))
        a_at, b_at = block.a_start + block.size, block.b_start + block.size
    return _moved_down(a, b, found)


def _common_prefix(a: Sequence[str], b: Sequence[str]) -> int:
    size = 0
    for left, right in zip(a, b, strict=False):
        if left != right:
            break
        size += 1
    return size


def _common_suffix(a: Sequence[str], b: Sequence[str], start: int) -> int:
    longest = min(len(a), len(b)) - start
    size = 0
    while size < longest and a[-1 - size] == b[-1 - size]:
        size += 1
    return size


def _anchors(
    a: Sequence[str], b: Sequence[str], a_start: int, a_end: int, b_start: int, b_end: int
) -> list[tuple[int, int]]:
    """Return the longest rising chain of items that stand exactly once on each side."""
    once_in_a = _singles(a, a_start, a_end)
    once_in_b = _singles(b, b_start, b_end)
    pairs = [(i, once_in_b[item]) for item, i in once_in_a.items() if item in once_in_b]
    tails: list[int] = []  # the smallest b that ends a chain of each length
    ends: list[int] = []  # which pair that is
    before: list[int] = []  # the pair before each pair in its chain, -1 for none
    for index, (_, j) in enumerate(pairs):
        length = bisect_left(tails, j)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [j]
        ends[length : length + 1] = [index]
    chain: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _singles(items: Sequence[str], start: int, end: int) -> dict[str, int]:
    counted = Counter(items[start:end])
    return {items[i]: i for i in range(start, end) if counted[items[i]] == 1}


def _in_gap(
    a: Sequence[str], b: Sequence[str], gap: tuple[int, int, int, int], budget: Budget
) -> list[Block]:
    """Return what difflib finds in the gap, nothing if that costs more than there is."""
    a_start, a_end, b_start, b_end = gap
    if a_start >= a_end or b_start >= b_end:
        return []
    a_part, b_part = a[a_start:a_end], b[b_start:b_end]
    if not budget.pay(_cost(a_part, b_part)):
        return []
    found = SequenceMatcher(None, a_part, b_part, autojunk=True).get_matching_blocks()
    return [Block(a_start + i, b_start + j, size) for i, j, size in found]


def _cost(a: Sequence[str], b: Sequence[str]) -> int:
    """Estimate difflib's worst case: every pair of equal items, looked at once a matching block."""
    in_a, in_b = Counter(a), Counter(b)
    popular_above = len(b) // 100 + 1 if len(b) >= _POPULAR_FROM else len(b)
    pairs = len(a) + len(b)
    for item, times in in_a.items():
        if in_b[item] <= popular_above:
            pairs += times * in_b[item]
    blocks = min(len(a), len(b), sum((in_a & in_b).values()) + 1)
    return pairs * blocks


def _joined(blocks: list[Block]) -> list[Block]:
    joined: list[Block] = []
    for block in blocks:
        if not block.size:
            continue
        if joined:
            last = joined[-1]
            if (last.a_start + last.size, last.b_start + last.size) == block[:2]:
                joined[-1] = last._replace(size=last.size + block.size)
                continue
        joined.append(block)
    return joined


def _moved_down(a: Sequence[str], b: Sequence[str], found: list[Change]) -> list[Change]:
    """Slide pure additions and removals over the equal items below; join those that then touch."""
    moved: list[Change] = []
    for change in reversed(found):
        below = moved[-1] if moved else Change(len(a), len(a), len(b), len(b))
        change = _slid(a, b, change, below)
        if moved and (change.a_end, change.b_end) == (below.a_start, below.b_start):
            joined = Change(change.a_start, below.a_end, change.b_start, below.b_end)
            moved[-1] = joined
        else:
            moved.append(change)
    return moved[::-1]


def _slid(a: Sequence[str], b: Sequence[str], change: Change, below: Change) -> Change:
    a_start, a_end, b_start, b_end = change
    if a_start == a_end:
        while b_end < below.b_start and b[b_start] == b[b_end]:
            a_start, a_end, b_start, b_end = a_start + 1, a_end + 1, b_start + 1, b_end + 1
    elif b_start == b_end:
        while a_end < below.a_start and a[a_start] == a[a_end]:
            a_start, a_end, b_start, b_end = a_start + 1, a_end + 1, b_start + 1, b_end + 1
    return Change(a_start, a_end, b_start, b_end)
