"""Withdrawing a verdict from the history."""

import uuid

import pytest

from tests.factories import fresh, make_article, make_edit, make_maintainer, make_user
from wiki.models import Article, Review

pytestmark = pytest.mark.django_db

HISTORY = "/en/peer-production/history"


@pytest.fixture
def article() -> Article:
    """Validated at revision 1, with revision 2 awaiting."""
    article = make_article("Peer production", validated=True)
    make_edit(article, "Second.\n")
    return fresh(article)


def address(article: Article) -> str:
    review = Review.objects.filter(revision__article=article).earliest("pk")
    return f"/review/decisions/{review.decision}/withdraw"


def test_maintainers_find_the_way_in_the_history_and_nobody_else_does(client, article):
    assert address(article) not in client.get(HISTORY).content.decode()
    client.force_login(make_user("contributor-4"))
    assert address(article) not in client.get(HISTORY).content.decode()
    client.force_login(make_maintainer())
    assert address(article) in client.get(HISTORY).content.decode()


def test_the_page_says_what_it_does_and_looking_changes_nothing(client, article):
    client.force_login(make_maintainer())
    page = client.get(address(article)).content.decode()
    assert "validated revision 1" in page
    assert "later changes await a maintainer again" in page
    assert fresh(article).validated is not None


def test_a_verdict_withdrawn_shows_with_its_reason_and_cannot_be_withdrawn_again(client, article):
    client.force_login(make_maintainer("maintainer-2"))
    where = address(article)
    assert client.post(where, {"reason": ""}).status_code == 422
    answer = client.post(where, {"reason": "Wrong <source>."})
    assert (answer.status_code, answer["Location"]) == (302, HISTORY)
    assert fresh(article).validated is None
    page = client.get(HISTORY).content.decode()
    assert "verdict withdrawn by <bdi>maintainer-2</bdi>" in page
    assert "Wrong &lt;source&gt;." in page
    assert where not in page
    assert "already been withdrawn" in client.get(where).content.decode()
    again = client.post(where, {"reason": "Once more."})
    assert again.status_code == 422
    assert (
        "Nobody has validated this article yet"
        in client.get("/en/peer-production").content.decode()
    )


def test_a_decision_that_does_not_exist_is_not_found(client, article):
    client.force_login(make_maintainer())
    assert client.get(f"/review/decisions/{uuid.uuid4()}/withdraw").status_code == 404
