"""Which words of a text stand in another one. Pure: no ORM.

To find out with which of many texts to compare at all, a text is cut into shingles: each five words
in a row, without capitals, marks and addresses, as a number. One number in SAMPLE is kept, chosen
by itself alone, so that two texts keep the same ones. Marked quotations are left out.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import accumulate

from .align import Block
from .authorship import TOKENS_TO_MOVE, WORDS_TO_RECALL, Brought, is_word
from .words import CJK, MARKS, ONE_WORD

WORDS_IN_SHINGLE = 5
SAMPLE = 4
# From so many words on a passage is a copy, if for each word of it that does not stand in the other
# text there are so many that do, in runs of a shingle's length, and never more than so many words
# lie between two runs.
WORDS_TO_COPY = 40
WORDS_FOR_ANOTHER = 4
WORDS_BETWEEN = 10
# Places in the other text that are tried for each beginning of a run. A text that says the same
# over and over has more; then the longest run from one of the first is good enough.
PLACES = 8
# Texts of which the words are remembered: of a save those before and after, asked for twice.
REMEMBERED = 8

# A quotation: lines that begin with ">", to the end of the paragraph, or a piece of one paragraph
# between quotation marks. What is longer than this has no end where it should.
CHARACTERS_TO_QUOTE = 2_000
_QUOTATION = re.compile(
    r"^ {0,3}>[^\n]*(?:\n[^\n]*\S[^\n]*)*"
    + "".join(
        rf"|{opening}(?:(?!\n\s*\n){other}){{1,{CHARACTERS_TO_QUOTE}}}{closing}"
        for opening, other, closing in [
            ("“", "[^“”]", "”"),
            ("„", "[^„“]", "“"),
            ("«", "[^«»]", "»"),
            (r'(?<![^\s(\[*_\x27—–-])"(?=\S)', '[^"]', r'(?<=\S)"(?!\w)'),
        ]
    ),
    re.MULTILINE,
)
# Where a link leads is no text.
_ADDRESS = re.compile(r"(?<=\])\([^\s()]+\)|\bhttps?://[^\s<>\[\](){}|\"]+", re.IGNORECASE)

# As in `words`, but for what has no letter.
_WORD = re.compile(rf"[{CJK}]|[^\w\s{MARKS}{CJK}]*[^\W_{CJK}][^\s{MARKS}{CJK}]*")
# Numbers of words are put together to those of shingles as digits to a number in this base.
_BASE = 0x9E3779B97F4A7C15
_LEAVING = pow(_BASE, WORDS_IN_SHINGLE, 2**63)
_BITS = 2**63 - 1
REMEMBERED_WORDS = 2**14


@dataclass(frozen=True)
class Prose:
    """The words of a text that count when it is compared, and the shingles that begin there.

    `starts` has for each word its place in the text, `numbers` the number, of 63 bits, of the
    shingle that begins with it. Both are None where a quotation stands; the numbers also before
    one, and at the end.
    """

    starts: list[int | None]
    numbers: list[int | None]

    @cached_property
    def known(self) -> frozenset[int]:
        """The numbers of all shingles of the text."""
        return frozenset(number for number in self.numbers if number is not None)


@dataclass(frozen=True)
class Passage:
    """Tokens `start:end` of a text, with so many words that stand in another."""

    start: int
    end: int
    words: int


@lru_cache(maxsize=REMEMBERED)
def prose_of(text: str) -> Prose:
    """Return the words of a text that count when it is compared with others."""
    left_out = [(*match.span(), True) for match in _QUOTATION.finditer(text)]
    left_out += [(*match.span(), False) for match in _ADDRESS.finditer(text)]
    starts: list[int | None] = []
    words: list[str] = []
    at = 0
    for start, end, is_quotation in [*sorted(left_out), (len(text), len(text), False)]:
        for match in _WORD.finditer(text, at, start):
            starts.append(match.start())
            words.append(match.group())
        if is_quotation and end > at:
            starts.append(None)
            words.append("")
        at = max(at, end)
    folded = unicodedata.normalize("NFC", "\n".join(words)).casefold().split("\n")
    return Prose(starts, _numbers(folded) if words else [])


def kept(numbers: Iterable[int]) -> set[int]:
    """Return those numbers of shingles by which texts are found."""
    return {number for number in numbers if number % SAMPLE == 0}


def changed(old: str, new: str) -> tuple[set[int], set[int]]:
    """Return the kept numbers that a text has and the one before had not, and the reverse."""
    before, now = prose_of(old).known, prose_of(new).known
    return kept(now - before), kept(before - now)


class Added:
    """What a new text has that the one before has not, to be compared with other texts."""

    def __init__(self, old: str, new: str) -> None:
        self.text, self.prose = new, prose_of(new)
        known = prose_of(old).known
        numbers = self.prose.numbers
        places = [place for place, number in enumerate(numbers) if number not in known]
        # Where so little is new that it cannot be a copy there is nothing to look up.
        is_enough = [False] * len(numbers)
        for start, end in _dense(self._covered(places)):
            is_enough[start:end] = [True] * (end - start)
        self.places = [place for place in places if is_enough[place]]

    @cached_property
    def numbers(self) -> dict[int, list[int]]:
        """The places of each kept shingle by its number; empty when too little was added."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for place in self.places:
            number = self.prose.numbers[place]
            if number is not None and number % SAMPLE == 0:
                found[number].append(place)
        return dict(found)

    def closeness(self, numbers: Iterable[int]) -> int:
        """How many of the shingles with these numbers stand within as many words as a copy has."""
        places = sorted(place for number in numbers for place in self.numbers[number])
        most = first = 0
        for last, place in enumerate(places):
            while place - places[first] >= WORDS_TO_COPY:
                first += 1
            most = max(most, last - first + 1)
        return most

    def passages_from(self, other: str) -> list[Passage]:
        """Passages of what was added that stand in the other text, the first one first."""
        known = prose_of(other).known
        numbers = self.prose.numbers
        covered = self._covered([place for place in self.places if numbers[place] in known])
        return [
            Passage(self._token_at(start), self._token_at(end - 1) + 1, sum(covered[start:end]))
            for start, end in _dense(covered)
        ]

    def brought_from(
        self, other: str, other_origins: Sequence[int], passages: Iterable[Passage]
    ) -> list[Brought]:
        """The passages' tokens with the origins that they have there, and the marks that follow."""
        words = self._words
        others = ONE_WORD.findall(other)
        found = []
        for passage in passages:
            start, end = passage.start, passage.end
            while end < len(words) and not is_word(words[end]):
                end += 1
            for run in _runs(words[start:end], others, TOKENS_TO_MOVE):
                origins = other_origins[run.b_start : run.b_start + run.size]
                found.append(Brought(start + run.a_start, origins))
        return found

    def beginning_of(self, passage: Passage, characters: int) -> str:
        """The first words of a passage, as they are written in the text."""
        start, end = self._span(passage)
        words = " ".join(self.text[start:end].split())
        return words if len(words) <= characters else f"{words[: characters - 1].rstrip()}…"

    def lines_of(self, passage: Passage) -> tuple[str, int]:
        """The whole lines that a passage is in, and which token of the text is the first there."""
        start, end = self._span(passage)
        start = self.text.rfind("\n", 0, start) + 1
        end = self.text.find("\n", end)
        lines = self.text[start : end if end >= 0 else len(self.text)]
        return lines, bisect_left(self._token_starts, start)

    @cached_property
    def _words(self) -> list[str]:
        return ONE_WORD.findall(self.text)

    @cached_property
    def _token_starts(self) -> list[int]:
        return [match.start() for match in ONE_WORD.finditer(self.text)]

    def _span(self, passage: Passage) -> tuple[int, int]:
        last = passage.end - 1
        end = self._token_starts[last] + len(self._words[last])
        return self._token_starts[passage.start], end

    def _token_at(self, place: int) -> int:
        """Which token of the text the word at a place is."""
        start = self.prose.starts[place]
        assert start is not None, "A passage begins and ends with words that were compared."
        return bisect_right(self._token_starts, start) - 1

    def _covered(self, places: Iterable[int]) -> list[bool]:
        """For each word whether it is in a shingle that begins at one of the places."""
        covered = [False] * len(self.prose.numbers)
        for place in places:
            if self.prose.numbers[place] is not None:
                covered[place : place + WORDS_IN_SHINGLE] = [True] * WORDS_IN_SHINGLE
        return covered


def taken_over(
    new_text: str, other_text: str, other_origins: Sequence[int], *, at_least: int = TOKENS_TO_MOVE
) -> list[Brought]:
    """Return the runs of at least so many tokens of `new_text` that stand in `other_text`, too.

    From left to right, at each place the longest; no token is in two. `other_origins` has one key
    for each token of the other text: each run has those from there. Marks alone are no run, nor
    are fewer words than say by themselves where they came from.
    """
    news, others = ONE_WORD.findall(new_text), ONE_WORD.findall(other_text)
    if len(other_origins) != len(others):
        raise ValueError("There is one origin for each token of the other text.")
    return [
        Brought(run.a_start, list(other_origins[run.b_start : run.b_start + run.size]))
        for run in _runs(news, others, at_least)
    ]


def _runs(news: Sequence[str], others: Sequence[str], at_least: int) -> list[Block]:
    """The runs of `news` that `others` have, from left to right, at each place the longest."""
    beginnings = _beginnings(news, at_least)
    wanted = set(beginnings)
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, beginning in enumerate(_beginnings(others, at_least)):
        if beginning in wanted and len(places[beginning]) < PLACES:
            places[beginning].append(at)
    found: list[Block] = []
    at = 0
    while at < len(beginnings):
        starts = places.get(beginnings[at], [])
        sizes = {start: _length(news, at, others, start, at_least) for start in starts}
        if not sizes:
            at += 1
            continue
        start = max(sizes, key=sizes.__getitem__)
        size = sizes[start]
        if sum(map(is_word, news[at : at + size])) >= min(at_least, WORDS_TO_RECALL):
            found.append(Block(at, start, size))
        at += size
    return found


def _beginnings(words: Sequence[str], size: int) -> list[tuple[str, ...]]:
    """For each word from which so many follow, itself included, these."""
    return list(zip(*(words[offset:] for offset in range(size)), strict=False))


def _length(news: Sequence[str], at: int, others: Sequence[str], start: int, known: int) -> int:
    """How many words from the two places on are the same; so many are known to be."""
    size = known
    longest = min(len(news) - at, len(others) - start)
    while size < longest and news[at + size] == others[start + size]:
        size += 1
    return size


def _dense(covered: Sequence[bool]) -> list[tuple[int, int]]:
    """The spans, as long as can be, that begin and end covered and are enough to be a copy."""
    spans: list[tuple[int, int]] = []
    for start, end in _clusters(covered):
        # No lower at the end than at the start of whatever is covered enough.
        heights = [0, *accumulate(1 if one else -WORDS_FOR_ANOTHER for one in covered[start:end])]
        # How deep below zero the greatest height from each place on is, for these to rise.
        depths = [-height for height in accumulate(reversed(heights), max)][::-1]
        at = 0
        while at < end - start:
            far = bisect_right(depths, -heights[at]) - 1
            while far > at and not covered[start + far - 1]:
                far -= 1
            if covered[start + at] and far - at >= WORDS_TO_COPY:
                spans.append((start + at, start + far))
                at = far
            else:
                at += 1
    return spans


def _clusters(covered: Sequence[bool]) -> list[tuple[int, int]]:
    """The spans between any two of which more than WORDS_BETWEEN words are uncovered."""
    spans: list[tuple[int, int]] = []
    for place, one in enumerate(covered):
        if not one:
            continue
        if spans and place - spans[-1][1] <= WORDS_BETWEEN:
            spans[-1] = (spans[-1][0], place + 1)
        else:
            spans.append((place, place + 1))
    return [span for span in spans if span[1] - span[0] >= WORDS_TO_COPY]


def _numbers(words: Sequence[str]) -> list[int | None]:
    """For each word the number of the shingle that begins there, None where there is none."""
    numbers: list[int | None] = []
    ahead = [*words, *[""] * (WORDS_IN_SHINGLE - 1)]
    own = [_number(word) for word in ahead]
    number, begun = 0, 0  # of the words read so far, of which so many without a break
    for place, word in enumerate(ahead):
        leaving = own[place - WORDS_IN_SHINGLE] if begun >= WORDS_IN_SHINGLE else 0
        number = (number * _BASE + own[place] - leaving * _LEAVING) & _BITS
        begun += 1
        if not word:
            number, begun = 0, 0
        if place >= WORDS_IN_SHINGLE - 1:
            numbers.append(number if begun >= WORDS_IN_SHINGLE else None)
    return numbers


@lru_cache(maxsize=REMEMBERED_WORDS)
def _number(word: str) -> int:
    digest = blake2b(word.encode(errors="surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest) & _BITS
