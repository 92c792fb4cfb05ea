"""Credit lines in three forms, with hostile words in them."""

import datetime as dt
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from licensing.attribution import Credit, credit_line, licence_json, names_needed


@dataclass(frozen=True)
class Facts:
    """A licence as the credit line sees it."""

    spdx: str = "CC-BY-SA-4.0"
    name: str = "CC BY-SA 4.0"
    url: str = "https://creativecommons.org/licenses/by-sa/4.0/"
    credit: str = "author"


CC0 = Facts("CC0-1.0", "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/", "none")
LAL = Facts("LAL-1.3", "Free Art License 1.3", "https://artlibre.org/licence/lal/", "every_author")
ADDRESS = "https://wiki.example/en/peer-production"


def line(
    *authors: str,
    title: str = "Peer production",
    address: str = ADDRESS,
    licence: Facts = Facts(),  # frozen
    revision: int | None = None,
    more_authors: int = 0,
    changed: bool = False,
    updated: dt.date | None = None,
) -> Credit:
    with translation.override("en"):
        return credit_line(
            title=title,
            authors=authors,
            address=address,
            licence=licence,
            revision=revision,
            more_authors=more_authors,
            credits_address=f"{ADDRESS}/credits",
            changed=changed,
            updated=updated,
        )


def test_a_credit_line_names_title_author_address_and_licence() -> None:
    assert line("contributor-1").text == (
        "“Peer production” (https://wiki.example/en/peer-production) by contributor-1, "
        "CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/)"
    )


def test_the_html_links_the_work_and_the_licence() -> None:
    assert line("contributor-1").html == (
        '<a href="https://wiki.example/en/peer-production">“Peer production”</a> by '
        'contributor-1, <a rel="license" '
        'href="https://creativecommons.org/licenses/by-sa/4.0/">CC BY-SA 4.0</a>'
    )


def test_the_markdown_links_the_work_and_the_licence() -> None:
    assert line("contributor-1").markdown == (
        "[“Peer production”](https://wiki.example/en/peer-production) by contributor-1, "
        "[CC BY-SA 4.0](https://creativecommons.org/licenses/by-sa/4.0/)"
    )


def test_several_authors_are_joined_as_one_would_say_it() -> None:
    assert " by a and b, CC" in line("a", "b").text
    assert " by a, b and c, CC" in line("a", "b", "c").text


def test_many_authors_are_counted_and_the_credits_page_is_named() -> None:
    text = line("a", "b", "c", "d", "e", "f", more_authors=10).text
    assert (
        "by a, b, c, d, e and 11 others (https://wiki.example/en/peer-production/credits)" in text
    )


def test_one_author_more_is_one_other() -> None:
    assert "a and 1 other (" in line("a", more_authors=1).text


def test_the_free_art_licence_gets_every_name() -> None:
    names = [f"contributor-{number}" for number in range(1, 31)]
    text = line(*names, licence=LAL).text
    assert all(f"{name}," in text or f"{name} and" in text for name in names)
    assert "other" not in text
    assert names_needed(LAL) is None


def test_cc0_asks_for_nothing_and_is_credited_as_a_courtesy() -> None:
    assert "courtesy" in line("contributor-1", licence=CC0).text
    assert "by contributor-1" in line("contributor-1", licence=CC0).text


def test_a_work_without_a_known_author_is_credited_by_its_title() -> None:
    text = line().text
    assert text.startswith(f"“Peer production” ({ADDRESS}), CC BY-SA 4.0")


def test_authors_who_are_only_counted_are_counted() -> None:
    assert "by 3 authors (" in line(more_authors=3).text


def test_a_given_revision_is_named() -> None:
    assert "revision 48" in line("a", revision=48).text
    assert "revision 48" in line("a", revision=48).html


def test_what_was_made_from_the_text_says_so() -> None:
    assert line("a", changed=True).text.startswith("Adapted from “Peer production”")
    assert line(changed=True).text.startswith("Adapted from “Peer production”")


def test_a_source_with_a_date_is_dated() -> None:
    etalab = Facts("etalab-2.0", "Etalab", "https://www.etalab.gouv.fr/", "source_date")
    text = line("a", licence=etalab, updated=dt.date(2021, 8, 19)).text
    assert "updated on 19 August 2021" in text


def test_hostile_words_are_escaped_in_html() -> None:
    credit = line('<img src=x onerror="x()">', title="<script>x()</script>")
    assert "<script" not in credit.html
    assert "<img" not in credit.html
    assert "&lt;script&gt;" in credit.html


def test_hostile_words_are_escaped_in_markdown() -> None:
    markdown = line("*a*", title="x](javascript:y) <b>").markdown
    assert r"x\](javascript:y) &lt;b>" in markdown
    assert r"\*a\*" in markdown


@pytest.mark.parametrize("address", ["javascript:x()", "data:text/html,x", "//evil.example", ""])
def test_only_web_addresses_become_links(address: str) -> None:
    credit = line("a", address=address)
    assert "“Peer production”</a>" not in credit.html
    assert "“Peer production”](" not in credit.markdown


def test_an_address_cannot_end_its_own_link_in_markdown() -> None:
    markdown = line("a", address="https://wiki.example/a) b <c>").markdown
    assert "(https://wiki.example/a%29%20b%20%3Cc%3E)" in markdown


class Tags(HTMLParser):
    """The tags of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)


@given(title=st.text(max_size=40), name=st.text(min_size=1, max_size=40))
def test_whatever_the_words_the_html_has_two_links_and_nothing_else(title: str, name: str) -> None:
    assert Tags(line(name, title=title).html).seen == ["a", "a"]


@given(title=st.text(max_size=40), name=st.text(min_size=1, max_size=40))
def test_whatever_the_words_a_credit_line_is_one_line(title: str, name: str) -> None:
    credit = line(name, title=title)
    for form in (credit.text, credit.html, credit.markdown):
        assert len(form.splitlines()) == 1


def test_machines_are_told_identifier_address_and_title() -> None:
    assert licence_json(CC0) == {"spdx": CC0.spdx, "url": CC0.url, "title": "CC0 1.0"}


@pytest.mark.parametrize(
    "turn", list("\u061c\u200e\u200f\u202a\u202d\u202e\u2066\u2067\u2068\u2069")
)
def test_no_name_or_title_turns_the_credit_line_around(turn: str) -> None:
    credit = line(f"contributor{turn}-1", title=f"Peer {turn}production")
    for form in (credit.text, credit.html, credit.markdown):
        assert turn not in form
        assert "contributor-1" in form and "Peer production" in form
