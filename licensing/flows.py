"""Where the parts of the drawing stand that shows what may flow into a licence and out of it.

Geometry alone, in whole units of the picture, one column of rows so that a phone shows it at the
size of its text. Places are strings, so that no language's way of writing numbers gets in.
"""

from collections.abc import Sequence
from typing import NamedTuple

WIDTH = 360
TRUNK, NAMES = 22, 74  # from the left: the line that all rows join, and where names begin
ROW, BOX, HEADING = 30, 44, 34  # heights
LETTER, SMALL_LETTER = 7.5, 6.8  # how wide letters of names and of the words behind them are
LONGEST_TITLE = 38  # letters

# How the line of each letter looks, beside its colour; what needs every author's word stops short.
LOOKS = {"Y": "solid", "V": "dashed", "P": "dashed", "R": "dotted", "N": "stopped"}


class Stream(NamedTuple):
    """Text on its way from or to a licence, or the rest of them: a letter, a name, a word."""

    letter: str
    name: str
    word: str


class Row(NamedTuple):
    """A stream where it is drawn: `y` is its middle, `path` its line, `head` its arrow or bar."""

    y: str
    text_y: str
    look: str
    path: str
    head: str
    name: str
    word: str


class Half(NamedTuple):
    """The rows above or below the licence; `trunk` is empty where nothing joins it."""

    heading_y: str
    rows: list[Row]
    trunk: str
    head: str


class Flow(NamedTuple):
    """The picture: what comes in above, the licence in a box, where it goes below."""

    height: str
    name: str
    box_y: str
    name_y: str
    coming: Half
    going: Half


def flow(name: str, coming: Sequence[Stream], going: Sequence[Stream]) -> Flow:
    """Draw one licence between what may come into pages under it and where its text may go."""
    first = HEADING + ROW // 2
    box = HEADING + ROW * len(coming) + ROW // 2
    below = box + BOX + HEADING + ROW // 2
    height = box + BOX + HEADING + ROW * len(going)
    return Flow(
        height=str(height),
        name=shortened(name, LONGEST_TITLE),
        box_y=str(box),
        name_y=str(box + BOX // 2 + 5),
        coming=_coming(coming, first, box),
        going=_going(going, below, box + BOX),
    )


def shortened(name: str, longest: int) -> str:
    """The name, or as much of it as there is room for."""
    return name if len(name) <= longest else f"{name[: longest - 1].rstrip()}…"


def _coming(streams: Sequence[Stream], first: int, box: int) -> Half:
    rows, joining = [], []
    for index, stream in enumerate(streams):
        y = first + index * ROW
        if stream.letter == "N":
            head = f"M{TRUNK + 14} {y - 6}V{y + 6}"
            rows.append(_row(stream, y, f"M{NAMES - 8} {y}H{TRUNK + 14}", head))
        else:
            joining.append(y)
            rows.append(_row(stream, y, f"M{NAMES - 8} {y}H{TRUNK}", ""))
    trunk = f"M{TRUNK} {joining[0]}V{box - 8}" if joining else ""
    head = f"M{TRUNK - 6} {box - 10}h12L{TRUNK} {box}z" if joining else ""
    return Half("20", rows, trunk, head)


def _going(streams: Sequence[Stream], first: int, box: int) -> Half:
    rows, leaving = [], []
    for index, stream in enumerate(streams):
        y = first + index * ROW
        if stream.letter == "N":
            head = f"M{NAMES - 22} {y - 6}V{y + 6}"
            rows.append(_row(stream, y, f"M{TRUNK + 14} {y}H{NAMES - 22}", head))
        else:
            leaving.append(y)
            head = f"M{NAMES - 18} {y - 6}v12L{NAMES - 8} {y}z"
            rows.append(_row(stream, y, f"M{TRUNK} {y}H{NAMES - 16}", head))
    trunk = f"M{TRUNK} {box}V{leaving[-1]}" if leaving else ""
    return Half(str(box + 22), rows, trunk, "")


def _row(stream: Stream, y: int, path: str, head: str) -> Row:
    room = WIDTH - NAMES - 8 - SMALL_LETTER * len(stream.word)
    name = shortened(stream.name, max(8, int(room / LETTER)))
    return Row(str(y), str(y + 5), LOOKS[stream.letter], path, head, name, stream.word)
