"""What pages say of themselves to machines: licence, authors, dates, languages, addresses."""

import json
import re
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from licensing.models import Licence
from tests.factories import (
    TEXT,
    make_article,
    make_declined,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_topic,
    make_user,
    make_validated,
)
from tests.wiki.views.reading import ADDRESS, HOSTILE, LONG, get
from wiki.actions.naming import rename_article
from wiki.actions.starter import load_starter
from wiki.exchange.starter_files import read_articles, read_topics
from wiki.models import Article, Topic, Trust

pytestmark = pytest.mark.django_db
HERE = "http://testserver/en/peer-production"
CC_BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"


@pytest.fixture(autouse=True)
def _no_kept_pages():
    caches["pages"].clear()


def data(html: str) -> dict[str, Any]:
    """The one script element of its kind, read as browsers do: up to the first end of a script."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script', html, re.DOTALL)
    assert len(found) == 1
    return dict(json.loads(found[0]))


def test_the_licence_is_said_in_three_ways(client: Client) -> None:
    make_article(licence="CC-BY-SA-4.0")
    response = client.get(ADDRESS)
    html = response.content.decode()
    assert response["Link"] == f'<{CC_BY_SA}>; rel="license"'
    assert f'<link rel="license" href="{CC_BY_SA}">' in html
    assert data(html)["license"] == CC_BY_SA


@pytest.mark.parametrize("page", ["/latest", "/validated", "/revisions/1", "/raw", "/credits"])
def test_every_page_of_the_text_has_the_licence_in_its_header(client: Client, page: str) -> None:
    make_article(licence="CC0-1.0", validated=True)
    link = client.get(ADDRESS + page)["Link"]
    assert link == '<https://creativecommons.org/publicdomain/zero/1.0/>; rel="license"'


def test_an_answer_without_body_has_it_neither_more_nor_less(client: Client) -> None:
    make_article()
    etag = client.get(ADDRESS)["ETag"]
    assert client.get(ADDRESS, headers={"if-none-match": etag}).status_code == 304


def test_the_data_names_what_schema_org_asks_of_an_article(client: Client) -> None:
    article = make_article()
    edit = make_edit(article, TEXT + "\nMore.\n", actor=make_user("contributor-2"))
    found = data(get(client))
    assert found["@context"] == "https://schema.org"
    assert found["@type"] == "Article"
    assert found["headline"] == "Peer production"
    assert found["inLanguage"] == "en"
    assert found["url"] == found["mainEntityOfPage"] == found["@id"] == HERE
    assert found["version"] == 2
    assert found["datePublished"] == article.created.isoformat()
    assert found["dateModified"] == edit.created.isoformat()
    assert found["author"] == [
        {
            "@type": "Person",
            "name": "contributor-1",
            "url": "http://testserver/people/contributor-1",
        },
        {
            "@type": "Person",
            "name": "contributor-2",
            "url": "http://testserver/people/contributor-2",
        },
    ]
    assert found["isPartOf"] == {"@type": "WebSite", "name": "Commons", "url": "http://testserver/"}
    assert found["creditText"].startswith(f"“Peer production” ({HERE}) by contributor-1 and")
    assert found["description"].startswith("Things that people make together.")


def test_the_data_of_an_old_revision_is_of_that_revision(client: Client) -> None:
    article = make_article()
    make_edit(article, TEXT + "\nMore.\n", actor=make_user("contributor-2"))
    found = data(get(client, f"{ADDRESS}/revisions/1"))
    assert found["url"] == f"{HERE}/revisions/1"
    assert found["version"] == 1
    assert [person["name"] for person in found["author"]] == ["contributor-1"]


def test_the_data_tells_the_state_of_review(client: Client) -> None:
    article = make_article()
    assert data(get(client))["creativeWorkStatus"] == "awaiting"
    article = make_validated(article)
    assert data(get(client))["creativeWorkStatus"] == "validated"
    make_edit(article, "Buy.\n")
    make_declined(article)
    assert data(get(client, f"{ADDRESS}/revisions/2"))["creativeWorkStatus"] == "declined"
    assert data(get(client))["creativeWorkStatus"] == "validated"


def test_the_data_tells_who_validated_which_version_when_and_what_they_said(
    client: Client,
) -> None:
    article = make_article()
    assert "review" not in data(get(client))
    article = make_validated(article, comment="Says </script> why.")
    make_edit(article, TEXT + "\nMore.\n")
    expected = {
        "@type": "Review",
        "itemReviewed": {
            "@type": "Article",
            "url": f"{HERE}/revisions/1",
            "version": 1,
        },
        "author": {
            "@type": "Person",
            "name": "maintainer-1",
            "url": "http://testserver/people/maintainer-1",
        },
        "datePublished": article.validated.reviews.get().created.isoformat(),
        "reviewBody": "Says </script> why.",
    }
    for page in ("", "/latest", "/validated", "/revisions/1"):
        assert data(get(client, f"{ADDRESS}{page}"))["review"] == expected, page
    assert "review" not in data(get(client, f"{ADDRESS}/revisions/2"))


def test_the_data_tells_of_edits_that_validated_themselves(client: Client) -> None:
    topic = make_topic()
    Topic.objects.update(trusts=True)
    trusted = make_user("contributor-2")
    Trust.objects.create(user=trusted, topic=topic, given_by_name="maintainer-1", reason="Good.")
    article = make_article(topics=[topic], validated=True)
    make_edit(article, TEXT + "\nMore.\n", actor=trusted)
    review = data(get(client))["review"]
    assert review["author"]["name"] == "contributor-2"
    assert review["description"] == "validated by the edit of a trusted contributor"
    make_edit(article, TEXT + "\nEven more.\n", actor=make_maintainer())
    review = data(get(client))["review"]
    assert (review["author"]["name"], review["itemReviewed"]["version"]) == ("maintainer-1", 3)
    assert review["description"] == "by their own edit"


def test_the_data_names_no_page_of_who_validated_elsewhere(client: Client) -> None:
    starter = next(one for one in read_articles() if one.address == ("en", "commons"))
    load_starter(articles=[starter], topics=read_topics())
    review = data(get(client, "/en/commons"))["review"]
    assert review["author"] == {"@type": "Person", "name": "Starter articles"}
    assert "description" not in review


def test_the_review_costs_no_query_of_its_own(
    client: Client, django_assert_max_num_queries
) -> None:
    article = make_validated(make_article(), comment="Well said.")
    make_edit(article, TEXT + "\nMore.\n")
    with django_assert_max_num_queries(2):
        assert "review" in data(get(client))


@pytest.mark.parametrize("page", ["", "/latest", "/validated", "/revisions/1"])
def test_one_address_is_canonical(client: Client, page: str) -> None:
    make_article(validated=True)
    assert f'<link rel="canonical" href="{HERE}">' in get(client, f"{ADDRESS}{page}?utm=x")


def test_the_description_is_the_beginning_of_the_text(client: Client) -> None:
    make_article(text='Says "a" & <b>.\n\n' + "word " * 200)
    found = re.search(r'<meta name="description" content="([^"]*)">', get(client))
    assert found
    assert found[1].startswith("Says ") and "&amp;" in found[1] and "<" not in found[1]
    assert len(found[1]) < 350


# Other languages -------------------------------------------------------------------------------


@pytest.fixture
def group() -> list[Article]:
    """An original and two translations of it."""
    original = make_article()
    return [
        original,
        make_article("Production par les pairs", language="fr", translation_of=original),
        make_article("Peer-Produktion", language="de", translation_of=original),
    ]


def alternates(html: str) -> dict[str, str]:
    return dict(re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)">', html))


def test_an_article_names_itself_and_its_translations(client: Client, group) -> None:
    expected = {
        "en": HERE,
        "fr": "http://testserver/fr/production-par-les-pairs",
        "de": "http://testserver/de/peer-produktion",
    }
    for article in group:
        assert alternates(get(client, article.get_absolute_url())) == expected
    html = get(client)
    assert '<a href="/fr/production-par-les-pairs" hreflang="fr" lang="fr">Français</a>' in html
    french = get(client, "/fr/production-par-les-pairs")
    assert data(french)["translationOfWork"] == HERE


def test_an_article_alone_names_no_other_language(client: Client) -> None:
    make_article()
    assert alternates(get(client)) == {}


def test_what_other_articles_do_shows_on_the_page_at_once(client: Client, group) -> None:
    etag = client.get(ADDRESS)["ETag"]
    make_deleted(group[2])
    again = client.get(ADDRESS, headers={"if-none-match": etag})
    assert again.status_code == 200
    assert set(alternates(again.content.decode())) == {"en", "fr"}
    etag = again["ETag"]
    member = make_user("contributor-2")
    rename_article(actor=member, article=group[1], title="Entre pairs", reason="Plus court", base=1)
    again = client.get(ADDRESS, headers={"if-none-match": etag})
    assert alternates(again.content.decode())["fr"] == "http://testserver/fr/entre-pairs"
    make_article("Producción", language="es", translation_of=group[0])
    assert "es" in alternates(get(client))


def test_a_topic_that_gets_another_name_has_it_on_the_page_at_once(client: Client) -> None:
    topic = make_topic("production", "Production")
    make_article(topics=[topic])
    assert ">Production</a>" in get(client)
    topic.name_en = "Making"
    topic.save()
    assert ">Making</a>" in get(client)


def test_topics_stand_in_the_sites_order(client: Client) -> None:
    topics = [make_topic(slug) for slug in ("beta", "alpha", "gamma")]
    for position, topic in enumerate(topics):
        topic.position = position
        topic.save()
    make_article(topics=topics)
    assert re.findall(r'<a href="/topics/(\w+)">', get(client)) == ["beta", "alpha", "gamma"]


# Hostile words ---------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [*HOSTILE, LONG, "<!--<script>", "]]>", "\u2028line\u2029"])
def test_no_word_ends_the_data_or_turns_it(client: Client, words: str) -> None:
    guest = make_guest(f"guest-{words}"[:150])
    article = make_article(f"x {words}"[:200], f"{words}\n", actor=guest)
    html = get(client, article.get_absolute_url())
    found = data(html)
    assert found["headline"] == article.title
    assert found["author"][0]["name"] == guest.public_name
    assert html.count("<script") == 2  # the data, and the one file of the site
    element = html.split('ld+json">')[1].split("</script")[0]
    assert not set(element) & set("<>&\u2028\u2029\u202e")


def test_no_licence_reaches_beyond_its_header(client: Client) -> None:
    hostile = 'https://example.org/a>; rel="x"\r\nSet-Cookie: a=b'
    Licence.objects.filter(spdx="CC0-1.0").update(url=hostile)
    make_article(licence="CC0-1.0")
    link = client.get(ADDRESS)["Link"]
    assert link.count(">") == 1 and "\n" not in link and '"x"' not in link
