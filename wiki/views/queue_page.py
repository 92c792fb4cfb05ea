"""The queue of what awaits validation, and what was decided, in tabs."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from commons.log.keyset import paginate
from commons.log.models import LogEntry, LogQuerySet
from commons.log.sentences import sentence
from wiki.forms.queue import DecidedForm
from wiki.models import Appeal, LicenceReport
from wiki.permissions import can_review
from wiki.views import report_lists
from wiki.views.candidacies import candidacies_before
from wiki.views.hints import hints_of
from wiki.views.queue import filtered, for_rows, order_of, rows_of
from wiki.views.queue_tabs import ALL, DECIDED, LICENCE, figures, tab_of
from wiki.views.second_looks import waiting_looks
from wiki.views.who import actor_of

PAGE_SIZE = 30
REPORTS_SHOWN = 10  # and as many objections; the others are on the page of reports
# The log has one row for each decision, whatever it covers, and rows of what was said about one:
# answers, objections, second looks. One that overturns a verdict withdraws it, in a row of its own.
AREA = "review"
DECISIONS = [f"{AREA}.{act}" for act in ("validate", "ask", "decline", "decline_one", "withdraw")]
SAID_OF_ONE = [f"{AREA}.{act}" for act in ("answer", "object", "uphold", "overturn")]


@cache_control(private=True, max_age=0)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """One row for each article with changes that await, or (`tab=decided`) for each decision."""
    actor = actor_of(request)
    tab = tab_of(request.GET, actor)
    review = LogEntry.objects.in_area(AREA)
    is_reviewer = can_review(actor)
    context: dict[str, Any] = {
        "tab": tab,
        "figures": figures(actor),
        "decided": review.filter(action__in=DECISIONS).count(),
        "can_review": is_reviewer,
        "open_appeals": Appeal.objects.is_open().count() if is_reviewer else 0,
        "candidacies": candidacies_before(actor),
        "second_looks": waiting_looks().count(),
        "reports": report_lists.figures(),
    }
    if tab == DECIDED:
        return render(request, "wiki/review_decided.html", context | _decided(request, review))
    if tab == LICENCE:
        context["waiting_reports"] = _first_reports()
    return render(request, "wiki/review.html", context | _awaiting(request, tab))


def _first_reports() -> list[LicenceReport]:
    """The reports of licence problems and the objections that have waited longest."""
    return [
        report
        for tab in (report_lists.OPEN, report_lists.OBJECTED)
        for report in report_lists.with_articles(report_lists.in_tab(tab)).order_by(
            *report_lists.ORDERS[tab]
        )[:REPORTS_SHOWN]
    ]


def _decided(request: HttpRequest, review: LogQuerySet) -> dict[str, Any]:
    """A page of the decisions that the address asks for, by verdict and language.

    Each way to ask has an index of the log that holds its rows in order. By topic there is none:
    an article is filed under several, and under others later.
    """
    form = DecidedForm(request.GET)
    form.is_valid()
    verdict, language = form.cleaned_data.get("verdict"), form.cleaned_data.get("language")
    # By what is left out, so that no database sorts what the index has in order.
    decisions = review.exclude(action__in=SAID_OF_ONE)
    if verdict:
        decisions = review.filter(action=f"{AREA}.{verdict}")
    if language:
        decisions = decisions.filter(language=language)
    page = paginate(
        decisions.select_related("actor"),
        order=("-created", "-pk"),
        cursor=request.GET.get("cursor", ""),
        size=PAGE_SIZE,
    )
    rows = [{"entry": entry, "sentence": sentence(entry)} for entry in page.items]
    return {
        "filters": form,
        "is_filtered": bool(verdict or language),
        "page": page,
        "rows": rows,
    }


def _awaiting(request: HttpRequest, tab: str) -> dict[str, Any]:
    actor = actor_of(request)
    form, articles = filtered(request.GET, actor)
    page = paginate(
        for_rows(articles),
        order=order_of(articles),
        cursor=request.GET.get("cursor", ""),
        size=PAGE_SIZE,
    )
    return {
        "filters": form,
        "is_filtered": any(form.cleaned_data.values()),
        "page": page,
        "rows": rows_of(actor, page.items, hints_of(page.items)),
        "kept": _kept(request.GET, tab),
        "everything": reverse("review") + (f"?tab={tab}" if tab != ALL else ""),
    }


def _kept(asked: QueryDict, tab: str) -> str:
    """Tab, filters and order as they stand in the address, to be carried along."""
    kept = asked.copy()
    kept.pop("cursor", None)
    if tab != ALL:
        kept["tab"] = tab
    return f"?{kept.urlencode()}" if kept else ""
