"""The page of figures as somebody reads it: its tables, cell by cell, and its sentences.

What must stand there is put into words here anew, from the rows.
"""

import calendar
import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from html.parser import HTMLParser

from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from tests.factories import make_user
from tests.wiki.views.reckoning import (
    DAYS,
    Of,
    closed_by_topic,
    closed_looks,
    everything,
    reckoned,
)
from wiki.models import SecondLook, Topic

KINDS = ("validated", "declined", "asked", "withdrawn")
Table = list[list[str]]


def assert_the_page_says_it(query: str, now: dt.datetime, of: Of = everything) -> None:
    """Reads the page at its address and compares each cell and each number in a sentence."""
    caches["pages"].clear()
    client = Client()
    # For a visitor, a language to filter by is also that of the interface.
    client.force_login(make_user("reader-1", interface_language="en"))
    reader = Reader()
    reader.feed(client.get(reverse("review_figures") + query).content.decode())
    expected = reckoned(now, of)
    looks = [
        look
        for look in SecondLook.objects.select_related("article__latest")
        if of(look.article.latest)
    ]
    assert reader.tables[0] == waits_table(expected.decided, expected.waiting, now)
    assert reader.tables[1] == backlog_table(expected.ends, expected.backlog)
    assert reader.tables[2] == verdicts_table(expected.ends, expected.verdicts)
    assert reader.tables[3:] == looks_tables(looks, now - DAYS)
    words = " ".join(" ".join(reader.words).split())
    decided = f"{expected.overturned} of the {expected.decisions:,} decisions of the last 90 days"
    assert f"{decided} w" in words
    assert f"overturned: {share(expected.overturned, expected.decisions)} %." in words
    most, waiting = max(expected.backlog), expected.waiting[0]
    assert f"At most {most:,} waited at the end of a week; now it is {waiting:,}." in words


class Reader(HTMLParser):
    """Takes down the rows of each table, and all words of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self.words: list[str] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cell is not None:
            self.tables[-1][-1].append(" ".join("".join(self._cell).split()))
            self._cell = None

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._cell is not None:
            self._cell.append(data)


def waits_table(decided: tuple, waiting: tuple, now: dt.datetime) -> Table:
    def row(head: str, found: tuple) -> list[str]:
        times = ["–" if time is None else in_words(time, now) for time in found[1:]]
        return [head, f"{found[0]:,}", *times]

    head = ["Changes", "Number", "Median", "75th percentile", "95th percentile", "Longest"]
    return [head, row("decided in the last 90 days", decided), row("still waiting", waiting)]


def backlog_table(ends: list[dt.datetime], backlog: list[int]) -> Table:
    rows = [[head, f"{number:,}"] for head, number in zip(dates(ends), backlog, strict=True)]
    return [["Week until", "Waiting"], *rows]


def verdicts_table(ends: list[dt.datetime], verdicts: list[dict[str, int]]) -> Table:
    columns = [[week.get(kind, 0) for kind in KINDS] for week in verdicts]
    together = [sum(column[place] for column in columns) for place in range(len(KINDS))]
    rows = [
        [head, *(f"{number:,}" for number in column)]
        for head, column in zip([*dates(ends), "together"], [*columns, together], strict=True)
    ]
    head = ["Week until", "validated", "declined", "changes asked for", "verdict withdrawn"]
    return [head, *rows]


def looks_tables(looks: list[SecondLook], since: dt.datetime) -> list[Table]:
    """The table by topic; none where no second look has ended."""
    together = closed_looks(looks, since)
    if not together[0]:
        return []
    names = {topic.pk: topic.name_en for topic in Topic.objects.all()}
    by_topic = {names[key]: found for key, found in closed_by_topic(looks, since).items()}
    rows = [
        [name, f"{closed:,}", f"{overturned:,}", f"{share(overturned, closed)} %"]
        for name, (closed, overturned) in [*sorted(by_topic.items()), ("together", together)]
    ]
    return [[["Topic", "Second looks", "Overturned", "Share"], *rows]]


def dates(ends: list[dt.datetime]) -> list[str]:
    return [f"{end.day} {calendar.month_name[end.month]} {end.year}" for end in ends[:-1]] + ["now"]


def share(part: int, whole: int) -> Decimal:
    """Per cent with one digit, halves up."""
    exact = Decimal(100 * part) / Decimal(whole)
    return exact.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def in_words(time: dt.timedelta, now: dt.datetime) -> str:
    """Months of the calendar, weeks, days, hours, minutes: the first there are, and the next."""
    begin, months = now - time, 0
    while later(begin, months + 1) <= now:
        months += 1
    minutes = int((now - later(begin, months)).total_seconds()) // 60
    sizes = {"week": 7 * 24 * 60, "day": 24 * 60, "hour": 60, "minute": 1}
    parts = [("month", months)]
    for name, size in sizes.items():
        parts.append((name, minutes // size))
        minutes %= size
    while len(parts) > 1 and not parts[0][1]:
        parts.pop(0)
    said = [f"{number} {name}{'' if number == 1 else 's'}" for name, number in parts[:2] if number]
    return ", ".join(said) or "0 minutes"


def later(moment: dt.datetime, months: int) -> dt.datetime:
    """The moment so many months later, on the last day of a month that has no such day."""
    years, month = divmod(moment.month - 1 + months, 12)
    year = moment.year + years
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)
