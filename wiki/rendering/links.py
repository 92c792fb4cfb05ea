"""Links and images: where they may lead, and what marks them."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from wiki.addresses import LinkTarget, article_path
from wiki.rendering.footnotes import MARK
from wiki.rendering.headings import section_id
from wiki.rendering.hrefs import is_external, own_file, safe_href
from wiki.rendering.sanitizing import REL_EXTERNAL
from wiki.rendering.trees import attribute_value, dissolve, escaped, words_of
from wiki.rendering.wikilinks import PATTERN, target_of
from wiki.rendering.words import Words

WIKI = "data-wiki"  # on a wiki link, until it is settled: its place in `Links.typed`


@dataclass(slots=True)
class Links:
    """What is known about a text's links while it is formatted.

    `missing` are the (language, slug) pairs that lead to no article yet; `typed` are all wiki
    links that Markdown found, `found` those that ended up as links.
    """

    language: str
    languages: Collection[str]
    missing: Collection[tuple[str, str]]
    words: Words
    typed: list[LinkTarget] = field(default_factory=list)
    found: dict[tuple[str, str], LinkTarget] = field(default_factory=dict)


class WikiLinkProcessor(InlineProcessor):
    """Turn `[[Title|words]]` into a link, to be settled once the tree stands."""

    def __init__(self, links: Links, md: Markdown) -> None:
        super().__init__(PATTERN, md)
        self.links = links

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        target = target_of(m["target"], self.links.language, self.links.languages)
        if not target.slug and (target.title or not target.section):
            return None, None, None
        link = Element("a", {WIKI: str(len(self.links.typed))})
        words = (m["words"] or "").strip()
        link.text = words or AtomicString(_own_words(target))
        if not words and target.language != self.links.language:
            link.set("lang", target.language)
        self.links.typed.append(target)
        return link, m.start(0), m.end(0)


def _own_words(target: LinkTarget) -> str:
    """Return what a link without words shows: its target without the language."""
    if not target.title:
        return target.section
    return f"{target.title}#{target.section}" if target.section else target.title


def settle_links(root: Element, links: Links, ids: Collection[str]) -> None:
    """Keep the links and images that may stay, mark them, and take the others' tags away.

    `ids` are those of the article's headings. A link within a link loses its tag, too: browsers
    would tear the outer one apart.
    """
    for element, enclosed in _anchors_and_images(root):
        if element.tag == "img":
            _settle_image(element, links.words, enclosed)
        elif MARK in element.attrib:
            if enclosed:
                element.tag = None  # type: ignore[assignment]  # its mark is numbered later
        elif enclosed:
            dissolve(element)
        elif WIKI in element.attrib:
            _settle_wiki_link(element, links)
        else:
            _settle_link(element, ids)
    for link in root.iter("a"):
        if MARK not in link.attrib and not words_of(link):
            _name(link, links.words)


def _anchors_and_images(root: Element) -> Iterator[tuple[Element, bool]]:
    """Yield links and images in document order, and whether a link encloses them."""
    stack = [(root, False)]
    while stack:
        element, enclosed = stack.pop()
        if element.tag in ("a", "img"):
            yield element, enclosed
        inside = enclosed or element.tag == "a"
        stack.extend((child, inside) for child in reversed(element))


def _settle_wiki_link(link: Element, links: Links) -> None:
    target = links.typed[int(link.attrib.pop(WIKI))]
    fragment = f"#{section_id(target.section)}" if target.section else ""
    if not target.slug:
        link.set("href", fragment)
        return
    key = target.language, target.slug
    links.found.setdefault(key, LinkTarget(target.language, target.slug, target.title))
    link.set("href", article_path(*key) + fragment)
    if target.language != links.language:
        link.set("hreflang", target.language)
    if key in links.missing:
        link.set("class", "new")
        hint = SubElement(link, "span", {"class": "visually-hidden"})
        hint.text = f" {links.words.missing}"


def _settle_link(link: Element, ids: Collection[str]) -> None:
    href = safe_href(attribute_value(link.get("href", "")))
    title = link.get("title")
    if href is None:
        dissolve(link)
        return
    if href.startswith("#"):
        href = _fragment(href[1:], ids)
    link.attrib.clear()
    link.set("href", escaped(href))
    if title:
        link.set("title", title)
    if is_external(href):
        link.set("class", "external")
        link.set("rel", REL_EXTERNAL)


def _fragment(typed: str, ids: Collection[str]) -> str:
    """Return a link within the page: headings are found by their words or by their id."""
    wanted = unquote(typed)
    return f"#{wanted if wanted in ids else section_id(wanted)}"


def _settle_image(image: Element, words: Words, enclosed: bool) -> None:
    """Keep an image of ours; one from elsewhere becomes a link to it, or its description."""
    address = attribute_value(image.get("src", ""))
    alt, title = image.get("alt", ""), image.get("title")
    own, href = own_file(address), safe_href(address)
    image.attrib.clear()
    if own:
        image.set("src", escaped(own))
        image.set("alt", alt)
        image.set("loading", "lazy")
        image.set("decoding", "async")
    else:
        image.text = alt or words.image
        if href and not enclosed:
            image.tag = "a"
            image.set("href", escaped(href))
            if is_external(href):
                image.set("class", "external")
                image.set("rel", REL_EXTERNAL)
        else:
            dissolve(image)
    if title and image.tag:
        image.set("title", title)


def _name(link: Element, words: Words) -> None:
    """Give a link without words a name: that of its picture, or its own address."""
    image = next(link.iter("img"), None)
    if image is not None:
        image.set("alt", words.image)
    else:
        link.text = link.get("href", "")
