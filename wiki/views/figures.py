"""The public figures of the review: how long changes wait, how many do, and what is decided."""

import datetime as dt
from typing import Any, NamedTuple

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timesince import timesince
from django.views.decorators.http import require_safe

from wiki.forms.figures import FiguresForm
from wiki.models import Review
from wiki.views.charts import LOOKS, Chart, Mark, bar_chart, line_chart
from wiki.views.conditional import answer
from wiki.views.review_counts import DAYS, ReviewFigures, Scope, count
from wiki.views.weeks import Waits

KEPT_FOR = 3600  # seconds


class Kind(NamedTuple):
    """A kind of verdict, and how its bars look."""

    verdict: str
    label: str
    look: str


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The figures of all changes, or of those in a `language` or under a `topic`."""
    form, scope = _asked(request)
    found = counted(scope)

    def make() -> HttpResponse:
        return render(request, "wiki/figures.html", {"form": form} | _shown(found, scope))

    return answer(request, made_from=("figures", found), modified=found.counted, make=make)


def counted(scope: Scope) -> ReviewFigures:
    """The figures, counted anew when those that were counted last are an hour old."""
    topic = scope.topic.pk if scope.topic is not None else ""
    name = f"review-figures:{scope.language}:{topic}"
    kept: ReviewFigures | None = caches["pages"].get(name)
    if kept is None:
        kept = count(scope, timezone.now())
        caches["pages"].set(name, kept, KEPT_FOR)
    return kept


def _asked(request: HttpRequest) -> tuple[FiguresForm, Scope]:
    form = FiguresForm(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    return form, Scope(chosen.get("language") or "", chosen.get("topic"))


def _shown(found: ReviewFigures, scope: Scope) -> dict[str, Any]:
    kinds = [
        Kind(value, str(label), LOOKS[index % len(LOOKS)])
        for index, (value, label) in enumerate(Review.Verdict.choices)
    ]
    columns = [[week.verdicts.get(kind.verdict, 0) for kind in kinds] for week in found.weeks]
    backlogs = line_chart([week.backlog for week in found.weeks])
    verdicts = bar_chart(columns)
    return {
        "found": found,
        "is_filtered": any(scope),
        "days": DAYS,
        "decided": _words(found.decided),
        "waiting": _words(found.waiting),
        "share": 100 * found.overturned / found.decisions if found.decisions else None,
        "kinds": kinds,
        "backlogs": backlogs,
        "verdicts": verdicts,
        "backlog_places": _dated(backlogs, found),
        "verdict_places": _dated(verdicts, found),
        "most": max(week.backlog for week in found.weeks),
        "rows": list(zip(found.weeks, columns, strict=True)),
        "totals": [sum(column) for column in zip(*columns, strict=True)],
    }


def _dated(chart: Chart, found: ReviewFigures) -> list[tuple[Mark, dt.datetime]]:
    return [(mark, found.weeks[mark.value].end) for mark in chart.places]


def _words(found: Waits) -> list[str]:
    """The times of a row, such as "2 days, 4 hours"; nothing without any."""
    return ["" if time is None else _in_words(time) for time in found[1:]]


def _in_words(time: dt.timedelta) -> str:
    now = timezone.now()
    return timesince(now - time, now)
