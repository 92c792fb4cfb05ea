"""The credits for machines."""

import pytest
from django.test import Client

from licensing.models import Licence
from tests.factories import (
    TEXT,
    fresh,
    make_article,
    make_deleted,
    make_edit,
    make_maintainer,
    make_user,
)
from tests.wiki.taking import bring, take
from tests.wiki.views.reading import ADDRESS
from wiki.actions.relicensing import change_licence
from wiki.models import Authorship, Contributor

pytestmark = pytest.mark.django_db
CREDITS = f"{ADDRESS}/credits.json"
HERE = "http://testserver/en/peer-production"
BY_SA = {
    "spdx": "CC-BY-SA-4.0",
    "url": "https://creativecommons.org/licenses/by-sa/4.0/",
    "title": "CC BY-SA 4.0",
}


def data(client: Client, query: str = ""):
    response = client.get(CREDITS + query)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json; charset=utf-8"
    return response.json()


def test_it_tells_what_is_credited_and_under_which_licence(client: Client) -> None:
    article = make_article(text="one two three\n")
    make_edit(article, "one two three four\n", actor=make_user("contributor-2"))
    found = data(client)
    assert found["article"] == {
        "title": "Peer production",
        "language": "en",
        "url": HERE,
        "revision": 2,
        "revision_url": f"{HERE}/revisions/2",
    }
    assert found["license"] == BY_SA
    assert found["licenses"] == [{"from": 1, "to": None, "license": BY_SA}]
    assert found["words"] == 4 and found["author_count"] == 2
    first, second = found["authors"]
    assert first["name"] == "contributor-1" and first["kind"] == "member"
    assert first["url"] == "http://testserver/people/contributor-1"
    assert (first["words"], first["share"], first["revisions"]) == (3, 75.0, 1)
    assert (second["words"], second["share"]) == (1, 25.0)
    assert found["credit"]["text"].startswith("“Peer production” (")
    assert found["sources"] == found["from_this_wiki"] == found["translations"] == []
    assert found["translation_of"] is None and found["next"] is None


def test_a_revision_is_told_of_as_it_was(client: Client) -> None:
    article = make_article(text="one two three\n")
    make_edit(article, "four\n", actor=make_user("contributor-2"))
    found = data(client, "?revision=1")
    assert found["article"]["revision"] == 1
    assert [author["name"] for author in found["authors"]] == ["contributor-1"]
    assert f"{HERE}/revisions/1" in found["credit"]["markdown"]
    missing = client.get(f"{CREDITS}?revision=3")
    assert missing.status_code == 404
    assert "numbered from 1 to 2" in missing.content.decode()


def test_a_source_is_told_of_in_codes(client: Client) -> None:
    take(make_article(), f"{TEXT}\nIt stood elsewhere.\n", actor=make_user("contributor-2"))
    (source,) = data(client)["sources"]
    assert source == {
        "title": "A page elsewhere",
        "url": "https://example.org/page",
        "authors": "Somebody Else",
        "license": "CC-BY-4.0",
        "licenses": [
            {
                "spdx": "CC-BY-4.0",
                "url": "https://creativecommons.org/licenses/by/4.0/",
                "title": "CC BY 4.0",
            }
        ],
        "taken": "2026-05-01",
        "way": "adapted",
        "is_from_this_wiki": False,
        "is_noticed": False,
        "raised_a_question": False,
        "brought_by": "contributor-2",
        "brought_in": f"{HERE}/revisions/2",
    }


def test_words_from_another_article_are_told_of_by_its_revisions(client: Client) -> None:
    other = make_article("Another page", "It began there.\n", actor=make_user("contributor-5"))
    bring(make_article(), other, "It began there.")
    found = data(client)
    assert found["sources"][0]["url"] == "http://testserver/en/another-page/revisions/1"
    (one,) = found["from_this_wiki"]
    assert (one["title"], one["url"]) == ("Another page", "http://testserver/en/another-page")
    assert one["words"] == 4
    assert one["revisions"][0]["url"] == "http://testserver/en/another-page/revisions/1"
    assert one["revisions"][0]["author"] == "contributor-5"
    make_deleted(other)
    found = data(client)
    assert "another-page" not in client.get(CREDITS).content.decode()
    assert found["sources"][0]["url"] is None
    assert (found["from_this_wiki"][0]["title"], found["from_this_wiki"][0]["url"]) == (None, None)


def test_translations_and_licences_are_told_of(client: Client) -> None:
    article = make_article(licence="CC0-1.0")
    make_article("Pairs", language="fr", translation_of=article, licence="CC-BY-SA-4.0")
    change_licence(
        actor=make_maintainer(),
        article=fresh(article),
        licence=Licence.objects.get(spdx="CC-BY-SA-4.0"),
        reason="All agreed",
        base=1,
    )
    found = data(client)
    assert [(one["from"], one["to"], one["license"]["spdx"]) for one in found["licenses"]] == [
        (1, 1, "CC0-1.0"),
        (2, None, "CC-BY-SA-4.0"),
    ]
    assert found["translations"] == [
        {
            "title": "Pairs",
            "language": "fr",
            "url": "http://testserver/fr/pairs",
            "revision": 1,
            "license": BY_SA,
        }
    ]
    french = client.get("/fr/pairs/credits.json").json()
    assert french["translation_of"]["url"] == HERE


def test_where_nobody_kept_who_wrote_what_there_are_no_numbers(client: Client) -> None:
    make_article()
    Authorship.objects.all().delete()
    Contributor.objects.update(words=0)
    found = data(client)
    assert found["words"] is None
    assert found["authors"][0]["share"] is None and found["authors"][0]["words"] is None


def test_many_authors_come_in_pages(client: Client, monkeypatch) -> None:
    monkeypatch.setattr("wiki.views.contributors.CONTRIBUTORS_PER_PAGE", 2)
    article = make_article(text="one two three\n")
    for number in (2, 3):
        text = f"{fresh(article).text.rstrip()} {number}\n"
        make_edit(article, text, actor=make_user(f"contributor-{number}"))
    for query in ("", "?revision=3"):
        first = data(client, query)
        second = client.get(first["next"]).json()
        people = [author["name"] for author in first["authors"] + second["authors"]]
        assert sorted(people) == ["contributor-1", "contributor-2", "contributor-3"]
        assert second["next"] is None
        assert second["article"]["revision"] == 3
