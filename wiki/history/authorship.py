"""For each word of a text, the revision that brought it in. Pure: no ORM.

The idea is WikiWho's (Flöck and Acosta 2014): a text is compared with the one before by passages
first, wherever they moved, and by words in what is left; a passage that was there earlier and
comes back is its first author's again. Unlike WikiWho, which reads a whole history, a step reads
the text before, its origins, and of all earlier passages only those that are asked for by digest.
"""

import re
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import groupby
from typing import NamedTuple

from .align import Budget, matching_blocks
from .words import ONE_WORD

# A passage ends with its line, and within a line after what ends a sentence: before a space, or,
# in scripts that have none, at once.
_ENDS_BEFORE_SPACE = frozenset(".!?…")
_ENDS = frozenset("。！？")
_TOKEN = re.compile(rf"({ONE_WORD.pattern})(\s*)")
# Passages with fewer words are too common to say by themselves where they came from.
WORDS_TO_RECALL = 3
# So many tokens in a row, elsewhere in what is left, are a move and no chance.
TOKENS_TO_MOVE = 5
# A passage of which less than this share was there before was written anew, whatever small words
# it happens to have in common with another.
KEPT_TO_BE_THE_SAME = 1 / 3
_HAS_LETTER = re.compile(r"\w")

# Keys of revisions, one for each token.
Origins = list[int]
# Gives the origins of earlier passages by digest; those that it does not know are left out.
Recall = Callable[[Sequence[str]], Mapping[str, Sequence[int]]]


class Token(NamedTuple):
    """A word or mark of a text, and where it stands there."""

    start: int
    text: str


class Run(NamedTuple):
    """So many tokens in a row that one revision brought in."""

    revision: int
    size: int


@dataclass(frozen=True)
class Brought:
    """Tokens `start:end` of the new text that were taken over with the origins they had."""

    start: int
    origins: Sequence[int]

    @property
    def end(self) -> int:
        return self.start + len(self.origins)


@dataclass
class Attributed:
    """Where the words of a text are from, and what a later text may bring back.

    `origins` has one key for each token of the text; `gone` the origins of the passages that were
    in the text before and are no more, by digest.
    """

    origins: Origins
    gone: dict[str, Origins] = field(default_factory=dict)


def tokens_of(text: str) -> list[Token]:
    """Return the words and marks of a text, in order; spaces and breaks of line are none."""
    return [Token(match.start(), match.group()) for match in ONE_WORD.finditer(text)]


def is_word(token: str) -> bool:
    """Tell whether a token is a word, not a mark."""
    return _HAS_LETTER.search(token) is not None


def runs_of(origins: Iterable[int]) -> list[Run]:
    """Return origins in short: neighbours with one origin as one run."""
    return [Run(key, len(list(group))) for key, group in groupby(origins)]


def origins_of(runs: Iterable[Run]) -> Origins:
    """Return what `runs_of` made short, in full."""
    return [key for key, size in runs for _number in range(size)]


def attribute(
    old: str,
    old_origins: Sequence[int],
    new: str,
    revision: int,
    *,
    recall: Recall = lambda _digests: {},
    brought: Sequence[Brought] = (),
) -> Attributed:
    """Return where the words of `new` are from, which `revision` made out of `old`.

    `old_origins` has one key for each token of `old`. `recall` knows the passages that were in
    earlier texts and not in `old`. `brought` are tokens of `new` that came from other texts; they
    keep their origins unless the text before had the passage already.
    """
    lines: dict[str, list[list[str]]] = {}
    step = _Step(_Text(old, lines), list(old_origins), _Text(new, lines), revision)
    if len(old_origins) != len(step.old.tokens):
        raise ValueError("There is one origin for each token of the text before.")
    step.match_passages()
    for one in brought:
        step.take_over(one)
    step.recall_passages(recall)
    step.match_words()
    step.match_moved()
    return step.result()


class _Passage(NamedTuple):
    start: int
    end: int
    digest: str


def passages_of(text: str) -> list[_Passage]:
    """Return the passages of a text, its tokens `start:end`, with the digests that recall them."""
    return _Text(text, {}).passages


class _Text:
    """A text as tokens and as passages of tokens. `known` are lines that were cut before."""

    def __init__(self, text: str, known: dict[str, list[list[str]]]) -> None:
        self.tokens: list[str] = []
        self.passages: list[_Passage] = []
        for line in text.split("\n"):
            if line not in known:
                known[line] = list(_cut(line))
            for tokens in known[line]:
                start = len(self.tokens)
                self.tokens += tokens
                self.passages.append(_Passage(start, len(self.tokens), _digest(tokens)))


def _cut(line: str) -> Iterable[list[str]]:
    """The passages of a line, each as its tokens."""
    tokens: list[str] = []
    for token, space in _TOKEN.findall(line):
        tokens.append(token)
        last = token[-1]
        if last in _ENDS or (space and last in _ENDS_BEFORE_SPACE):
            yield tokens
            tokens = []
    if tokens:
        yield tokens


def _digest(tokens: Sequence[str]) -> str:
    words = "\0".join(tokens)
    return blake2b(words.encode(errors="surrogatepass"), digest_size=12).hexdigest()


class _Step:
    """One comparison, from the surest to the weakest sign of where a word is from."""

    def __init__(self, old: _Text, origins: Origins, new: _Text, revision: int) -> None:
        self.old, self.old_origins, self.new, self.revision = old, origins, new, revision
        self.found: list[int | None] = [None] * len(new.tokens)
        self.is_left = [True] * len(old.tokens)
        self.gone: dict[str, Origins] = {}
        self.budget = Budget()

    def match_passages(self) -> None:
        """Passages that both texts have, wherever they stand."""
        standing: defaultdict[str, deque[tuple[int, int]]] = defaultdict(deque)
        for start, end, digest in self.old.passages:
            standing[digest].append((start, end))
        for start, _end, digest in self.new.passages:
            if standing[digest]:
                old_start, old_end = standing[digest].popleft()
                self._keep(old_start, start, old_end - old_start)
        self.gone = {
            digest: self.old_origins[start:end]
            for digest, left in standing.items()
            for start, end in left
        }

    def take_over(self, brought: Brought) -> None:
        """Words from another text, where this one did not have them."""
        for index, key in zip(range(brought.start, brought.end), brought.origins, strict=True):
            if self.found[index] is None:
                self.found[index] = key

    def recall_passages(self, recall: Recall) -> None:
        """Passages of earlier texts that come back whole; short ones beside long ones only."""
        missing = [
            (index, passage)
            for index, passage in enumerate(self.new.passages)
            if self.found[passage.start] is None
        ]
        if not missing:
            return
        known = recall(sorted({passage.digest for _index, passage in missing}))
        back: set[int] = set()
        short: list[tuple[int, _Passage]] = []
        for index, passage in missing:
            if len(known.get(passage.digest, ())) != passage.end - passage.start:
                continue
            if self._is_long(passage):
                back.add(index)
            else:
                short.append((index, passage))
        for index, _passage in [*short, *reversed(short)]:
            if back & {index - 1, index + 1}:
                back.add(index)
        for index, passage in missing:
            if index in back:
                self.found[passage.start : passage.end] = known[passage.digest]

    def match_words(self) -> None:
        """Words of what is left on both sides that stand in the same order.

        Twice: the first time tells which passages were written anew, whose words then stand in the
        way of none that were there before.
        """
        anew: set[int] = set()
        for _turn in range(2):
            olds, news = self._left()
            news = [place for place in news if place not in anew]
            blocks = matching_blocks(*self._words(olds, news), self.budget)
            pairs = [
                (olds[block.a_start + offset], news[block.b_start + offset], block.size)
                for block in blocks
                for offset in range(block.size)
            ]
            kept = self._kept_by_passage([new_at for _old_at, new_at, _size in pairs])
            for old_at, new_at, size in pairs:
                if size >= TOKENS_TO_MOVE or kept[new_at] >= KEPT_TO_BE_THE_SAME:
                    self._keep(old_at, new_at, 1)
            anew.update(place for place, share in kept.items() if share < KEPT_TO_BE_THE_SAME)

    def match_moved(self) -> None:
        """Words in a row that stand elsewhere now, within what is still left on both sides."""
        olds, news = self._left()
        words, new_words = self._words(olds, news)
        places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for at in range(len(words) - TOKENS_TO_MOVE + 1):
            places[tuple(words[at : at + TOKENS_TO_MOVE])].append(at)
        at = 0
        while at <= len(new_words) - TOKENS_TO_MOVE:
            waiting = places.get(tuple(new_words[at : at + TOKENS_TO_MOVE]), [])
            old_at = next((one for one in waiting if self._are_free(olds, one)), None)
            if old_at is None:
                at += 1
                continue
            size = self._length(words, new_words, olds, old_at, at)
            for offset in range(size):
                self._keep(olds[old_at + offset], news[at + offset], 1)
            at += size

    def result(self) -> Attributed:
        origins = [self.revision if key is None else key for key in self.found]
        return Attributed(origins, self.gone)

    def _keep(self, old_start: int, new_start: int, size: int) -> None:
        self.found[new_start : new_start + size] = self.old_origins[old_start : old_start + size]
        self.is_left[old_start : old_start + size] = [False] * size

    def _left(self) -> tuple[list[int], list[int]]:
        olds = [index for index, is_left in enumerate(self.is_left) if is_left]
        return olds, [index for index, key in enumerate(self.found) if key is None]

    def _kept_by_passage(self, places: list[int]) -> dict[int, float]:
        """For each of the places in the new text, the share of its passage that is known with
        them: all places of a passage where there is one of them."""
        kept = {}
        at = 0
        for start, end, _digest in self.new.passages:
            first = at
            while at < len(places) and places[at] < end:
                at += 1
            if at > first:
                known = sum(key is not None for key in self.found[start:end])
                share = (known + at - first) / (end - start)
                kept.update(dict.fromkeys(range(start, end), share))
        return kept

    def _words(self, olds: list[int], news: list[int]) -> tuple[list[str], list[str]]:
        return [self.old.tokens[i] for i in olds], [self.new.tokens[i] for i in news]

    def _are_free(self, olds: list[int], at: int) -> bool:
        return all(self.is_left[olds[at + offset]] for offset in range(TOKENS_TO_MOVE))

    def _length(
        self, words: list[str], new_words: list[str], olds: list[int], at: int, new_at: int
    ) -> int:
        size = TOKENS_TO_MOVE
        while (
            at + size < len(words)
            and new_at + size < len(new_words)
            and words[at + size] == new_words[new_at + size]
            and self.is_left[olds[at + size]]
        ):
            size += 1
        return size

    def _is_long(self, passage: _Passage) -> bool:
        tokens = self.new.tokens[passage.start : passage.end]
        return sum(map(is_word, tokens)) >= WORDS_TO_RECALL
