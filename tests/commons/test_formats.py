"""Dates are written so that nobody takes them for others."""

import datetime as dt

import pytest
from django.utils import translation
from django.utils.formats import date_format

MOMENT = dt.datetime(2026, 11, 5, 15, 4, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("language", "kind", "words"),
    [
        ("en", "DATE_FORMAT", "5 November 2026"),
        ("en", "DATETIME_FORMAT", "5 November 2026, 15:04 UTC"),
        ("en", "SHORT_DATE_FORMAT", "5 Nov 2026"),
        ("fr", "DATE_FORMAT", "5 novembre 2026"),
        ("fr", "DATETIME_FORMAT", "5 novembre 2026 à 15:04 UTC"),
    ],
)
def test_a_date_names_its_month_and_a_time_its_zone(language: str, kind: str, words: str) -> None:
    with translation.override(language):
        assert date_format(MOMENT, kind) == words
