"""What may be kept: by browsers, by shared caches, by the process; and what never is."""

import gzip
import re

import pytest
from django.conf import settings as site
from django.contrib.messages import constants
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils.http import http_date, parse_http_date

from licensing.models import Licence
from tests.factories import (
    TEXT,
    make_article,
    make_edit,
    make_maintainer,
    make_user,
    make_validated,
)
from tests.wiki.views.reading import ADDRESS, as_guest, get
from wiki.views import article as reading

pytestmark = pytest.mark.django_db
PAGES = ["", "/latest", "/validated", "/revisions/1", "/raw", "/revisions/1/raw"]


@pytest.fixture(autouse=True)
def _no_kept_pages():
    caches["pages"].clear()


@pytest.fixture
def article():
    return make_article(validated=True)


@pytest.fixture
def nothing_is_made(monkeypatch):
    """From the call on, making a page fails the test."""

    def forbid() -> None:
        def fail(*args: object, **kwargs: object) -> HttpResponse:
            raise AssertionError("A page was made.")

        for name in ("render", "load_shown", "formatted"):
            monkeypatch.setattr(reading, name, fail)

    return forbid


@pytest.mark.parametrize("page", PAGES)
def test_who_has_the_page_is_told_that_nothing_changed(client: Client, article, page) -> None:
    first = client.get(ADDRESS + page)
    again = client.get(ADDRESS + page, headers={"if-none-match": first["ETag"]})
    assert first["ETag"].startswith('W/"')
    assert again.status_code == 304 and again.content == b""
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"]
    assert again["Vary"] == first["Vary"]


def test_nothing_is_made_for_who_has_the_page(
    client: Client, article, nothing_is_made, django_assert_num_queries
) -> None:
    etag = client.get(ADDRESS)["ETag"]
    caches["pages"].clear()
    nothing_is_made()
    with django_assert_num_queries(1):
        assert client.get(ADDRESS, headers={"if-none-match": etag}).status_code == 304
    for shown in (etag.removeprefix("W/"), f'"other", {etag}', "*"):
        assert client.get(ADDRESS, headers={"if-none-match": shown}).status_code == 304


def test_the_time_of_the_last_change_does_as_well(client: Client, article) -> None:
    modified = client.get(ADDRESS)["Last-Modified"]
    assert client.get(ADDRESS, headers={"if-modified-since": modified}).status_code == 304
    earlier = http_date(parse_http_date(modified) - 5)
    assert client.get(ADDRESS, headers={"if-modified-since": earlier}).status_code == 200


@pytest.mark.parametrize("header", ["if-none-match", "if-modified-since"])
@pytest.mark.parametrize("value", ["x", '"', "W/", "\x7f", "a" * 5000, "Sat, 99 Foo 2026"])
def test_damaged_validators_give_the_page(client: Client, article, header, value) -> None:
    assert client.get(ADDRESS, headers={header: value}).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_change_gives_the_page_another_name(client: Client, article, page: str) -> None:
    etag = client.get(ADDRESS + page)["ETag"]
    make_edit(article, TEXT + "\nMore.\n")
    changed = client.get(ADDRESS + page)["ETag"]
    make_validated(article)
    assert len({etag, changed, client.get(ADDRESS + page)["ETag"]}) == 3


def test_so_do_a_licence_that_is_renamed_and_rules_that_change(
    client: Client, article, settings
) -> None:
    names = {client.get(ADDRESS)["ETag"]}
    licence = Licence.objects.get(spdx="CC-BY-SA-4.0")
    licence.name_en = "Another name"
    licence.save()
    names.add(client.get(ADDRESS)["ETag"])
    settings.SITE_NAME = "Another site"
    names.add(client.get(ADDRESS)["ETag"])
    settings.GUESTS_MAY_EDIT = not settings.GUESTS_MAY_EDIT
    names.add(client.get(ADDRESS)["ETag"])
    assert len(names) == 4


def test_pages_of_other_hosts_have_other_names(client: Client, article) -> None:
    here = client.get(ADDRESS)
    there = client.get(ADDRESS, headers={"host": "localhost"})
    assert here["ETag"] != there["ETag"]
    assert "http://localhost/en/peer-production" in there.content.decode()


# Visitors and shared caches --------------------------------------------------------------------


@pytest.mark.parametrize("page", [*PAGES, "/links", "/history"])
def test_a_visitor_gets_no_cookie_and_no_session(client: Client, article, page: str) -> None:
    response = client.get(ADDRESS + page)
    assert response.status_code == 200
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_shared_caches_may_keep_what_visitors_get_but_ask_each_time(
    client: Client, article, page: str
) -> None:
    response = client.get(ADDRESS + page)
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert {part.strip() for part in response["Vary"].split(",")} >= {"Cookie", "Accept-Encoding"}
    # One word of either would be one page for each browser.
    assert "User-Agent" not in response["Vary"]


def test_the_page_comes_compressed_to_who_can_read_that(client: Client, article) -> None:
    plain = client.get(ADDRESS)
    for _time in range(2):
        packed = client.get(ADDRESS, headers={"accept-encoding": "br, gzip"})
        assert packed["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.content) == plain.content
    assert not plain.has_header("Content-Encoding")


def test_what_stands_behind_a_question_mark_is_not_kept(
    client: Client, article, django_assert_num_queries
) -> None:
    get(client, f"{ADDRESS}?x=1")
    with django_assert_num_queries(2):
        get(client, f"{ADDRESS}?x=1")


# People who can be told apart ------------------------------------------------------------------


def messages_cookie(words: str) -> str:
    """The cookie that Django keeps a message in for who has no session."""
    response = HttpResponse()
    storage = CookieStorage(RequestFactory().get("/"))
    storage.add(constants.SUCCESS, words)
    storage.update(response)
    return response.cookies["messages"].value


@pytest.mark.parametrize("page", PAGES)
def test_who_is_signed_in_gets_a_page_that_nobody_keeps(client: Client, article, page) -> None:
    etag = client.get(ADDRESS + page)["ETag"]
    client.force_login(make_user("contributor-2"))
    response = client.get(ADDRESS + page, headers={"if-none-match": etag})
    assert response.status_code == 200
    assert "private" in response["Cache-Control"] and "public" not in response["Cache-Control"]
    assert "Cookie" in response["Vary"]
    assert not response.has_header("ETag")


def test_the_page_of_a_member_is_never_anybody_elses(client: Client, article) -> None:
    member = Client()
    member.force_login(make_user("contributor-2"))
    for _time in range(2):
        assert "contributor-2" in get(member)
        visitors = get(client)
        assert "contributor-2" not in visitors and "csrfmiddlewaretoken" not in visitors
        assert "Sign in" in visitors


def test_a_message_is_told_once_to_the_one_it_is_for(client: Client, article) -> None:
    get(client)
    reader = Client()
    reader.cookies["messages"] = messages_cookie("Only for you.")
    response = reader.get(ADDRESS)
    assert "Only for you." in response.content.decode()
    assert "private" in response["Cache-Control"]
    assert "Only for you." not in get(client)
    assert "Only for you." not in get(reader)


def test_a_guest_gets_a_page_that_nobody_keeps(client: Client, article) -> None:
    as_guest(client, "guest-2026-482193")
    response = client.get(ADDRESS)
    assert "private" in response["Cache-Control"]
    assert not response.has_header("ETag")


@pytest.mark.parametrize("name", [site.SESSION_COOKIE_NAME, "guest"])
def test_a_cookie_of_nobody_is_read_as_a_visitors(client: Client, article, name: str) -> None:
    client.cookies[name] = "forged"
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert "Sign in" in response.content.decode()
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize(
    "address",
    ["/licences/", "/log", "/people/contributor-1", "/topics/production", "/en/nothing", "/search"],
)
def test_a_page_whose_view_says_nothing_of_keeping_is_kept_by_nobody(
    client: Client, article, address: str
) -> None:
    for _who in range(2):
        response = client.get(address)
        control = response["Cache-Control"]
        if "public" in control:
            assert "Sign in" in response.content.decode()
        else:
            assert re.search("private|no-cache|no-store", control)
        assert "Cookie" in response["Vary"]
        client.force_login(make_maintainer())
    assert "public" not in client.get(address)["Cache-Control"]
