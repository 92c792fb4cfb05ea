"""The credit of what was taken from elsewhere, as the licence of each text asks for it."""

import datetime as dt
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from licensing.attribution import Credit, source_line
from tests.licensing.test_attribution import CC0, LAL, Facts, Tags

BY_SA4 = Facts()
BY3 = Facts(
    "CC-BY-3.0", "CC BY 3.0", "https://creativecommons.org/licenses/by/3.0/", "author_title"
)
ETALAB = Facts("etalab-2.0", "Etalab", "https://www.etalab.gouv.fr/", "source_date")
GFDL = Facts("GFDL-1.3-no-invariants-or-later", "GNU FDL", "https://www.gnu.org/fdl", "history")
LICENCES = {facts.spdx: facts for facts in (BY_SA4, BY3, CC0, LAL, ETALAB, GFDL)}
ADDRESS = "https://elsewhere.example/peer-production"
HISTORY = f"{ADDRESS}/history"


def line(licence: str = "CC-BY-SA-4.0", *authors: str, **more: Any) -> Credit:
    arguments: dict[str, Any] = {
        "title": "Peer production",
        "address": ADDRESS,
        "authors": authors or ("contributor-1",),
        "licences": LICENCES,
        "how": "verbatim",
        **more,
    }
    with translation.override("en"):
        return source_line(licence=licence, **arguments)


def test_what_was_taken_is_credited_with_title_address_authors_and_licence() -> None:
    credit = line()
    assert credit.text == (
        f"“Peer production” ({ADDRESS}) by contributor-1, "
        "CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/)"
    )
    assert credit.html == (
        f'<a href="{ADDRESS}">“Peer production”</a> by contributor-1, '
        '<a rel="license" href="https://creativecommons.org/licenses/by-sa/4.0/">CC BY-SA 4.0</a>'
    )
    assert credit.markdown == (
        f"[“Peer production”]({ADDRESS}) by contributor-1, "
        "[CC BY-SA 4.0](https://creativecommons.org/licenses/by-sa/4.0/)"
    )


@pytest.mark.parametrize(
    ("how", "begins"),
    [
        ("verbatim", "“Peer production” ("),
        ("adapted", "Adapted from “Peer production” ("),
        ("translated", "Translation of “Peer production” ("),
    ],
)
@pytest.mark.parametrize("authors", [("contributor-1",), ()])
def test_it_says_what_was_done(how: str, begins: str, authors: tuple[str, ...]) -> None:
    credit = source_line(
        title="Peer production",
        address=ADDRESS,
        authors=authors,
        licence="CC-BY-3.0",
        licences=LICENCES,
        how=how,
    )
    assert credit.text.startswith(begins)
    assert (" by " in credit.text) is bool(authors)


NAMES = [f"contributor-{number}" for number in range(1, 31)]


def test_the_free_art_licence_gets_every_name() -> None:
    text = line("LAL-1.3", *NAMES).text
    assert "other" not in text
    assert all(f"{name}," in text or f"{name} and" in text for name in NAMES)


def test_where_one_licence_of_several_asks_for_every_name_all_are_there() -> None:
    assert "contributor-30" in line("CC-BY-SA-4.0 OR LAL-1.3", *NAMES).text


def test_other_licences_count_the_rest_and_lead_to_the_history() -> None:
    text = line("CC-BY-SA-4.0", *NAMES, more_authors=10, history_address=HISTORY).text
    assert f"contributor-5 and 35 others ({HISTORY}), CC BY-SA" in text
    assert "contributor-6" not in text


def test_the_gnu_licence_gets_its_history() -> None:
    credit = line(GFDL.spdx, "contributor-1", history_address=HISTORY)
    assert credit.text.endswith(f"GNU FDL (https://www.gnu.org/fdl), history ({HISTORY})")
    assert "history" not in line("CC-BY-SA-4.0", history_address=HISTORY).text


def test_etalab_gets_the_date_of_the_source() -> None:
    taken, updated = dt.date(2026, 11, 26), dt.date(2021, 8, 19)
    dated = line("etalab-2.0", taken=taken, updated=updated).text
    assert dated.endswith(", updated on 19 August 2021")
    assert line("etalab-2.0", taken=taken).text.endswith(", taken on 26 November 2026")
    assert line("etalab-2.0").text.endswith("(https://www.etalab.gouv.fr/)")
    assert "2026" not in line("CC-BY-SA-4.0", taken=taken).text


def test_where_nothing_is_asked_it_is_a_courtesy() -> None:
    assert line("CC0-1.0").text.endswith("(credit is a courtesy here)")
    assert "courtesy" not in line("CC0-1.0 AND CC-BY-SA-4.0").text
    assert "courtesy" not in line("MIT").text


def test_an_expression_is_written_with_each_licence_by_its_name() -> None:
    credit = line("CC-BY-SA-4.0 OR (LAL-1.3 AND CC-BY-3.0+)")
    assert credit.text.endswith(
        "CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/) or (Free Art License 1.3 "
        "(https://artlibre.org/licence/lal/) and "
        "CC BY 3.0 (https://creativecommons.org/licenses/by/3.0/) or later)"
    )
    assert Tags(credit.html).seen == ["a"] * 4 and credit.html.count('rel="license"') == 3
    assert ") or ([Free Art License 1.3](https://artlibre.org/" in credit.markdown


def test_a_licence_that_the_site_does_not_know_is_named_by_its_identifier() -> None:
    odd = "GPL-2.0-only WITH Classpath-exception-2.0"
    assert line(odd).text.endswith("GPL-2.0-only with Classpath-exception-2.0")
    assert "&lt;b&gt;" in line("<b>").html and "<b>" not in line("<b>").html


def test_without_a_title_the_address_stands_for_it() -> None:
    assert line(title="").text.startswith(f"{ADDRESS} by contributor-1, ")
    assert line(title="").html.startswith(f'<a href="{ADDRESS}">{ADDRESS}</a> by')
    assert line(title="", address="").text.startswith("a text without a title by ")


def test_nothing_but_an_address_on_the_web_becomes_a_link() -> None:
    for address in ("javascript:x()", "data:text/html,x", "//evil.example"):
        credit = line(address=address, history_address=address, more_authors=3)
        assert Tags(credit.html).seen == ["a"]  # the licence
        assert f"]({address}" not in credit.markdown


@given(
    title=st.text(max_size=30),
    name=st.text(min_size=1, max_size=30),
    licence=st.text(max_size=30),
    address=st.sampled_from([ADDRESS, ""]),
)
def test_whatever_the_words_the_line_is_one_line_without_other_tags(
    title: str, name: str, licence: str, address: str
) -> None:
    credit = line(licence, name, title=title, address=address)
    assert {*Tags(credit.html).seen} <= {"a"}
    for form in (credit.text, credit.html, credit.markdown):
        assert len(form.splitlines()) == 1
