"""The sections of a text as its writer sees them: by headings that are marked with `#`. Pure."""

import re
from typing import NamedTuple

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.+?)[ \t]*#*[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_NOTE = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_NOTE_TEXT = re.compile(r" {0,3}\[\^([^\]\s]+)\]:")


class Section(NamedTuple):
    """A heading and what stands under it, smaller headings included: characters of the text.

    `start` is where the heading's line begins, `body` where the line after it does.
    """

    level: int
    title: str
    start: int
    body: int
    end: int


def sections_of(text: str) -> list[Section]:
    """Return the sections, in order; one inside another comes after it."""
    found: list[Section] = []
    fence = ""
    at = 0
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\n")
        marks = _FENCE.match(bare)
        heading = None if fence else _HEADING.match(bare)
        if marks and not fence:
            fence = marks[1]
        elif marks and marks[1].startswith(fence):
            fence = ""
        if heading:
            level = len(heading[1])
            found = [
                one if one.end <= at or one.level < level else one._replace(end=min(one.end, at))
                for one in found
            ]
            found.append(Section(level, heading[2], at, at + len(line), len(text)))
        at += len(line)
    return found


def with_its_notes(part: str, whole: str) -> str:
    """Return the part of a text with the footnotes that it refers to and that stand elsewhere."""
    wanted = dict.fromkeys(_NOTE.findall(part))
    there = {name for name in map(_note_of, part.split("\n")) if name}
    notes = _notes(whole)
    missing = [notes[name] for name in wanted if name in notes and name not in there]
    return "\n\n".join([part.rstrip("\n"), *missing]) + "\n" if missing else part


def _note_of(line: str) -> str:
    found = _NOTE_TEXT.match(line)
    return found[1] if found else ""


def _notes(text: str) -> dict[str, str]:
    """The footnotes of a text by name, each with the indented lines that belong to it."""
    notes: dict[str, list[str]] = {}
    name = ""
    for line in text.split("\n"):
        begins = _note_of(line)
        if begins:
            name = begins
            notes.setdefault(name, []).append(line)
        elif name and line[:1].isspace() and line.strip():
            notes[name].append(line)
        elif line.strip():
            name = ""
    return {name: "\n".join(lines) for name, lines in notes.items()}
