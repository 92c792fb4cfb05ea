"""Deleting and restoring, by maintainers, with a public reason."""

import pytest
from django.test import Client

from commons.log.models import LogEntry
from tests.factories import fresh, make_article, make_deleted, make_maintainer, make_user
from tests.wiki.views.writers import INVALID, page_of
from wiki.models import Article

pytestmark = pytest.mark.django_db

DELETE = "/en/peer-production/delete"
RESTORE = "/en/peer-production/restore"


@pytest.fixture
def article() -> Article:
    return make_article("Peer production")


@pytest.fixture
def maintainer(client: Client) -> Client:
    client.force_login(make_maintainer())
    return client


def test_a_maintainer_deletes_with_a_reason_that_everybody_reads(maintainer, article):
    response = maintainer.post(DELETE, {"reason": "Advertising."})
    assert response.status_code == 302
    assert fresh(article).is_deleted
    gone = Client().get("/en/peer-production")
    assert gone.status_code == 410
    assert "Advertising." in page_of(gone)
    assert LogEntry.objects.filter(action="article.delete", reason="Advertising.").exists()


def test_opening_the_page_deletes_nothing(maintainer, article):
    assert maintainer.get(DELETE).status_code == 200
    assert not fresh(article).is_deleted


def test_the_page_says_how_many_articles_link_here(maintainer, article):
    make_article("Other", "See [[Peer production]].\n")
    assert "1 article links here" in page_of(maintainer.get(DELETE))


@pytest.mark.parametrize("reason", ["", "   ", "\0", "x" * 2001])
def test_without_a_reason_nothing_is_deleted(maintainer, article, reason):
    response = maintainer.post(DELETE, {"reason": reason})
    assert response.status_code == INVALID
    assert 'href="#id_reason"' in page_of(response)
    assert not fresh(article).is_deleted


def test_a_maintainer_restores_with_a_reason(maintainer, article):
    make_deleted(article, reason="Advertising.")
    assert "Advertising." in page_of(maintainer.get(RESTORE))
    response = maintainer.post(RESTORE, {"reason": "It has sources now."})
    assert response.status_code == 302
    assert not fresh(article).is_deleted
    assert Client().get("/en/peer-production").status_code == 200
    assert LogEntry.objects.filter(action="article.restore").exists()


def test_without_a_reason_nothing_is_restored(maintainer, article):
    make_deleted(article)
    assert maintainer.post(RESTORE, {"reason": ""}).status_code == INVALID
    assert fresh(article).is_deleted


def test_what_is_so_already_is_told(maintainer, article):
    assert "is not deleted" in page_of(maintainer.post(RESTORE, {"reason": "x"}, follow=True))
    make_deleted(article)
    assert "is already deleted" in page_of(maintainer.post(DELETE, {"reason": "x"}, follow=True))


@pytest.mark.parametrize("name", ["", "contributor-2"])
def test_others_are_refused_with_the_reason(client, article, name):
    if name:
        client.force_login(make_user(name))
    for response in (client.get(DELETE), client.post(DELETE, {"reason": "x"})):
        assert response.status_code == 403
        assert "Only maintainers delete and restore articles." in page_of(response)
    assert not fresh(article).is_deleted
    assert client.post(RESTORE, {"reason": "x"}).status_code == 403


def test_others_find_a_deleted_article_gone(client, article):
    make_deleted(article)
    assert client.get(RESTORE).status_code == 410
    assert client.post(RESTORE, {"reason": "x"}).status_code == 410
    assert fresh(article).is_deleted


def test_a_hostile_reason_is_shown_as_words(maintainer, article):
    maintainer.post(DELETE, {"reason": "<script>alert(1)</script>"})
    for page in (page_of(Client().get("/en/peer-production")), page_of(maintainer.get(RESTORE))):
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
