"""Credit lines: who made a text, where it is, under which licence. Pure: no database.

After Creative Commons' advice to name title, author, source and licence; what a licence asks
beyond that is in its `credit` property.
"""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import quote

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# The GNU FDL asks for five main authors; other licences leave the form of long lists open.
LEADING_AUTHORS = 5


class LicenceFacts(Protocol):
    """What a credit line needs to know of a licence; `Licence` rows have it."""

    @property
    def spdx(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def credit(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Credit:
    """One credit line in three forms; `html` is escaped and safe."""

    text: str
    html: SafeString
    markdown: str


@dataclass(frozen=True, slots=True)
class _Form:
    """How one of the three forms escapes words, writes a link and fills a sentence."""

    words: Callable[[str], str]
    link: Callable[[str, str, str], str]
    fill: Callable[..., str]


def names_needed(licence: LicenceFacts) -> int | None:
    """Return how many authors a credit line names at most; None when it must name them all."""
    return None if licence.credit == "every_author" else LEADING_AUTHORS


def credit_line(
    *,
    title: str,
    authors: Sequence[str],
    address: str,
    licence: LicenceFacts,
    revision: int | None = None,
    more_authors: int = 0,
    credits_address: str = "",
    changed: bool = False,
    updated: dt.date | None = None,
) -> Credit:
    """Return the line that credits a text, in the active language.

    `authors` are public names, first the one to name first; `more_authors` counts those who are
    not in the list. Names beyond `names_needed` become "and 11 others", linked to
    `credits_address` where all are named. `changed` is for what was made from the text.
    `updated` is shown for licences that ask for the date of the source. Addresses are absolute.
    """
    shown = list(authors)[: names_needed(licence)]
    others = len(authors) - len(shown) + more_authors

    def line(form: _Form) -> str:
        parts = {
            "work": _work(form, title, address, revision),
            "licence": form.link(licence.name, licence.url, "license"),
        }
        if shown or others:
            parts["authors"] = _people(form, shown, others, credits_address)
        sentence = form.fill(_template("authors" in parts, changed), **parts)
        if licence.credit == "none":
            sentence = form.fill(_("{credit} (credit is a courtesy here)"), credit=sentence)
        if licence.credit == "source_date" and updated is not None:
            day = form.words(date_format(updated, "DATE_FORMAT"))
            sentence = form.fill(_("{credit}, updated on {day}"), credit=sentence, day=day)
        return sentence

    return Credit(text=line(_TEXT), html=SafeString(line(_HTML)), markdown=line(_MARKDOWN))


def licence_json(licence: LicenceFacts) -> dict[str, str]:
    """Return how machines are told of a licence, the same on every page, revision and file."""
    return {"spdx": licence.spdx, "url": licence.url, "title": licence.name}


def _template(has_authors: bool, changed: bool) -> str:
    if has_authors and changed:
        return _("Adapted from {work} by {authors}, {licence}")
    if has_authors:
        return _("{work} by {authors}, {licence}")
    if changed:
        return _("Adapted from {work}, {licence}")
    return _("{work}, {licence}")


def _work(form: _Form, title: str, address: str, revision: int | None) -> str:
    work = form.link(_("“{title}”").format(title=title), address, "")
    if revision is None:
        return work
    return form.fill(_("{work}, revision {number}"), work=work, number=revision)


def _people(form: _Form, names: list[str], others: int, credits_address: str) -> str:
    """Return "a, b and c" or "a, b and 11 others"."""
    written = [form.words(name) for name in names]
    if others:
        count = ngettext("{number} other", "{number} others", others).format(number=others)
        if not written:
            count = ngettext("{number} author", "{number} authors", others).format(number=others)
        written.append(form.link(count, credits_address, ""))
    *first, last = written
    if not first:
        return last
    return form.fill(_("{names} and {last}"), names=_joined(form, first), last=last)


def _joined(form: _Form, names: list[str]) -> str:
    joined = names[0]
    for name in names[1:]:
        joined = form.fill(_("{names}, {name}"), names=joined, name=name)
    return joined


# They turn what follows around, beyond the name or title that they stand in; letters that are
# written from the right need none of them.
_TURNS = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def _one_line(words: str) -> str:
    """Without breaks of line, and without what would turn the rest of the credit line around."""
    return " ".join(words.translate(_TURNS).split())


def _can_be_linked(address: str) -> bool:
    return re.match(r"https?://|/(?![/\\])", address) is not None


def _fill_plain(template: str, **parts: Any) -> str:
    return template.format(**parts)


def _fill_html(template: str, **parts: Any) -> str:
    return format_html(template, **parts)


def _link_text(words: str, address: str, rel: str) -> str:
    return f"{_one_line(words)} ({address})" if address else _one_line(words)


def _words_html(words: str) -> str:
    return format_html("{}", _one_line(words))


def _link_html(words: str, address: str, rel: str) -> str:
    if not _can_be_linked(address):
        return _words_html(words)
    if rel:
        return format_html('<a rel="{}" href="{}">{}</a>', rel, address, _one_line(words))
    return format_html('<a href="{}">{}</a>', address, _one_line(words))


def _words_markdown(words: str) -> str:
    plain = _one_line(words).replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"([\\`*_\[\]])", r"\\\1", plain)


def _link_markdown(words: str, address: str, rel: str) -> str:
    if not _can_be_linked(address):
        return _words_markdown(words)
    return f"[{_words_markdown(words)}]({quote(address, safe=':/?#@!$&*+,;=%~')})"


_TEXT = _Form(_one_line, _link_text, _fill_plain)
_HTML = _Form(_words_html, _link_html, _fill_html)
_MARKDOWN = _Form(_words_markdown, _link_markdown, _fill_plain)
