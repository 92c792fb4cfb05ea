"""Lists, tables and code blocks in a shape that browsers and screen readers take as meant."""

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.tables import TableProcessor
from markdown.postprocessors import Postprocessor

from wiki.rendering.trees import words_of
from wiki.rendering.wikilinks import MAX_WORDS, TARGET
from wiki.rendering.words import Words

_ITEMS = {"ul": ("li",), "ol": ("li",), "dl": ("dt", "dd")}
_ANY_ITEM = ("li", "dt", "dd")
_CODE_BLOCK = re.compile(r"<pre[^>]*><code[^>]*>")


class WikiTableProcessor(TableProcessor):
    """Tables whose cells may hold `[[Title|words]]`: that pipe parts no cells."""

    # The fourth group holds what looks like a pipe between cells and is none.
    RE_CODE_PIPES = re.compile(
        r"(?:(\\\\)|(\\`+)|(`+)|"
        rf"(\\\||\[\[{TARGET}\|[^\[\]|]{{0,{MAX_WORDS}}}\]\])|"
        r"(\|))"
    )

    def __init__(self, md: Markdown) -> None:
        super().__init__(md.parser, {"use_align_attribute": True})


class CodeBlockPostprocessor(Postprocessor):
    """Drop what the writer put on a fenced code block, and let the keyboard scroll it."""

    def run(self, text: str) -> str:
        blocks = self.md.htmlStash.rawHtmlBlocks
        for index, block in enumerate(blocks):
            if isinstance(block, str):
                blocks[index] = _CODE_BLOCK.sub('<pre tabindex="0"><code>', block, count=1)
        return text


def settle_lists(root: Element) -> None:
    """Make sure that lists hold items alone, and that items stand in lists alone."""
    for element in list(root.iter()):
        if element.tag == "dl" and {child.tag for child in element} != {"dt", "dd"}:
            element.tag = "ul"
        allowed = _ITEMS.get(element.tag, ())
        for index, child in enumerate(element):
            if child.tag in allowed:
                continue
            if child.tag in _ANY_ITEM:
                child.tag = "dd" if element.tag == "dl" else "li" if allowed else "div"
            elif allowed:
                item = Element("dd" if element.tag == "dl" else "li")
                item.append(child)
                element[index] = item
        if element.tag == "dl" and element[0].tag == "dd":
            element.insert(0, Element("dt"))


def settle_tables(root: Element, words: Words) -> None:
    """Put each table into a region that scrolls by touch and by keyboard, and mark its cells."""
    for number, holder in enumerate(list(root.iter("table")), start=1):
        table = Element("table")
        table.extend(list(holder))
        tail = holder.tail
        holder.clear()
        holder.tail = tail
        holder.tag = "div"
        holder.attrib.update(
            {
                "class": "table-scroll",
                "role": "region",
                "tabindex": "0",
                "aria-label": words.table.format(number),
            }
        )
        holder.append(table)
        for cell in table.iter():
            _settle_cell(cell)


def _settle_cell(cell: Element) -> None:
    align = cell.attrib.pop("align", None)
    if align:
        cell.set("class", f"align-{align}")
    if cell.tag == "th":
        if words_of(cell):
            cell.set("scope", "col")
        else:
            cell.tag = "td"  # an empty header names nothing


def settle_code(root: Element) -> None:
    """Let the keyboard scroll indented code blocks."""
    for block in root.iter("pre"):
        block.set("tabindex", "0")
