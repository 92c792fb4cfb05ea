"""The rules of the site, in plain words for everybody."""

import pytest

from wiki.models import Rules

pytestmark = pytest.mark.django_db


def words_of(client) -> str:
    answer = client.get("/rules", headers={"accept-language": "en"})
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_every_number_is_told_as_it_is_now(client):
    numbers = {
        name: 401 + place for place, name in enumerate(Rules.names()) if name != "own_decisions"
    }
    Rules.objects.create(pk=1, own_decisions=True, **numbers)
    words = words_of(client)
    for name, number in numbers.items():
        assert f" {number} " in words, name
    assert "where they do, it shows" in words


def test_it_says_what_counts_where_nobody_set_anything(client):
    words = words_of(client)
    assert "at least 20 edits that were validated" in words
    assert "Nobody decides on their own edits." in words


def test_the_foot_of_every_page_leads_to_it(client):
    assert 'href="/rules"' in client.get("/changes").content.decode()
