"""Titles, addresses and the targets of wiki links. Pure text: no database, no settings."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

MAX_SLUG = 200

_ISO_639_1 = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da
de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz
ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln
lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi
pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti
tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""

# The prefixes that `[[fr:Titre]]` may carry unless the caller names its own.
LANGUAGES = frozenset(_ISO_639_1.split())

_PREFIX = re.compile(r"([a-z]{2,3}(?:-[a-z0-9]{2,8})*) ?: ?(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """What a wiki link points at.

    `slug` is empty when the link names no article (`[[#Section]]`, `[[!]]`). `section` is the
    words after `#`, which are not part of the article's address.
    """

    language: str
    slug: str
    title: str
    section: str = ""


def slug_of(title: str) -> str:
    """Return the address form of a title: at most `MAX_SLUG` characters, NFC, lower case.

    Letters, digits and the marks that belong to them are kept in any script; every run of
    anything else becomes one hyphen, and invisible format characters go without leaving one.
    The result is empty when, and only when, the title has neither letter nor digit, and is its
    own slug: `slug_of(slug_of(x)) == slug_of(x)`.
    """
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", title).lower())
    visible = (char for char in folded if unicodedata.category(char) != "Cf")
    words = []
    for kept, run in groupby(visible, key=lambda char: unicodedata.category(char)[0] in "LNM"):
        # A mark with no letter before it would hang on the hyphen or on the slash.
        word = _without_leading_marks("".join(run)) if kept else ""
        if word:
            words.append(word)
    slug = unicodedata.normalize("NFC", "-".join(words))
    return slug[:MAX_SLUG].rstrip("-")


def _without_leading_marks(word: str) -> str:
    """Return the word from its first letter or digit on."""
    start = 0
    while start < len(word) and unicodedata.category(word[start])[0] == "M":
        start += 1
    return word[start:]


def parse_link(
    target: str, default_language: str, languages: Collection[str] = LANGUAGES
) -> LinkTarget:
    """Read the target of a wiki link: `Title`, `fr:Titre`, `Title#Section`.

    Only a lower-case prefix that is one of `languages` names a language, so that the title
    "It: a novel" stays a title. White space is collapsed.
    """
    name, _, section = " ".join(target.split()).partition("#")
    language = default_language
    prefixed = _PREFIX.fullmatch(name)
    if prefixed and prefixed[1] in languages:
        language, name = prefixed[1], prefixed[2]
    title = name.strip()
    return LinkTarget(language, slug_of(title), title, section.strip())


def article_path(language: str, slug: str) -> str:
    """Return the path of an article, percent-encoded: `/fr/%C3%A9tat`."""
    return f"/{quote(language, safe='')}/{quote(slug, safe='')}"
