"""The page of figures for machines, read as a machine reads it."""

import datetime as dt
from typing import Any

from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from wiki.views.review_counts import ReviewFigures, Week
from wiki.views.second_look_counts import Looks, SecondLooks
from wiki.views.weeks import Waits

TIMES = ("median", "percentile_75", "percentile_95", "longest")


def told_to_machines(client: Client, query: str) -> ReviewFigures:
    """The figures as the page gives them now, back from text and seconds."""
    caches["pages"].clear()
    told = client.get(reverse("review_figures_json") + query).json()
    return ReviewFigures(
        counted=dt.datetime.fromisoformat(told["counted"]),
        decided=_waits(told["decided"]),
        waiting=_waits(told["waiting"]),
        decisions=told["decisions"],
        overturned=told["overturned"],
        weeks=[
            Week(
                dt.datetime.fromisoformat(week["end"]),
                week["waiting"],
                {kind: given for kind, given in week["verdicts"].items() if given},
            )
            for week in told["weeks"]
        ],
        second_looks=SecondLooks(
            Looks(told["second_looks"]["closed"], told["second_looks"]["overturned"]), {}
        ),
    )


def _waits(told: dict[str, Any]) -> Waits:
    times = [None if told[name] is None else dt.timedelta(seconds=told[name]) for name in TIMES]
    return Waits(told["changes"], *times)
