"""A topic's page: its articles, what awaits, and who looks after it."""

import pytest

from tests.factories import make_article, make_deleted, make_maintainer, make_topic, make_user
from wiki.models import Topic
from wiki.views import topics as view

pytestmark = pytest.mark.django_db


def page_of(client, address="/topics/production", **asked):
    answer = client.get(address, asked, headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer


@pytest.fixture
def topic() -> Topic:
    made = make_topic("production", "Production")
    made.name_fr, made.description_en = "La production", "Who makes things, and how."
    made.save()
    return made


def test_a_topic_says_its_name_and_what_it_is_about(client, topic):
    words = page_of(client).content.decode()
    assert "<h1" in words and "Production" in words and "Who makes things, and how." in words


def test_a_topic_is_named_in_the_readers_language(client, topic):
    assert "La production" in page_of(client, language="fr").content.decode()


def test_its_articles_stand_by_title_in_the_readers_language(client, topic):
    for title in ("Copyleft", "Barn raising"):
        make_article(title, topics=[topic])
    make_article("Corvée", language="fr", topics=[topic])
    make_article("Elsewhere")
    words = page_of(client).content.decode()
    assert words.index("Barn raising") < words.index("Copyleft")
    assert "Corvée" not in words and "Elsewhere" not in words
    assert "Corvée" in page_of(client, language="fr").content.decode()


def test_languages_are_counted_apart(client, topic):
    make_article("Copyleft", topics=[topic])
    make_article("Corvée", language="fr", topics=[topic])
    make_article("Commun", language="fr", topics=[topic])
    assert page_of(client).context["languages"] == [("en", "English", 1), ("fr", "French", 2)]


def test_what_awaits_leads_to_the_queue_of_the_topic(client, topic):
    make_article("Copyleft", topics=[topic])
    make_article("Validated", topics=[topic], validated=True)
    page = page_of(client)
    assert page.context["awaiting"] == 1
    assert "/review?topic=production&amp;language=en" in page.content.decode()


def test_what_was_deleted_is_not_in_its_topic(client, topic):
    make_deleted(make_article("Xylophone", topics=[topic]))
    client.force_login(make_maintainer())
    page = page_of(client)
    assert b"Xylophone" not in page.content and page.context["awaiting"] == 0


def test_maintainers_are_named_with_the_day_since_when(client, topic):
    assert "Nobody has been appointed yet" in page_of(client).content.decode()
    since = make_maintainer().maintainerships.get().since
    make_user("contributor-7")
    words = page_of(client).content.decode()
    assert 'href="/people/maintainer-1"' in words and f"{since:%Y-%m-%d}" in words
    assert "contributor-7" not in words


def test_maintainers_who_left_are_not_named(client, topic):
    maintainer = make_maintainer()
    maintainer.is_active = False
    maintainer.save()
    assert "maintainer-1" not in page_of(client).content.decode()


def test_long_topics_are_turned_page_by_page(client, topic, monkeypatch):
    monkeypatch.setattr(view, "PAGE_SIZE", 2)
    for title in ("Alpha", "Beta", "Gamma"):
        make_article(title, topics=[topic])
    cursor = page_of(client).context["page"].next_cursor
    assert [one.title for one in page_of(client, cursor=cursor).context["page"].items] == ["Gamma"]


def test_a_topic_costs_as_many_queries_however_full(client, topic, django_assert_max_num_queries):
    for number in range(12):
        make_article(f"Article {number}", topics=[topic])
        make_maintainer(f"maintainer-{number}")
    with django_assert_max_num_queries(6):
        page_of(client)


@pytest.mark.parametrize("query", ["language=%00", "language=tlh", "cursor=%00", "cursor=x.y"])
def test_nonsense_in_the_address_is_ignored(client, topic, query):
    assert client.get(f"/topics/production?{query}").status_code == 200


@pytest.mark.parametrize("slug", ["nowhere", "%00", "a" * 3000, "..", "Produc%20tion"])
def test_there_is_no_page_for_no_topic(client, slug):
    assert client.get(f"/topics/{slug}").status_code == 404
