"""The queue: which articles await validation, in which order, and what a row says of each."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    make_article,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_topic,
    make_user,
)
from wiki.models import Article
from wiki.views import queue_page

pytestmark = pytest.mark.django_db

TEXT = "Things that people make together.\n"


@pytest.fixture
def maintainer(client: Client) -> Client:
    client.force_login(make_maintainer())
    return client


def waits_since(article: Article, hours: int) -> Article:
    """The article, with changes that await for so many hours."""
    since = timezone.now() - dt.timedelta(hours=hours)
    Article.objects.filter(pk=article.pk).update(pending_since=since)
    return article


def titles(client: Client, query: str = "") -> list[str]:
    page = client.get(reverse("review") + query)
    assert page.status_code == 200
    return [row.article.title for row in page.context["rows"]]


def test_the_longest_waiting_stands_first(client):
    waits_since(make_article("Young"), 1)
    waits_since(make_article("Old"), 50)
    waits_since(make_article("Middle"), 7)
    assert titles(client) == ["Old", "Middle", "Young"]


def test_one_row_stands_for_all_changes_of_an_article(client):
    article = make_article("Peer production", TEXT, validated=True)
    make_edit(article, TEXT + "More.\n", actor=make_user("contributor-2"))
    make_edit(article, TEXT + "More. And more.\n", actor=make_user("contributor-3"))
    (row,) = client.get(reverse("review")).context["rows"]
    assert row.article.pending_count == 2
    assert row.size_change == len("More. And more.\n")
    assert {author.name for author in row.authors} == {"contributor-2", "contributor-3"}


def test_a_row_names_three_authors_and_counts_the_others(client):
    article = make_article(validated=True)
    for number in range(5):
        make_edit(article, f"{TEXT}{number}\n", actor=make_user(f"contributor-{number}"))
    (row,) = client.get(reverse("review")).context["rows"]
    assert (len(row.authors), row.more_authors) == (3, 2)
    assert "and 2 others" in client.get(reverse("review")).content.decode()


def test_what_is_validated_or_deleted_is_not_listed(client):
    make_article("Validated", validated=True)
    make_deleted(make_article("Deleted"))
    assert titles(client) == []
    assert "Nothing awaits validation" in client.get(reverse("review")).content.decode()


def test_filters_let_through_what_they_say(client):
    make_article("Pairs", language="fr")
    make_article("Filed", topics=[make_topic("water")])
    make_article("By a guest", actor=make_guest())
    Article.objects.exclude(title="Filed").update(pending_by_newcomer=False)
    assert titles(client, "?language=fr") == ["Pairs"]
    assert titles(client, "?topic=water") == ["Filed"]
    assert titles(client, "?by=guests") == ["By a guest"]
    assert titles(client, "?by=newcomers") == ["Filed"]
    assert titles(client, "?by=guests&language=fr") == []


def test_a_guests_change_that_was_decided_does_not_count(client):
    article = make_article("Both", actor=make_guest(), validated=True)
    make_edit(article, TEXT + "More.\n")
    assert titles(client, "?by=guests") == []


@pytest.mark.parametrize(
    "query",
    [
        "?language=xx",
        "?topic=unknown",
        "?topic=%00",
        "?by=everyone",
        "?by=%00",
        "?cursor=%00",
        "?cursor=" + "x" * 3000,
        "?language=%F0%9F%99%82&topic[]=1",
    ],
)
def test_nonsense_in_the_address_shows_everything(client, query):
    make_article("Peer production")
    assert titles(client, query) == ["Peer production"]


def test_names_of_people_and_titles_are_shown_as_text(client):
    make_article("<script>alert(1)</script>", actor=make_guest())
    page = client.get(reverse("review")).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_pages_follow_each_other_without_gap_or_repetition(client, monkeypatch):
    monkeypatch.setattr(queue_page, "PAGE_SIZE", 2)
    same = timezone.now()
    for number in range(5):
        make_article(f"Number {number}")
    Article.objects.update(pending_since=same)
    seen, cursor = [], ""
    for _page in range(3):
        page = client.get(reverse("review"), {"cursor": cursor, "language": "en"})
        seen += [row.article.title for row in page.context["rows"]]
        cursor = page.context["page"].next_cursor
    assert seen == [f"Number {number}" for number in range(5)]
    assert cursor == ""


def test_a_page_costs_the_same_with_many_rows_and_far_down(
    client, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(queue_page, "PAGE_SIZE", 5)
    for number in range(12):
        make_article(f"Number {number}", actor=make_user(f"contributor-{number}"))
    with django_assert_max_num_queries(16) as first:
        page = client.get(reverse("review"))
    deep = page.context["page"].next_cursor
    with django_assert_max_num_queries(16) as second:
        client.get(reverse("review"), {"cursor": deep})
    assert len(first) == len(second)


@pytest.mark.sqlite
def test_a_deep_page_looks_its_rows_up_in_the_index_of_the_queue():
    later = Article.objects.awaiting_review().filter(pending_since__gte=timezone.now())
    assert "article_queue" in later.longest_waiting_first().explain()


def test_the_figures_tell_how_many_wait_and_how_long(client):
    for hours, title in ((50, "A"), (5, "B"), (1, "C")):
        waits_since(make_article(title), hours)
    figures = client.get(reverse("review")).context["figures"]
    assert figures.count == 3
    assert figures.median_wait.replace("\xa0", " ") == "5 hours"
    assert figures.longest_wait.replace("\xa0", " ") == "2 days"


def test_filters_are_carried_to_the_page_of_an_article_and_back(maintainer):
    article = make_article()
    listed = maintainer.get(reverse("review") + "?language=en&by=").content.decode()
    assert f"/review/{article.pk}?language=en&amp;by=" in listed
    page = maintainer.get(f"/review/{article.pk}?language=en").content.decode()
    assert 'href="/review?language=en"' in page
    assert f'action="/review/{article.pk}?language=en"' in page


def test_a_post_to_the_queue_is_refused(maintainer):
    assert maintainer.post(reverse("review")).status_code == 405
