import pytest
from django.test import Client

from tests.factories import (
    fresh,
    make_article,
    make_deleted,
    make_edit,
    make_maintainer,
    make_validated,
)
from wiki.models import Article

pytestmark = pytest.mark.django_db
PATH = "/en/peer-production"


def three_revisions() -> Article:
    article = make_article(text="First line.\n", summary="Begins")
    make_edit(article, "Second line.\n", summary="Rewords <i>it</i>")
    make_edit(article, "Third line.\n")
    return fresh(article)


def test_the_two_chosen_lead_to_their_difference(client: Client) -> None:
    three_revisions()
    response = client.get(f"{PATH}/compare?old=1&new=3")
    assert (response.status_code, response["Location"]) == (302, f"{PATH}/diff/1..3")


def test_two_chosen_the_other_way_round_are_turned(client: Client) -> None:
    three_revisions()
    assert client.get(f"{PATH}/compare?old=3&new=1")["Location"] == f"{PATH}/diff/1..3"
    assert client.get(f"{PATH}/diff/3..1")["Location"] == f"{PATH}/diff/1..3"
    assert client.get(f"{PATH}/diff/2..0")["Location"] == f"{PATH}/diff/0..2"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("old=2&new=2", "does not differ from itself"),
        ("old=1&new=4", "choose from 1 to 3"),
        ("old=1&new=999999999", "choose from 1 to 3"),
        ("old=1", "Choose two revisions by their numbers."),
        ("old=x&new=2", "Choose two revisions by their numbers."),
        ("old=-1&new=2", "Choose two revisions by their numbers."),
        ("old=%00&new=2", "Choose two revisions by their numbers."),
        ("old=%C2%B2&new=2", "Choose two revisions by their numbers."),
        ("old=" + "9" * 5000 + "&new=2", "Choose two revisions by their numbers."),
    ],
)
def test_a_choice_that_makes_no_sense_is_answered_with_a_sentence(
    client: Client, query: str, sentence: str
) -> None:
    three_revisions()
    response = client.get(f"{PATH}/compare?{query}")
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert 'name="old"' in response.content.decode()


def test_revisions_can_be_chosen_by_number(client: Client) -> None:
    three_revisions()
    response = client.get(f"{PATH}/compare")
    assert response.status_code == 200
    assert 'max="3"' in response.content.decode()
    assert 'role="alert"' not in response.content.decode()


def test_a_difference_says_who_wrote_both_revisions_and_why(client: Client) -> None:
    make_validated(three_revisions(), up_to=1)
    html = client.get(f"{PATH}/diff/1..2").content.decode()
    assert "From revision 1 to 2" in html
    assert "Begins" in html
    assert "Rewords &lt;i&gt;it&lt;/i&gt;" in html
    assert "validated by <bdi>maintainer-1</bdi>" in html
    assert "awaiting validation" in html
    assert f'href="{PATH}/revisions/1"' in html
    assert f'href="{PATH}/revisions/2"' in html
    assert "First" in html
    assert "Second" in html
    assert html.count("<h1") == 1


def test_a_summary_is_shown_whole_beside_the_difference(client: Client) -> None:
    make_edit(make_article(), "Other.\n", summary="w" * 500)
    assert "w" * 500 in client.get(f"{PATH}/diff/1..2").content.decode()


def test_a_difference_leads_to_the_change_before_and_after(client: Client) -> None:
    three_revisions()
    html = client.get(f"{PATH}/diff/1..2").content.decode()
    assert f'rel="prev" href="{PATH}/diff/0..1"' in html
    assert f'rel="next" href="{PATH}/diff/2..3"' in html
    ends = client.get(f"{PATH}/diff/0..3").content.decode()
    assert 'rel="prev"' not in ends
    assert 'rel="next"' not in ends


def test_revisions_that_lie_between_are_counted(client: Client) -> None:
    three_revisions()
    assert "1 revision lies between" in client.get(f"{PATH}/diff/1..3").content.decode()
    assert "between these two" not in client.get(f"{PATH}/diff/1..2").content.decode()


def test_the_first_revision_is_all_new(client: Client) -> None:
    three_revisions()
    html = client.get(f"{PATH}/diff/0..1").content.decode()
    assert "this is how the article began" in html
    assert "<ins>First line.</ins>" in html


@pytest.mark.parametrize(
    "pair", ["1..4", "0..4", "9..4", "2..2", "0..0", f"1..{2**63}", "1.." + "9" * 300]
)
def test_what_cannot_be_compared_is_not_found_and_says_why(client: Client, pair: str) -> None:
    three_revisions()
    response = client.get(f"{PATH}/diff/{pair}")
    assert response.status_code == 404
    assert 'role="alert"' in response.content.decode()


@pytest.mark.parametrize("pair", ["a..b", "1..", "-1..2", "1..2..3", "1.." + "9" * 5000])
def test_an_address_that_is_no_pair_is_not_found(client: Client, pair: str) -> None:
    three_revisions()
    assert client.get(f"{PATH}/diff/{pair}").status_code == 404


def test_a_difference_costs_a_visitor_few_queries(
    client: Client, django_assert_max_num_queries
) -> None:
    three_revisions()
    client.get(f"{PATH}/diff/1..2")  # content types are read once a process
    with django_assert_max_num_queries(5):
        client.get(f"{PATH}/diff/1..3")


def test_a_deleted_article_is_compared_by_maintainers_alone(client: Client) -> None:
    make_deleted(three_revisions())
    for below in ("diff/1..2", "diff/2..1", "diff/7..8", "compare", "compare?old=1&new=2"):
        response = client.get(f"{PATH}/{below}")
        assert response.status_code == 410
        assert b"Second line" not in response.content
    client.force_login(make_maintainer())
    assert client.get(f"{PATH}/diff/1..2").status_code == 200


def test_differences_are_only_read(client: Client) -> None:
    three_revisions()
    assert client.post(f"{PATH}/diff/1..2").status_code == 405
    assert client.post(f"{PATH}/compare?old=1&new=2").status_code == 405
