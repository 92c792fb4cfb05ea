"""The page of results, what it offers when there are none, and titles while one types."""

from urllib.parse import quote

import pytest

from tests.factories import make_article, make_deleted, make_edit, make_maintainer, make_topic
from wiki.views import search as view

pytestmark = pytest.mark.django_db

HOSTILE = [
    "%00",
    "a%00b",
    "%ED%A0%80",  # a lone surrogate
    "%ff%fe",
    quote("'"),
    quote('"'),
    quote('"""'),
    quote('"unfinished'),
    quote("'; DROP TABLE wiki_article; --"),
    quote("a AND OR NOT NEAR(b, 3)"),
    quote("title:x ^y* {a b}: -c +d ~e"),
    quote("a & b | !c <-> d:*"),
    quote("%_\\ %"),
    quote("((((((((((((("),
    quote("*"),
    quote("🌱🌍👩‍👩‍👧"),
    quote("\u202eevil\u202c"),
    quote("مشاعات"),
    quote("公地悲劇"),
    quote("e" + "\u0301" * 300),
    quote("<script>alert(1)</script>"),
    quote("{{ 7*7 }}{% debug %}"),
    quote("\r\nSet-Cookie: a=b"),
    quote("   \t "),
    "a" * 10_000,
    quote("é" * 3_000),
    quote("mot " * 2_500),
    quote('"a b" ' * 500),
]


def words_of(client, **asked):
    answer = client.get("/search", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_without_words_the_page_says_how_to_search(client):
    assert "Type a word" in words_of(client)
    assert "Type a word" in words_of(client, q="   ")


def test_titles_come_before_texts(client):
    make_article("Governance", "All about stigmergy.")
    make_article("Stigmergy", "Ants do it.")
    found = client.get("/search", {"q": "stigmergy"}).context["found"]
    assert [one.article.title for one in found] == ["Stigmergy", "Governance"]


def test_a_result_shows_its_licence_its_state_and_why_it_was_found(client):
    make_article("Governance", "All about stigmergy.", validated=True)
    words = words_of(client, q="STIGMERGY")
    assert "<mark>stigmergy</mark>" in words
    assert "CC BY-SA 4.0" in words
    assert '<span class="badge validated">validated</span>' in words


def test_what_an_article_says_is_text_in_its_excerpt(client):
    make_article("Danger", "A `<script>alert(1)</script>` and <img src=x onerror=alert(1)> word.")
    words = words_of(client, q="alert word")
    assert "<mark>word</mark>" in words
    assert "<script>alert" not in words and "<img src=x" not in words


def test_one_language_can_be_asked_for(client):
    make_article("Commons", "Common things.")
    make_article("Commons et communs", "Choses.", language="fr")
    found = client.get("/search", {"q": "commons", "language": "fr"}).context["found"]
    assert [one.article.language for one in found] == ["fr"]


def test_the_very_title_is_offered_to_go_to(client):
    make_article("Économie contributive", language="fr")
    page = client.get("/search", {"q": "economie contributive"})
    assert [article.slug for article in page.context["exact"]] == ["économie-contributive"]
    assert "There is an article with this title" in page.content.decode()
    assert page.context["create_url"] == ""


def test_what_is_not_found_is_offered_to_be_written(client):
    page = client.get("/search", {"q": "Barn raising & more", "language": "fr"})
    assert page.context["create_url"] == "/new?language=fr&title=Barn+raising+%26+more"
    assert "Barn+raising+%26amp" not in page.content.decode()
    form = client.get(page.context["create_url"])
    assert 'value="Barn raising &amp; more"' in form.content.decode()


def test_what_no_article_can_be_called_is_not_offered(client):
    assert client.get("/search", {"q": "!!!"}).context["create_url"] == ""
    assert client.get("/search", {"q": "long " * 60}).context["create_url"] == ""


def test_titles_spelled_nearly_so_are_suggested(client):
    make_article("Stigmergy")
    words = words_of(client, q="stigmorgy")
    assert "Did you mean" in words and 'href="/en/stigmergy"' in words


def test_more_results_stand_on_another_page(client, monkeypatch):
    monkeypatch.setattr(view, "PAGE_SIZE", 2)
    for number in range(3):
        make_article(f"Commons {number}", "Words.")
    first = client.get("/search", {"q": "commons"})
    assert 'rel="next"' in first.content.decode()
    cursor = first.context["results"].next_cursor
    second = client.get("/search", {"q": "commons", "cursor": cursor})
    assert len(first.context["found"]) == 2 and len(second.context["found"]) == 1
    assert "First results" in second.content.decode()


def test_deleted_articles_are_found_by_nobody(client):
    make_deleted(make_article("Xylophone cheap", "Buy a xylophone."))
    assert client.get("/search", {"q": "xylophone"}).context["found"] == []
    assert client.get("/search/titles", {"q": "xylo"}).json() == {"titles": []}
    client.force_login(make_maintainer())
    assert client.get("/search/titles", {"q": "xylo"}).json() == {"titles": []}


def test_a_page_of_results_costs_as_many_queries_however_full(
    client, django_assert_max_num_queries
):
    for number in range(20):
        article = make_article(f"Commons {number}", "Words.", topics=[make_topic()])
        make_edit(article, "Other words.")
    with django_assert_max_num_queries(8):
        assert len(client.get("/search", {"q": "commons"}).context["found"]) == 20


@pytest.mark.parametrize("sent", HOSTILE, ids=range(len(HOSTILE)))
def test_no_words_give_an_error_page(client, sent):
    make_article("Commons")
    for address in (f"/search?q={sent}", f"/search?q={sent}&language={sent}&cursor={sent}"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.content
    titles = client.get(f"/search/titles?q={sent}&language={sent}")
    assert titles.status_code == 200 and isinstance(titles.json()["titles"], list)


@pytest.mark.parametrize("cursor", ["-1", "99999", "1e9", "٣", "9" * 400, "[]"])
def test_a_wrong_cursor_is_no_error(client, cursor):
    make_article("Commons")
    assert client.get("/search", {"q": "commons", "cursor": cursor}).status_code == 200


def test_words_stay_in_the_field_as_they_were_typed(client):
    assert 'value="&quot;a b&quot; &lt;i&gt;"' in words_of(client, q='"a b" <i>')


def test_titles_are_completed_with_their_addresses(client):
    make_article("Stigmergy")
    make_article("Stigmergie", language="fr")
    titles = client.get("/search/titles", {"q": "stigm"}).json()["titles"]
    assert {title["url"] for title in titles} == {"/en/stigmergy", "/fr/stigmergie"}
    french = client.get("/search/titles", {"q": "stigm", "language": "fr"}).json()["titles"]
    assert french == [{"title": "Stigmergie", "language": "fr", "url": "/fr/stigmergie"}]


def test_few_titles_are_completed_in_few_queries(client, django_assert_max_num_queries):
    for number in range(15):
        make_article(f"Commons {number}")
    with django_assert_max_num_queries(3):
        titles = client.get("/search/titles", {"q": "comm"}).json()["titles"]
    assert len(titles) == view.COMPLETIONS


def test_completed_titles_may_be_kept_for_a_while(client):
    assert client.get("/search/titles", {"q": "comm"})["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("address", ["/search", "/search/titles"])
def test_searching_sends_nothing(client, address):
    assert client.post(address, {"q": "commons"}).status_code == 405


def test_readers_of_validated_versions_are_told_what_the_search_reads(client, settings) -> None:
    make_article("Commons")
    words = "The search reads what you are shown"
    settings.MEMBERS_SEE = "validated"
    assert words not in words_of(client, q="commons")
    settings.READERS_SEE = "validated"
    assert words in words_of(client, q="commons")


@pytest.mark.parametrize("sees", ["latest", "validated"])
def test_two_texts_of_an_article_cost_no_more_queries_and_count_as_one(
    client, settings, django_assert_max_num_queries, sees
):
    settings.READERS_SEE = settings.MEMBERS_SEE = sees
    for number in range(12):
        make_edit(make_article(f"Commons {number}", "Words.", validated=True), "Other words.")
    with django_assert_max_num_queries(8):
        page = client.get("/search", {"q": "commons words"})
    assert page.context["results"].total == len(page.context["found"]) == 12
    with django_assert_max_num_queries(3):
        client.get("/search/titles", {"q": "comm"})
    client.force_login(make_maintainer())
    assert client.get("/search", {"q": "commons words"}).context["results"].total == 12


def test_titles_completed_for_one_reader_are_kept_by_no_shared_cache(client):
    client.force_login(make_maintainer())
    assert client.get("/search/titles", {"q": "comm"})["Cache-Control"] == "private, max-age=60"


def test_a_result_that_nobody_ever_validated_says_so(client):
    make_edit(make_article("Governance", "All about stigmergy."), "More about stigmergy.")
    assert "never validated" in words_of(client, q="stigmergy")
    make_edit(make_article("Enclosure", "All about fences.", validated=True), "More about fences.")
    assert "never validated" not in words_of(client, q="fences")
    assert "awaiting validation" in words_of(client, q="fences")
