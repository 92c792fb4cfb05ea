"""The part of a text that shows why it was found, in segments: the template does the marking."""

import re
from collections.abc import Sequence
from functools import lru_cache

from wiki.search.folding import UNSEGMENTED, aligned_words
from wiki.search.query import forms

Segment = tuple[str, bool]  # a piece of text, and whether it is a word that was looked for

LENGTH = 240  # characters
BEFORE = 60  # of them at most before the first marked word
LOOKED_AT = 100_000  # characters of a text searched for the place
MAX_PLACES = 500


def excerpt(text: str, marks: Sequence[str]) -> list[Segment]:
    """About LENGTH characters of `text` around as many different `marks` as stand close together.

    `text` is clean (see folding), `marks` are folded words. The pieces joined are the excerpt; an
    empty text has none.
    """
    text = " ".join(text[:LOOKED_AT].split())
    places = _places(text, tuple(marks))
    start = _snap(text, max(0, _best_start(places) - BEFORE)) if places else 0
    end = _snap_end(text, start + LENGTH)
    segments: list[Segment] = [("… ", False)] if start else []
    at = start
    for first, last, _mark in places:
        if at <= first and last <= end:
            segments += [(text[at:first], False), (text[first:last], True)]
            at = last
    segments += [(text[at:end], False), (" …" if end < len(text) else "", False)]
    return [segment for segment in segments if segment[0]]


def _places(text: str, marks: tuple[str, ...]) -> list[tuple[int, int, int]]:
    """Start, end and number of each mark found in `text`, in order."""
    folded, origin = aligned_words(text)
    found: list[tuple[int, int, int]] = []
    for number, mark in enumerate(marks):
        exact, stem = _patterns(mark)
        matches = [m for m, _ in zip(exact.finditer(folded), range(MAX_PLACES), strict=False)]
        matches = matches or [
            m for m, _ in zip(stem.finditer(folded), range(MAX_PLACES), strict=False)
        ]
        found += [(origin[m.start()], origin[m.end() - 1] + 1, number) for m in matches]
    return sorted(found)


@lru_cache(maxsize=1000)
def _patterns(mark: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Where `mark` stands as a word, in one of its forms, and failing that as the start of one."""
    if UNSEGMENTED.fullmatch(mark):
        anywhere = re.compile(re.escape(mark))
        return anywhere, anywhere
    whole = "|".join(map(re.escape, forms(mark)))
    stem = re.escape(mark[: max(3, len(mark) - 3)])
    return re.compile(rf"(?<!\S)(?:{whole})(?!\S)"), re.compile(rf"(?<!\S){stem}\S*")


def _best_start(places: list[tuple[int, int, int]]) -> int:
    """Where the stretch begins that holds most different marks; the earliest of equals."""
    best, most = places[0][0], 0
    for index, (first, _last, _mark) in enumerate(places[:MAX_PLACES]):
        near = set()
        for other, _end, mark in places[index : index + 50]:
            if other > first + LENGTH - BEFORE:
                break
            near.add(mark)
        if len(near) > most:
            best, most = first, len(near)
    return best


def _snap(text: str, start: int) -> int:
    """The beginning of a word at or soon after `start`."""
    space = text.find(" ", start - 1, start + 40) if start else -1
    return space + 1 if space >= 0 else start


def _snap_end(text: str, end: int) -> int:
    """The end of a word at or shortly before `end`."""
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", end - 40, end + 1)
    return space if space > 0 else end
