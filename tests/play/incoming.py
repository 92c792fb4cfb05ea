"""Edits to be played: of a real history where one is named, otherwise made up, always the same.

`HISTORY_TO_PLAY=guide/revisions.jsonl.xz make test` plays the last 300 revisions of a real one,
and looks at who wrote what in all of it.
"""

import datetime as dt
import os
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wiki.exchange.formats import BrokenLine, PastRevision, read_revisions

NAMED = os.environ.get("HISTORY_TO_PLAY", "")
ACCOUNTS = 40
_WORDS = [
    *("people", "make", "things", "together", "and", "share", "what", "they", "know", "with"),
    *("whoever", "comes", "after", "so", "that", "nobody", "has", "to", "begin", "anew"),
]


@dataclass(frozen=True)
class Incoming:
    """One edit: the whole text of a page as an account sends it, and why."""

    page: str
    account: int
    text: str
    summary: str


@dataclass(frozen=True)
class Script:
    """What stands when the play begins (page to text), and the edits that come in."""

    before: dict[str, str]
    edits: Sequence[Incoming]


def script(edits: int, pages: int = 25, lines: int = 30) -> Script:
    """The last `edits` of the named history, or as many made up, to pages of so many lines."""
    if NAMED:
        return _real(Path(NAMED), edits)
    return _made_up(random.Random(300), edits, pages, lines)


def histories(edits: int) -> dict[str, list[str]]:
    """All texts of each page, the oldest first: of the named one, or of so many edits made up."""
    texts: defaultdict[str, list[str]] = defaultdict(list)
    if NAMED:
        for row in _rows(Path(NAMED)):
            texts[row.page].append(row.text)
        return dict(texts)
    made = script(edits)
    for page, text in made.before.items():
        texts[page].append(text)
    for edit in made.edits:
        texts[edit.page].append(edit.text)
    return dict(texts)


def _rows(path: Path) -> list[PastRevision]:
    rows: list[PastRevision] = []
    # By the machine's clock: that of the play may stand before the history was written.
    for row in read_revisions(path, now=dt.datetime.now(dt.UTC)):
        assert not isinstance(row, BrokenLine), row
        rows.append(row)
    # As they came in time, over all pages; sorting is stable, so within a page as they stand.
    return sorted(rows, key=lambda row: row.created)


def _real(path: Path, edits: int) -> Script:
    rows = _rows(path)
    before: dict[str, str] = {}
    for row in rows[:-edits]:
        before[row.page] = row.text
    authors = sorted({row.author for row in rows[-edits:]})
    return Script(
        before,
        [
            Incoming(row.page, authors.index(row.author) % ACCOUNTS, row.text, row.summary)
            for row in rows[-edits:]
        ],
    )


def _made_up(chance: random.Random, edits: int, count: int, lines: int) -> Script:
    french = count // 3
    pages = {f"guide/page-{n}.md": _lines(chance, lines) for n in range(1, count - french + 1)}
    pages |= {f"guide/fr/page-{n}.md": _lines(chance, lines) for n in range(1, french + 1)}
    before = {page: _text(lines) for page, lines in pages.items()}
    made = []
    for number in range(edits):
        page = chance.choice(list(pages))
        _change(chance, pages[page])
        account = number if number < ACCOUNTS else int(ACCOUNTS * chance.random() ** 2)
        made.append(Incoming(page, account, _text(pages[page]), f"Change {number}"))
    return Script(before, made)


def _lines(chance: random.Random, count: int) -> list[str]:
    return [" ".join(chance.choices(_WORDS, k=12)).capitalize() + "." for _line in range(count)]


def _text(lines: Sequence[str]) -> str:
    return "\n\n".join(lines) + "\n"


def _change(chance: random.Random, lines: list[str]) -> None:
    deed = chance.choice(["word", "word", "add", "remove"])
    place = chance.randrange(len(lines))
    if deed == "add":
        lines.insert(place, *_lines(chance, 1))
    elif deed == "remove" and len(lines) > 10:
        del lines[place]
    else:
        words = lines[place].split()
        words[chance.randrange(len(words))] = f"word{chance.randrange(10**6)}"
        lines[place] = " ".join(words)


def pages_of(play: Script) -> Iterator[str]:
    """All pages of the play, each once."""
    seen: defaultdict[str, bool] = defaultdict(bool)
    for page in [*play.before, *(edit.page for edit in play.edits)]:
        if not seen[page]:
            seen[page] = True
            yield page
