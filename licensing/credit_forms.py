"""The three forms that a credit is written in: text, HTML and Markdown. Pure: no database.

Each says how words are escaped, how a link is written and how a sentence is filled, so that one
function writes a credit in all three, whatever names and titles hold.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.utils.html import format_html
from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Credit:
    """One credit line in three forms; `html` is escaped and safe."""

    text: str
    html: SafeString
    markdown: str


@dataclass(frozen=True, slots=True)
class Form:
    """How one of the three forms escapes words, writes a link and fills a sentence."""

    words: Callable[[str], str]
    link: Callable[[str, str, str], str]
    fill: Callable[..., str]


def in_each_form(line: Callable[[Form], str]) -> Credit:
    """Return what `line` writes, in the three forms."""
    return Credit(text=line(_TEXT), html=SafeString(line(_HTML)), markdown=line(_MARKDOWN))


# They turn what follows around, beyond the name or title that they stand in; letters that are
# written from the right need none of them.
_TURNS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def one_line(words: str) -> str:
    """Words without breaks of line, and without what would turn the rest of a line around."""
    return " ".join(words.translate(_TURNS).split())


def can_be_linked(address: str) -> bool:
    """Whether it is an address on the web, or a path on this site."""
    return re.match(r"https?://|/(?![/\\])", address) is not None


def _fill_plain(template: str, **parts: Any) -> str:
    return template.format(**parts)


def _fill_html(template: str, **parts: Any) -> str:
    return format_html(template, **parts)


def _link_text(words: str, address: str, rel: str) -> str:
    plain = one_line(words)
    return f"{plain} ({one_line(address)})" if address and address != words else plain


def _words_html(words: str) -> str:
    return format_html("{}", one_line(words))


def _link_html(words: str, address: str, rel: str) -> str:
    if not can_be_linked(address):
        return _words_html(words)
    if rel:
        return format_html('<a rel="{}" href="{}">{}</a>', rel, address, one_line(words))
    return format_html('<a href="{}">{}</a>', address, one_line(words))


def _words_markdown(words: str) -> str:
    plain = one_line(words).replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"([\\`*_\[\]])", r"\\\1", plain)


def _link_markdown(words: str, address: str, rel: str) -> str:
    if not can_be_linked(address):
        return _words_markdown(words)
    return f"[{_words_markdown(words)}]({quote(address, safe=':/?#@!$&*+,;=%~', errors='replace')})"


_TEXT = Form(one_line, _link_text, _fill_plain)
_HTML = Form(_words_html, _link_html, _fill_html)
_MARKDOWN = Form(_words_markdown, _link_markdown, _fill_plain)
