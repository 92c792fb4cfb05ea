"""Histories for tests: the small ones that are kept, and lines made on the spot."""

import hashlib
import json
from pathlib import Path
from typing import Any

HISTORIES = Path(__file__).resolve().parents[2] / "fixtures" / "histories"
GARDEN = HISTORIES / "garden.jsonl"
HOSTILE = HISTORIES / "hostile.jsonl"


def make_line(text: str = "Frogs.\n", **fields: Any) -> bytes:
    """A line as it should be, but for the fields given; those that are None are left out."""
    values = {
        "page": "pond.md",
        "commit": hashlib.sha1(text.encode()).hexdigest(),
        "author": "contributor-1",
        "date": "2020-01-01T00:00:00Z",
        "comment": "Why not",
        "licence": "CC-BY-4.0",
        "text": text,
    } | fields
    kept = {name: value for name, value in values.items() if value is not None}
    return json.dumps(kept, ensure_ascii=False).encode()


def write_history(path: Path, lines: list[bytes]) -> Path:
    """A file of these lines."""
    path.write_bytes(b"".join(line + b"\n" for line in lines))
    return path


def make_long_history(path: Path, *, pages: int = 3, revisions: int = 7) -> Path:
    """Pages whose revisions come by turns, each adding a line to its page."""
    lines = []
    for number in range(1, revisions + 1):
        for page in range(1, pages + 1):
            text = f"# Page {page}\n\n" + "".join(f"Line {n}.\n\n" for n in range(number))
            author = f"contributor-{(number + page) % 4}"
            date = f"2020-01-{number:02}T00:00:00Z"
            lines.append(make_line(text, page=f"page-{page}.md", author=author, date=date))
    return write_history(path, lines)
