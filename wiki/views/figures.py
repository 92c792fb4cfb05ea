"""The public figures of the review: how long changes wait, how many do, and what is decided."""

import datetime as dt
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
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


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """The same for machines, with the same filters; times are in seconds."""
    _form, scope = _asked(request)
    found = counted(scope)

    def make() -> HttpResponse:
        return JsonResponse(_for_machines(found, scope))

    return answer(request, made_from=("figures", found), modified=found.counted, make=make)


def counted(scope: Scope) -> ReviewFigures:
    """The figures, counted anew when those that were counted last are an hour old."""
    topic = scope.topic.pk if scope.topic is not None else ""
    # With a number that grows with the figures: those kept by an older version are other ones.
    name = f"review-figures-2:{scope.language}:{topic}"
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


def _for_machines(found: ReviewFigures, scope: Scope) -> dict[str, Any]:
    def seconds(waits: Waits) -> dict[str, float | int | None]:
        names = ("median", "percentile_75", "percentile_95", "longest")
        times = [None if time is None else time.total_seconds() for time in waits[1:]]
        return {"changes": waits.changes, **dict(zip(names, times, strict=True))}

    return {
        "counted": found.counted,
        "language": scope.language or None,
        "topic": scope.topic.slug if scope.topic is not None else None,
        "days": DAYS,
        "decided": seconds(found.decided),
        "waiting": seconds(found.waiting),
        "decisions": found.decisions,
        "overturned": found.overturned,
        "second_looks": {
            **found.second_looks.together._asdict(),
            "by_topic": {topic.slug: looks._asdict() for topic, looks in found.second_looks.rows},
        },
        "weeks": [
            {
                "end": week.end,
                "waiting": week.backlog,
                "verdicts": {kind: week.verdicts.get(kind, 0) for kind in Review.Verdict.values},
            }
            for week in found.weeks
        ],
    }


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
        "json": _address_of_json(scope),
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


def _address_of_json(scope: Scope) -> str:
    chosen = {"language": scope.language, "topic": scope.topic.slug if scope.topic else ""}
    asked = urlencode({name: value for name, value in chosen.items() if value})
    return reverse("review_figures_json") + (f"?{asked}" if asked else "")


def _dated(chart: Chart, found: ReviewFigures) -> list[tuple[Mark, dt.datetime]]:
    return [(mark, found.weeks[mark.value].end) for mark in chart.places]


def _words(found: Waits) -> list[str]:
    """The times of a row, such as "2 days, 4 hours"; nothing without any."""
    return ["" if time is None else _in_words(time) for time in found[1:]]


def _in_words(time: dt.timedelta) -> str:
    now = timezone.now()
    return timesince(now - time, now)
