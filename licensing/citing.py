"""Citations of a page, a revision or a passage for programs that keep references. Pure.

BibTeX, and CSL-JSON as citeproc and reference managers read it (schema 1.0.2).
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from licensing.credit_forms import can_be_linked, one_line

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# BibTeX counts braces even behind a backslash, so that an unpaired one must have another name.
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    **{character: f"\\{character}" for character in "$&%#_"},
}
_KEY_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited. `address` is absolute and stays: that of the revision, if it can be.

    `authors` are public names in the order to name them, `more_authors` counts those who are not
    among them. `licence` is a name for people and `licence_url` its page. `passage` is the heading
    or the beginning of what is quoted. `sources` are the lines that credit what the text took from
    elsewhere.
    """

    title: str
    authors: Sequence[str]
    address: str
    site: str
    date: dt.date
    licence: str
    licence_url: str = ""
    revision: int | None = None
    language: str = ""
    passage: str = ""
    accessed: dt.date | None = None
    sources: Sequence[str] = ()
    more_authors: int = 0


def as_bibtex(cited: Citation) -> str:
    """Return one entry of BibTeX (and biblatex), in UTF-8, ending with a line break."""
    fields = {
        "title": f"{{{{{_tex(cited.title)}}}}}",
        "author": _braced(" and ".join(_tex_names(cited))),
        "howpublished": _braced(_tex(cited.site)),
        "year": _braced(str(cited.date.year)),
        # A word that BibTeX knows, without braces: each style writes the month its own way.
        "month": _MONTHS[cited.date.month - 1],
        "date": _braced(cited.date.isoformat()),
        "version": _braced(str(cited.revision) if cited.revision is not None else ""),
        "language": _braced(_tex(cited.language)),
        "url": _braced(_address(cited.address)),
        "urldate": _braced(cited.accessed.isoformat() if cited.accessed else ""),
        "note": _braced(_tex(_note(cited))),
    }
    lines = [f"  {name} = {value}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{_key(cited)},", *lines, "}", ""])


def _braced(value: str) -> str:
    return f"{{{value}}}" if value else ""


def as_csl_json(cited: Citation) -> dict[str, Any]:
    """Return one item of CSL-JSON; a file holds a list of them."""
    item: dict[str, Any] = {
        "id": _key(cited),
        "type": "webpage",
        "title": one_line(cited.title),
        "author": [{"literal": name} for name in [*_names(cited), *_others(cited)]],
        "container-title": one_line(cited.site),
        "issued": _date(cited.date),
        "accessed": _date(cited.accessed) if cited.accessed else None,
        "URL": _address(cited.address),
        "version": str(cited.revision) if cited.revision is not None else "",
        "section": one_line(cited.passage),
        "language": one_line(cited.language),
        "license": _address(cited.licence_url) or one_line(cited.licence),
        "note": "; ".join(part for part in (one_line(cited.licence), _taken(cited)) if part),
    }
    return {name: value for name, value in item.items() if value}


def _names(cited: Citation) -> list[str]:
    names = (one_line(name) for name in cited.authors)
    return [name for name in names if name]


def _tex_names(cited: Citation) -> list[str]:
    names = [f"{{{_tex(name)}}}" for name in _names(cited)]
    # A word that BibTeX knows: each style says "et al." its own way.
    return [*names, "others"] if names and cited.more_authors else names


def _others(cited: Citation) -> list[str]:
    """How many more there are, for which CSL has no word of its own."""
    count = cited.more_authors
    words = ngettext("{number} other", "{number} others", count).format(number=count)
    return [words] if count else []


def _tex(words: str) -> str:
    """Words that TeX prints as they are; without what no reader sees."""
    plain = "".join(
        character for character in one_line(words) if unicodedata.category(character) != "Cc"
    )
    return "".join(_SPECIAL.get(character, character) for character in plain)


def _note(cited: Citation) -> str:
    """What no field of BibTeX is for: the passage, the revision, the licence, the sources."""
    revision = _("revision {number}").format(number=cited.revision)
    url = _address(cited.licence_url)
    parts = [
        _("“{title}”").format(title=cited.passage) if cited.passage else "",
        revision if cited.revision is not None else "",
        f"{cited.licence} ({url})" if cited.licence and url else cited.licence,
        _taken(cited),
    ]
    return "; ".join(part for part in parts if part)


def _taken(cited: Citation) -> str:
    """The credit of what the text took from elsewhere; "" where there is nothing."""
    lines = "; ".join(one_line(line) for line in cited.sources)
    return _("With text from elsewhere: {sources}").format(sources=lines) if lines else ""


def _address(address: str) -> str:
    """An address on the web as `url` fields hold it; "" for anything else."""
    if not can_be_linked(address) or address.startswith("/"):
        return ""
    return quote(address, safe=":/?#@!$&*+,;=%~'()[]", errors="replace")


def _date(day: dt.date) -> dict[str, Any]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def _key(cited: Citation) -> str:
    """A key of small letters, digits and hyphens: site, title, passage and revision."""
    words = " ".join([cited.site, cited.title, cited.passage])
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_KEY_LENGTH].strip("-")
    revision = "" if cited.revision is None else f"-{cited.revision}"
    return f"{slug or 'page'}{revision}"
