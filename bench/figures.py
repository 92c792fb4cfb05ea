"""Figures, their bounds, and the table that shows them."""

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """Something measured. `at_least` or `at_most` is what it has to keep to, if anything."""

    name: str
    value: float
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None

    @property
    def is_kept(self) -> bool:
        """Whether the figure keeps to its bound."""
        above = self.at_least is None or self.value >= self.at_least
        return above and (self.at_most is None or self.value <= self.at_most)

    @property
    def bound(self) -> str:
        """The bound and whether it is kept, in words; empty without one."""
        if self.at_least is None and self.at_most is None:
            return ""
        sign, limit = ("≥", self.at_least) if self.at_least is not None else ("≤", self.at_most)
        return f"{sign} {limit:g} {'kept' if self.is_kept else 'NOT KEPT'}"

    def as_json(self) -> dict[str, Any]:
        """All of it, for a file."""
        return asdict(self) | {"is_kept": self.is_kept}


def from_json(values: dict[str, Any]) -> Figure:
    """The figure that `as_json` wrote."""
    return Figure(**{name: value for name, value in values.items() if name != "is_kept"})


def ninety_fifth(values: Sequence[float]) -> float:
    """The value that 95 in a hundred are not above."""
    return sorted(values)[max(0, -(-95 * len(values) // 100) - 1)]


def milliseconds(name: str, seconds: Sequence[float]) -> list[Figure]:
    """Median and 95th percentile of times."""
    return [
        Figure(f"{name}, median", statistics.median(seconds) * 1000, "ms"),
        Figure(f"{name}, 95th percentile", ninety_fifth(seconds) * 1000, "ms"),
    ]


def table(figures: Sequence[Figure]) -> str:
    """The figures, a line each."""
    width = max(len(figure.name) for figure in figures)
    lines = []
    for figure in figures:
        number = f"{figure.value:,.0f}" if figure.value >= 1000 else f"{figure.value:,.3g}"
        lines.append(
            f"  {figure.name:{width}} {number:>9} {figure.unit:<7} {figure.bound}".rstrip()
        )
    return "\n".join(lines)
