"""The ways to show a difference: as source or formatted, in one column or in two."""

import pytest
from django.test import Client
from django.test.client import RequestFactory

from tests.factories import fresh, make_article, make_edit, make_guest, make_maintainer
from tests.wiki.rendering.hostile import HOSTILE, RUN
from wiki.history.formatted import Passage
from wiki.models import Article
from wiki.rendering import TooHardToFormat
from wiki.views import formatted_difference
from wiki.views.ways import way_of

pytestmark = pytest.mark.django_db
OLD = "Things that people *make* together.\n\nThree traits are named.\n"
NEW = "Things that people *make* in common.\n\nThree traits are named.\n"
PATH = "/en/peer-production/diff/1..2"


@pytest.fixture
def article() -> Article:
    article = make_article("Peer production", OLD)
    make_edit(article, NEW)
    return fresh(article)


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_difference_is_shown_as_source_in_one_column_unless_asked_otherwise(client, article):
    html = page(client, PATH)
    assert "Things that people *make* " in html
    assert "passages" not in html
    assert 'class="diff card"' in html


def test_the_formatted_difference_is_what_readers_see_with_marks(client, article):
    html = page(client, f"{PATH}?show=formatted")
    assert "Things that people <em>make</em> <del>" in html
    assert "[removed: </span>together<" in html
    assert "[added: </span>in common<" in html
    assert html.count("Three traits are named.") == 1


def test_side_by_side_each_side_has_its_own_words(client, article):
    html = page(client, f"{PATH}?show=formatted&columns=two")
    old, _, new = (
        html.partition("Changed passage:")[2]
        .partition('<div class="prose">')[2]
        .partition('<div class="prose">')
    )
    assert "together" in old and "in common" not in old
    assert (
        "in common" in new.partition("</div>")[0] and "together" not in new.partition("</div>")[0]
    )


def test_source_stands_side_by_side_too_with_the_numbers_of_both(client, article):
    make_edit(article, "A new line.\n\n" + NEW)
    html = page(client, "/en/peer-production/diff/1..3?columns=two")
    assert 'class="diff two card"' in html
    assert '<span class="number">1</span>' in html and '<span class="number">3</span>' in html
    assert html.count("Three traits are named.") == 2


@pytest.mark.parametrize("query", ["show=x", "columns=3", "show=%00&columns=%F0", "show=a&show=b"])
def test_a_way_that_does_not_exist_is_the_usual_one(client, article, query):
    assert 'class="diff card"' in page(client, f"{PATH}?{query}")


def test_every_way_is_one_link_away_and_the_rest_of_the_address_is_kept():
    way = way_of(RequestFactory().get("/review/3?topic=a%26b&show=formatted&columns=two"))
    links = [(link.id, link.address, link.is_chosen) for group in way.choices for link in group]
    assert links == [
        ("show-usual", "/review/3?topic=a%26b&columns=two", False),
        ("show-formatted", "/review/3?topic=a%26b&columns=two&show=formatted", True),
        ("columns-usual", "/review/3?topic=a%26b&show=formatted", False),
        ("columns-two", "/review/3?topic=a%26b&show=formatted&columns=two", True),
    ]
    assert way.query == "?show=formatted&columns=two"
    assert way_of(RequestFactory().get("/review/3?columns=two")).query == "?columns=two"
    assert way_of(RequestFactory().get("/review/3?topic=x")).query == ""


def test_the_change_before_and_after_is_shown_in_the_same_way(client, article):
    make_edit(article, NEW + "More.\n")
    html = page(client, f"{PATH}?show=formatted")
    assert "/diff/0..1?show=formatted" in html
    assert "/diff/2..3?show=formatted" in html


def test_the_beginning_of_an_article_is_all_added(client, article):
    html = page(client, "/en/peer-production/diff/0..1?show=formatted&columns=two")
    assert html.count("Added passage:") == 2


def test_a_change_that_does_not_show_is_said_to_be_one(client, article):
    make_edit(article, NEW.replace("*make*", "_make_"))
    html = page(client, "/en/peer-production/diff/2..3?show=formatted")
    assert "Readers see the same text" in html


def test_a_text_too_hard_to_format_is_compared_as_source(client, article, monkeypatch):
    def fail(*_args: object) -> None:
        raise TooHardToFormat

    monkeypatch.setattr("wiki.actions.formatting.render", fail)
    html = page(client, f"{PATH}?show=formatted")
    assert "too hard to format" in html
    assert "Things that people *make* " in html


def test_texts_too_long_to_compare_formatted_are_compared_as_source(client, article, monkeypatch):
    monkeypatch.setattr("wiki.history.markup.MAX_SIZE", 10)
    html = page(client, f"{PATH}?show=formatted")
    assert "too long to be compared" in html
    assert "Things that people *make* " in html


@pytest.mark.parametrize("name", ["tag-01", "tag-14", "tag-24"])
def test_hostile_words_are_shown_as_words(client, article, name):
    make_edit(article, f"{NEW}\n{HOSTILE[name]}\n", actor=make_guest())
    for query in ("show=formatted", "show=formatted&columns=two", "columns=two"):
        html = page(client, f"/en/peer-production/diff/2..3?{query}")
        assert RUN in html
        assert (
            f"<script>{RUN}" not in html and "<img src=x" not in html and "<svg onload" not in html
        )


def test_nothing_reaches_the_page_that_the_wall_does_not_let_through(client, article, monkeypatch):
    evil = [Passage("changed", both="<p onclick=x>A<script>1</script></p>")]
    monkeypatch.setattr(formatted_difference, "compare", lambda *_args: evil)
    html = page(client, f"{PATH}?show=formatted")
    assert '<div class="prose"><p>A</p></div>' in html


def test_the_formatted_difference_costs_few_queries_more(
    client, article, django_assert_max_num_queries
):
    client.force_login(make_maintainer())
    for number in range(8):
        make_edit(article, f"{NEW}\n[[Link {number}]]\n", actor=make_guest())
    with django_assert_max_num_queries(32):
        client.get(f"/review/{article.pk}?show=formatted&columns=two")
