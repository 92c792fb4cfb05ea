"""What members watch, and how many of them."""

import pytest

from tests.factories import (
    fresh,
    make_article,
    make_deleted,
    make_edit,
    make_guest,
    make_topic,
    make_user,
)
from wiki.actions import watching
from wiki.actions.errors import NotAllowed, NotDone
from wiki.models import Visitor, Watch

pytestmark = pytest.mark.django_db


def reader():
    return make_user("contributor-2")


def test_who_writes_an_article_watches_it_and_a_guest_does_not():
    article = make_article(actor=make_user("contributor-1"))
    assert article.watchers == 1
    assert Watch.objects.get().user.username == "contributor-1"
    assert make_article("By a guest", actor=make_guest()).watchers == 0


def test_who_edits_does_not_watch_for_it():
    article = make_article(actor=make_guest())
    make_edit(article, "More.\n", actor=reader())
    assert fresh(article).watchers == 0


def test_watching_counts_once_however_often_the_button_is_pressed():
    article = make_article(actor=make_guest())
    touched = fresh(article).touched
    for _press in range(2):
        watching.watch_article(actor=reader(), article=article)
        assert fresh(article).watchers == 1
    watching.watch_article(actor=make_user("contributor-3"), article=article)
    assert fresh(article).watchers == 2
    for _press in range(2):
        watching.stop_watching_article(actor=reader(), article=article)
        assert fresh(article).watchers == 1
    assert fresh(article).touched == touched


def test_the_count_follows_when_accounts_are_gone():
    article = make_article(actor=make_user("contributor-1"))
    make_user("contributor-1").delete()
    watching.watch_article(actor=reader(), article=article)
    assert fresh(article).watchers == 1


def test_a_topic_is_watched_once_and_no_article_counts_it():
    topic = make_topic()
    article = make_article(actor=make_guest(), topics=[topic])
    for _press in range(2):
        watching.watch_topic(actor=reader(), topic=topic)
    assert Watch.objects.filter(topic=topic).count() == 1
    assert fresh(article).watchers == 0
    watching.stop_watching_topic(actor=reader(), topic=topic)
    assert not Watch.objects.exists()


@pytest.mark.parametrize(
    "actor", [Visitor, make_guest, lambda: make_user("closed-1", is_active=False)]
)
def test_who_has_no_open_account_watches_nothing(actor):
    article, topic = make_article(actor=make_guest()), make_topic()
    for act, what in (
        (watching.watch_article, {"article": article}),
        (watching.stop_watching_article, {"article": article}),
        (watching.watch_topic, {"topic": topic}),
        (watching.stop_watching_topic, {"topic": topic}),
    ):
        with pytest.raises(NotAllowed):
            act(actor=actor(), **what)
    assert not Watch.objects.exists()


def test_what_is_deleted_can_only_be_left():
    article = make_article(actor=reader())
    gone = make_deleted(article)
    with pytest.raises(NotDone):
        watching.watch_article(actor=make_user("contributor-3"), article=gone)
    watching.stop_watching_article(actor=reader(), article=gone)
    assert fresh(gone).watchers == 0
