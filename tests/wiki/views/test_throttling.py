"""Saving and looking too often: told in words, with everything still in the form."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory

from tests.factories import fresh, make_article, make_maintainer, make_user
from tests.wiki.views.writers import assert_kept, opened, page_of
from wiki.models import Article, Guest
from wiki.views import throttling

pytestmark = pytest.mark.django_db

EDIT = "/en/peer-production/edit"


@pytest.fixture
def article(monkeypatch: pytest.MonkeyPatch) -> Article:
    for name in ("SAVES_BY_MEMBERS", "SAVES_BY_NEW_MEMBERS", "SAVES_BY_GUESTS"):
        monkeypatch.setattr(throttling, name, throttling.Limit(1, seconds=3600))
    for name in ("PREVIEWS_BY_MEMBERS", "PREVIEWS_BY_GUESTS"):
        monkeypatch.setattr(throttling, name, throttling.Limit(1, seconds=3600))
    return make_article("Peer production")


def assert_told(response: Any) -> None:
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 3600
    assert "That was a lot in a short time" in page_of(response)


def test_an_edit_too_many_is_told_and_kept(client, article):
    client.post(EDIT, opened(client, EDIT, text="One.\n"))
    response = client.post(EDIT, opened(client, EDIT, text="Two.\n"))
    assert_told(response)
    assert_kept(response, "Two.\n")
    assert fresh(article).text == "One.\n"


def test_a_new_pseudonym_is_no_way_around(client, article):
    client.post(EDIT, opened(client, EDIT, text="One.\n"))
    other = Client()
    assert_told(other.post(EDIT, opened(other, EDIT, text="Two.\n")))


def test_members_are_counted_each_for_themselves(client, article):
    client.post(EDIT, opened(client, EDIT, text="One.\n"))
    for name in ("contributor-2", "contributor-3"):
        client.force_login(make_user(name))
        data = opened(client, EDIT, text=f"By {name}.\n")
        assert client.post(EDIT, data).status_code == 302


def test_a_new_article_too_many_is_told_and_kept(client, article):
    client.post(EDIT, opened(client, EDIT, text="One.\n"))
    response = client.post("/new", opened(client, "/new", title="Other", text="Typed.\n"))
    assert_told(response)
    assert_kept(response, "Typed.\n")
    assert Article.objects.count() == 1


@pytest.mark.parametrize("button", ["preview", "changes"])
def test_looking_too_often_is_told_and_kept(client, article, button):
    client.post(EDIT, opened(client, EDIT, text="One.\n", preview="yes"))
    response = client.post(EDIT, opened(client, EDIT, text="Two.\n", **{button: "yes"}))
    assert_told(response)
    assert_kept(response, "Two.\n")


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("/en/peer-production/rename", {"title": "Peering"}),
        ("/en/peer-production/licence", {"licence": "CC-BY-SA-4.0"}),
        ("/en/peer-production/revert/1", {"summary": "Back"}),
    ],
)
def test_other_acts_are_counted_with_the_edits(client, article, address, data):
    client.force_login(make_user("contributor-2"))
    client.post(EDIT, opened(client, EDIT, text="One.\n"))
    response = client.post(address, {**opened(client, address), **data})
    assert_told(response)
    assert fresh(article).latest.number == 2


def test_who_is_new_may_less_often_and_who_maintains_is_not_new():
    new, maintainer = make_user("contributor-2"), make_maintainer()
    limits = [
        throttling.limit_of(actor, throttling.SAVE)
        for actor in (Guest("guest-2026-482193"), new, maintainer)
    ]
    assert [limit.times for limit in limits] == sorted({limit.times for limit in limits})


def test_no_address_is_kept_in_the_cache(rf: RequestFactory, monkeypatch):
    kept: list[str] = []
    monkeypatch.setattr(cache, "add", lambda key, *_a, **_k: kept.append(key))
    request = rf.post("/preview", REMOTE_ADDR="192.0.2.77")
    throttling.count(request, Guest("guest-2026-482193"), throttling.PREVIEW)
    assert kept
    assert "192.0.2.77" not in kept[0]
