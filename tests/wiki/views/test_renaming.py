"""Another title for an article."""

import pytest
from django.test import Client

from tests.factories import fresh, make_article, make_deleted, make_edit, make_user
from tests.wiki.views.writers import INVALID, opened, page_of
from wiki.models import Article

pytestmark = pytest.mark.django_db

RENAME = "/en/peer-production/rename"


@pytest.fixture
def article(client: Client) -> Article:
    client.force_login(make_user("contributor-2"))
    return make_article("Peer production")


def test_the_article_moves_and_the_old_address_leads_on(client, article):
    response = client.post(RENAME, opened(client, RENAME, title="Peering", reason="Shorter"))
    assert response.status_code == 302
    assert response.url == "/en/peering"
    assert fresh(article).title == "Peering"
    moved = client.get("/en/peer-production")
    assert moved.status_code in (301, 308)
    assert moved.url == "/en/peering"
    assert fresh(article).latest.summary == "Shorter"


def test_the_form_holds_the_title_there_is(client, article):
    assert 'value="Peer production"' in page_of(client.get(RENAME))


def test_a_title_that_is_taken_leads_to_the_other_article(client, article):
    other = make_article("Peering")
    response = client.post(RENAME, opened(client, RENAME, title="Peering", reason="Shorter"))
    page = page_of(response)
    assert response.status_code == INVALID
    assert f'href="{other.get_absolute_url()}"' in page
    assert 'value="Shorter"' in page
    assert 'href="#id_title"' in page


@pytest.mark.parametrize("title", ["", " ", "!?", "\0", "\u202e", "x" * 900, "Peer production"])
def test_a_title_that_does_not_do_is_refused_with_the_reason_kept(client, article, title):
    response = client.post(RENAME, opened(client, RENAME, title=title, reason="Because"))
    assert response.status_code == INVALID
    assert 'value="Because"' in page_of(response)
    assert fresh(article).latest.number == 1


def test_an_article_that_changed_meanwhile_is_looked_at_again(client, article):
    data = opened(client, RENAME, title="Peering")
    make_edit(article, "Changed.\n")
    response = client.post(RENAME, data)
    assert response.status_code == INVALID
    assert 'value="Peering"' in page_of(response)
    assert client.post(RENAME, {"title": "Peering", "base": 2}).status_code == 302


def test_guests_and_visitors_are_told_to_sign_in(client, article):
    client.logout()
    client.get("/en/peer-production/edit")
    for response in (client.get(RENAME), client.post(RENAME, {"title": "Mine"})):
        assert response.status_code == 403
        assert "Sign in to rename an article." in page_of(response)
    assert fresh(article).title == "Peer production"


def test_a_hostile_title_is_shown_as_words(client, article):
    title = '<img src=x onerror=alert(1)> "x"'
    response = client.post(RENAME, opened(client, RENAME, title=title), follow=True)
    assert response.status_code == 200
    assert "<img" not in page_of(response)
    assert "&lt;img" in page_of(response)


def test_a_deleted_article_is_gone(client, article):
    make_deleted(article)
    assert client.get(RENAME).status_code == 410
