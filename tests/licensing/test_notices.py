"""A credit that goes on to its sources, and the notice of whose a text is."""

from html.parser import HTMLParser

import pytest
from django.utils import translation

from licensing.attribution import Credit, credit_line
from licensing.notices import LEADING_SOURCES, copyright_notice, with_sources
from tests.licensing.test_attribution import CC0, LAL, Facts

CREDITS = "https://wiki.example/en/peer-production/credits"


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def line(title: str) -> Credit:
    return credit_line(
        title=title, authors=["a"], address="https://wiki.example/x", licence=Facts()
    )


class Words(HTMLParser):
    """The tags of a piece of HTML and its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_text_without_sources_is_credited_by_its_line_alone():
    credit = line("One")
    assert with_sources(credit, [], CREDITS) is credit


def test_sources_follow_in_each_form():
    credit = with_sources(line("One"), [line("Two"), line("Three")], CREDITS)
    one, two, three = line("One"), line("Two"), line("Three")
    for form in ("text", "html", "markdown"):
        parts = (getattr(part, form) for part in (one, two, three))
        first, *others = parts
        assert getattr(credit, form) == f"{first}. With text from elsewhere: {'; '.join(others)}"


def test_many_sources_are_counted_unless_all_are_to_be_named():
    sources = [line(f"Number {number}") for number in range(LEADING_SOURCES + 2)]
    credit = with_sources(line("One"), sources, CREDITS)
    assert f"; 2 more sources ({CREDITS})" in credit.text
    assert f'; <a href="{CREDITS}">2 more sources</a>' in credit.html
    assert f"; [2 more sources]({CREDITS})" in credit.markdown
    assert "Number 6" not in credit.text
    whole = with_sources(line("One"), sources, CREDITS, names_all=True)
    assert "Number 6" in whole.text and "more source" not in whole.text


def test_hostile_words_of_a_source_are_escaped():
    credit = with_sources(line("{credit} <b>"), [line("<script>x</script> {0}")], CREDITS)
    assert Words(credit.html).tags == ["a", "a", "a", "a"]
    assert "<script>x</script> {0}" in Words(credit.html).words
    assert "<script>" not in credit.markdown
    assert "{credit} <b>" in credit.text


def test_the_notice_says_whose_it_is_and_what_they_gave():
    notice = copyright_notice(authors=["a", "b"], licence=Facts())
    assert notice == "© a, b, CC BY-SA 4.0"
    many = copyright_notice(authors=["a", "b", "c", "d", "e", "f"], licence=Facts(), more_authors=1)
    assert many == "© a, b, c, d, e and 2 others, CC BY-SA 4.0"
    assert copyright_notice(authors=["a"], licence=CC0) == "a gave up their rights: CC0 1.0"


def test_the_notice_names_everybody_where_the_licence_asks_for_it():
    names = [f"contributor-{number}" for number in range(9)]
    assert all(name in copyright_notice(authors=names, licence=LAL) for name in names)


def test_the_notice_says_that_others_have_a_part_in_it():
    notice = copyright_notice(authors=["a\nb"], licence=Facts(), has_sources=True)
    assert notice == "© a b, CC BY-SA 4.0. With text by others, whom the credits name"
