import re

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client

from tests.factories import (
    fresh,
    make_article,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_topic,
    make_user,
    make_validated,
)
from wiki.models import Revision, Visitor
from wiki.views.changes import filtered

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>\"' \u202e"


def get(client: Client, address: str = "/changes") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def listed(html: str) -> list[str]:
    """The differences that the page leads to, in its order."""
    return re.findall(r'href="(/[a-z]+/[^"]+/diff/[^"]+)"', html)


def test_changes_of_all_articles_are_listed_the_newest_first(client: Client) -> None:
    one, _two = make_article("One", summary="Begins one"), make_article("Two")
    make_edit(one, "Longer than it was.\n", summary="Adds to one")
    html = get(client)
    assert listed(html) == ["/en/one/diff/1..2", "/en/two/diff/0..1", "/en/one/diff/0..1"]
    assert "Adds to one" in html
    assert "contributor-1" in html
    assert "awaiting validation" in html
    assert "<time datetime=" in html


def test_a_verdict_is_named_in_the_row(client: Client) -> None:
    make_article("One", validated=True)
    assert "validated by <bdi>maintainer-1</bdi>" in get(client)


def test_filters_leave_the_others_out(client: Client) -> None:
    topic = make_topic("production")
    for number in range(11):
        make_article(f"By a member {number}", actor=make_user("contributor-3"))
    make_validated(make_article("In a topic", topics=[topic], actor=make_user("contributor-2")))
    make_article("En français", language="fr", actor=make_guest())
    newcomers = listed(get(client, "/changes?by=newcomers"))
    assert listed(get(client, "/changes?topic=production")) == ["/en/in-a-topic/diff/0..1"]
    assert listed(get(client, "/changes?by=guests")) == ["/fr/en-fran%C3%A7ais/diff/0..1"]
    assert listed(get(client, "/changes?language=fr")) == ["/fr/en-fran%C3%A7ais/diff/0..1"]
    assert "/en/in-a-topic/diff/0..1" not in listed(get(client, "/changes?awaiting=on"))
    assert len(listed(get(client, "/changes?awaiting=on"))) == 12
    assert "/en/in-a-topic/diff/0..1" in newcomers
    assert "/en/by-a-member-10/diff/0..1" not in newcomers
    assert len(newcomers) == 11
    assert len(listed(get(client, "/changes?by=members"))) == 12
    both = get(client, "/changes?language=en&topic=production&awaiting=on")
    assert listed(both) == []
    assert "No change matches these filters." in both


@pytest.mark.parametrize(
    "query",
    [
        "language=xx",
        "topic=none",
        "topic=%00",
        "by=everybody",
        "awaiting=maybe",
        "cursor=nonsense",
        "cursor=%00",
        "cursor=" + "9" * 5000,
        "topic=" + "x" * 5000,
    ],
)
def test_what_makes_no_sense_is_left_out(client: Client, query: str) -> None:
    make_article("One")
    assert listed(get(client, f"/changes?{query}")) == ["/en/one/diff/0..1"]


def test_pages_follow_each_other_and_keep_the_filters(client: Client) -> None:
    article = make_article("One")
    for number in range(54):
        make_edit(article, f"Text {number}.\n")
    first = get(client, "/changes?language=en")
    link = re.search(r'rel="next" href="([^"]+)"', first)
    assert link
    address = "/changes" + link[1].replace("&amp;", "&")
    assert "language=en" in address
    second = get(client, address)
    numbers = [int(path.rpartition("..")[2]) for path in listed(first) + listed(second)]
    assert numbers == list(range(55, 0, -1))


def test_rows_and_pages_cost_the_same_number_of_queries(
    client: Client, django_assert_num_queries
) -> None:
    article = make_article("One", topics=[make_topic()], validated=True)
    with django_assert_num_queries(3):
        get(client)
    for number in range(54):
        make_edit(article, f"Text {number}.\n")
    make_validated(fresh(article))
    with django_assert_num_queries(3):
        first = get(client)
    link = re.search(r'rel="next" href="([^"]+)"', first)
    assert link
    with django_assert_num_queries(3):
        get(client, "/changes" + link[1].replace("&amp;", "&"))
    with django_assert_num_queries(5):
        get(client, "/changes?topic=production&language=en&by=newcomers")


def test_a_maintainer_is_answered_with_a_bounded_number_of_queries(
    client: Client, django_assert_max_num_queries
) -> None:
    make_article("One")
    client.force_login(make_maintainer())
    with django_assert_max_num_queries(8):  # session, person, role, notices and queue among them
        get(client)


def test_deleted_articles_are_seen_by_maintainers_alone(client: Client) -> None:
    make_deleted(make_article("Quixotic", summary="Quixotic"))
    for query in ("", "?awaiting=on", "?language=en", "?by=newcomers"):
        assert "Quixotic" not in get(client, f"/changes{query}")
    client.force_login(make_user())
    assert "Quixotic" not in get(client)
    client.force_login(make_maintainer())
    assert "Quixotic" in get(client)
    assert "deleted" in get(client)


def test_nothing_that_was_typed_becomes_markup(client: Client) -> None:
    make_article(f"Title {HOSTILE}", summary=HOSTILE)
    html = get(client)
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert") >= 2


def test_the_feed_of_the_same_filters_is_offered(client: Client) -> None:
    make_topic("production")
    html = get(client, "/changes?language=en&topic=production&by=nonsense")
    assert 'href="/changes.atom?language=en&amp;topic=production"' in html


def test_an_empty_site_says_what_to_do(client: Client) -> None:
    assert not Revision.objects.exists()
    html = get(client)
    assert "Nothing has been written here yet." in html
    assert 'href="/new"' in html


def test_the_changes_are_only_read(client: Client) -> None:
    assert client.post("/changes").status_code == 405


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("", "revision_newest"),
        ("language=en", "revision_by_language"),
        ("awaiting=on", "revision_newest_awaiting"),
        ("by=guests", "revision_newest_by_guests"),
        ("by=newcomers", "revision_newest_by_newcomers"),
    ],
)
def test_a_filter_finds_the_newest_in_an_index(query: str, index: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by what the tables hold, and these are all but empty.")
    _form, found = filtered(QueryDict(query), Visitor())
    plan = found.newest_first()[:50].explain()
    assert index in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize("few", [0, 1, 200])
def test_a_topic_shows_its_changes_whether_few_or_many_articles_stand_under_it(
    client: Client, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("wiki.views.changes.FEW_ARTICLES", few)
    for title in ("First of it", "Second of it"):
        make_article(title, topics=[make_topic()])
    make_article("Elsewhere", topics=[make_topic("other")])
    page = get(client, "/changes?topic=production")
    assert "First of it" in page and "Second of it" in page and "Elsewhere" not in page
