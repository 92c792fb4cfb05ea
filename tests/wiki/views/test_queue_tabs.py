"""The tabs of the queue, its filters by size and age, its orders, and its figures."""

import datetime as dt

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from licensing.models import Licence
from tests.factories import (
    make_article,
    make_edit,
    make_guest,
    make_maintainer,
    make_topic,
    make_user,
    make_validated,
)
from wiki.actions.asking import ask_for_changes
from wiki.actions.relicensing import change_licence
from wiki.actions.requesting import ask_for_review
from wiki.actions.watching import stop_watching_article
from wiki.models import Article, Maintainership, User
from wiki.views import queue, queue_page

pytestmark = pytest.mark.django_db

TEXT = "Things that people make together.\n"


def page_of(client, query=""):
    answer = client.get(reverse("review") + query)
    assert answer.status_code == 200
    return answer


def titles(client, query=""):
    return [row.article.title for row in page_of(client, query).context["rows"]]


def changed_by(title, characters):
    """A validated article of 3,000 characters that is so much longer or shorter now."""
    article = make_article(title, "x" * 3000, validated=True)
    make_edit(article, "x" * (3000 + characters), actor=make_user("contributor-2"))
    return article


def test_first_edits_stand_in_a_tab_of_their_own(client):
    make_article("Known", actor=make_user("contributor-1"), validated=True)
    make_article("Second", actor=make_user("contributor-1"))
    make_article("Beginner", actor=make_user("contributor-2"))
    make_article("By a guest", actor=make_guest())
    assert titles(client) == ["Second", "Beginner", "By a guest"]
    assert titles(client, "?tab=first") == ["Beginner", "By a guest"]
    assert titles(client, "?tab=first&by=guests") == ["By a guest"]


def test_what_awaits_its_authors_is_not_among_what_awaits_maintainers(client):
    article = make_article("Asked", TEXT)
    make_article("Other", actor=make_user("contributor-2"))
    assert b"tab=asked" not in page_of(client).content
    ask_for_changes(
        actor=make_maintainer(),
        article=article,
        reason="Name a source.",
        seen=1,
        seen_validated=0,
    )
    page = page_of(client)
    assert [row.article.title for row in page.context["rows"]] == ["Other"]
    figures = page.context["figures"]
    assert (figures.count, figures.first_edits, figures.asked) == (1, 1, 1)
    assert b'<a href="/review?tab=asked">Asked for changes' in page.content
    assert titles(client, "?tab=asked") == ["Asked"]
    make_edit(article, TEXT + "[A source](https://example.org/)\n")
    assert titles(client, "?tab=asked") == []
    assert titles(client) == ["Asked", "Other"]


def test_each_tab_says_how_many_it_holds_and_which_one_is_shown(client):
    make_article("Decided", actor=make_user("contributor-1"), validated=True)
    make_article("Second", actor=make_user("contributor-1"))
    make_article("Beginner", actor=make_user("contributor-2"))
    page = page_of(client, "?tab=first")
    assert (page.context["figures"].count, page.context["figures"].first_edits) == (2, 1)
    assert page.context["decided"] == 1
    assert b'href="/review?tab=first" aria-current="page">First edits' in page.content
    assert page.content.count(b'aria-current="page">First edits') == 1
    assert b'name="tab" value="first"' in page.content


def test_changes_are_found_by_their_size(client):
    changed_by("Much less", -1000)
    changed_by("Less", -999)
    changed_by("More", 999)
    changed_by("Much more", 1000)
    assert titles(client, "?size=removed") == ["Much less"]
    assert titles(client, "?size=added") == ["Much more"]
    assert titles(client, "?size=small") == ["Less", "More"]


def test_changes_are_found_by_how_long_they_wait(client):
    for hours in (1, 25, 24 * 8, 24 * 31):
        article = make_article(f"{hours} hours")
        since = timezone.now() - dt.timedelta(hours=hours)
        Article.objects.filter(pk=article.pk).update(pending_since=since)
    assert titles(client, "?older=day") == ["744 hours", "192 hours", "25 hours"]
    assert titles(client, "?older=week") == ["744 hours", "192 hours"]
    assert titles(client, "?older=month") == ["744 hours"]


def test_the_largest_change_can_stand_first_whatever_its_direction(client):
    changed_by("Small", 3)
    changed_by("Large", -2000)
    changed_by("Middle", 700)
    assert titles(client, "?sort=largest") == ["Large", "Middle", "Small"]


def test_the_next_article_is_the_next_one_in_the_order_chosen(client):
    made = [changed_by("Small", 3), changed_by("Large", -2000), changed_by("Middle", 700)]
    page = client.get(f"/review/{made[1].pk}?sort=largest")
    assert [row.article.title for row in page.context["beside"].rows] == [
        "Large",
        "Middle",
        "Small",
    ]
    assert page.context["skip_to"] == f"/review/{made[2].pk}?sort=largest"


@pytest.mark.parametrize(
    "query", ["&sort=largest&language=en", "&older=day&size=added", "&sort=read", ""]
)
def test_pages_of_every_order_and_filter_follow_without_gap_or_repetition(
    client, monkeypatch, query
):
    monkeypatch.setattr(queue_page, "PAGE_SIZE", 2)
    for number in range(5):
        changed_by(f"Number {number}", 1500 + number // 2)
    Article.objects.update(pending_since=timezone.now() - dt.timedelta(days=2), reads=F("pk") / 2)
    seen, cursor = [], ""
    for _page in range(3):
        page = client.get(f"/review?cursor={cursor}{query}")
        seen += [row.article.title for row in page.context["rows"]]
        cursor = page.context["page"].next_cursor
    assert sorted(seen) == [f"Number {number}" for number in range(5)]
    assert cursor == ""


@pytest.mark.parametrize("query", ["?tab=none", "?tab=%00", "?size=%00", "?older=9", "?sort=x"])
def test_nonsense_in_the_address_shows_everything(client, query):
    make_article("Peer production")
    assert titles(client, query) == ["Peer production"]


def test_the_figures_are_exact(client):
    for hours in (50, 5, 3):
        article = make_article(f"{hours} hours")
        since = timezone.now() - dt.timedelta(hours=hours)
        Article.objects.filter(pk=article.pk).update(pending_since=since)
    figures = page_of(client).context["figures"]
    assert (figures.count, figures.median_wait, figures.longest_wait) == (
        3,
        "5\xa0hours",
        "2\xa0days",
    )


def maintainer_of(client, *slugs):
    """Signs in somebody who looks after these topics alone."""
    user = make_user("maintainer-7")
    for slug in slugs:
        Maintainership.objects.create(user=user, topic=make_topic(slug))
    client.force_login(user)
    return User.objects.get(pk=user.pk)


def filed():
    """An article under each of two topics, one below the first, and one under none."""
    below = make_topic("energy")
    below.parent = make_topic("production")
    below.save()
    for slug in ("production", "energy", "water"):
        make_article(slug.capitalize(), topics=[make_topic(slug)])
    make_article("Nowhere")


def test_who_looks_after_topics_begins_with_what_awaits_there(client):
    filed()
    maintainer_of(client, "production")
    page = page_of(client)
    assert page.context["tab"] == "mine"
    assert [row.article.title for row in page.context["rows"]] == [
        "Production", "Energy", "Nowhere",
    ]  # fmt: skip
    assert (page.context["figures"].mine, page.context["figures"].count) == (3, 4)
    assert b'<a href="/review?tab=mine" aria-current="page">My topics' in page.content
    assert titles(client, "?tab=all") == ["Production", "Energy", "Water", "Nowhere"]


def test_the_tab_one_begins_with_is_carried_along(client):
    filed()
    maintainer_of(client, "energy")
    first, second = (row.article for row in page_of(client).context["rows"])
    assert f"/review/{first.pk}?tab=mine" in page_of(client).content.decode()
    page = client.get(f"/review/{first.pk}?tab=mine")
    assert page.context["skip_to"] == f"/review/{second.pk}?tab=mine"
    assert [row.article.title for row in page.context["beside"].rows] == ["Energy", "Nowhere"]


@pytest.mark.parametrize("who", ["visitor", "contributor", "maintainer of all"])
def test_everybody_else_begins_with_all_and_has_no_topics_of_their_own(client, who):
    filed()
    if who == "contributor":
        client.force_login(make_user("contributor-5"))
    if who == "maintainer of all":
        client.force_login(make_maintainer())
    for query in ("", "?tab=mine"):
        page = page_of(client, query)
        assert page.context["tab"] == "all"
        assert len(page.context["rows"]) == 4
        assert b"My topics" not in page.content


def test_a_topic_shows_what_is_filed_below_it_too(client, monkeypatch):
    filed()
    for few in (200, 1):
        monkeypatch.setattr(queue, "FEW_ARTICLES", few)
        assert titles(client, "?topic=production") == ["Production", "Energy"]
        assert titles(client, "?topic=energy") == ["Energy"]


def test_questions_of_licence_stand_in_a_tab_of_their_own(client):
    assert b"Licence questions" not in page_of(client).content
    article = make_article("Asks", licence="CC0-1.0", validated=True)
    make_article("Other")
    licence = Licence.objects.get(spdx="CC-BY-SA-4.0")
    change_licence(
        actor=make_user("contributor-2"), article=article, licence=licence, reason="", base=1
    )
    page = page_of(client, "?tab=licence")
    assert [row.article.title for row in page.context["rows"]] == ["Asks"]
    assert page.context["figures"].licence == 1
    assert b'"/review?tab=licence" aria-current="page">Licence questions' in page.content


def test_what_nobody_watches_is_found(client):
    article = make_article("Watched", actor=make_user("contributor-1"))
    make_article("By a guest", actor=make_guest())
    assert titles(client, "?watched=nobody") == ["By a guest"]
    stop_watching_article(actor=make_user("contributor-1"), article=article)
    assert titles(client, "?watched=nobody") == ["Watched", "By a guest"]


def test_the_most_read_can_stand_first(client):
    for title, reads in (("Seldom", 3), ("Often", 1200), ("Never", 0)):
        article = make_article(title)
        Article.objects.filter(pk=article.pk).update(reads=reads)
    assert titles(client, "?sort=read") == ["Often", "Seldom", "Never"]
    assert "read 1,200 times" in page_of(client, "?sort=read").content.decode()
    often = Article.objects.get(title="Often")
    page = client.get(f"/review/{often.pk}?sort=read")
    assert [row.article.title for row in page.context["beside"].rows] == [
        "Often",
        "Seldom",
        "Never",
    ]


def test_what_is_asked_of_me_or_of_my_topics_stands_in_a_tab_also_after_changes_were_asked(client):
    me = maintainer_of(client, "production")
    author = make_user("contributor-1")
    by_topic = make_article("By topic", topics=[make_topic("production")])
    by_name = make_article("By name")
    make_article("Not asked")
    ask_for_changes(
        actor=make_maintainer(), article=by_name, reason="Why?", seen=1, seen_validated=0
    )
    ask_for_review(actor=author, article=by_topic, topic=make_topic("production"))
    ask_for_review(actor=author, article=by_name, maintainer=me)
    page = page_of(client, "?tab=requests")
    assert [row.article.title for row in page.context["rows"]] == ["By topic", "By name"]
    assert page.context["figures"].requested == 2
    make_validated(by_topic)
    assert titles(client, "?tab=requests") == ["By name"]
    client.logout()
    assert page_of(client, "?tab=requests").context["tab"] == "all"


@pytest.mark.parametrize(
    "query", ["", "?tab=all", "?tab=licence", "?tab=requests", "?topic=production&sort=read"]
)
def test_a_tab_of_a_maintainer_costs_the_same_with_many_rows(
    client, query, django_assert_max_num_queries
):
    me = maintainer_of(client, "production")
    author = make_user("contributor-1")
    for number in range(6):
        article = make_article(f"Number {number}", topics=[make_topic("production")])
        ask_for_review(actor=author, article=article, maintainer=me, words="Please.")
    with django_assert_max_num_queries(30):
        assert client.get(reverse("review") + query).status_code == 200


@pytest.mark.parametrize("query", ["", "?tab=first", "?tab=decided", "?topic=production"])
def test_a_tab_costs_the_same_with_many_rows(client, query, django_assert_max_num_queries):
    for number in range(9):
        make_validated(make_article(f"Decided {number}"))
        make_article(f"Number {number}", actor=make_user(f"contributor-{number}"))
    with django_assert_max_num_queries(18):
        client.get(reverse("review") + query)
