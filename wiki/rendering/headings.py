"""Headings: levels without a gap, ids, links to themselves, and the table of contents.

The page's title is its only `h1`, so an article starts at `h2`, whether its writer began with
`#` or, as most do, with `##`. A heading goes one level below the nearest heading before it that
has fewer marks; so no level is ever skipped, whatever was typed.
"""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from wiki.addresses import slug_of
from wiki.rendering.trees import dissolve, escaped, walk, words_of
from wiki.rendering.words import Words

ID_PREFIX = "s-"
MAX_ID = 80
MAX_TEXT = 300

_HEADING = re.compile(r"h[1-6]")
# Left in a heading, they would turn the rest of a table of contents around.
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading in the tree; `listed` if it belongs in the table of contents."""

    element: Element
    level: int
    id: str
    text: str
    listed: bool


def section_id(words: str) -> str:
    """Return the id that a heading with these words has, if it is the first with them."""
    return ID_PREFIX + (slug_of(words)[:MAX_ID].rstrip("-") or "section")


def settle_headings(root: Element) -> list[Section]:
    """Give every heading its level and its id; a heading without words becomes plain text."""
    sections = []
    open_levels: list[int] = []
    used: dict[str, int] = {}
    for parent, element in walk(root):
        if not _HEADING.fullmatch(element.tag or ""):  # a dissolved element has no tag
            continue
        text = _BIDI_CONTROLS.sub("", words_of(element))[:MAX_TEXT]
        if not text:
            dissolve(element)
            continue
        typed = int(element.tag[1])
        while open_levels and open_levels[-1] >= typed:
            open_levels.pop()
        level = min(2 + len(open_levels), 6)
        open_levels.append(typed)
        element.tag = f"h{level}"
        identifier = _unused(section_id(text), used)
        element.set("id", identifier)
        sections.append(Section(element, level, identifier, text, listed=parent is root))
    return sections


def link_headings(sections: list[Section], words: Words) -> None:
    """Append to each heading a link to itself."""
    for section in sections:
        label = words.heading_link.format(section.text)
        link = SubElement(
            section.element,
            "a",
            {"href": f"#{section.id}", "class": "heading-link", "aria-label": escaped(label)},
        )
        link.text = "#"
        _part(section.element)


def _part(heading: Element) -> None:
    """Put a space before the last child, so that a screen reader does not run the two together."""
    if len(heading) > 1:
        heading[-2].tail = f"{heading[-2].tail or ''} "
    else:
        heading.text = f"{heading.text or ''} "


def _unused(identifier: str, used: dict[str, int]) -> str:
    """Return the id, with a number behind it if it is taken: `s-law`, `s-law-2`."""
    candidate = identifier
    while candidate in used:
        used[identifier] += 1
        candidate = f"{identifier}-{used[identifier]}"
    used[candidate] = 1
    return candidate
