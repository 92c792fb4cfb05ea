"""Where a passage that somebody read and copied stands in the text that was written. Pure: no ORM.

What is copied from a page has no markup, other spaces, and marks that formatting put in. So the
letters and digits alone are compared: of the words that readers see first, of all words after,
and where neither has them in a row, of what is most alike.
"""

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from .align import Budget, matching_blocks
from .authorship import Token, is_word, tokens_of

# Parts of Markdown, and of what footnotes look like, that are no words of the text to its readers.
_UNSEEN = re.compile(
    r"""
    !\[[^\]\n]{0,300}\]\([^)\n]{0,300}\)        # an image
    | (?<=\])\([^)\n]{0,300}\)                 # where a link leads
    | (?<=\])\[[^\]\n]{0,100}\]                # the same by the name of another line
    | (?<=\[\[)[^\]|\n]{0,200}\|               # the article that a link with other words leads to
    | \[\^[^\]\n]{0,100}\]:?                   # the mark of a footnote
    | \[\d{1,4}\]                              # the same as readers see it
    | ^[ ]{0,3}\[[^\]\n]{1,200}\]:[^\n]*       # where links with this name lead
    | ^[ ]*(?:```|~~~)[^\n]*                   # the language of code
    | ^[ ]*\d{1,9}[.)](?=[ ])                  # the number of an item
    | &(?:\#\d{1,7}|\#x[0-9a-f]{1,6}|\w{1,31});  # a character by its name
    """,
    re.MULTILINE | re.VERBOSE | re.IGNORECASE,
)
_MARKUP = re.compile(r"[*_`~\[\]]+|^[ ]*(?:#+|>|[-+])[ ]", re.MULTILINE)
# So many letters say by themselves where they stand, even from within a word to within another.
LETTERS_TO_FIND = 10
# What is only alike is the passage when this share of its words stands there in order; not fewer
# words than these.
ALIKE = 0.75
WORDS_TO_BE_ALIKE = 5
# Words in a row by which alike passages are looked for.
IN_A_ROW = 3


class Place(NamedTuple):
    """Tokens `start:end` of a text."""

    start: int
    end: int


def places_of(text: str, passage: str) -> list[Place]:
    """Return where the passage stands, the first place first; none where it does not."""
    tokens, sought = tokens_of(text), tokens_of(passage)
    for seen, wanted in (
        (_Words(tokens, _seen(text, tokens)), _Words(sought, _seen(passage, sought))),
        (_Words(tokens, _words(tokens)), _Words(sought, _words(sought))),
    ):
        found = seen.whole(wanted) or seen.within(wanted) or seen.alike(wanted)
        if found:
            return [_with_last_mark(place, tokens, sought) for place in found]
    return []


def words_at(text: str, place: Place) -> list[int]:
    """Return which tokens there are words that readers see: all words, where they see none."""
    tokens = tokens_of(text)
    inside = range(place.start, min(place.end, len(tokens)))
    seen = [index for index in _seen(text, tokens) if index in inside]
    return seen or [index for index in inside if is_word(tokens[index].text)]


def written_at(text: str, place: Place) -> str:
    """Return what stands there, as it was written."""
    tokens = tokens_of(text)[place.start : place.end]
    if not tokens:
        return ""
    return text[tokens[0].start : tokens[-1].start + len(tokens[-1].text)]


def read_at(text: str, place: Place) -> str:
    """Return what stands there as readers see it, more or less: in one line, without markup."""
    seen = _UNSEEN.sub("", written_at(text, place))
    return " ".join(_MARKUP.sub("", seen).split())


class _Words:
    """Some of the tokens of a text, as the letters and digits that they consist of."""

    def __init__(self, tokens: Sequence[Token], chosen: Sequence[int]) -> None:
        pairs = [(index, _letters(tokens[index].text)) for index in chosen]
        self.tokens = [index for index, letters in pairs if letters]
        self.words = [letters for _index, letters in pairs if letters]
        self.letters = "".join(self.words)
        self.starts = [0, *accumulate(map(len, self.words))]

    def whole(self, wanted: "_Words") -> list[Place]:
        """Where the wanted words stand in a row, from the beginning of a word to the end of one."""
        bounds = set(self.starts)
        return [
            self._place(at, at + len(wanted.letters))
            for at in self._finds(wanted.letters)
            if at in bounds and at + len(wanted.letters) in bounds
        ]

    def within(self, wanted: "_Words") -> list[Place]:
        """Where their letters stand in a row, even if from within a word."""
        if len(wanted.letters) < LETTERS_TO_FIND:
            return []
        return [self._place(at, at + len(wanted.letters)) for at in self._finds(wanted.letters)]

    def alike(self, wanted: "_Words") -> list[Place]:
        """The one place where most of the wanted words stand in order, if there is any."""
        count = len(wanted.words)
        if count < WORDS_TO_BE_ALIKE:
            return []
        start = self._likely_start(wanted)
        if start is None:
            return []
        slack = count // 3 + 10
        first = max(0, start - slack)
        window = self.words[first : start + count + slack]
        blocks = matching_blocks(wanted.words, window, Budget())
        if not blocks or sum(block.size for block in blocks) < ALIKE * count:
            return []
        begin, end = first + blocks[0].b_start, first + blocks[-1].b_start + blocks[-1].size
        if end - begin > count / ALIKE + WORDS_TO_BE_ALIKE:
            return []
        return [Place(self.tokens[begin], self.tokens[end - 1] + 1)]

    def _finds(self, letters: str) -> list[int]:
        found: list[int] = []
        at = self.letters.find(letters) if letters else -1
        while at >= 0:
            found.append(at)
            at = self.letters.find(letters, at + len(letters))
        return found

    def _place(self, start: int, end: int) -> Place:
        first = bisect_right(self.starts, start) - 1
        last = bisect_right(self.starts, end - 1) - 1
        return Place(self.tokens[first], self.tokens[last] + 1)

    def _likely_start(self, wanted: "_Words") -> int | None:
        """Where the passage would begin by the words in a row that both have."""
        rows: dict[tuple[str, ...], int] = {}
        for at in range(len(wanted.words) - IN_A_ROW + 1):
            rows.setdefault(tuple(wanted.words[at : at + IN_A_ROW]), at)
        votes: Counter[int] = Counter()
        near = len(wanted.words) // 3 + 10
        for at in range(len(self.words) - IN_A_ROW + 1):
            sought = rows.get(tuple(self.words[at : at + IN_A_ROW]))
            if sought is not None:
                votes[(at - sought) // near] += 1
        if not votes:
            return None
        best = max(votes, key=lambda one: votes[one])
        return max(0, best * near)


def _words(tokens: Sequence[Token]) -> list[int]:
    return [index for index, token in enumerate(tokens) if is_word(token.text)]


def _seen(text: str, tokens: Sequence[Token]) -> list[int]:
    """The tokens that are words, and no part of markup."""
    hidden = [found.span() for found in _UNSEEN.finditer(text)]
    starts = [start for start, _end in hidden]
    seen = []
    for index, token in enumerate(tokens):
        before = bisect_right(starts, token.start) - 1
        if is_word(token.text) and (before < 0 or token.start >= hidden[before][1]):
            seen.append(index)
    return seen


def _letters(word: str) -> str:
    plain = unicodedata.normalize("NFKC", word).casefold()
    return "".join(character for character in plain if character.isalnum())


def _with_last_mark(place: Place, tokens: Sequence[Token], sought: Sequence[Token]) -> Place:
    """The place with the full stop, or the like, that the passage ends with."""
    if place.end < len(tokens) and not is_word(sought[-1].text):
        following, last = tokens[place.end], tokens[place.end - 1]
        is_next = following.start == last.start + len(last.text)
        if is_next and following.text == sought[-1].text:
            return Place(place.start, place.end + 1)
    return place
