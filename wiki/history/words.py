"""Which removed line became which added one, and which words changed between the two."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from .align import Block, Budget, matching_blocks

# Of two lines' characters, the share that must be equal before words in them are marked.
SIMILAR = 0.4
# Removed times added lines up to which each is held against each.
MAX_PAIRS = 2_500
# Lines on each side beyond which none are paired.
MAX_IN_PLACE = 2_000

# Words, single marks, and single characters of scripts written without spaces; and runs of spaces.
CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
MARKS = r"!-/:-@\[-`{-~«»…–—‘’“”"
ONE_WORD = re.compile(rf"[{MARKS}]|[{CJK}]|[^\s{MARKS}{CJK}]+")
WORD = re.compile(rf"\s+|{ONE_WORD.pattern}")


@dataclass(frozen=True)
class Span:
    """A piece of a line: in both texts, only in the old one, or only in the new one."""

    kind: Literal["same", "del", "ins"]
    text: str


def partners(olds: list[str], news: list[str], budget: Budget) -> list[tuple[int, int]]:
    """Return the indexes of lines that belong together, in order: the most alike in total.

    Where there are too many to hold each against each, lines are paired as they stand if the two
    sides have equally many, up to MAX_IN_PLACE, and not at all otherwise.
    """
    rows, columns = len(olds), len(news)
    if rows == columns == 1:
        return [(0, 0)]
    size = sum(map(len, olds)) + sum(map(len, news))
    if rows * columns > MAX_PAIRS or not budget.pay(size * max(rows, columns) // 2):
        return [(i, i) for i in range(rows)] if rows == columns <= MAX_IN_PLACE else []
    alike = _likeness(olds, news)
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in reversed(range(rows)):
        for j in reversed(range(columns)):
            paired = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < rows and j < columns:
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs.append((i, j))
            i, j = i + 1, j + 1
    return pairs


def marked(old: str, new: str, budget: Budget) -> tuple[list[Span], list[Span]] | None:
    """Return both lines with what differs marked by words; None if they have too little in common.

    The "same" spans of the two are alike, one by one.
    """
    a, b = WORD.findall(old), WORD.findall(new)
    kept = common(a, b, budget)
    if kept is None:
        return None
    olds: list[Span] = []
    news: list[Span] = []
    at, new_at = 0, 0
    for start, new_start, size in [*kept, (len(a), len(b), 0)]:
        _add(olds, "del", a[at:start])
        _add(news, "ins", b[new_at:new_start])
        at, new_at = start + size, new_start + size
        _add(olds, "same", a[start:at])
        _add(news, "same", a[start:at])
    return olds, news


def common(a: list[str], b: list[str], budget: Budget) -> list[Block] | None:
    """Return the words that both lines have, in order; None if those are too few."""
    old, new = "".join(a), "".join(b)
    if not budget.pay(len(old) + len(new)):
        return None
    kept = [block for block in matching_blocks(a, b, budget) if _worth_keeping(block, a, b)]
    same = sum(len("".join(a[k.a_start : k.a_start + k.size]).strip()) for k in kept)
    if 2 * same < SIMILAR * (len(old.strip()) + len(new.strip())):
        return None
    return kept


def _likeness(olds: list[str], news: list[str]) -> list[list[float]]:
    """Return for each pair of lines the share of words they have in common, 0 where too small."""
    old_words = [Counter(WORD.findall(line)) for line in olds]
    new_words = [Counter(WORD.findall(line)) for line in news]
    table: list[list[float]] = []
    for old in old_words:
        shares = [_share(old, new) for new in new_words]
        table.append([share if share >= SIMILAR else 0.0 for share in shares])
    return table


def _share(old: Counter[str], new: Counter[str]) -> float:
    """Return the part of the two lines' characters, spaces aside, that both have: 0 to 1."""
    both = sum(len(word) * times for word, times in (old & new).items() if not word.isspace())
    size = sum(len(w) * n for c in (old, new) for w, n in c.items() if not w.isspace())
    return 2 * both / size if size else 0.0


def _worth_keeping(block: Block, a: list[str], b: list[str]) -> bool:
    """Tell whether equal words are more than the space between two changed ones."""
    at_start = block.a_start == block.b_start == 0
    at_end = block.a_start + block.size == len(a) and block.b_start + block.size == len(b)
    words = "".join(a[block.a_start : block.a_start + block.size])
    return at_start or at_end or not words.isspace()


def _add(spans: list[Span], kind: Literal["same", "del", "ins"], words: list[str]) -> None:
    if words:
        spans.append(Span(kind, "".join(words)))
