"""A plan says what an import would do, and writes nothing."""

from datetime import UTC, datetime

import pytest

from licensing.models import Licence
from tests.factories import make_article
from tests.wiki.exchange.histories import GARDEN, HOSTILE, make_line, write_history
from wiki.exchange.formats import read_revisions
from wiki.exchange.planning import Licences, Outcome, Plan, make_plan
from wiki.models import Article, Revision

NOW = datetime(2026, 1, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def plan_of(path, language: str = "en", licence: str = "CC-BY-4.0") -> Plan:
    licences = Licences(Licence.objects.get(spdx=licence))
    return make_plan(read_revisions(path, now=NOW), language=language, licences=licences)


def test_a_plan_names_articles_languages_and_licences_and_writes_nothing():
    plan = plan_of(GARDEN)
    garden, french, tools = plan.pages.values()
    assert (garden.title, garden.path, len(garden.pending)) == (
        "The shared garden",
        "/en/the-shared-garden",
        4,
    )
    assert (french.title, french.language) == ("Le jardin partagé", "fr")
    assert french.translates == garden.page
    assert tools.licences == {"CC0-1.0", "CC-BY-4.0"}
    assert tools.title == "Tools"
    assert plan.to_write == 8
    assert plan.is_clean
    assert not Article.objects.exists() and not Revision.objects.exists()


def test_lines_under_licences_that_are_unknown_or_refused_are_left_out():
    plan = plan_of(HOSTILE)
    by_line = {broken.number: broken.sentence for broken in plan.broken}
    assert "No-Such-Licence" in by_line[18]
    assert "CC-BY-NC-4.0" in by_line[19]
    assert plan.to_write == 2


def test_a_licence_is_recognised_in_any_case(tmp_path):
    path = write_history(tmp_path / "h", [make_line(licence="cc-by-sa-4.0")])
    assert plan_of(path).pages["pond.md"].licences == {"CC-BY-SA-4.0"}


def test_the_same_line_twice_counts_once(tmp_path):
    path = write_history(tmp_path / "h", [make_line(), make_line()])
    assert plan_of(path).to_write == 1


def test_a_page_whose_address_is_taken_is_refused_and_the_others_are_not(tmp_path):
    make_article("Pond")
    path = write_history(tmp_path / "h", [make_line(), make_line(page="lake.md")])
    plan = plan_of(path)
    assert plan.pages["pond.md"].outcome is Outcome.REFUSED
    assert "/en/pond" in plan.pages["pond.md"].reason
    assert plan.pages["lake.md"].outcome is Outcome.NEW
    assert plan.to_write == 1


def test_of_two_pages_with_one_title_the_first_is_imported(tmp_path):
    path = write_history(tmp_path / "h", [make_line(), make_line(page="other/pond.md")])
    plan = plan_of(path)
    assert plan.pages["pond.md"].outcome is Outcome.NEW
    assert "pond.md" in plan.pages["other/pond.md"].reason


def test_a_history_that_runs_backwards_is_refused(tmp_path):
    newer, older = make_line("b", date="2021-01-01"), make_line("a", date="2020-01-01")
    plan = plan_of(write_history(tmp_path / "h", [newer, older]))
    assert "newest" in plan.pages["pond.md"].reason


def test_a_page_without_any_title_is_refused(tmp_path):
    plan = plan_of(write_history(tmp_path / "h", [make_line("!", page="!")]))
    assert "title" in plan.pages["!"].reason
