"""Footnotes, numbered in the order in which the text mentions them.

Python-Markdown reads the definitions. Its marks, ids and list are not used: the ids would hold
the writer's own labels, the numbers would follow the definitions, and a note defined within a
note would end in an error.
"""

import re
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteBlockProcessor, FootnoteExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

from wiki.rendering.trees import walk
from wiki.rendering.words import Words

MARK = "data-note"  # on a mention, until it is numbered: the position of its definition


class Footnotes(FootnoteExtension):
    """Python-Markdown's footnote definitions with marks and a list of our own."""

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the processors; the name is Python-Markdown's."""
        self.parser = md.parser
        self.md = md
        self.positions: dict[str, int] = {}
        md.parser.blockprocessors.register(FootnoteBlockProcessor(self), "footnote", 17)
        md.inlinePatterns.register(_MentionProcessor(self), "footnote", 175)
        md.treeprocessors.register(_NotesProcessor(self), "footnote", 50)

    def setFootnote(self, id: str, text: str) -> None:
        """Keep a definition; the position of its label is its name from here on."""
        super().setFootnote(id, text)
        self.positions.setdefault(id, len(self.positions))


class _MentionProcessor(InlineProcessor):
    """Turn `[^label]` into a mark, if there is such a note."""

    def __init__(self, footnotes: Footnotes) -> None:
        super().__init__(r"\[\^([^\]]*)\]")
        self.footnotes = footnotes

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        position = self.footnotes.positions.get(m.group(1))
        if position is None:
            return None, None, None
        mention = Element("sup")
        SubElement(mention, "a", {MARK: str(position)})
        return mention, m.start(0), m.end(0)


class _NotesProcessor(Treeprocessor):
    """Append the list of notes before their inline markup is read."""

    def __init__(self, footnotes: Footnotes) -> None:
        super().__init__(footnotes.md)
        self.footnotes = footnotes

    def run(self, root: Element) -> None:
        if not self.footnotes.footnotes:
            return
        notes = SubElement(SubElement(root, "section", {"class": "footnotes"}), "ol")
        pending = list(self.footnotes.positions)
        # A note may define further notes, so the list grows while it is read.
        for label in pending:
            # Lists are parsed differently inside a list item, hence the detour.
            holder = Element("div")
            self.footnotes.parser.parseChunk(holder, self.footnotes.footnotes[label])
            item = SubElement(notes, "li")
            item.extend(list(holder))
            if len(self.footnotes.positions) > len(pending):
                pending.extend(list(self.footnotes.positions)[len(pending) :])


def number_notes(root: Element, words: Words) -> None:
    """Number the mentions and sort the notes; give each note its ways back to the text."""
    section = next((child for child in root if child.get("class") == "footnotes"), None)
    if section is None:
        return
    notes = section[0]
    items = list(notes)
    mentions: dict[int, int] = {}  # position of the definition → how often it is mentioned
    order: dict[int, int] = {}  # position of the definition → number that the reader sees
    for parent, element in list(walk(root)):
        position = int(element.attrib.pop(MARK, -1))
        if position < 0:
            continue
        number = order.setdefault(position, len(order) + 1)
        mentions[position] = mentions.get(position, 0) + 1
        parent.set("id", f"fnref-{number}-{mentions[position]}")
        element.text = f"[{number}]"
        if element.tag == "a":  # else it stands within a link, which cannot hold another
            element.set("href", f"#fn-{number}")
            element.set("class", "footnote-ref")
            element.set("aria-label", words.note.format(number))
    section.set("aria-label", words.notes)
    notes[:] = [items[position] for position in order]
    for position, number in order.items():
        items[position].set("id", f"fn-{number}")
        _add_ways_back(items[position], number, mentions[position], words)
    # What no mention leads to still belongs to the article.
    notes.extend(item for position, item in enumerate(items) if position not in order)


def _add_ways_back(item: Element, number: int, count: int, words: Words) -> None:
    """Append a link back to every mention of a note to the note's last paragraph."""
    last = item[-1] if len(item) and item[-1].tag == "p" else SubElement(item, "p")
    for place in range(1, count + 1):
        label = words.back if place == 1 else words.back_again
        back = SubElement(
            last,
            "a",
            {
                "href": f"#fnref-{number}-{place}",
                "class": "footnote-back",
                "aria-label": label.format(number, place),
            },
        )
        back.text = "↩"
        _space_before(last, back)


def _space_before(parent: Element, child: Element) -> None:
    """Put a no-break space in front of the last child of an element."""
    if len(parent) > 1:
        parent[-2].tail = f"{(parent[-2].tail or '').rstrip()}\N{NO-BREAK SPACE}"
    else:
        parent.text = f"{(parent.text or '').rstrip()}\N{NO-BREAK SPACE}"
