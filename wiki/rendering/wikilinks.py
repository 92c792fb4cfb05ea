"""`[[Title]]`, `[[Title|words]]`, `[[fr:Titre]]`: what they look like and where they lead.

Both sides use this: the parent to ask which articles exist, the worker to make the links.
"""

import html
import re
from collections.abc import Collection

from wiki.addresses import LinkTarget, parse_link

MAX_TARGET = 200
MAX_WORDS = 500
MAX_CANDIDATES = 1_000

# Neither part may hold a bracket, so no two attempts overlap: the scan is linear. A pipe may be
# escaped, as is the habit in tables.
TARGET = rf"[^\[\]|\n\x00-\x08\x0b-\x1f]{{1,{MAX_TARGET}}}"
WORDS = rf"[^\[\]]{{0,{MAX_WORDS}}}"
PATTERN = rf"(?<!\\)\[\[(?P<target>{TARGET})(?:\|(?P<words>{WORDS}))?\]\]"

_WIKI_LINK = re.compile(PATTERN)


def target_of(typed: str, language: str, languages: Collection[str]) -> LinkTarget:
    """Return what the part before the pipe points at; it may end in an escaping backslash."""
    return parse_link(html.unescape(typed.removesuffix("\\")), language, languages)


def candidates(text: str, language: str, languages: Collection[str]) -> list[tuple[str, str]]:
    """Return the distinct (language, slug) pairs that a text may link to, in order.

    At most `MAX_CANDIDATES`; those in code are among them, for it takes Markdown to tell.
    """
    found: dict[tuple[str, str], None] = {}
    for match in _WIKI_LINK.finditer(text):
        target = target_of(match["target"], language, languages)
        if target.slug:
            found[target.language, target.slug] = None
            if len(found) == MAX_CANDIDATES:
                break
    return list(found)
