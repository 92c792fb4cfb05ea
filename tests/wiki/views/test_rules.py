"""The rules of the site, in plain words for everybody."""

import pytest

from wiki.actions.ruling import note_settings
from wiki.models import Rules
from wiki.models.server_settings import server_settings

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


def test_it_says_what_the_server_is_set_to(client, settings):
    words = words_of(client)
    assert "Everybody may write, also without an account." in words
    assert "shown the latest version of an article first" in words
    assert "may set up a second factor, and need none" in words
    assert "An account needs no e-mail address." in words
    settings.GUESTS_MAY_EDIT = False
    settings.READERS_SEE = settings.MEMBERS_SEE = "validated"
    settings.SECOND_FACTOR = "required"
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    words = words_of(client)
    assert "Only members write: one needs an account." in words
    assert "shown the validated version of an article first" in words
    assert "Members are shown the validated one first." in words
    assert "need a second factor to act" in words
    assert "an e-mail address that its owner has confirmed" in words


def test_it_leads_to_what_changed_in_the_settings_of_the_server(client):
    note_settings(found=server_settings())
    link = "/log?about=Settings%20of%20the%20server"
    assert f'href="{link}"' in words_of(client)
    answer = client.get(link, headers={"accept-language": "en"})
    assert "noted what the server of this site is set to" in answer.content.decode()
