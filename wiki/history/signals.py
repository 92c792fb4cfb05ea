"""What in a change deserves a look: numbers read off two texts. They say nothing about its worth.

`old` is None where there was no text before: what a first version brings is all new, and none of
it is a change to what others wrote.
"""

import re
from collections.abc import Callable, Collection, Iterable

CAPITAL_LETTERS = 20  # in a run of words in capitals: a few abbreviations in a row have fewer

_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'|]+", re.IGNORECASE)
# Letters and shouts; rows of other signs draw tables and rules in Markdown.
_REPEATED = re.compile(r"([^\W\d_]|[!?])\1+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


def share_removed(old_size: int | None, new_size: int) -> int:
    """How much of the old text is gone, in whole per cent; 0 when the text has grown."""
    if not old_size or new_size >= old_size:
        return 0
    return (old_size - new_size) * 100 // old_size


def new_lines(old: str | None, new: str) -> list[str]:
    """The lines that did not stand anywhere in the old text."""
    before = set((old or "").splitlines())
    return [line for line in new.splitlines() if line not in before]


def links_added(old: str | None, lines: Iterable[str]) -> int:
    """How many addresses outside the wiki the new lines name that the old text did not.

    None in a first version: an article that begins with its sources is as it should be.
    """
    found = set() if old is None else _addresses("\n".join(lines))
    return len(found - _addresses(old)) if old and found else len(found)


def longest_repeat(lines: Iterable[str]) -> int:
    """How often one letter, or ! or ?, stands in a row at most; addresses are left out."""
    runs = (len(run[0]) for line in lines for run in _REPEATED.finditer(_ADDRESS.sub("", line)))
    return max(runs, default=0)


def longest_shout(lines: Iterable[str]) -> int:
    """How many words in capitals follow each other at most; addresses are left out."""
    return max((_shout(_ADDRESS.sub("", line)) for line in lines), default=0)


def lines_with(
    lines: Iterable[str],
    wanted: Collection[str],
    fold: Callable[[str], str],
    anywhere: Collection[str] = (),
) -> int:
    """How many lines hold one of the words or phrases in `wanted`, as whole words.

    `fold` gives the folded words of a line between single spaces; what is wanted is folded
    already. `anywhere` is found inside of words, too: for scripts that leave no space between
    them. Nobody's words become a pattern: there is none to break, and none that is slow.
    """
    phrases = [f" {phrase} " for phrase in wanted if " " in phrase]
    words = {word for word in wanted if " " not in word}
    found = 0
    for line in lines:
        folded = fold(line)
        found += (
            not words.isdisjoint(folded.split(" "))
            or any(phrase in f" {folded} " for phrase in phrases)
            or any(piece in folded for piece in anywhere)
        )
    return found


def _addresses(text: str) -> set[str]:
    return {address.rstrip(".,;:!?*_") for address in _ADDRESS.findall(text)}


def _shout(line: str) -> int:
    """The words of the longest run in capitals that is more than a row of abbreviations."""
    longest = words = letters = 0
    for word in _WORD.findall(line):
        if len(word) > 1 and word.isupper():
            words, letters = words + 1, letters + len(word)
            if letters >= CAPITAL_LETTERS:
                longest = max(longest, words)
        else:
            words = letters = 0
    return longest
