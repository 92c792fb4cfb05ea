"""Text in, HTML out: Markdown, our own additions to it, and the two walls. No limits here."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.inlinepatterns import AUTOMAIL_RE, InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from wiki.addresses import LinkTarget
from wiki.rendering.footnotes import Footnotes, number_notes
from wiki.rendering.headings import Section, link_headings, settle_headings
from wiki.rendering.links import Links, WikiLinkProcessor, settle_links
from wiki.rendering.plain import plain_text
from wiki.rendering.sanitizing import clean
from wiki.rendering.structure import (
    CodeBlockPostprocessor,
    WikiTableProcessor,
    settle_code,
    settle_lists,
    settle_tables,
)
from wiki.rendering.words import words_in

# What XML and HTML cannot hold, and what Markdown uses as marks of its own.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FRONT_MATTER = re.compile(r"---[ ]*\n((?:[^\n]*\n){1,100}?)---[ ]*(?:\n|\Z)")
_FRONT_MATTER_LINE = re.compile(r"[\w-]+[ ]*:|[ \t]|#|- |$")


@dataclass(frozen=True, slots=True)
class Formatted:
    """An article's HTML and what was learned on the way to it."""

    html: str
    sections: list[Section]
    links: list[LinkTarget]
    plain: str


def format_text(
    text: str, language: str, languages: Collection[str], missing: Collection[tuple[str, str]]
) -> Formatted:
    """Format a text; takes as long as it takes.

    `missing` are the (language, slug) pairs whose links are drawn as leading nowhere yet.
    Raises RecursionError for what is nested too deep.
    """
    links = Links(language, languages, missing, words_in(language))
    additions = _Additions(links)
    markdown = Markdown(
        extensions=[
            DefListExtension(),
            FencedCodeExtension(),
            SaneListExtension(),
            Footnotes(),
            additions,
        ],
        output_format="html",
    )
    markup = clean(markdown.convert(_without_front_matter(_printable(text))))
    found = list(links.found.values())
    return Formatted(markup, additions.sections, found, plain_text(markup))


def _printable(text: str) -> str:
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def _without_front_matter(text: str) -> str:
    """Drop a leading block of `key: value` lines between `---`, as page generators use it."""
    block = _FRONT_MATTER.match(text)
    if block and all(_FRONT_MATTER_LINE.match(line) for line in block[1].splitlines()):
        return text[block.end() :]
    return text


class _Additions(Extension):
    """What this wiki adds to Markdown, and the one thing it takes away: HTML."""

    def __init__(self, links: Links) -> None:
        super().__init__()
        self.links = links
        self.sections: list[Section] = []

    def extendMarkdown(self, md: Markdown) -> None:
        """Register the processors; the name is Python-Markdown's."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.inlinePatterns.deregister("entity")
        md.inlinePatterns.register(_MailProcessor(AUTOMAIL_RE, md), "automail", 110)
        # After code, so that code is left alone, and before all that knows brackets.
        md.inlinePatterns.register(WikiLinkProcessor(self.links, md), "wikilink", 185)
        md.ESCAPED_CHARS.append("|")
        md.parser.blockprocessors.register(WikiTableProcessor(md), "table", 75)
        # Last, when every escape is resolved.
        md.treeprocessors.register(_SettlingProcessor(self, md), "settling", -10)
        md.postprocessors.register(CodeBlockPostprocessor(md), "code_block", 40)


class _MailProcessor(InlineProcessor):
    """`<someone@example.org>` as a plain link: Python-Markdown's disguise stops no robot."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        address = m.group(1).removeprefix("mailto:")
        link = Element("a", {"href": f"mailto:{address}"})
        link.text = AtomicString(address)
        return link, m.start(0), m.end(0)


class _SettlingProcessor(Treeprocessor):
    """Bring the finished tree into the shape in which it is published."""

    def __init__(self, additions: _Additions, md: Markdown) -> None:
        super().__init__(md)
        self.additions = additions

    def run(self, root: Element) -> None:
        links = self.additions.links
        sections = settle_headings(root)
        settle_links(root, links, {section.id for section in sections})
        link_headings(sections, links.words)
        number_notes(root, links.words)
        settle_lists(root)
        settle_tables(root, links.words)
        settle_code(root)
        self.additions.sections = sections
