"""The button that watches, and the page of what has changed in what one watches."""

import pytest
from django.test import Client

from tests.factories import (
    fresh,
    make_article,
    make_deleted,
    make_edit,
    make_guest,
    make_topic,
    make_user,
)
from tests.wiki.views.reading import ADDRESS, get
from wiki.actions.watching import watch_article, watch_topic
from wiki.models import Watch
from wiki.views import watching

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(make_user("contributor-2"))
    return client


def changes(client: Client, query: str = "") -> list[str]:
    page = client.get("/watched" + query)
    assert page.status_code == 200
    return [revision.title for revision in page.context["revisions"]]


def test_the_button_watches_and_stops_watching(reader):
    article = make_article(actor=make_guest())
    assert 'value="yes">Watch<' in get(reader)
    answer = reader.post(f"{ADDRESS}/watch", {"watch": "yes"})
    assert answer["Location"] == ADDRESS
    assert fresh(article).watchers == 1
    page = get(reader)
    assert "Watched by 1 person" in page and 'value="no">Stop watching<' in page
    reader.post(f"{ADDRESS}/watch", {"watch": "no"})
    assert fresh(article).watchers == 0
    assert "Watched by nobody yet" in get(reader)


def test_a_button_that_says_nothing_does_nothing(reader):
    make_article(actor=make_guest())
    for sent in ({}, {"watch": "maybe"}, {"watch": "\0"}):
        assert reader.post(f"{ADDRESS}/watch", sent).status_code == 302
    assert not Watch.objects.exists()


def test_visitors_see_how_many_watch_and_no_button_and_never_who(client):
    article = make_article(actor=make_user("contributor-1"))
    etag = client.get(ADDRESS)["ETag"]
    watch_article(actor=make_user("contributor-7"), article=article)
    answer = client.get(ADDRESS, headers={"if-none-match": etag})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Watched by 2 people" in page
    assert "contributor-7" not in page and f"{ADDRESS}/watch" not in page


def test_a_topic_has_the_button_too(reader):
    topic = make_topic()
    page = get(reader, "/topics/production")
    assert 'action="/topics/production/watch"' in page and "Watched by nobody yet" in page
    assert reader.post("/topics/production/watch", {"watch": "yes"})["Location"] == (
        "/topics/production"
    )
    assert Watch.objects.get().topic == topic
    assert "Watched by 1 person" in get(reader, "/topics/production")
    reader.post("/topics/production/watch", {"watch": "no"})
    assert not Watch.objects.exists()


@pytest.mark.parametrize("few", [200, 1])
def test_the_list_holds_what_changed_in_what_is_watched(reader, monkeypatch, few):
    monkeypatch.setattr(watching, "FEW_ARTICLES", few)
    above = make_topic("production")
    below = make_topic("energy")
    below.parent = above
    below.save()
    one = make_article("Watched", actor=make_guest())
    make_article("Filed", actor=make_guest(), topics=[above])
    make_article("Filed below", actor=make_guest(), topics=[below])
    make_article("Other", actor=make_guest(), topics=[make_topic("water")])
    user = make_user("contributor-2")
    assert changes(reader) == []
    watch_article(actor=user, article=one)
    watch_topic(actor=user, topic=above)
    watch_topic(actor=make_user("contributor-3"), topic=make_topic("water"))
    make_edit(one, "More.\n", actor=make_guest())
    assert changes(reader) == ["Watched", "Filed below", "Filed", "Watched"]
    make_deleted(one)
    assert changes(reader) == ["Filed below", "Filed"]


def test_pages_follow_each_other_and_cost_the_same(
    reader, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(watching, "PAGE_SIZE", 2)
    for number in range(5):
        make_article(f"Number {number}", actor=make_user("contributor-2"))
    seen, cursor = [], ""
    for _page in range(3):
        with django_assert_max_num_queries(12):
            page = reader.get(f"/watched?cursor={cursor}")
        seen += [revision.title for revision in page.context["revisions"]]
        cursor = page.context["page"].next_cursor
    assert seen == [f"Number {number}" for number in (4, 3, 2, 1, 0)]
    assert cursor == ""
