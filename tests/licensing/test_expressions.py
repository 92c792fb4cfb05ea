"""Licence expressions: what they are read as, and what is said of those that cannot be read."""

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from licensing import spdx
from licensing.expressions import (
    LONGEST,
    MOST_ALTERNATIVES,
    MOST_LICENCES,
    Expression,
    LicenceUnreadable,
    read,
    single,
)
from licensing.ruling import BASE

KNOWN = BASE.canonical


def alternatives(typed: str, *, of_page: bool = False) -> list[str]:
    """The alternatives of an expression, licences that hold together joined by a plus sign."""
    return ["+".join(one) for one in read(typed, KNOWN, of_page=of_page).alternatives]


def refusal(typed: str) -> LicenceUnreadable:
    with pytest.raises(LicenceUnreadable) as caught:
        read(typed, KNOWN)
    return caught.value


def said(typed: str) -> str:
    with translation.override("en"):
        return str(refusal(typed))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("CC0-1.0", ["CC0-1.0"]),
        ("  cc-by-sa-4.0 ", ["CC-BY-SA-4.0"]),
        ("(lal-1.3)", ["LAL-1.3"]),
        ("CC-BY-SA-4.0 OR LAL-1.3", ["CC-BY-SA-4.0", "LAL-1.3"]),
        ("cc0-1.0 or LAL-1.3 or cc0-1.0", ["CC0-1.0", "LAL-1.3"]),
        ("CC0-1.0 AND LAL-1.3", ["CC0-1.0+LAL-1.3"]),
        ("PPL OR CC0-1.0 AND LAL-1.3", ["PPL", "CC0-1.0+LAL-1.3"]),
        ("(PPL OR CC0-1.0) AND LAL-1.3", ["PPL+LAL-1.3", "CC0-1.0+LAL-1.3"]),
        ("LAL-1.3 AND LAL-1.3", ["LAL-1.3"]),
        ("MIT", ["MIT"]),
        ("mit or unlicense", ["MIT", "Unlicense"]),
        ("LicenseRef-Charter", ["LicenseRef-Charter"]),
    ],
)
def test_an_expression_is_read_into_what_one_may_choose_from(typed: str, found: list[str]) -> None:
    assert alternatives(typed) == found


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("cc-by-sa-4.0", "CC-BY-SA-4.0"),
        ("cc0-1.0 and (lal-1.3 or ppl)", "CC0-1.0 AND (LAL-1.3 OR PPL)"),
        (
            "gpl-2.0-only with classpath-exception-2.0",
            "GPL-2.0-only WITH Classpath-exception-2.0",
        ),
        ("((mit))", "MIT"),
        ("cc-by-3.0+", "CC-BY-3.0+"),
    ],
)
def test_identifiers_are_written_as_the_list_has_them(typed: str, text: str) -> None:
    assert read(typed, KNOWN).text == text


def test_a_licence_with_an_exception_is_a_licence_of_its_own() -> None:
    found = alternatives("CC0-1.0 OR GPL-2.0-only WITH Classpath-exception-2.0")
    assert found == ["CC0-1.0", "GPL-2.0-only WITH Classpath-exception-2.0"]


def test_a_plus_sign_adds_the_later_versions_that_the_site_knows() -> None:
    assert alternatives("CC-BY-SA-3.0+") == ["CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC-BY-SA-3.0+"]
    assert alternatives("CC-BY-SA-4.0+") == ["CC-BY-SA-4.0", "CC-BY-SA-4.0+"]
    assert alternatives("CC-BY-2.0+")[1:3] == ["CC-BY-3.0", "CC-BY-4.0"]


def test_an_identifier_may_say_or_later_itself() -> None:
    older = "GFDL-1.2-no-invariants-or-later"
    assert alternatives(older) == [older, "GFDL-1.3-no-invariants-or-later"]
    assert alternatives("GFDL-1.3-no-invariants-or-later") == ["GFDL-1.3-no-invariants-or-later"]
    # With invariant sections it is another licence.
    assert alternatives("GFDL-1.2-or-later") == ["GFDL-1.2-or-later"]


def test_versions_are_compared_as_numbers() -> None:
    known = {name.casefold(): name for name in ("X-9.0", "X-10.0", "X-8.1", "Y-11.0")}
    found = read("X-9.0+", known).alternatives
    assert found == (("X-9.0",), ("X-10.0",), ("X-9.0+",))


def test_for_a_page_an_identifier_of_the_site_stands_for_itself() -> None:
    newer = {"gfdl-1.4-no-invariants-or-later": "GFDL-1.4-no-invariants-or-later"}
    known = {**KNOWN, **newer}
    now = "GFDL-1.3-no-invariants-or-later"
    assert single(now, known).alternatives == ((now,), (*newer.values(),))
    assert single(now, known, of_page=True).alternatives == ((now,),)
    assert read(now, known, of_page=True).alternatives == ((now,),)


@pytest.mark.parametrize(
    "typed", ["PPL+", "MIT+", "GPL-2.0-only+", "GPL-2.0-or-later+", "GPL-2.0++"]
)
def test_a_plus_sign_that_means_nothing_is_refused(typed: str) -> None:
    assert "means nothing" in said(typed)


@pytest.mark.parametrize("typed", ["", " ", "\n\t"])
def test_nothing_is_no_licence(typed: str) -> None:
    assert "Name a licence" in said(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "()", "(", ")", "CC0-1.0)", "(CC0-1.0", "AND", "CC0-1.0 OR", "OR CC0-1.0", "CC0-1.0 PPL",
        "CC0-1.0 AND OR PPL", "WITH", "CC0-1.0 WITH", "CC0-1.0 (PPL)", "(CC0-1.0 OR PPL) WITH X",
        "CC0-1.0, PPL", "CC0-1.0/PPL", "CC0-1.0;", "<b>", "CC0-1.0\x00", "not CC0-1.0",
    ],
)  # fmt: skip
def test_what_is_no_expression_is_refused_with_what_to_write(typed: str) -> None:
    assert "Write one licence" in said(typed) or "knows a licence" in said(typed)


def test_an_unknown_licence_is_named_with_those_that_may_be_meant() -> None:
    caught = refusal("CC0-1.0 OR CC-BY-SA-4.O")
    assert caught.suggestions[0] == "CC-BY-SA-4.0"
    with translation.override("en"):
        assert "“CC-BY-SA-4.O”" in str(caught) and "CC-BY-SA-4.0, CC-BY-SA-3.0" in str(caught)
    assert refusal("quite something else").suggestions == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("CC BY-SA 4.0", "CC-BY-SA-4.0"),
        ("CC0", "CC0-1.0"),
        ("gfdl", "GFDL-1.3-no-invariants-or-later"),
    ],
)
def test_what_people_write_leads_to_the_identifier(typed: str, meant: str) -> None:
    assert refusal(typed).suggestions[0] == meant


def test_an_unknown_exception_is_named() -> None:
    assert "no exception “Nothing-1.0”" in said("GPL-2.0-only WITH Nothing-1.0")
    assert "no exception" in said("GPL-2.0-only WITH MIT")


def test_braces_are_only_letters() -> None:
    assert "“{names.x}”" in said("{names.x}")


def test_what_was_typed_is_said_again_only_in_part_when_it_is_long() -> None:
    assert len(said("x" * LONGEST)) < 200


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("x" * (LONGEST + 1), "too long"),
        ("(" * 11 + "MIT" + ")" * 11, "brackets"),
        (" OR ".join(["MIT"] * (MOST_LICENCES + 1)), "too many licences"),
        (" AND ".join(["(MIT OR PPL)"] * 6), "too many licences to choose from"),
    ],
)
def test_size_and_depth_are_bounded(typed: str, why: str) -> None:
    assert why in said(typed)


def test_what_is_within_the_bounds_is_read() -> None:
    assert alternatives("(" * 10 + "MIT" + ")" * 10) == ["MIT"]
    assert alternatives(" OR ".join(["MIT"] * MOST_LICENCES)) == ["MIT"]
    assert len(alternatives(" AND ".join(["(MIT OR PPL)"] * 5))) <= MOST_ALTERNATIVES


def read_or_refused(typed: str) -> Expression | str:
    """What it is read as, or the sentence that refuses it; any other error fails the test."""
    try:
        return read(typed, KNOWN)
    except LicenceUnreadable as refused:
        return str(refused)


@given(st.text(max_size=60))
@example("MIT OR (")
@example("( )")
def test_whatever_is_typed_is_read_or_refused_in_a_sentence(typed: str) -> None:
    assert read_or_refused(typed)


WORDS = ["AND", "OR", "WITH", "(", ")", "MIT", "CC0-1.0", "CC-BY-3.0+", "Classpath-exception-2.0"]


@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_whatever_the_order_of_words_it_is_read_or_refused(words: list[str]) -> None:
    found = read_or_refused(" ".join(words))
    if isinstance(found, Expression):
        # Nothing that was written is left out in silence.
        licences = [word for word in words if word in ("MIT", "CC0-1.0", "CC-BY-3.0+")]
        assert all(found.text.count(word) == licences.count(word) for word in licences)
        assert read(found.text, KNOWN) == found


def test_the_list_of_spdx_is_there() -> None:
    assert len(spdx.identifiers()) > 500 and len(spdx.exceptions()) > 30
    assert spdx.identifiers()["mit"] == "MIT"
    assert "classpath-exception-2.0" not in spdx.identifiers()
    # All of the base but the two that are not on the list, or not yet.
    unlisted = {name for name in BASE.licences if name.casefold() not in spdx.identifiers()}
    assert unlisted <= {"PPL", "CC-PDM-1.0"}
