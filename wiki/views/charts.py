"""Where the parts of a chart stand: geometry alone, in whole units of the picture.

Places are written as strings, so that no language's way of writing numbers gets into them.
"""

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 480, 200
LEFT, RIGHT, TOP, BOTTOM = 60, 470, 14, 172
# How bars of several kinds are told apart, besides by colour: see the patterns in the template.
LOOKS = ("solid", "striped", "dotted", "hollow")


class Mark(NamedTuple):
    """A word at a place of an axis."""

    place: str
    value: int


class Bar(NamedTuple):
    """A bar, or a part of one."""

    x: str
    y: str
    width: str
    height: str
    look: str


class Chart(NamedTuple):
    """A picture of numbers, one after the other from left to right."""

    lines: list[Mark]  # across, each with the number it stands for
    places: list[Mark]  # below, each with the index of what stands there
    points: str = ""
    area: str = ""
    bars: Sequence[Bar] = ()


def line_chart(values: Sequence[int]) -> Chart:
    """A line through the values."""
    top = round_top(max(values, default=0))
    step = (RIGHT - LEFT) / max(1, len(values) - 1)
    points = [
        f"{round(LEFT + index * step)},{_height_of(value, top)}"
        for index, value in enumerate(values)
    ]
    area = [f"{LEFT},{BOTTOM}", *points, f"{RIGHT},{BOTTOM}"]
    places = [round(LEFT + index * step) for index in range(len(values))]
    return Chart(_lines(top), _below(places), points=" ".join(points), area=" ".join(area))


def bar_chart(columns: Sequence[Sequence[int]]) -> Chart:
    """A bar for each column, its parts one upon the other, each kind with a look of its own."""
    top = round_top(max((sum(column) for column in columns), default=0))
    step = (RIGHT - LEFT) / max(1, len(columns))
    bars = []
    for index, column in enumerate(columns):
        below = 0
        for kind, value in enumerate(column):
            if value:
                foot, head = _height_of(below, top), _height_of(below + value, top)
                x = round(LEFT + index * step + 2)
                look = LOOKS[kind % len(LOOKS)]
                # However few they are beside the others, they are to be seen.
                height = max(2, foot - head)
                bars.append(
                    Bar(str(x), str(foot - height), str(round(step - 4)), str(height), look)
                )
            below += value
    places = [round(LEFT + (index + 0.5) * step) for index in range(len(columns))]
    return Chart(_lines(top), _below(places), bars=bars)


def round_top(highest: int) -> int:
    """The least even number of the kind 2, 4, 6, 8, 10, 20, 40 … that nothing is above."""
    size = 1
    while highest > 10 * size:
        size *= 10
    return next(step * size for step in (2, 4, 6, 8, 10) if step * size >= highest)


def _height_of(value: int, top: int) -> int:
    return round(BOTTOM - (BOTTOM - TOP) * value / top)


def _lines(top: int) -> list[Mark]:
    return [Mark(str(_height_of(value, top)), value) for value in (0, top // 2, top)]


def _below(places: Sequence[int]) -> list[Mark]:
    """The first, the middle and the last place."""
    chosen = sorted({0, len(places) // 2, len(places) - 1}) if places else []
    return [Mark(str(places[index]), index) for index in chosen]
