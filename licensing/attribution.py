"""Credit lines: who made a text, where it is, under which licence. Pure: no database.

After Creative Commons' advice to name title, author, source and licence; what a licence asks
beyond that is in its `credit` property.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from licensing.credit_forms import Credit, Form, in_each_form

__all__ = ["Credit", "LicenceFacts", "credit_line", "licence_json", "names_needed", "source_line"]

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

    def line(form: Form) -> str:
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
            sentence = _dated(form, _("{credit}, updated on {day}"), sentence, updated)
        return sentence

    return in_each_form(line)


How = Literal["verbatim", "adapted", "translated"]


def source_line(
    *,
    title: str,
    address: str,
    authors: Sequence[str],
    licence: str,
    licences: Mapping[str, LicenceFacts],
    how: How,
    taken: dt.date | None = None,
    updated: dt.date | None = None,
    more_authors: int = 0,
    history_address: str = "",
) -> Credit:
    """Return the line that credits text taken from elsewhere, in the active language.

    `licence` is the SPDX expression that the text came under, or what one chose of it, and
    `licences` what is known of each licence in it by its identifier. Where several are named,
    the line does what any of them asks: it names each author (Free Art License), dates the source
    (etalab: when it was `updated`, else when it was `taken`), leads to the history (GNU FDL). It
    always has the title and says what was done, as the 3.0 licences want: "Translation of …",
    "Adapted from …". Without a title it names the address. Addresses are absolute.
    """
    asked = {facts.credit for facts in _named(licence, licences)}
    most = None if "every_author" in asked else LEADING_AUTHORS
    shown = list(authors)[:most]
    others = len(authors) - len(shown) + more_authors

    def line(form: Form) -> str:
        parts = {
            "work": _work(form, title, address, None) if title else _untitled(form, address),
            "licence": _expression(form, licence, licences),
        }
        if shown or others:
            parts["authors"] = _people(form, shown, others, history_address)
        sentence = form.fill(_source_template("authors" in parts, how), **parts)
        if "history" in asked and history_address:
            history = form.link(_("history"), history_address, "")
            sentence = form.fill(_("{credit}, {history}"), credit=sentence, history=history)
        if asked == {"none"}:
            sentence = form.fill(_("{credit} (credit is a courtesy here)"), credit=sentence)
        if "source_date" in asked and updated is not None:
            sentence = _dated(form, _("{credit}, updated on {day}"), sentence, updated)
        elif "source_date" in asked and taken is not None:
            sentence = _dated(form, _("{credit}, taken on {day}"), sentence, taken)
        return sentence

    return in_each_form(line)


def _dated(form: Form, template: str, credit: str, day: dt.date) -> str:
    return form.fill(template, credit=credit, day=form.words(date_format(day, "DATE_FORMAT")))


def _named(expression: str, licences: Mapping[str, LicenceFacts]) -> list[LicenceFacts]:
    """What is known of the licences of an expression."""
    names = (name for token in _tokens(expression) for name in (token, token.removesuffix("+")))
    return [licences[name] for name in names if name in licences]


def _tokens(expression: str) -> list[str]:
    return re.findall(r"[^\s()]+|[()]", expression)


def _expression(form: Form, expression: str, licences: Mapping[str, LicenceFacts]) -> str:
    """The licences of an expression by their names, each a link, in the reader's words."""
    between = {
        "AND": pgettext("between licences", "and"),
        "OR": pgettext("between licences", "or"),
        "WITH": pgettext("between licences", "with"),
    }
    written, glued = "", True
    for part in _tokens(expression):
        known = licences.get(part) or licences.get(part.removesuffix("+"))
        word = form.words(between.get(part, part))
        if known is not None:
            word = form.link(known.name, known.url, "license")
            if part not in licences:
                word = form.fill(_("{licence} or later"), licence=word)
        glue = "{so_far}{word}" if glued or part == ")" else "{so_far} {word}"
        written = form.fill(glue, so_far=written, word=word) if written else word
        glued = part == "("
    return written


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


def _source_template(has_authors: bool, how: How) -> str:
    if how == "translated":
        if has_authors:
            return _("Translation of {work} by {authors}, {licence}")
        return _("Translation of {work}, {licence}")
    return _template(has_authors, changed=how == "adapted")


def _work(form: Form, title: str, address: str, revision: int | None) -> str:
    work = form.link(_("“{title}”").format(title=title), address, "")
    if revision is None:
        return work
    return form.fill(_("{work}, revision {number}"), work=work, number=revision)


def _untitled(form: Form, address: str) -> str:
    return form.link(address, address, "") if address else form.words(_("a text without a title"))


def _people(form: Form, names: list[str], others: int, credits_address: str) -> str:
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


def _joined(form: Form, names: list[str]) -> str:
    joined = names[0]
    for name in names[1:]:
        joined = form.fill(_("{names}, {name}"), names=joined, name=name)
    return joined
