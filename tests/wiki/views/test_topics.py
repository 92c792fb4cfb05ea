"""A topic's page: its articles, what awaits, and who looks after it."""

import pytest
from django.core.cache import cache

from tests.factories import (
    make_article,
    make_declined,
    make_deleted,
    make_edit,
    make_maintainer,
    make_topic,
    make_user,
)
from wiki.models import Maintainership, Topic
from wiki.views import overview
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
    with django_assert_max_num_queries(12):
        page_of(client)


@pytest.mark.parametrize("query", ["language=%00", "language=tlh", "cursor=%00", "cursor=x.y"])
def test_nonsense_in_the_address_is_ignored(client, topic, query):
    assert client.get(f"/topics/production?{query}").status_code == 200


@pytest.mark.parametrize("slug", ["nowhere", "%00", "a" * 3000, "..", "Produc%20tion"])
def test_there_is_no_page_for_no_topic(client, slug):
    assert client.get(f"/topics/{slug}").status_code == 404


# The tree -----------------------------------------------------------------------------------


def below(topic: Topic, slug: str) -> Topic:
    made = make_topic(slug)
    made.parent = topic
    made.save()
    return made


def test_the_way_up_and_what_is_below_are_linked(client, topic):
    tools = below(topic, "tools")
    below(tools, "hammers")
    words = page_of(client, "/topics/tools").content.decode()
    assert 'href="/topics"' in words
    assert 'href="/topics/production"' in words and 'href="/topics/hammers"' in words
    above = page_of(client, "/topics/hammers").context["above"]
    assert [one.slug for one in above] == ["production", "tools"]


def test_articles_of_topics_below_are_there_once_and_marked(client, topic):
    tools = below(topic, "tools")
    make_article("Both", topics=[topic, tools])
    make_article("Hammer", topics=[tools])
    make_article("Elsewhere", topics=[make_topic("water")])
    page = page_of(client)
    marked = [(article.title, under) for article, under in page.context["rows"]]
    assert marked == [("Both", []), ("Hammer", [tools])]
    assert page.context["languages"] == [("en", "English", 2)]
    assert [one.title for one, _ in page_of(client, "/topics/tools").context["rows"]] == [
        "Both",
        "Hammer",
    ]


def test_a_topic_of_many_articles_is_asked_for_by_another_way_with_the_same_answer(
    client, topic, monkeypatch
):
    monkeypatch.setattr(overview, "FEW_ARTICLES", 0)
    tools = below(topic, "tools")
    make_article("Both", topics=[topic, tools])
    make_article("Hammer", topics=[tools])
    make_article("Elsewhere")
    page = page_of(client)
    assert [article.title for article, _ in page.context["rows"]] == ["Both", "Hammer"]
    assert page.context["awaiting"] == 2


def test_figures_are_of_the_branch_and_kept_for_a_while(client, topic):
    tools = below(topic, "tools")
    make_article("Hammer", topics=[tools])
    decided = make_article("Saw", topics=[tools], validated=True)
    make_edit(decided, "Another text.")
    make_declined(decided)
    make_article("Elsewhere", validated=True)
    figures = page_of(client).context["figures"]
    assert (figures.awaiting, figures.decided) == (1, 2) and figures.median_wait
    make_article("File", topics=[tools])
    assert page_of(client).context["figures"].awaiting == 1
    cache.clear()
    assert page_of(client).context["figures"].awaiting == 2


def test_who_maintains_what_the_topic_is_a_part_of_is_named_as_such(client, topic):
    tools, water = below(topic, "tools"), make_topic("water")
    for name, one in (("of-water", water), ("of-all", None), ("above", topic), ("own", tools)):
        Maintainership.objects.create(user=make_user(name), topic=one)
    shown = page_of(client, "/topics/tools").context["maintainers"]
    assert [term.user.username for term in shown] == ["own", "above", "of-all"]
    words = page_of(client, "/topics/tools").content.decode()
    assert "which this is a part of" in words and "maintains all topics" in words
    assert [term.user.username for term in page_of(client).context["maintainers"]] == [
        "above",
        "of-all",
    ]


def test_the_tree_of_all_topics_counts_what_is_filed_under_each(client, topic):
    tools = below(topic, "tools")
    below(tools, "hammers")
    make_topic("water")
    make_article("Saw", topics=[tools])
    make_article("Scie", language="fr", topics=[tools])
    rows = page_of(client, "/topics").context["topics"]
    found = [(row["topic"].slug, row["level"], row["count"], row["awaiting"]) for row in rows]
    assert found == [
        ("production", 0, 0, 0),
        ("tools", 1, 1, 1),
        ("hammers", 2, 0, 0),
        ("water", 0, 0, 0),
    ]


def test_a_site_without_topics_says_so(client):
    assert "There is no topic yet" in page_of(client, "/topics").content.decode()


def test_the_tree_costs_as_many_queries_however_many_topics(
    client, topic, django_assert_max_num_queries
):
    for number in range(9):
        below(topic, f"part-{number}")
    with django_assert_max_num_queries(3):
        page_of(client, "/topics")
