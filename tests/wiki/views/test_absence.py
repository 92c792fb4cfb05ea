"""Addresses without an article: never written, moved, deleted, mistyped."""

import pytest
from django.core.cache import caches
from django.test import Client

from tests.factories import make_article, make_deleted, make_maintainer, make_user
from tests.wiki.views.reading import ADDRESS, HOSTILE, get
from wiki.actions.naming import rename_article
from wiki.models import Alias, Article

pytestmark = pytest.mark.django_db
PAGES = [
    "", "/latest", "/validated", "/history", "/compare", "/diff/1..2", "/revisions/1",
    "/revisions/1/raw", "/raw", "/credits", "/links",
    "/blame", "/revisions/1/blame", "/credits.json", "/cite", "/cite.bib", "/cite.json",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _no_kept_pages():
    caches["pages"].clear()


def renamed(title: str = "Peering") -> Article:
    article = make_article(validated=True)
    member = make_user()
    rename_article(actor=member, article=article, title=title, reason="Shorter", base=1)
    return article


@pytest.mark.parametrize("page", PAGES)
def test_what_nobody_wrote_is_not_found_on_any_page(client: Client, page: str) -> None:
    response = client.get(f"/en/never-written{page}")
    html = response.content.decode()
    assert response.status_code == 404
    assert 'href="/new?language=en&amp;title=Never+written"' in html
    assert 'name="q" value="Never written"' in html
    assert "private" in response["Cache-Control"] and "Cookie" in response["Vary"]
    assert not response.cookies


def test_a_wanted_page_has_the_title_that_the_link_has(client: Client) -> None:
    make_article(text="See [[Wikis & C++]].\n")
    html = client.get("/en/wikis-c").content.decode()
    assert "“Wikis &amp; C++” has not been written yet" in html
    assert 'href="/new?language=en&amp;title=Wikis+%26+C%2B%2B"' in html


@pytest.mark.parametrize(
    "address",
    [
        "/en/nul%00byte", "/en/%00", "/en/nul%00byte/raw", "/en/%00/history", "/en/%ff%fe",
        "/en/%E2%80%AEright", "/en/..%2f..%2fetc", "/en/a%0d%0aX-Injected:%20yes", "/en/!!!",
        "/en/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/en/" + "a" * 3000, "/en/%F0%9F%91%A5",
        "/xx/article", "/en/a/b/c/d", "/en/article/", "/fr/%C3%A9t%C3%A9%00",
    ],
)  # fmt: skip
def test_no_address_makes_an_error(client: Client, address: str) -> None:
    make_article()
    response = client.get(address)
    assert response.status_code == 404
    assert "X-Injected" not in response.headers
    assert "<script>alert" not in response.content.decode()
    assert 'role="search"' in response.content.decode()


# Moved -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_the_old_address_leads_to_the_same_page_of_the_new_one(client: Client, page: str) -> None:
    renamed()
    response = client.get(f"{ADDRESS}{page}?a=1&b=%20é")
    assert response.status_code == 301
    assert response["Location"].startswith(f"/en/peering{page}?a=1&b=%20")
    assert client.get(response["Location"]).status_code == 200


def test_what_is_sent_to_the_old_address_is_sent_on(client: Client) -> None:
    renamed()
    response = client.post(f"{ADDRESS}/edit", {"text": "x"})
    assert response.status_code == 308
    assert response["Location"] == "/en/peering/edit"


@pytest.mark.parametrize(
    "slug", ["Peer-Production", "PEER-PRODUCTION", "Peer_production", "peer%20production"]
)
@pytest.mark.parametrize("page", ["", "/history", "/raw"])
def test_other_spellings_lead_to_the_address(client: Client, slug: str, page: str) -> None:
    make_article()
    response = client.get(f"/en/{slug}{page}")
    assert response.status_code == 301
    assert response["Location"] == ADDRESS + page


def test_other_spellings_of_an_old_address_lead_to_the_new_one(client: Client) -> None:
    renamed()
    assert client.get("/en/Peer-Production")["Location"] == "/en/peering"


def test_letters_of_any_script_stay_in_the_address(client: Client) -> None:
    article = make_article("Économie", language="fr")
    response = client.get("/fr/%C3%89conomie")
    assert response["Location"] == article.get_absolute_url() == "/fr/%C3%A9conomie"


def test_a_title_that_moves_back_does_not_go_in_circles(client: Client) -> None:
    article = renamed()
    assert client.get(ADDRESS)["Cache-Control"] == "private, no-cache"
    rename_article(
        actor=make_user(), article=article, title="Peer production", reason="Back", base=2
    )
    assert client.get(ADDRESS).status_code == 200
    assert client.get("/en/peering")["Location"] == ADDRESS


def test_a_redirect_leads_to_no_other_site(client: Client) -> None:
    article = make_article("Evil example org")
    Alias.objects.create(language="en", slug="old", article=article)
    for address in ("/en/old/%2F%2Fevil.example", "/en/old//evil.example", "//en/old"):
        response = client.get(address)
        assert response.status_code == 404 or response["Location"].startswith("/en/evil")


# Deleted ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_what_was_deleted_is_gone_with_the_reason(client: Client, page: str) -> None:
    make_deleted(make_article(), reason="Advertising <b>for</b> xylophones.")
    response = client.get(ADDRESS + page)
    html = response.content.decode()
    assert response.status_code == 410
    assert "Advertising &lt;b&gt;for&lt;/b&gt; xylophones." in html
    assert "maintainer-1" in html
    assert "Three traits" not in html
    assert "private" in response["Cache-Control"] and "Cookie" in response["Vary"]


def test_the_old_address_of_what_was_deleted_is_gone_too(client: Client) -> None:
    make_deleted(renamed())
    assert client.get(ADDRESS).status_code == 410
    assert client.get("/en/Peer-Production").status_code == 410
    client.force_login(make_maintainer())
    assert client.get(ADDRESS)["Location"] == "/en/peering"


def test_a_page_kept_before_the_deletion_is_not_shown_after_it(client: Client) -> None:
    article = make_article()
    etag = client.get(ADDRESS)["ETag"]
    make_deleted(article)
    assert client.get(ADDRESS).status_code == 410
    assert client.get(ADDRESS, headers={"if-none-match": etag}).status_code == 410


@pytest.mark.parametrize("words", HOSTILE)
def test_titles_and_reasons_are_text(client: Client, words: str) -> None:
    article = make_article(f"{words} x", text=f"[[{words}]]\n")
    make_deleted(article, reason=words)
    html = client.get(article.get_absolute_url()).content.decode()
    assert "<script>alert" not in html and "<img src=x" not in html


# No such version -------------------------------------------------------------------------------


def test_without_a_validated_version_the_page_of_it_says_so(client: Client) -> None:
    make_article()
    response = client.get(f"{ADDRESS}/validated")
    html = response.content.decode()
    assert response.status_code == 404
    assert "No version of this article has been validated yet." in html
    assert f'href="{ADDRESS}"' in html
    assert "Three traits" in get(client)


def test_a_wanted_page_is_not_called_as_a_deleted_article_called_it(client: Client) -> None:
    make_deleted(make_article("Gone", text="See [[ABUSE of a name]]."))
    assert "ABUSE" not in client.get("/en/abuse-of-a-name").content.decode()
