"""Which part of a text is too hard to format: a guess that costs next to nothing.

Used in the worker to pick the parts worth trying on their own, and in the parent when the worker
is past asking.
"""

import re
from dataclasses import dataclass

MAX_START = 40
MANY = 200  # marks in one part below which it is not suspicious by itself

_PART = re.compile(r"[^\n]*\S[^\n]*(?:\n[^\n]*\S[^\n]*)*")
_MARKS = re.compile(r"[^\w\s.,;’]")


@dataclass(frozen=True, slots=True)
class Part:
    """Lines without an empty one between them; `line` counts from 1."""

    line: int
    text: str
    marks: int

    @property
    def start(self) -> str:
        """The first words, in one line, fit to be quoted."""
        first = " ".join(self.text[: 4 * MAX_START].split())
        return first if len(first) <= MAX_START else f"{first[:MAX_START]}…"


def suspects(text: str, count: int) -> list[Part]:
    """Return the parts with most marks in them, the likeliest first. Linear in the text."""
    parts = []
    line, counted = 1, 0
    for match in _PART.finditer(text):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        parts.append(Part(line, match[0], len(_MARKS.findall(match[0]))))
    return sorted(parts, key=lambda part: part.marks, reverse=True)[:count]


def likeliest(text: str) -> Part | None:
    """Return the one part that must be the culprit, or None if no part stands out."""
    found = suspects(text, 2)
    if not found or found[0].marks < MANY:
        return None
    runner_up = found[1].marks if len(found) > 1 else 0
    return found[0] if found[0].marks >= 2 * runner_up else None
