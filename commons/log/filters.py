"""What somebody wants to read of the log: chosen in a form, kept in the address."""

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date

from commons.log.models import LogEntry, LogQuerySet
from commons.log.sentences import areas

# One thing by kind and key, as the links of the page write it: `wiki.article:12`.
_THING = re.compile(r"(?P<kind>[a-z_]+\.[a-z_]+):(?P<key>\S+)")


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which rows; everything empty means all of them."""

    area: str = ""
    by: str = ""
    about: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def chosen(self) -> dict[str, str]:
        """What was asked for and made sense, as it stands in an address."""
        values = {
            "area": self.area,
            "by": self.by,
            "about": self.about,
            "from": self.since.isoformat() if self.since else "",
            "to": self.until.isoformat() if self.until else "",
        }
        return {name: value for name, value in values.items() if value}

    def address(self, path: str, cursor: str = "") -> str:
        """The path of a page, a feed or a list with this filter."""
        query = urlencode(self.chosen | ({"cursor": cursor} if cursor else {}))
        return f"{path}?{query}" if query else path

    def rows(self) -> LogQuerySet:
        """The rows that it lets through, with the accounts of who acted."""
        entries = LogEntry.objects.select_related("actor")
        if self.area:
            entries = entries.in_area(self.area)
        if self.by:
            entries = entries.by(self.by)
        if self.about:
            thing = _THING.fullmatch(self.about)
            entries = entries.about(thing["kind"], thing["key"]) if thing else entries
            entries = entries if thing else entries.called(self.about)
        if self.since:
            entries = entries.filter(created__gte=_moment(self.since, dt.time.min))
        if self.until:
            entries = entries.filter(created__lte=_moment(self.until, dt.time.max))
        return entries


def log_filter(asked: QueryDict) -> LogFilter:
    """The filter that an address asks for; what makes no sense in it is left out."""
    area = asked.get("area", "")
    return LogFilter(
        area=area if area in areas() else "",
        by=_words(asked.get("by", ""), 150),
        about=_words(asked.get("about", ""), 300),
        since=_day(asked.get("from", "")),
        until=_day(asked.get("to", "")),
    )


def about(entry: LogEntry) -> str:
    """What to ask for to read everything about the thing of a row; empty when it has none."""
    thing = f"{entry.target_kind}:{entry.target_id}"
    return thing if _THING.fullmatch(thing) else entry.target_label


def _words(typed: str, length: int) -> str:
    return " ".join(typed.replace("\x00", "").split())[:length]


def _day(typed: str) -> dt.date | None:
    """A day as `<input type=date>` sends it (2026-11-25), or None."""
    try:
        day = parse_date(typed.strip())
    except ValueError:
        return None
    # The log did not exist before, and dates on the edge of the calendar have no time zone.
    return day if day is not None and 1970 <= day.year < 9999 else None


def _moment(day: dt.date, time: dt.time) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, time))
