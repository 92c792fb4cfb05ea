"""The first page, the articles of a language, and whether the site is well."""

import pytest
from django.core.cache import caches
from django.db import DatabaseError, connection

from commons.log.models import LogEntry
from tests.factories import (
    make_article,
    make_deleted,
    make_edit,
    make_maintainer,
    make_topic,
    make_user,
    make_validated,
)
from wiki.actions.naming import rename_article
from wiki.models import Article, User
from wiki.views import home

pytestmark = pytest.mark.django_db

MOST_QUERIES = 11


@pytest.fixture(autouse=True)
def _no_kept_pages(monkeypatch):
    """Each test makes its pages itself, and no minute ends within one."""
    caches["pages"].clear()
    monkeypatch.setattr(home, "_term", lambda: 1)


def test_an_empty_site_invites_to_write(client):
    answer = client.get("/")
    assert answer.status_code == 200
    assert b"Write the first article" in answer.content


def test_the_first_page_says_what_this_is_and_leads_on(client):
    topic = make_topic("production", "Production")
    make_article("Peer production", topics=[topic], validated=True)
    words = client.get("/").content.decode()
    assert "Knowledge held in common" in words
    for address in ("/new?language=en", "/en/", "/topics/production", "/changes", "/review"):
        assert f'href="{address}"' in words
    assert 'href="/licences/CC-BY-SA-4.0"' in words


def test_topics_count_the_articles_of_the_readers_language(client):
    topic = make_topic("production", "Production")
    make_article("Peer production", topics=[topic])
    make_article("Peer property", topics=[topic], validated=True)
    make_article("Pairs", language="fr", topics=[topic])
    make_deleted(make_article("Advertising", topics=[topic]))
    words = client.get("/", headers={"accept-language": "en"}).content.decode()
    assert "2 articles" in words
    assert "1 awaiting validation" in words


def test_what_happened_lately_is_in_the_readers_language(client):
    make_article("Peer production", validated=True)
    make_article("Production par les pairs", language="fr")
    english = client.get("/", headers={"accept-language": "en"}).content.decode()
    french = client.get("/", headers={"accept-language": "fr"}).content.decode()
    assert "Production par les pairs" not in english and "Peer production" in english
    assert "Production par les pairs" in french and "Peer production" not in french


def test_an_article_changed_twice_stands_once_among_the_changes(client):
    article = make_article("Peer production")
    make_edit(article, "Other words.")
    assert client.get("/").content.decode().count('href="/en/peer-production"') == 1


def test_an_article_validated_twice_stands_once_among_the_validated(client):
    article = make_article("Peer production", validated=True)
    make_edit(article, "Other words.")
    make_validated(article)
    page = client.get("/")
    assert [review.revision.number for review in page.context["validated"]] == [2]


def test_how_much_is_validated_is_never_rounded_up(client):
    for number in range(3):
        make_article(f"Article {number}", validated=number > 0)
    assert "66%" in client.get("/").content.decode()


def test_what_was_deleted_is_nowhere_not_even_for_maintainers(client):
    make_deleted(make_article("Xylophone cheap"))
    assert b"Xylophone" not in client.get("/").content
    assert b"Xylophone" not in client.get("/en/").content
    client.force_login(make_maintainer())
    assert b"Xylophone" not in client.get("/").content
    assert b"Xylophone" not in client.get("/en/").content


def test_titles_and_summaries_are_text(client):
    article = make_article("<script>alert(1)</script> x", validated=True)
    make_edit(article, "Other.", summary="<img src=x onerror=alert(1)>")
    for address in ("/", "/en/"):
        words = client.get(address).content.decode()
        assert "<script>alert" not in words and "<img src=x" not in words


def test_the_first_page_costs_a_visitor_as_many_queries_with_many_articles(
    client, django_assert_max_num_queries
):
    topics = [make_topic(f"topic-{number}") for number in range(3)]
    for number in range(12):
        article = make_article(f"Article {number}", topics=topics, validated=number % 2 == 0)
        make_edit(article, "Other words.", actor=make_user(f"contributor-{number}"))
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.get("/").status_code == 200


def test_a_page_that_is_kept_costs_one_query(client, django_assert_num_queries):
    make_article()
    client.get("/")
    with django_assert_num_queries(1):
        client.get("/")


def test_nothing_happened_is_said_without_a_page(client):
    make_article()
    etag = client.get("/")["ETag"]
    answer = client.get("/", headers={"if-none-match": etag})
    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize(
    "happening",
    [
        lambda article: make_edit(article, "Other words."),
        lambda article: make_validated(article),
        lambda article: make_deleted(article),
        lambda article: make_article("Another"),
    ],
    ids=["edit", "verdict", "deletion", "creation"],
)
def test_whatever_happens_changes_the_page_at_once(client, happening):
    article = make_article()
    etag = client.get("/")["ETag"]
    happening(article)
    assert client.get("/", headers={"if-none-match": etag}).status_code == 200


def test_a_kept_page_ends_with_its_minute(client, monkeypatch):
    make_article()
    etag = client.get("/")["ETag"]
    monkeypatch.setattr(home, "_term", lambda: 2)
    assert client.get("/")["ETag"] != etag


def test_the_page_of_a_member_is_kept_by_nobody(client):
    make_article()
    client.force_login(make_user())
    answer = client.get("/")
    assert "private" in answer["Cache-Control"] and "ETag" not in answer
    assert b"contributor-1</summary>" in answer.content
    client.logout()
    assert b"contributor-1</summary>" not in client.get("/").content


def test_the_articles_of_a_language_stand_by_title(client):
    for title in ("Copyleft", "Anarchism", "Barn raising"):
        make_article(title)
    make_article("Biens communs", language="fr")
    words = client.get("/en/").content.decode()
    assert words.index("Anarchism") < words.index("Barn raising") < words.index("Copyleft")
    assert "Biens communs" not in words


def test_long_lists_are_turned_page_by_page(client, monkeypatch):
    monkeypatch.setattr(home, "PAGE_SIZE", 2)
    for title in ("Alpha", "Beta", "Gamma"):
        make_article(title)
    first = client.get("/en/")
    cursor = first.context["page"].next_cursor
    assert "Gamma" not in first.content.decode()
    second = client.get("/en/", {"cursor": cursor}).content.decode()
    assert "Gamma" in second and "Alpha" not in second


def test_a_list_by_topic_holds_that_topic_alone(client):
    make_article("In it", topics=[make_topic("production")])
    make_article("Out of it")
    words = client.get("/en/?topic=production").content.decode()
    assert "In it" in words and "Out of it" not in words


@pytest.mark.parametrize(
    "query", ["topic=%00", "topic=nowhere", "cursor=%00x", "cursor=" + "9" * 5000]
)
def test_nonsense_in_the_address_is_ignored(client, query):
    make_article("Here")
    answer = client.get(f"/en/?{query}")
    assert answer.status_code == 200
    assert b"Here" in answer.content


def test_the_list_of_a_language_costs_as_many_queries_however_long(
    client, django_assert_max_num_queries
):
    for number in range(12):
        make_article(f"Article {number}", topics=[make_topic()])
    with django_assert_max_num_queries(5):
        assert client.get("/en/").status_code == 200


def test_languages_without_an_article_have_a_page_and_unknown_ones_none(client):
    assert client.get("/ja/").status_code == 200
    assert client.get("/tlh/").status_code == 404


def test_the_site_is_well_when_the_database_answers(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_the_site_is_not_well_when_the_database_does_not_answer(client, monkeypatch):
    def broken():
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", broken)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"The database does not answer.\n")


def test_the_style_guide_is_there(client):
    assert client.get("/styleguide").status_code == 200


@pytest.mark.parametrize("address", ["/", "/en/", "/healthz", "/styleguide"])
def test_nothing_is_written_by_looking(client, address):
    make_article()
    before = (LogEntry.objects.count(), User.objects.count())
    assert client.post(address).status_code == 405
    client.get(address)
    assert (LogEntry.objects.count(), User.objects.count()) == before


@pytest.mark.parametrize("newest", [1, 3, 500])
def test_what_happened_lately_is_the_same_however_far_one_has_to_look(client, monkeypatch, newest):
    monkeypatch.setattr("wiki.views.overview.NEWEST", newest)
    make_article("Long ago", validated=True)
    busy = make_article("Busy", validated=True)
    for number in range(3):
        make_edit(busy, f"Text {number}.")
    make_article("Autre", language="fr", validated=True)
    make_deleted(make_article("Gone", validated=True))
    context = client.get("/?language=en").context
    assert [row.article.title for row in context["changed"]] == ["Busy", "Long ago"]
    shown = [row.revision.article.title for row in context["validated"]]
    assert shown == ["Busy", "Long ago"]


@pytest.mark.parametrize("few", [0, 200])
def test_a_topic_lists_its_articles_whether_few_or_many(client, monkeypatch, few):
    monkeypatch.setattr("wiki.views.overview.FEW_ARTICLES", few)
    make_article("Inside", topics=[make_topic()])
    make_article("Outside")
    for address in ("/en/?topic=production", "/topics/production"):
        page = client.get(address).content.decode()
        assert "Inside" in page and "Outside" not in page


def test_titles_stand_in_the_order_of_the_alphabet_whatever_their_accents(client):
    for title in ("Zèbre", "Équité", "atelier", "Commun", "État", "Eau"):
        make_article(title, language="fr")
    make_article("Old", language="fr")
    rename_article(
        actor=make_user(), article=Article.objects.get(slug="old"), title="Île", reason="", base=1
    )
    page = client.get("/fr/").context["page"]
    titles = [article.title for article in page.items]
    assert titles == ["atelier", "Commun", "Eau", "Équité", "État", "Île", "Zèbre"]
