"""What stands beside a text as a whole: its credit with that of its sources, whose it is. Pure."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from licensing.attribution import Credit, LicenceFacts, names_needed
from licensing.credit_forms import in_each_form, one_line

# Sources that a credit names; the page of credits names them all.
LEADING_SOURCES = 5


def with_sources(
    credit: Credit, sources: Sequence[Credit], credits_address: str, *, names_all: bool = False
) -> Credit:
    """Return the credit of a text that goes on to credit what the text took from elsewhere.

    `sources` are the credits of its sources. Beyond LEADING_SOURCES they become "3 more sources",
    linked to `credits_address`, unless `names_all`.
    """
    if not sources:
        return credit
    parts = list(sources if names_all else sources[:LEADING_SOURCES])
    more = len(sources) - len(parts)
    if more:
        words = ngettext("{number} more source", "{number} more sources", more)
        address = credits_address
        parts.append(in_each_form(lambda form: form.link(words.format(number=more), address, "")))
    template = _("{credit}. With text from elsewhere: {sources}")
    return Credit(
        text=template.format(credit=credit.text, sources="; ".join(part.text for part in parts)),
        html=format_html(
            template,
            credit=credit.html,
            sources=format_html_join("; ", "{}", ((part.html,) for part in parts)),
        ),
        markdown=template.format(
            credit=credit.markdown, sources="; ".join(part.markdown for part in parts)
        ),
    )


def copyright_notice(
    *,
    authors: Sequence[str],
    licence: LicenceFacts,
    more_authors: int = 0,
    has_sources: bool = False,
) -> str:
    """Return whose a text is and what they gave, in the active language, as one line of text."""
    shown = [one_line(name) for name in authors][: names_needed(licence)]
    others = len(authors) - len(shown) + more_authors
    names = ", ".join(shown)
    if others:
        words = ngettext("{names} and {number} other", "{names} and {number} others", others)
        names = words.format(names=names, number=others)
    if licence.credit == "none":
        notice = _("{names} gave up their rights: {licence}")
    else:
        notice = _("© {names}, {licence}")
    whole = notice.format(names=names, licence=licence.name)
    if not has_sources:
        return whole
    return _("{notice}. With text by others, whom the credits name").format(notice=whole)
