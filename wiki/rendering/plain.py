"""The words of an article without its markup, for search and for excerpts."""

import html
import re

# nh3 writes tags in one way only, so this needs no parser. A quoted value may hold `>`.
_TAG = re.compile(r'<(/?)([a-z0-9]+)((?: [a-z-]+="[^"]*")*)>')
_BLOCKS = frozenset(
    {"p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "blockquote", "pre"}
    | {"table", "tr", "div", "section", "hr", "br"}
)
_CELLS = frozenset({"td", "th"})
# What formatting added to the writer's words.
_ADDED = re.compile(r' class="(?:visually-hidden|heading-link|footnote-ref|footnote-back)"')


def plain_text(markup: str) -> str:
    """Return the text of sanitized HTML with entities resolved: one line for each block, and
    for each line of code."""
    parts: list[str] = []
    position = 0
    skipping = ""
    in_code = False
    for tag in _TAG.finditer(markup):
        if not skipping:
            text = markup[position : tag.start()]
            parts.append(text if in_code else text.replace("\n", " "))
        position = tag.end()
        closing, name, attributes = tag.groups()
        if skipping:
            # Nothing that is left out holds a tag of its own kind.
            skipping = "" if closing and name == skipping else skipping
        elif not closing and _ADDED.search(attributes):
            skipping = name
        elif name in _BLOCKS:
            in_code = name == "pre" and not closing
            parts.append("\n")
        elif name in _CELLS:
            parts.append(" ")
    parts.append(markup[position:])
    lines = (" ".join(line.split()) for line in html.unescape("".join(parts)).split("\n"))
    return "\n".join(line for line in lines if line)
