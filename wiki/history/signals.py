"""What in a change deserves a look: signs read off two texts. They say nothing about its worth."""

import re

LINKS = 5  # so many new addresses are many
REPEATS = 8
CAPITAL_WORDS = 4
CAPITAL_LETTERS = 20

_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\"'|]+", re.IGNORECASE)
# Letters and shouts; rows of other signs draw tables and rules in Markdown.
_REPEATED = re.compile(rf"([^\W\d_]|[!?])\1{{{REPEATS - 1},}}", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


def removes_most(old_size: int, new_size: int) -> bool:
    """Whether more than half of the characters are gone."""
    return new_size * 2 < old_size


def links_added(old: str, new: str) -> int:
    """How many addresses outside the wiki the new text names that the old one did not."""
    return len(_addresses(new) - _addresses(old))


def is_unusual(old: str, new: str) -> bool:
    """Whether a new line holds a long run of one letter, or of words in capitals."""
    before = set(old.splitlines())
    added = (_ADDRESS.sub("", line) for line in new.splitlines() if line not in before)
    return any(_REPEATED.search(line) or _shouts(line) for line in added)


def _addresses(text: str) -> set[str]:
    return {address.rstrip(".,;:!?*_") for address in _ADDRESS.findall(text)}


def _shouts(line: str) -> bool:
    """Whether words in capitals follow each other; a few abbreviations in a row do not count."""
    words = letters = 0
    for word in _WORD.findall(line):
        if len(word) > 1 and word.isupper():
            words, letters = words + 1, letters + len(word)
            if words >= CAPITAL_WORDS and letters >= CAPITAL_LETTERS:
                return True
        else:
            words = letters = 0
    return False
