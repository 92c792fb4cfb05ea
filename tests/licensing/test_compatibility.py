"""Every cell of the matrix, written here by hand from the licence texts a second time."""

import re

import pytest
from django.utils import translation

from licensing.compatibility import may_adapt
from licensing.matrix import CELLS, NAMES, TARGETS

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


def test_an_unknown_licence_is_not_settled_in_either_direction() -> None:
    assert may_adapt("Unlicense", "CC0-1.0").cell == "R"
    assert may_adapt("CC0-1.0", "Unlicense").cell == "R"
    assert may_adapt("", "CC0-1.0").cell == "R"
    assert "Unlicense" in str(may_adapt("Unlicense", "CC0-1.0").reason)


def test_an_expression_of_several_licences_is_not_settled() -> None:
    assert may_adapt("CC0-1.0 OR CC-BY-4.0", "CC0-1.0").cell == "R"


def test_an_unknown_licence_may_stay_as_it_is() -> None:
    assert may_adapt("Unlicense", "Unlicense").allowed


def test_identifiers_are_the_same_in_small_letters() -> None:
    assert may_adapt("cc-by-sa-4.0", "lal-1.3").cell == "Y"


def test_braces_in_an_unknown_identifier_are_only_letters() -> None:
    assert "{source.x}" in str(may_adapt("{source.x}", "CC0-1.0").reason)


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
