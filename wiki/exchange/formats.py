"""Reads histories kept as JSON lines: one revision a line, whole text, the oldest first.

A line is an object with `page` (a path), `author`, `date` (ISO 8601; without an offset: UTC) and
`text`; it may have `comment`, `licence` (SPDX), `commit`, and `sha1` of the text's UTF-8 bytes,
which is then checked. Anything else in it is ignored. Nothing here touches the database.
"""

import gzip
import hashlib
import json
import lzma
import re
import unicodedata
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, cast

from wiki.rendering import MAX_TEXT

MAX_LINE = 12 * MAX_TEXT + 64 * 1024  # bytes; JSON may write one character in twelve
MAX_PAGE = 1000  # characters of a path
MAX_NAME = 150
MAX_SUMMARY = 500
CLOCKS_DIFFER = timedelta(days=1)  # a date so far ahead is still believed
_XZ = b"\xfd7zXZ\x00"
_GZIP = b"\x1f\x8b"
_EMAIL = re.compile(r"<?\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+\b>?")


class BrokenLine(Exception):
    """A line that cannot be imported: its number, from 1, and a sentence that says why."""

    def __init__(self, number: int, sentence: str) -> None:
        super().__init__(f"line {number}: {sentence}")
        self.number = number
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class PastRevision:
    """One line, checked: a revision as it was made elsewhere.

    `licence` is what the line says, or empty. `key` is the same for the same revision of the
    same page in any file, so that it is imported once.
    """

    line: int
    page: str
    text: str
    author: str
    created: datetime
    summary: str
    licence: str
    key: str


def read_revisions(path: Path, *, now: datetime) -> Iterator[PastRevision | BrokenLine]:
    """Yields what each line of the file holds; memory is bounded by the longest line.

    Broken lines are yielded, not raised; a compressed file that ends early or is damaged ends
    with one. Raises OSError when the file cannot be opened.
    """
    number = 0
    try:
        with _opened(path) as file:
            for number, line in _lines(file):
                if not isinstance(line, bytes):
                    yield line
                elif line.strip():
                    try:
                        yield parse(number, line, now=now)
                    except BrokenLine as broken:
                        yield broken
    except (EOFError, lzma.LZMAError, zlib.error, gzip.BadGzipFile) as error:
        yield BrokenLine(
            number + 1, f"The compressed file is damaged or not whole from here on ({error})."
        )


def _opened(path: Path) -> BinaryIO:
    """The file, decompressed as its first bytes ask, whatever its name."""
    with path.open("rb") as file:
        start = file.read(len(_XZ))
    if start == _XZ:
        return cast(BinaryIO, lzma.open(path, "rb"))
    if start.startswith(_GZIP):
        return cast(BinaryIO, gzip.open(path, "rb"))
    return path.open("rb")


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes | BrokenLine]]:
    """Numbered lines; of an overlong one nothing but the number is kept."""
    number = 0
    while line := file.readline(MAX_LINE + 1):
        number += 1
        if len(line) <= MAX_LINE:
            yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(MAX_LINE)
        yield number, BrokenLine(number, f"It is longer than {MAX_LINE:,} bytes.")


def parse(number: int, line: bytes, *, now: datetime) -> PastRevision:
    """The revision that a line holds. Raises BrokenLine."""
    fields = _Fields(number, line)
    page = fields.text("page")
    if len(page) > MAX_PAGE or _has_controls(page):
        raise BrokenLine(number, "Its page is not a path.")
    text = fields.text("text", may_be_empty=True)
    if len(text) > MAX_TEXT:
        raise BrokenLine(
            number, f"Its text has {len(text):,} characters; {MAX_TEXT:,} are possible."
        )
    sha1 = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
    said = fields.text("sha1", required=False).strip().lower()
    if said and said != sha1:
        raise BrokenLine(number, f"Its text has sha1 {sha1}, not {said[:40]} as the line says.")
    author = one_line(without_addresses(fields.text("author")))[:MAX_NAME].strip()
    if not author:
        raise BrokenLine(number, "Its author has no name.")
    created = _date(number, fields.text("date"), now)
    identity = [page, fields.text("commit", required=False), created.isoformat(), author, sha1]
    return PastRevision(
        line=number,
        page=page,
        text=text,
        author=author,
        created=created,
        summary=summary_of(fields.text("comment", required=False)),
        licence=fields.text("licence", required=False).strip(),
        key="import:" + hashlib.sha256("\n".join(identity).encode()).hexdigest()[:40],
    )


class _Fields:
    """The fields of a line, each a text that every database can keep."""

    def __init__(self, number: int, line: bytes) -> None:
        self.number = number
        try:
            values = json.loads(line.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise BrokenLine(number, f"It is not UTF-8 (byte {error.start + 1}).") from None
        except json.JSONDecodeError as error:
            raise BrokenLine(
                number, f"It is not JSON ({error.msg}, character {error.colno})."
            ) from None
        except (ValueError, RecursionError):
            raise BrokenLine(number, "Its JSON is not that of a revision.") from None
        if not isinstance(values, dict):
            raise BrokenLine(number, "It is not a JSON object with page, author, date and text.")
        self.values: dict[str, Any] = values

    def text(self, name: str, *, required: bool = True, may_be_empty: bool = False) -> str:
        """The field's value; empty when it is not required and absent or null."""
        value = self.values.get(name)
        if value is None:
            if required:
                raise BrokenLine(self.number, f"It has no {name}.")
            return ""
        if not isinstance(value, str):
            raise BrokenLine(self.number, f"Its {name} is not a text.")
        if required and not may_be_empty and not value.strip():
            raise BrokenLine(self.number, f"Its {name} is empty.")
        if "\0" in value:
            raise BrokenLine(self.number, f"Its {name} holds the character NUL.")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise BrokenLine(self.number, f"Its {name} holds half a character.") from None
        return value


def _date(number: int, value: str, now: datetime) -> datetime:
    try:
        found = datetime.fromisoformat(value.strip())
        if found.tzinfo is None:
            found = found.replace(tzinfo=UTC)
        found = found.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BrokenLine(
            number,
            f"Its date “{one_line(value)[:40]}” is not one, such as 2018-01-02T23:56:28+13:00.",
        ) from None
    if found > now + CLOCKS_DIFFER:
        raise BrokenLine(number, f"Its date, {found:%Y-%m-%d %H:%M} UTC, is in the future.")
    return found


def summary_of(comment: str) -> str:
    """A comment as a summary: whole on one line when that fits, else its first line, cut."""
    comment = without_addresses(comment).strip()
    whole = one_line(comment)
    if len(whole) <= MAX_SUMMARY:
        return whole
    first = one_line(comment.splitlines()[0])
    return first if len(first) <= MAX_SUMMARY else first[: MAX_SUMMARY - 1] + "…"


def without_addresses(text: str) -> str:
    """The text without e-mail addresses, which this wiki keeps of nobody."""
    return _EMAIL.sub("", text)


def one_line(text: str) -> str:
    """The text on one line: white space collapsed, control and invisible characters out."""
    shown = (" " if unicodedata.category(char) == "Cc" else char for char in text)
    kept = "".join(char for char in shown if unicodedata.category(char) not in ("Cf", "Cs"))
    return " ".join(kept.split())


def _has_controls(text: str) -> bool:
    return any(unicodedata.category(char) == "Cc" for char in text)
