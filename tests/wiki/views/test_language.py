"""The language of menus and messages: of the article for visitors, of the profile for members."""

import re

import pytest
from django.core.cache import caches
from django.test import Client

from tests.factories import make_article, make_user
from tests.wiki.views.reading import ADDRESS, as_guest, get

pytestmark = pytest.mark.django_db
NEUTRAL = "/search"


@pytest.fixture(autouse=True)
def _no_kept_pages():
    caches["pages"].clear()


@pytest.fixture
def articles():
    original = make_article()
    return [
        original,
        make_article("Pairs", language="fr", translation_of=original),
        make_article("Peers", language="de", translation_of=original),
    ]


def language(client: Client, address: str, **headers: str) -> str:
    found = re.search(r'<html lang="(\w+)"', get(client, address, **headers))
    assert found
    return found[1]


def test_a_visitor_reads_the_interface_in_the_articles_language(client: Client, articles) -> None:
    assert language(client, ADDRESS, **{"accept-language": "fr"}) == "en"
    assert language(client, "/fr/pairs", **{"accept-language": "en"}) == "fr"
    assert language(client, f"{ADDRESS}?language=fr") == "en"


def test_a_choice_in_a_cookie_does_not_turn_articles_round(client: Client, articles) -> None:
    client.post("/language", {"language": "fr", "next": "/"})
    assert language(client, ADDRESS) == "en"
    assert language(client, NEUTRAL) == "fr"


def test_on_neutral_pages_the_address_decides_then_the_cookie_then_the_browser(
    client: Client,
) -> None:
    french = {"accept-language": "fr-CA, en;q=0.5"}
    assert language(client, NEUTRAL) == "en"
    assert language(client, NEUTRAL, **french) == "fr"
    assert language(client, f"{NEUTRAL}?language=en", **french) == "en"
    client.post("/language", {"language": "en", "next": "/"})
    assert language(client, NEUTRAL, **french) == "en"
    assert language(client, f"{NEUTRAL}?language=fr") == "fr"


@pytest.mark.parametrize("asked", ["xx", "de", "<script>", "\0", "fr" * 1000])
def test_a_language_that_there_is_not_is_ignored(client: Client, asked: str) -> None:
    response = client.get(NEUTRAL, {"language": asked})
    assert response.status_code == 200
    assert '<html lang="en"' in response.content.decode()
    client.cookies["django_language"] = asked.replace("\0", "")
    assert client.get(NEUTRAL).status_code == 200


def test_an_article_in_a_language_without_interface_goes_by_cookie_and_browser(
    client: Client, articles
) -> None:
    first = client.get("/de/peers", headers={"accept-language": "fr"})
    other = client.get("/de/peers", headers={"accept-language": "en"})
    assert '<html lang="fr"' in first.content.decode()
    assert '<html lang="en"' in other.content.decode()
    assert first["ETag"] != other["ETag"]
    assert "Accept-Language" in first["Vary"] and "Cookie" in first["Vary"]
    client.post("/language", {"language": "fr", "next": "/"})
    chosen = client.get("/de/peers", headers={"accept-language": "en"})
    assert '<html lang="fr"' in chosen.content.decode()
    stale = {"accept-language": "en", "if-none-match": other["ETag"]}
    assert client.get("/de/peers", headers=stale).status_code == 200


def test_where_the_articles_language_decides_caches_need_not_ask_the_browsers(
    client: Client, articles
) -> None:
    response = client.get(ADDRESS)
    assert "Accept-Language" not in response["Vary"]
    assert response["Content-Language"] == "en"


def test_a_member_reads_the_interface_in_the_language_of_the_profile(
    client: Client, articles
) -> None:
    member = make_user("contributor-2", interface_language="fr")
    client.force_login(member)
    for address in (ADDRESS, "/fr/pairs", "/de/peers", NEUTRAL, f"{NEUTRAL}?language=en"):
        assert language(client, address) == "fr"


def test_a_member_who_chose_none_reads_as_visitors_do(client: Client, articles) -> None:
    client.force_login(make_user("contributor-2"))
    assert language(client, "/fr/pairs") == "fr"
    assert language(client, ADDRESS) == "en"


def test_a_guest_reads_as_visitors_do(client: Client, articles) -> None:
    as_guest(client, "guest-2026-482193")
    assert language(client, "/fr/pairs") == "fr"


@pytest.mark.parametrize("page", ["", "/latest", "/revisions/1", "/history", "/credits", "/links"])
def test_the_text_says_its_own_language_where_the_interface_has_another(
    client: Client, articles, page: str
) -> None:
    client.force_login(make_user("contributor-2", interface_language="fr"))
    html = get(client, ADDRESS + page)
    assert '<html lang="fr"' in html
    assert re.search(r'<(h1|a)[^>]* lang="en"[^>]*><bdi>Peer production</bdi>', html)


def test_a_page_that_is_not_there_is_missing_in_its_language(client: Client) -> None:
    response = client.get("/fr/jamais", headers={"accept-language": "en"})
    assert response.status_code == 404
    assert '<html lang="fr"' in response.content.decode()
