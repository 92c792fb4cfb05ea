"""Every cell of the matrix, written here by hand from the licence texts a second time."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from licensing.compatibility import LicenceUnreadable, between, may_adapt
from licensing.matrix import CELLS, NAMES, TARGETS
from licensing.ruling import BASE, Known, Ruling

COLUMNS = [
    "CC0-1.0",
    "CC-BY-3.0",
    "CC-BY-4.0",
    "CC-BY-SA-3.0",
    "CC-BY-SA-4.0",
    "LAL-1.3",
    "GFDL-1.3-no-invariants-or-later",
    "PPL",
]
EXPECTED = {
    "CC0-1.0": "YYYYYYYY",
    "CC-PDM-1.0": "YYYYYYYY",
    "CC-BY-3.0": "NYYYYRRR",
    "CC-BY-4.0": "NRYRYRRR",
    "etalab-2.0": "NRYRYRRR",
    "CC-BY-SA-3.0": "NNNYYVNN",
    "CC-BY-SA-4.0": "NNNNYYNN",
    "LAL-1.3": "NNNNYYNN",
    "GFDL-1.3-no-invariants-or-later": "NNNNNNYN",
    "ODbL-1.0": "RPPPPPPR",
    "ODC-By-1.0": "RPPPPPPR",
    "PPL": "NNNNNNNY",
    "CC-BY-NC-4.0": "NNNNNNNN",
    "CC-BY-NC-SA-4.0": "NNNNNNNN",
    "CC-BY-ND-4.0": "NNNNNNNN",
    "CC-BY-NC-ND-4.0": "NNNNNNNN",
}
ALL = [
    (source, target, letter)
    for source, letters in EXPECTED.items()
    for target, letter in zip(COLUMNS, letters, strict=True)
]
# What a person can do, in whatever words: each sentence must offer at least one of these.
A_WAY_ON = re.compile(r"you can use|ask |write |adapt it|put the page under", re.IGNORECASE)


def test_the_table_holds_all_sixteen_rows_and_eight_columns() -> None:
    assert len(ALL) == 16 * 8 == len(CELLS)
    assert list(TARGETS) == COLUMNS


@pytest.mark.parametrize(("source", "target", "letter"), ALL)
def test_each_cell_says_what_the_licence_texts_say(source: str, target: str, letter: str) -> None:
    answer = may_adapt(source, target)
    assert answer.cell == letter
    assert answer.allowed is (letter == "Y")


@pytest.mark.parametrize(("source", "target", "letter"), ALL)
def test_each_cell_has_a_reason_that_says_what_one_can_do(
    source: str, target: str, letter: str
) -> None:
    with translation.override("en"):
        answer = may_adapt(source, target)
        reason = str(answer.reason)
        assert A_WAY_ON.search(reason)
        assert "{" not in reason
        assert str(answer.source_of_rule)
        assert bool(answer.obligations) is (letter in "YP")


@pytest.mark.parametrize("spdx", sorted(NAMES))
def test_text_may_stay_under_its_licence_unless_that_forbids_changes(spdx: str) -> None:
    assert may_adapt(spdx, spdx).allowed is ("ND" not in spdx)


@pytest.mark.parametrize("spdx", ["Unlicense", "MIT", "CC-BY-2.0", "LicenseRef-Charter"])
def test_a_licence_that_no_cell_covers_is_not_settled_in_either_direction(spdx: str) -> None:
    assert may_adapt(spdx, "CC-BY-SA-4.0").cell == "R"
    assert may_adapt("CC-BY-4.0", spdx).cell == may_adapt("CC0-1.0", spdx).cell == "R"
    assert spdx in str(may_adapt(spdx, "CC0-1.0").reason)
    with translation.override("en"):
        assert "maintainer" in str(may_adapt(spdx, "CC0-1.0").decides)


def test_a_licence_that_no_cell_covers_may_stay_as_it_is() -> None:
    assert may_adapt("Unlicense", "Unlicense").allowed


@pytest.mark.parametrize(
    "spdx",
    [
        "CC-BY-NC-3.0",
        "CC-BY-ND-2.0",
        "CC-BY-NC-SA-3.0-DE",
        "NCGL-UK-2.0",
        "PolyForm-Noncommercial-1.0.0",
    ],
)
def test_other_licences_with_limits_stay_out_as_well(spdx: str) -> None:
    assert may_adapt(spdx, "CC-BY-SA-4.0").cell == "N"


@pytest.mark.parametrize("letter", ["Y", "V", "R", "P"])
@pytest.mark.parametrize("spdx", ["CC-BY-NC-4.0", "CC-BY-ND-4.0"])
def test_no_cell_lets_in_text_with_limits_or_leaves_it_open(spdx: str, letter: Any) -> None:
    changed = BASE.with_changes({(spdx, "CC-BY-SA-4.0"): Ruling(letter, "Somebody says so.")})
    answer = may_adapt(spdx, "CC-BY-SA-4.0", changed)
    assert (answer.cell, answer.allowed) == ("N", False)
    assert "Somebody" not in str(answer.source_of_rule)


def test_of_licences_to_choose_from_one_that_the_site_is_closed_to_is_not_taken() -> None:
    closed = replace(BASE, closed=frozenset({"CC-BY-4.0"}))
    answer = may_adapt("CC-BY-4.0 OR CC-BY-3.0", "CC-BY-SA-4.0", closed)
    assert (answer.allowed, answer.chosen) == (True, ("CC-BY-3.0",))
    with translation.override("en"):
        answer = may_adapt("CC-BY-4.0", "CC-BY-SA-4.0", closed)
        assert answer.cell == "N"
        assert "This site takes in no text under CC BY 4.0." in str(answer.reason)
        assert "role" in str(answer.source_of_rule)
    # Where the licences say no themselves, they say why.
    closed = replace(BASE, closed=frozenset({"CC-BY-NC-4.0"}))
    assert "commercial" in str(may_adapt("CC-BY-NC-4.0", "CC-BY-SA-4.0", closed).reason)
    # What stands under a licence already stays under it.
    assert may_adapt("CC-BY-NC-4.0", "CC-BY-NC-4.0", closed).allowed


@pytest.mark.parametrize("spdx", ["", "No-Such-Licence", "CC BY 4.0", "{source.x}"])
def test_what_names_no_licence_has_no_answer(spdx: str) -> None:
    for pair in ((spdx, "CC0-1.0"), ("CC0-1.0", spdx)):
        with pytest.raises(LicenceUnreadable):
            may_adapt(*pair)


def test_a_licence_with_an_exception_is_not_settled() -> None:
    odd = "GPL-3.0-only WITH Classpath-exception-2.0"
    assert may_adapt(odd, "CC-BY-SA-4.0").cell == may_adapt("CC-BY-4.0", odd).cell == "R"


def test_of_two_licences_to_choose_from_the_better_one_is_named() -> None:
    with translation.override("en"):
        answer = may_adapt("CC-BY-SA-3.0 OR LAL-1.3", "LAL-1.3")
        assert (answer.allowed, answer.chosen) == (True, ("LAL-1.3",))
        assert str(answer.reason).startswith("Take the text under the Free Art License 1.3.")
        assert "Name every author" in str(answer.obligations[0])
        assert str(answer.decides) == ""


def test_where_no_choice_helps_none_is_named() -> None:
    with translation.override("en"):
        answer = may_adapt("CC-BY-SA-4.0 OR GFDL-1.3-no-invariants-or-later", "CC-BY-4.0")
        assert (answer.cell, answer.chosen) == ("N", ())
        assert str(answer.reason).startswith("None of the licences to choose from allows it.")
        assert "Every author" in str(answer.decides)


def test_licences_that_hold_together_are_answered_one_by_one() -> None:
    answer = may_adapt("CC-BY-4.0 AND LAL-1.3", "CC-BY-SA-4.0")
    assert answer.allowed and answer.chosen == ()
    assert [(part.source, part.target) for part in answer.parts] == [
        ("CC-BY-4.0", "CC-BY-SA-4.0"),
        ("LAL-1.3", "CC-BY-SA-4.0"),
    ]
    with translation.override("en"):
        rules = str(answer.source_of_rule)
        assert "section 3(a)(4)" in rules and "articles 2.3 and 5" in rules
        asked = " ".join(map(str, answer.obligations))
        assert "Name every author" in asked and asked.count("Say what was changed.") == 1


def test_a_page_whose_readers_choose_takes_what_goes_into_each() -> None:
    both = "CC-BY-SA-4.0 OR LAL-1.3"
    assert may_adapt("CC-BY-SA-4.0", both).allowed
    dual = "CC-BY-SA-4.0 OR GFDL-1.3-no-invariants-or-later"
    assert may_adapt(dual, dual).chosen == tuple(dual.split(" OR "))
    refused = may_adapt("CC-BY-4.0", both)
    assert (refused.cell, [part.target for part in refused.parts]) == ("R", ["LAL-1.3"])


def test_licences_that_hold_together_may_stay_together() -> None:
    both = "GFDL-1.3-no-invariants-or-later AND CC-BY-SA-3.0"
    assert may_adapt(both, "CC-BY-SA-3.0 AND GFDL-1.3-no-invariants-or-later").allowed
    assert not may_adapt(both, "CC-BY-SA-3.0").allowed


def test_a_later_version_may_be_chosen_where_the_text_says_so() -> None:
    assert not may_adapt("CC-BY-SA-3.0", "LAL-1.3").allowed
    answer = may_adapt("CC-BY-SA-3.0+", "LAL-1.3")
    assert (answer.allowed, answer.chosen) == (True, ("CC-BY-SA-4.0",))
    older = may_adapt("GFDL-1.2-no-invariants-or-later", "GFDL-1.3-no-invariants-or-later")
    assert older.allowed


def test_a_page_that_says_or_later_promises_versions_that_nobody_has_read() -> None:
    assert may_adapt("CC-BY-SA-4.0", "CC-BY-SA-4.0+").cell == "R"
    assert may_adapt("CC-BY-SA-4.0", "CC-BY-4.0+").cell == "N"
    assert may_adapt("CC-BY-SA-4.0+", "CC-BY-SA-4.0+").allowed


def test_the_sites_own_licences_are_not_read() -> None:
    assert between("CC-BY-4.0", "CC-BY-SA-4.0").allowed
    assert between("Charter (1)", "CC-BY-SA-4.0").cell == "R"
    assert between("Charter (1)", "Charter (1)").allowed


def test_a_cell_laid_over_the_base_counts_with_its_source() -> None:
    matrix = BASE.with_changes(
        {
            ("CC-BY-4.0", "LAL-1.3"): Ruling("Y", "A declaration."),
            ("X-1.0", "CC-BY-SA-4.0"): Ruling("V", "X 1.0, section 2."),
            ("X-1.0", "LAL-1.3"): Ruling("Y", "X 1.0, section 3."),
            ("X-1.0", "CC-BY-4.0"): Ruling("N", "X 1.0, section 4."),
        },
        {"X-1.0": Known("X 1.0", "every_author", share_alike=False)},
    )
    with translation.override("en"):
        answer = may_adapt("cc-by-4.0", "LAL-1.3", matrix)
        assert (answer.allowed, answer.source_of_rule) == (True, "A declaration.")
        assert may_adapt("CC-BY-4.0", "LAL-1.3").cell == "R"
        two_steps = may_adapt("X-1.0", "CC-BY-SA-4.0", matrix)
        assert "first adapt it into a page under the Free Art License 1.3" in str(two_steps.reason)
        assert "Name every author" in str(may_adapt("X-1.0", "LAL-1.3", matrix).obligations[0])
        refused = str(may_adapt("X-1.0", "CC-BY-4.0", matrix).reason)
        assert refused.startswith("Text under X 1.0 may not go into a page under CC BY 4.0.")


def test_identifiers_are_the_same_in_small_letters() -> None:
    assert may_adapt("cc-by-sa-4.0", "lal-1.3").cell == "Y"


def test_an_adaptation_of_by_sa_3_is_told_from_a_copy() -> None:
    with translation.override("en"):
        assert "word for word" in str(may_adapt("CC-BY-SA-3.0", "CC-BY-SA-4.0").reason)


def test_the_two_steps_are_named() -> None:
    with translation.override("en"):
        assert "CC BY-SA 4.0" in str(may_adapt("CC-BY-SA-3.0", "LAL-1.3").reason)


def test_the_free_art_licence_asks_for_every_author() -> None:
    with translation.override("en"):
        obligations = " ".join(map(str, may_adapt("LAL-1.3", "CC-BY-SA-4.0").obligations))
        assert "every author" in obligations
