"""The public report on licences: how much text stands under which, and what is to be settled."""

from typing import Any, NamedTuple

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from licensing.models import Licence
from wiki.models import Review
from wiki.views.charts import LOOKS, bar_chart
from wiki.views.conditional import answer
from wiki.views.licence_counts import DAYS, Holding, LicenceFigures, count

KEPT_FOR = 3600  # seconds
# So many licences have a bar of their own; the others share one.
APART = len(LOOKS) - 1


class Column(NamedTuple):
    """A licence of the table, or several together, and how its bars look."""

    name: str
    keys: frozenset[int]
    look: str


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The report, counted anew when the one that was counted last is an hour old."""
    found = counted()

    def make() -> HttpResponse:
        return render(request, "wiki/licence_figures.html", _shown(found))

    return answer(request, made_from=("licences", found), modified=found.counted, make=make)


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """The same for machines."""
    found = counted()

    def make() -> HttpResponse:
        return JsonResponse(_for_machines(found))

    return answer(request, made_from=("licences", found), modified=found.counted, make=make)


def counted() -> LicenceFigures:
    """The figures as they were counted last."""
    kept: LicenceFigures | None = caches["pages"].get("licence-figures")
    if kept is None:
        kept = count(timezone.now())
        caches["pages"].set("licence-figures", kept, KEPT_FOR)
    return kept


def _for_machines(found: LicenceFigures) -> dict[str, Any]:
    names = dict(found.licences)
    waiting = found.open_questions
    return {
        "counted": found.counted,
        "weeks": [
            {
                "end": week.end,
                "licences": {
                    names[key]: held._asdict()
                    for key, held in week.holdings.items()
                    if key in names
                },
            }
            for week in found.weeks
        ],
        "open_questions": {
            "articles": waiting.changes,
            "median": waiting.median.total_seconds() if waiting.median else None,
            "longest": waiting.longest.total_seconds() if waiting.longest else None,
        },
        "days": DAYS,
        "decisions": found.decisions,
    }


def _shown(found: LicenceFigures) -> dict[str, Any]:
    columns = _columns(found)
    articles = [[_together(week.holdings, one).articles for one in columns] for week in found.weeks]
    texts = [[_together(week.holdings, one).characters for one in columns] for week in found.weeks]
    thousands = [[-(-characters // 1000) for characters in row] for row in texts]
    charts = {"articles": bar_chart(articles), "texts": bar_chart(thousands)}
    now = timezone.now()
    waiting = found.open_questions
    return {
        "found": found,
        "columns": columns,
        "charts": charts,
        "places": {
            name: [(mark, found.weeks[mark.value].end) for mark in chart.places]
            for name, chart in charts.items()
        },
        "rows": [
            (week, list(zip(*cells, strict=True)))
            for week, *cells in zip(found.weeks, articles, texts, strict=True)
        ],
        "now": list(zip(columns, articles[-1], texts[-1], strict=True)),
        "longest": timesince(now - waiting.longest, now) if waiting.longest else "",
        "median": timesince(now - waiting.median, now) if waiting.median else "",
        "days": DAYS,
        "decisions": [
            (label, found.decisions[verdict])
            for verdict, label in Review.Verdict.choices
            if verdict in found.decisions
        ],
        "site_section": "licences",
    }


def _columns(found: LicenceFigures) -> list[Column]:
    """The licences with most articles now, each apart, and what is left together."""
    held = found.weeks[-1].holdings
    known = {licence.pk: licence.name for licence in Licence.objects.all()}
    keys = [key for key, _spdx in found.licences]
    keys.sort(key=lambda key: -held.get(key, Holding()).articles)
    columns = [
        Column(str(known.get(key, "")), frozenset([key]), LOOKS[at])
        for at, key in enumerate(keys[:APART])
    ]
    if keys[APART:]:
        columns.append(Column(_("others"), frozenset(keys[APART:]), LOOKS[APART]))
    return columns


def _together(holdings: dict[int, Holding], column: Column) -> Holding:
    rows = [held for key, held in holdings.items() if key in column.keys]
    return Holding(sum(row.articles for row in rows), sum(row.characters for row in rows))
