"""A text with its authors at the margin: its lines, each in pieces of one origin. Pure: no ORM."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import NamedTuple

from .authorship import Token, is_word, tokens_of

# What one page shows at most, so that no text makes a page without end.
MOST_PIECES = 1_500
MOST_LINES = 1_000


class Piece(NamedTuple):
    """Tokens in a row that one revision brought in, and the space after them in the line.

    `words` counts those that are no marks: a full stop alone says little about who wrote what.
    """

    text: str
    after: str
    origin: int
    words: int


@dataclass(frozen=True)
class Line:
    """A line of the text, or a part of one that is too long for a page.

    `before` is the space that it begins with; `main` the origin of most of its words, None when
    it has none.
    """

    number: int
    before: str
    pieces: Sequence[Piece]
    main: int | None


@dataclass(frozen=True)
class Passage:
    """Lines in a row of which most is from one revision; None where no line has a word."""

    origin: int | None
    lines: Sequence[Line]


def lines_of(text: str, origins: Sequence[int]) -> list[Line]:
    """Return the lines of a text with one origin for each of its tokens.

    Raises ValueError when there are more or fewer origins than tokens.
    """
    tokens = iter(zip(tokens_of(text), origins, strict=True))
    left = next(tokens, None)
    lines: list[Line] = []
    start = 0
    for number, line in enumerate(text.split("\n"), start=1):
        end = start + len(line)
        owned: list[tuple[Token, int]] = []
        while left is not None and left[0].start < end:
            owned.append(left)
            left = next(tokens, None)
        lines.append(_line(number, line, start, owned))
        start = end + 1
    if len(lines) > 1 and not lines[-1].pieces and not lines[-1].before:
        lines.pop()  # what follows the last break of line
    return lines


def pages_of(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines in pages of at most MOST_LINES lines and MOST_PIECES pieces."""
    pages: list[list[Line]] = [[]]
    pieces = 0
    for line in lines:
        for part in _parts(line):
            if len(pages[-1]) >= MOST_LINES or pieces + len(part.pieces) > MOST_PIECES:
                pages.append([])
                pieces = 0
            pages[-1].append(part)
            pieces += len(part.pieces)
    return pages


def passages_of(lines: Sequence[Line]) -> list[Passage]:
    """Return lines in a row with one main origin as one passage; an empty line goes with those
    before it."""
    passages: list[tuple[int | None, list[Line]]] = []
    for line in lines:
        if passages and (line.main is None or line.main == passages[-1][0]):
            passages[-1][1].append(line)
        elif passages and passages[-1][0] is None:
            passages[-1] = (line.main, [*passages[-1][1], line])
        else:
            passages.append((line.main, [line]))
    return [Passage(origin, rows) for origin, rows in passages]


def _line(number: int, line: str, start: int, owned: list[tuple[Token, int]]) -> Line:
    if not owned:
        return Line(number, line, [], None)
    pieces: list[Piece] = []
    runs = [list(run) for _origin, run in groupby(owned, key=lambda one: one[1])]
    for run, following in zip(runs, [*runs[1:], None], strict=True):
        first, last = run[0][0], run[-1][0]
        end = last.start + len(last.text) - start
        next_start = following[0][0].start - start if following else len(line)
        words = line[first.start - start : end]
        count = sum(is_word(token.text) for token, _origin in run)
        pieces.append(Piece(words, line[end:next_start], run[0][1], count))
    counts = Counter(origin for token, origin in owned if is_word(token.text))
    # Of equals the one that stands first; where there are only marks, theirs.
    main = max(counts or [owned[0][1]], key=lambda origin: counts[origin])
    return Line(number, line[: owned[0][0].start - start], pieces, main)


def _parts(line: Line) -> list[Line]:
    if len(line.pieces) <= MOST_PIECES:
        return [line]
    pieces = iter(line.pieces)
    parts: list[Line] = []
    while part := list(islice(pieces, MOST_PIECES)):
        parts.append(Line(line.number, "" if parts else line.before, part, line.main))
    return parts
