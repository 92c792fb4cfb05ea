"""The small things that many pages show: people, times, sizes, states, licences."""

import datetime as dt
from functools import cache
from urllib.parse import quote

from django import template
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from licensing.models import Licence
from wiki.models import Review, Revision

register = template.Library()


@register.simple_tag
def person(name: str, kind: str = "member") -> SafeString:
    """A public name: a link for members and guests; who wrote elsewhere has no page here."""
    if kind == Revision.AuthorKind.ELSEWHERE:
        return format_html("<bdi>{}</bdi>", name)
    return format_html('<a href="{}{}"><bdi>{}</bdi></a>', _people(), quote(name, safe=""), name)


@register.simple_tag
def day(moment: dt.datetime) -> SafeString:
    """The date of a moment, the exact time for machines."""
    words = date_format(localtime(moment), "DATE_FORMAT")
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), words)


@register.simple_tag
def moment(when: dt.datetime) -> SafeString:
    """Date and time."""
    words = date_format(localtime(when), "DATETIME_FORMAT")
    return format_html('<time datetime="{}">{}</time>', when.isoformat(), words)


@register.simple_tag
def ago(when: dt.datetime) -> SafeString:
    """How long ago, with date and time for who points at it; not for pages that are kept."""
    exact = date_format(localtime(when), "DATETIME_FORMAT")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', when.isoformat(), exact, naturaltime(when)
    )


@register.simple_tag
def size_change(change: int) -> SafeString:
    """A change of size in characters: a sign for the eye, a word for the ear."""
    number = number_format(abs(change), force_grouping=True)
    if change > 0:
        look, sign = "plus", "+"
        words = ngettext("%(number)s character more", "%(number)s characters more", change)
    elif change < 0:
        look, sign = "minus", "−"
        words = ngettext("%(number)s character less", "%(number)s characters less", -change)
    else:
        look, sign, words = "same", "±", _("same size")
    return format_html(
        '<span class="size {}"><span aria-hidden="true">{}{}</span>'
        '<span class="visually-hidden">{}</span></span>',
        look,
        sign,
        number,
        words % {"number": number},
    )


@register.simple_tag
def licence_badge(licence: Licence) -> SafeString:
    """A licence by its short name, leading to what it means in plain words."""
    return format_html(
        '<a class="badge licence" href="{}">{}</a>', licence.get_absolute_url(), licence.name
    )


def state_in_words(state: str, by: str = "") -> str:
    """What was decided about a revision, with `{name}` in place of who decided."""
    if state == Revision.State.VALIDATED:
        return _("validated by {name}") if by else _("validated")
    if state == Revision.State.DECLINED:
        return _("declined by {name}") if by else _("declined")
    if state == Review.Verdict.ASKED:
        return _("changes asked for by {name}") if by else _("changes asked for")
    if state == Revision.State.UNDONE:
        return _("undone before a decision")
    if state == Revision.State.WITHDRAWN:
        return _("verdict withdrawn by {name}") if by else _("verdict withdrawn")
    return _("awaiting validation")


@register.simple_tag
def state_badge(state: str, by: str = "") -> SafeString:
    """What was decided about a revision, in words and with a pictogram."""
    before, _name, after = state_in_words(state, by).partition("{name}")
    # A pictogram goes with what is decided or awaits, none with what was taken back.
    look = "awaiting" if state == Review.Verdict.ASKED else state
    if state in (Revision.State.UNDONE, Revision.State.WITHDRAWN):
        look = ""
    if not _name:
        return format_html('<span class="badge {}">{}</span>', look, before)
    return format_html(
        '<span class="badge {}"><span>{}<bdi>{}</bdi>{}</span></span>', look, before, by, after
    )


@register.simple_tag
def how_given(review: Review | str) -> str:
    """How a verdict came about when it is not a maintainer's on somebody else's change.

    Empty for what is empty in a template: no verdict.
    """
    if not isinstance(review, Review):
        return ""
    if review.by_trust:
        return _("validated by the edit of a trusted contributor")
    if review.on_own:
        return _("their own change")
    return _("validated by the edit itself") if review.by_edit else ""


@register.simple_tag
def kind_in_words(revision: Revision) -> str:
    """What kind of change a revision is; of a revert, to what; of an undone change, whose."""
    if revision.kind == Revision.Kind.REVERT and revision.reverted_to is not None:
        return _("revert to revision %(number)s") % {"number": revision.reverted_to.number}
    if revision.undoes is not None:
        return _("change %(number)s by %(name)s undone") % {
            "number": revision.undoes.number,
            "name": revision.undoes.author_name,
        }
    return str(revision.get_kind_display())


@cache
def _people() -> str:
    return reverse("person", args=["-"])[:-1]
