"""What a page of an imported history is called, and in which language it is. Pure text."""

import re
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath

import yaml

from wiki.addresses import slug_of
from wiki.exchange.formats import one_line

MAX_TITLE = 200
HEAD = 8_000  # characters at the beginning of a text in which a title is looked for
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE_LINE = re.compile(r"^title:[ \t]+\S[^\n]{0,500}$", re.MULTILINE)
_ATX = re.compile(r" {0,3}(#{1,6})[ \t]+(.+)")
_ATTRIBUTES = re.compile(r"[ \t]*\{[^{}]*\}[ \t]*$")
_CLOSING = re.compile(r"[ \t]+#+[ \t]*$")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MARKS = re.compile(r"(?<!\\)(\*{1,3}|`+|(?<!\w)_{1,3}|_{1,3}(?!\w))")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_ORDER = re.compile(r"\d+[-_. ]+")


def title_of(page: str, text: str) -> str:
    """The title of a page: of its front matter, its heading, or its file; empty if none will do.

    A heading counts when the text begins with it or has no other of the first level.
    """
    return next(
        (title for title in map(_fitting, _candidates(page, text[:HEAD])) if slug_of(title)), ""
    )


def _candidates(page: str, head: str) -> Iterator[str]:
    front = _FRONT_MATTER.match(head)
    if front:
        yield _stated(front[1])
        head = head[front.end() :]
    yield _heading(head)
    path = PurePosixPath(page)
    stem = path.stem
    if stem.lower() in ("readme", "index", "_index") and path.parent.name:
        stem = path.parent.name
    yield _named(stem)
    yield page


def _stated(front_matter: str) -> str:
    """What the front matter's `title:` says."""
    line = _TITLE_LINE.search(front_matter)
    if not line:
        return ""
    try:
        value = yaml.safe_load(line[0])
    except (yaml.YAMLError, ValueError):
        return line[0].partition(":")[2]
    title = value.get("title") if isinstance(value, dict) else ""
    return str(title) if isinstance(title, str | int | float) else ""


def _heading(text: str) -> str:
    """The heading that the text begins with, else the only one of the first level."""
    is_first, in_fence = True, False
    first_level = []
    for line in text.splitlines():
        if _FENCE.match(line):
            in_fence = not in_fence
        heading = None if in_fence else _ATX.match(line)
        if heading and is_first:
            return _plain(heading[2])
        if heading and len(heading[1]) == 1:
            first_level.append(heading[2])
        if line.strip():
            is_first = False
    return _plain(first_level[0]) if len(first_level) == 1 else ""


def _plain(heading: str) -> str:
    """A heading's words without Markdown's marks."""
    words = _ATTRIBUTES.sub("", heading[:1000])
    words = _TAG.sub("", _LINK.sub(r"\1", _CLOSING.sub("", words)))
    return _ESCAPE.sub(r"\1", _MARKS.sub("", words))


def _named(stem: str) -> str:
    words = re.sub(r"[-_]+", " ", _ORDER.sub("", stem, count=1)).strip() or stem
    return words[:1].upper() + words[1:]


def _fitting(title: str) -> str:
    return one_line(title)[:MAX_TITLE].strip()


def language_of(page: str, default: str, known: Collection[str]) -> tuple[str, str]:
    """The language of a page and the path of the page that it translates, empty if none.

    A folder named after a language says it: `guide/fr/x.md` is French and translates
    `guide/x.md`, which is in the default language.
    """
    parts = page.split("/")
    for position, folder in enumerate(parts[:-1]):
        if folder in known:
            if folder == default:
                return default, ""
            return folder, "/".join(parts[:position] + parts[position + 1 :])
    return default, ""
