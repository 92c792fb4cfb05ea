"""The text as it was written, for people and programs."""

import pytest
from django.core.cache import caches
from django.test import Client

from licensing.models import Licence
from tests.factories import TEXT, make_article, make_deleted, make_edit, make_maintainer
from tests.wiki.views.reading import ADDRESS, HOSTILE, LONG, get
from wiki.actions.relicensing import change_licence

pytestmark = pytest.mark.django_db
RAW = f"{ADDRESS}/raw"


@pytest.fixture(autouse=True)
def _no_kept_pages():
    caches["pages"].clear()


@pytest.mark.parametrize("text", [TEXT, "Été — 共有地 👥\n", "<script>x</script>\n"])
def test_the_text_comes_as_it_was_written(client: Client, text: str) -> None:
    make_article(text=text)
    response = client.get(RAW)
    assert response.content.decode() == text
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Language"] == "en"
    assert response["Content-Disposition"] == 'inline; filename="peer-production.md"'


def test_the_licence_is_in_a_header(client: Client) -> None:
    make_article(licence="CC0-1.0")
    link = client.get(RAW)["Link"]
    assert link == '<https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"'


def test_each_revision_has_its_own_text_and_its_own_licence(client: Client) -> None:
    article = make_article(text="First.\n", licence="CC0-1.0")
    target = Licence.objects.get(spdx="CC-BY-SA-4.0")
    change_licence(
        actor=make_maintainer(), article=article, licence=target, reason="All agreed", base=1
    )
    make_edit(article, "Third.\n")
    texts = [client.get(f"{ADDRESS}/revisions/{number}/raw") for number in (1, 2, 3)]
    assert [text.content for text in texts] == [b"First.\n", b"First.\n", b"Third.\n"]
    assert ["zero" in text["Link"] for text in texts] == [True, False, False]
    assert get(client, RAW) == "Third.\n"


def test_an_article_in_another_language_says_so(client: Client) -> None:
    article = make_article("Économie", "Texte.\n", language="fr")
    response = client.get(f"{article.get_absolute_url()}/raw")
    assert response["Content-Language"] == "fr"
    assert response["Content-Disposition"] == "inline; filename*=utf-8''%C3%A9conomie.md"


@pytest.mark.parametrize("page", ["/raw", "/revisions/1/raw"])
def test_the_same_text_is_not_sent_twice(client: Client, page: str) -> None:
    article = make_article()
    first = client.get(ADDRESS + page)
    again = client.get(ADDRESS + page, headers={"if-none-match": first["ETag"]})
    assert first["ETag"].startswith('W/"')
    assert again.status_code == 304
    assert again.content == b""
    make_edit(article, "Other.\n")
    assert client.get(ADDRESS + page, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_text_of_a_deleted_article_is_for_maintainers(client: Client) -> None:
    make_deleted(make_article())
    for page in ("/raw", "/revisions/1/raw"):
        assert client.get(ADDRESS + page).status_code == 410
    client.force_login(make_maintainer())
    response = client.get(RAW)
    assert response.content.decode() == TEXT
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize("title", [*HOSTILE, LONG, "“Quotes”; filename=x.exe"])
def test_no_title_reaches_into_the_headers(client: Client, title: str) -> None:
    article = make_article(title)
    response = client.get(f"{article.get_absolute_url()}/raw")
    assert response.status_code == 200
    assert "X-Injected" not in response.headers
    assert response["Content-Disposition"].startswith("inline; filename")
    assert ".exe" not in response["Content-Disposition"]


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("page", ["", "/raw", "/latest", "/validated", "/credits", "/links"])
def test_reading_takes_no_forms(client: Client, method: str, page: str) -> None:
    make_article()
    assert getattr(client, method)(ADDRESS + page).status_code == 405


@pytest.mark.parametrize("page", ["", "/raw", "/revisions/1", "/credits", "/links"])
def test_head_says_what_get_would(client: Client, page: str) -> None:
    make_article()
    head, get_ = client.head(ADDRESS + page), client.get(ADDRESS + page)
    assert head.status_code == 200 and head.content == b""
    assert head.get("ETag") == get_.get("ETag")
