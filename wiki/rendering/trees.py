"""Small operations on the element tree that Markdown builds. None of them recurses: a hostile
text nests deeper than Python's stack."""

import html
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

_ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[0-9a-zA-Z]{1,32});")


def dissolve(element: Element) -> None:
    """Take an element's tag away and leave what is in it."""
    element.attrib.clear()
    element.tag = None  # type: ignore[assignment]  # the serializer then writes the content alone


def walk(root: Element) -> Iterator[tuple[Element, Element]]:
    """Yield (parent, element) for everything below the root, in document order."""
    stack = [(root, child) for child in reversed(root)]
    while stack:
        parent, element = stack.pop()
        yield parent, element
        stack.extend((element, child) for child in reversed(element))


def words_of(element: Element) -> str:
    """Return the text of an element: images by their description, footnote marks left out."""
    parts: list[str] = []
    stack: list[Element | str] = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        if node is not element and node.tail:
            stack.append(node.tail)
        if node.tag == "sup":
            continue
        stack.extend(reversed(node))
        parts.append(node.get("alt", "") if node.tag == "img" else node.text or "")
    # Markdown leaves the writer's entities in the tree as they were typed.
    return html.unescape(" ".join("".join(parts).split()))


def attribute_value(typed: str) -> str:
    """Resolve the entities in an attribute as Markdown's serializer would let them through.

    Those that end in a semicolon, that is: `?a=1&copy=2` has none.
    """
    return _ENTITY.sub(lambda match: html.unescape(match[0]), typed)


def escaped(text: str) -> str:
    """Write plain text so that Markdown's serializer leaves it as it is."""
    return text.replace("&", "&amp;")
