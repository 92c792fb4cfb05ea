"""Going back to an old revision."""

import pytest
from django.test import Client

from tests.factories import TEXT, fresh, make_article, make_deleted, make_edit, make_user
from tests.wiki.views.writers import INVALID, opened, page_of
from wiki.models import Article, Revision

pytestmark = pytest.mark.django_db

REVERT = "/en/peer-production/revert/1"


@pytest.fixture
def article(client: Client) -> Article:
    article = make_article("Peer production", TEXT)
    make_edit(article, "Blanked.\n", actor=make_user("contributor-3"))
    client.force_login(make_user("contributor-2"))
    return article


def test_the_difference_is_shown_first_and_nothing_is_done(client, article):
    page = page_of(client.get(REVERT))
    assert "Blanked." in page
    assert "Three traits" in page
    assert "1 later change will be undone" in page
    assert fresh(article).latest.number == 2


def test_going_back_makes_a_new_revision(client, article):
    response = client.post(REVERT, opened(client, REVERT, summary="Vandalism"))
    assert response.status_code == 302
    latest = fresh(article).latest
    assert fresh(article).text == TEXT
    assert (latest.number, latest.kind, latest.summary) == (3, Revision.Kind.REVERT, "Vandalism")
    assert latest.reverted_to.number == 1


def test_a_guest_goes_back_under_a_pseudonym_that_the_page_names(client, article):
    client.logout()
    page = client.get(REVERT)
    name = page.context["actor"].public_name
    assert name in page_of(page)
    client.post(REVERT, opened(client, REVERT))
    assert fresh(article).latest.author_name == name


def test_the_same_form_sent_twice_goes_back_once(client, article):
    data = opened(client, REVERT)
    assert [client.post(REVERT, data).status_code for _time in range(2)] == [302, 302]
    assert fresh(article).latest.number == 3


def test_an_article_that_changed_meanwhile_is_looked_at_again(client, article):
    data = opened(client, REVERT, summary="Vandalism")
    make_edit(article, "Repaired by somebody.\n")
    response = client.post(REVERT, data)
    page = page_of(response)
    assert response.status_code == INVALID
    assert "the article has changed since you opened this page" in page
    assert "Repaired by somebody." in page
    assert 'value="Vandalism"' in page
    assert fresh(article).latest.number == 3


def test_there_is_nothing_to_go_back_to_at_the_latest_revision(client, article):
    address = "/en/peer-production/revert/2"
    page = page_of(client.get(address))
    assert "nothing to go back to" in page
    assert client.post(address, {"base": 2}).status_code == INVALID


@pytest.mark.parametrize("number", ["0", "99", "9" * 60])
def test_a_revision_that_is_none_is_not_found(client, article, number):
    address = f"/en/peer-production/revert/{number}"
    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


@pytest.mark.parametrize("base", ["", "x", "\0", "9" * 60])
def test_a_damaged_form_does_nothing(client, article, base):
    response = client.post(REVERT, opened(client, REVERT, base=base, key="\0" * 99))
    assert response.status_code == INVALID
    assert fresh(article).latest.number == 2


def test_a_deleted_article_is_gone(client, article):
    make_deleted(article)
    assert client.get(REVERT).status_code == 410
    assert client.post(REVERT).status_code == 410
