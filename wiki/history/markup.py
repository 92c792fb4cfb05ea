"""Formatted text taken apart for comparing: blocks inside blocks, and in them words with a style.

It reads what wiki.rendering lets through and nothing else: tags written in one way, all of them
closed. What only helps to get around a page (anchors, the link to a heading, the way back from a
note) is left out: two versions stand on one page, and an id may stand there once.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from html import escape, unescape
from typing import NamedTuple

from .words import WORD

# Of each side, so that comparing ends within two seconds. 40,000 words of prose stay below.
MAX_SIZE = 1_000_000  # characters of HTML
MAX_PIECES = 100_000  # words, spaces, marks and tags
MAX_DEPTH = 40  # blocks in blocks; also marks around one word

_TAG_WEIGHT = 5  # a block costs as much as so many words
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_BLOCKS = frozenset(
    {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre"}
    | {"table", "thead", "tbody", "tr", "th", "td", "div", "section"}
)
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_WAYS_AROUND = re.compile(r' class="(?:heading-link|footnote-back)"')
# Names of places on the page, of which there would be two.
_LEFT_OUT = frozenset({"id", "aria-label", "role"})


class TooMuchToCompare(Exception):
    """Formatted texts that are too long, or nest too deep, to be held against each other."""


class Word(NamedTuple):
    """A word, a space, a mark; or an image or a line break, whose `text` is its tag.

    `style` are the start tags of what it stands in: emphasis, links, code.
    """

    text: str
    style: tuple[str, ...] = ()
    is_tag: bool = False

    @property
    def is_space(self) -> bool:
        """Whether there is nothing to see of it."""
        return not self.is_tag and self.text.isspace()


@dataclass(slots=True)
class Element:
    """A block: with blocks in it, or with words, never both. Without a tag, words in between."""

    tag: str = ""
    start: str = ""
    end: str = ""
    blocks: list["Element"] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    key: str = ""

    def text(self) -> str:
        """Its words, as they are read."""
        inner = "".join(word.text for word in self.words)
        return inner or " ".join(block.text() for block in self.blocks)


def blocks_of(markup: str) -> list[Element]:
    """The blocks of sanitized HTML. Raises TooMuchToCompare."""
    if len(markup) > MAX_SIZE:
        raise TooMuchToCompare
    root = _Reading(Element())
    stack = [root]
    pieces = 0
    for text, closing, name, attributes in _taken_apart(markup):
        pieces += _TAG_WEIGHT + stack[-1].add_text(text)
        if pieces > MAX_PIECES:
            raise TooMuchToCompare
        if name not in _BLOCKS:
            stack[-1].add_tag(closing, name, attributes)
        elif not closing:
            if len(stack) > MAX_DEPTH:
                raise TooMuchToCompare
            stack.append(_Reading(_element(name, attributes), stack[-1].in_code or name == "pre"))
        elif len(stack) > 1 and stack[-1].element.tag == name:
            done = stack.pop().finish()
            stack[-1].add_block(done)
    root.settle()
    return root.element.blocks


def _taken_apart(markup: str) -> Iterator[tuple[str, bool, str, str]]:
    """The tags with the text before each: text, whether it closes, name, attributes.

    Ways around the page are left out, with the words in them: nothing in them is of their kind.
    """
    position = 0
    skipping = ""
    for tag in _TAG.finditer(markup):
        before = "" if skipping else markup[position : tag.start()]
        position = tag.end()
        closing, name, attributes = tag.groups()
        if skipping:
            skipping = "" if closing and name == skipping else skipping
            continue
        if _WAYS_AROUND.search(attributes):
            skipping = name
            name, attributes = "", ""
        yield before, bool(closing), name, attributes
    yield markup[position:], False, "", ""


def lifted(element: Element) -> list[Element]:
    """What is in a block as blocks: its words as one that has no tag."""
    if element.blocks or not element.words:
        return element.blocks
    return [Element(words=element.words, key=element.key)]


def written(words: Iterable[Word]) -> str:
    """The words as HTML, in the links and marks that they stand in."""
    parts: list[str] = []
    opened: tuple[str, ...] = ()
    for word in words:
        if word.style != opened:
            parts += _between(opened, word.style)
            opened = word.style
        parts.append(word.text if word.is_tag else escape(word.text, quote=False))
    return "".join([*parts, *_between(opened, ())])


def _between(opened: tuple[str, ...], wanted: tuple[str, ...]) -> Iterator[str]:
    """The tags to close and to open on the way from one word to the next."""
    same = 0
    while same < min(len(opened), len(wanted)) and opened[same] == wanted[same]:
        same += 1
    for start in reversed(opened[same:]):
        yield f"</{_name_of(start)}>"
    yield from wanted[same:]


def _name_of(start: str) -> str:
    return start[1:-1].partition(" ")[0]


def _element(name: str, attributes: str) -> Element:
    if name in _HEADINGS:
        # In a difference it is a line among others: it has no place in the page's own order.
        return Element(name, f'<p class="was-{name}">', "</p>")
    return Element(name, _start(name, attributes), f"</{name}>")


def _start(name: str, attributes: str) -> str:
    kept = (match[0] for match in _ATTRIBUTE.finditer(attributes) if match[1] not in _LEFT_OUT)
    return f"<{name}{''.join(kept)}>"


class _Reading:
    """A block while it is read: what is finished in it, and the words since."""

    def __init__(self, element: Element, in_code: bool = False) -> None:
        self.element = element
        self.in_code = in_code
        self.words: list[Word] = []
        self.around: list[tuple[str, str]] = []
        self.style: tuple[str, ...] = ()

    def add_text(self, source: str) -> int:
        """Add the words of the text; returns how many."""
        words = WORD.findall(unescape(source))
        for word in words:
            # Where a line is broken in the source says nothing, except in code.
            kept = word if self.in_code or not word.isspace() else " "
            self.words.append(Word(kept, self.style))
        return len(words)

    def add_tag(self, closing: bool, name: str, attributes: str) -> None:
        if not name:
            return
        if name == "hr":
            self.add_block(_with_key(Element("hr", "<hr>")))
        elif name in ("br", "img"):
            self.words.append(Word(_start(name, attributes), self.style, is_tag=True))
        elif not closing:
            # A link to another place on its page would lead nowhere, or into the other version.
            leads_nowhere = name == "a" and ' href="#' in attributes
            self.around.append((name, "" if leads_nowhere else _start(name, attributes)))
            self._restyle()
        elif self.around and self.around[-1][0] == name:
            self.around.pop()
            self._restyle()

    def add_block(self, block: Element) -> None:
        self.settle()
        self.element.blocks.append(block)

    def settle(self) -> None:
        """Put the words so far into a block without a tag, for others stand beside them."""
        if not all(word.is_space for word in self.words):
            self.element.blocks.append(_with_key(Element(words=self.words)))
        self.words = []

    def finish(self) -> Element:
        if self.element.blocks:
            self.settle()
        else:
            self.element.words = self.words
        return _with_key(self.element)

    def _restyle(self) -> None:
        if len(self.around) > MAX_DEPTH:
            raise TooMuchToCompare
        self.style = tuple(start for _name, start in self.around if start)


def _with_key(element: Element) -> Element:
    """The element with a key that equal ones share, whatever is in them."""
    digest = blake2b(element.start.encode(), digest_size=16)
    for block in element.blocks:
        digest.update(f"\n{block.key}".encode())
    digest.update(f"\n{written(element.words)}".encode(errors="surrogatepass"))
    element.key = digest.hexdigest()
    return element
