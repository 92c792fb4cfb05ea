"""How second looks ended, against a count that goes through the rows one by one."""

import datetime as dt
import random

import pytest
from django.core.cache import caches
from django.utils import timezone

from tests.factories import fresh, make_article, make_deleted, make_topic
from tests.wiki.views.reading import get
from tests.wiki.views.reckoning import closed_by_topic, closed_looks
from wiki.models import SecondLook
from wiki.views.second_look_counts import Looks, SecondLooks, count_second_looks

pytestmark = pytest.mark.django_db
SINCE = timezone.now() - dt.timedelta(days=90)


@pytest.fixture
def looks() -> list[SecondLook]:
    """Sixty second looks by chance, the same in each run."""
    caches["pages"].clear()
    chance = random.Random(90)
    topics = [make_topic(slug) for slug in ("production", "water", "unused")]
    articles = [
        make_article("One", topics=topics[:1]),
        make_article("Two", topics=topics[:2]),
        make_article("Trois", topics=topics[1:2], language="fr"),
        make_article("None"),
        make_article("Gone", topics=topics[:1]),
    ]
    for _turn in range(60):
        outcome = chance.choice(["", "upheld", "overturned"])
        closed = timezone.now() - dt.timedelta(days=chance.choice([1, 30, 89, 91, 400]))
        SecondLook.objects.create(
            article=chance.choice(articles),
            verdict="declined",
            why="random",
            outcome=outcome,
            closed=closed if outcome else None,
        )
    make_deleted(fresh(articles[4]))
    return list(SecondLook.objects.select_related("article"))


def counted(looks: list[SecondLook]) -> Looks:
    return Looks(*closed_looks(looks, SINCE))


def by_topic(looks: list[SecondLook]) -> dict[int, Looks]:
    return {key: Looks(*found) for key, found in closed_by_topic(looks, SINCE).items()}


def test_the_figures_equal_what_the_rows_say(looks):
    found = count_second_looks("", None, SINCE)
    assert found == SecondLooks(counted(looks), by_topic(looks))
    assert len(found.by_topic) == 2
    assert 0 < found.together.overturned < found.together.closed
    # What stands under two topics counts in each of them.
    assert sum(row.closed for row in found.by_topic.values()) != found.together.closed


def test_the_figures_of_a_language_and_of_a_topic_do_too(looks):
    french = [look for look in looks if look.article.language == "fr"]
    found = count_second_looks("fr", None, SINCE)
    assert found == SecondLooks(counted(french), by_topic(french)) and found.together.closed
    topic = make_topic("water")
    under = [look for look in looks if topic in look.article.topics.all()]
    found = count_second_looks("", topic, SINCE)
    assert found == SecondLooks(counted(under), by_topic(under)) and found.together.closed


def test_the_page_and_its_json_show_them(looks, client):
    together = counted(looks)
    html = get(client, "/review/figures")
    share = f"{100 * together.overturned / together.closed:.1f}"
    assert f"<td>{together.closed}</td><td>{together.overturned}</td><td>{share} %</td>" in html
    told = client.get("/review/figures.json").json()["second_looks"]
    assert (told["closed"], told["overturned"]) == tuple(together)
    assert set(told["by_topic"]) == {"production", "water"}


def test_without_any_the_page_says_so(client):
    caches["pages"].clear()
    assert "No verdict had a second look" in get(client, "/review/figures")
    assert count_second_looks("", None, SINCE).together.share is None


def test_counting_takes_two_queries_however_many_there_are(looks, django_assert_num_queries):
    with django_assert_num_queries(2):
        count_second_looks("", None, SINCE)
