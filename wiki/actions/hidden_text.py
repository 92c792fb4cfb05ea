"""What is said of text that is hidden, and the refusal to use it again."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wiki.actions.errors import NotDone
from wiki.history import HiddenVersion, Version


class TextIsHidden(NotDone):
    """What somebody wants to take up is hidden; `version` says since when, by whom and why."""

    def __init__(self, version: HiddenVersion) -> None:
        super().__init__(
            f"{_('Nothing was done: what is hidden cannot be taken up.')} {why_hidden(version)}"
        )
        self.version = version


def why_hidden(version: HiddenVersion) -> str:
    """Since when, by whom and why the text of a revision is hidden, in a sentence."""
    return in_a_sentence(version.number, version.since, version.by, version.reason)


def in_a_sentence(number: int, since: dt.datetime, by: str, reason: str) -> str:
    """The same of a revision by its number."""
    return _("The text of revision %(number)s is hidden since %(since)s by %(by)s: %(reason)s") % {
        "number": number,
        "since": date_format(timezone.localtime(since), "DATE_FORMAT"),
        "by": by,
        "reason": reason,
    }


def to_use(version: Version | HiddenVersion) -> Version:
    """The version, for whoever goes on from its text. Raises TextIsHidden."""
    if isinstance(version, HiddenVersion):
        raise TextIsHidden(version)
    return version
