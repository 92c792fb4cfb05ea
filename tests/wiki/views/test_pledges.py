"""The page of one's own pledges, and what a public page tells of them."""

import re

import pytest

from tests.factories import make_guest, make_user
from tests.wiki.views.writers import INVALID, page_of
from wiki.models import Pledge

pytestmark = pytest.mark.django_db

ADDRESS = "/profile/pledges"
CC0, BY = "CC0-1.0", "CC-BY-4.0"


@pytest.fixture
def member(client):
    client.force_login(make_user())
    return make_user()


def send(client, act: str, licence: str, **sent: str):
    return client.post(ADDRESS, {"act": act, "licence": licence, "sure": "on", **sent})


def buttons(page: str) -> list[str]:
    main = page.partition("<main")[2]
    return [" ".join(text.split()) for text in re.findall(r"<button[^>]*>([^<]*)</button>", main)]


def public(client, name: str = "contributor-1") -> str:
    return " ".join(page_of(client.get(f"/people/{name}")).split())


def test_a_pledge_is_given_on_its_page_and_stands_on_ones_own(client, member):
    assert "also under this licence" not in public(client)
    assert buttons(page_of(client.get(ADDRESS))) == [
        "Pledge all my text here under CC0 1.0, too",
        "Pledge all my text here under CC BY 4.0, too",
    ]
    answer = send(client, "give", CC0)
    assert (answer.status_code, answer["Location"]) == (302, ADDRESS)
    pledge = Pledge.objects.get()
    assert (pledge.user, pledge.licence.spdx, pledge.ended) == (member, CC0, None)
    page = page_of(client.get(ADDRESS))
    assert "Thank you. Your pledge stands, and your public page says so." in page
    assert buttons(page)[0].startswith("End the pledge")
    assert "All text written here is also under this licence (pledged on" in public(client)


def test_a_pledge_ends_on_its_page_and_stays_on_the_public_one(client, member):
    send(client, "give", BY)
    assert send(client, "end", BY).status_code == 302
    assert Pledge.objects.get().ended is not None
    page = page_of(client.get(ADDRESS))
    assert "The pledge has ended: what you write from now on is not part of it." in page
    assert all(text.startswith("Pledge all my text") for text in buttons(page))
    assert re.search(r"All text written here until .* \(pledged on .*, ended\)", public(client))


def test_it_takes_a_box_that_is_ticked(client, member):
    for act in ("give", "end"):
        answer = send(client, act, CC0, sure="")
        assert answer.status_code == INVALID
    assert not Pledge.objects.exists()


@pytest.mark.parametrize(
    ("act", "licence", "said"),
    [
        ("give", "CC-BY-SA-4.0", "Choose one of the licences on this page."),
        ("give", "\0", "Choose one of the licences on this page."),
        ("forget", CC0, "Choose one of the licences on this page."),
        ("end", CC0, "You have made no such pledge, or ended it already."),
    ],
)
def test_what_makes_no_sense_gets_a_sentence_and_changes_nothing(
    client, member, act, licence, said
):
    answer = send(client, act, licence)
    assert answer.status_code == INVALID
    assert said in page_of(answer)
    assert not Pledge.objects.exists()


def test_a_pledge_is_given_once(client, member):
    send(client, "give", CC0)
    answer = send(client, "give", CC0)
    assert answer.status_code == INVALID
    assert "You have made this pledge already" in page_of(answer)
    assert Pledge.objects.count() == 1


def test_without_an_account_one_is_asked_to_sign_in(client):
    for act in (None, "give"):
        answer = client.get(ADDRESS) if act is None else send(client, act, CC0)
        assert answer.status_code == 302 and "login" in answer["Location"]
    assert not Pledge.objects.exists()


def test_a_guest_has_no_pledges(client):
    guest = make_guest()
    assert "Pledge" not in public(client, guest.public_name)
