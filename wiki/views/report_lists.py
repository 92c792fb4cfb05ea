"""Which reports of licence problems wait, how many, and since when."""

import datetime as dt
from typing import NamedTuple

from django.db.models import Count, Min

from wiki.models import LicenceReport
from wiki.models.report import LicenceReportQuerySet
from wiki.views.queue_tabs import wait

OPEN, DECIDED, OBJECTED = "", "decided", "objections"
ORDERS = {
    OPEN: ("created", "pk"),
    OBJECTED: ("objected", "pk"),
    DECIDED: ("-decided", "-pk"),
}


class ReportFigures(NamedTuple):
    """How many reports and objections wait, and how long the first report has, in words."""

    open: int
    objected: int
    longest_wait: str

    @property
    def together(self) -> int:
        """All that a maintainer has to decide."""
        return self.open + self.objected


def in_tab(tab: str) -> LicenceReportQuerySet:
    """The reports of a tab."""
    if tab == DECIDED:
        return LicenceReport.objects.decided()
    if tab == OBJECTED:
        return LicenceReport.objects.objected_to()
    return LicenceReport.objects.is_open()


def with_articles(rows: LicenceReportQuerySet) -> LicenceReportQuerySet:
    """The reports with what a row shows of their articles."""
    return rows.select_related("article", "revision").defer("article__text")


def figures(language: str = "") -> ReportFigures:
    """How much waits, in a language or (empty) in all; two queries that indexes answer."""
    waiting, objected = in_tab(OPEN), in_tab(OBJECTED)
    if language:
        waiting, objected = waiting.filter(language=language), objected.filter(language=language)
    counted = waiting.aggregate(count=Count("pk"), since=Min("created"))
    since: dt.datetime | None = counted["since"]
    return ReportFigures(counted["count"], objected.count(), wait(since))
