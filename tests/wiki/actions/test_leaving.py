"""Maintainerships that end by themselves: by resignation and for want of use."""

import datetime as dt

import pytest
from django.utils import timezone

from commons.log.models import LogEntry
from commons.log.sentences import describe
from tests.factories import make_admin, make_article, make_edit, make_topic, make_user
from tests.factories import make_validated as validated_by
from tests.wiki.peers import make_peer, make_rules
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.leaving import lapse_unused as lapse_at
from wiki.actions.leaving import resign
from wiki.actions.looking_again import object_to_verdict, uphold
from wiki.models import Maintainership, Review, SecondLook, Topic, User

pytestmark = pytest.mark.django_db

LONG_AGO = dt.timedelta(days=40)


def lapse_unused() -> list[Maintainership]:
    return lapse_at(now=timezone.now())


def term_of(user: User) -> Maintainership:
    return user.maintainerships.get()


def made_long_ago(user: User) -> Maintainership:
    """The person's term, begun before the time after which an unused one lapses."""
    make_rules(unused_days=30)
    user.maintainerships.update(since=timezone.now() - LONG_AGO)
    return term_of(user)


def decides(user: User, topic: Topic | None, ago: dt.timedelta = dt.timedelta()) -> None:
    article = make_article(f"For {user} {ago.days}", topics=[topic] if topic else [])
    validated_by(article, actor=User.objects.get(pk=user.pk))
    new = Review.objects.filter(revision__article=article)
    # Verdicts are never changed; only the test travels in time.
    super(type(new), new).update(created=timezone.now() - ago)


def test_a_maintainer_resigns_with_or_without_words():
    for number, words in enumerate(("", "Time for others.")):
        user = make_peer(f"maintainer-{number}", make_topic())
        resign(actor=user, term=term_of(user), words=words)
        assert User.objects.get(pk=user.pk).maintained == frozenset()
        entry = LogEntry.objects.latest("pk")
        assert (entry.action, entry.old, entry.reason) == (
            "role.resign",
            {"topic": "Production"},
            words,
        )
        assert describe(entry) == f"resigned the maintainership of maintainer-{number}"


def test_nobody_resigns_for_another_or_twice():
    user = make_peer("maintainer-1", None)
    for actor in (make_user(), make_admin()):
        with pytest.raises(NotAllowed):
            resign(actor=actor, term=term_of(user))
    resign(actor=user, term=term_of(user))
    with pytest.raises(NotDone):
        resign(actor=user, term=term_of(user))


def test_a_term_that_nobody_used_lapses_and_the_log_says_why():
    term = made_long_ago(make_peer("maintainer-1", make_topic()))
    assert lapse_unused() == [term]
    term.refresh_from_db()
    assert term.until is not None
    entry = LogEntry.objects.get(action="role.lapse")
    assert (entry.actor, entry.actor_name) == (None, "")
    assert (entry.target_label, entry.reason) == ("maintainer-1", "No verdict in 30 days.")
    assert lapse_unused() == []
    assert LogEntry.objects.filter(action="role.lapse").count() == 1


def test_a_term_younger_than_that_stays():
    make_rules(unused_days=30)
    make_peer("maintainer-1", make_topic())
    assert lapse_unused() == []


def test_a_verdict_in_the_topic_or_below_it_keeps_the_term():
    topic, below = make_topic(), make_topic("below")
    below.parent = topic
    below.save()
    for name, where in (("maintainer-1", topic), ("maintainer-2", below)):
        user = make_peer(name, topic)
        decides(user, where)
        made_long_ago(user)
    assert lapse_unused() == []


def test_verdicts_elsewhere_and_old_ones_keep_no_term_of_a_topic():
    topic, water = make_topic(), make_topic("water")
    elsewhere = make_peer("maintainer-1", topic)
    made_long_ago(elsewhere)
    Maintainership.objects.create(user=elsewhere, topic=water)
    decides(elsewhere, water)
    long_ago = make_peer("maintainer-2", topic)
    decides(long_ago, topic, ago=LONG_AGO)
    made_long_ago(long_ago)
    assert {(term.user.username, term.topic) for term in lapse_unused()} == {
        ("maintainer-1", topic),
        ("maintainer-2", topic),
    }


def test_of_all_topics_a_verdict_anywhere_keeps_it():
    for name in ("maintainer-1", "maintainer-2"):
        made_long_ago(make_peer(name, None))
    decides(User.objects.get(username="maintainer-1"), None)
    assert [term.user.username for term in lapse_unused()] == ["maintainer-2"]


def test_a_second_look_that_upholds_is_use_of_the_topic_that_it_is_in():
    topic = make_topic()
    lookers = {"maintainer-1": topic, "maintainer-2": make_topic("water"), "maintainer-3": topic}
    for name, scope in lookers.items():
        article = make_article(f"For {name}", topics=[topic])
        validated_by(article, actor=make_peer("maintainer-9", None))
        Maintainership.objects.filter(user__username="maintainer-9").update(until=timezone.now())
        review = Review.objects.get(revision__article=article)
        look = object_to_verdict(
            actor=make_user("contributor-1"), review=review, words="Not in the source."
        )
        user = make_peer(name, topic)
        uphold(actor=user, look=look, comment="It is, on page 9.")
        user.maintainerships.update(topic=scope)
        made_long_ago(user)
    long_ago = timezone.now() - LONG_AGO
    SecondLook.objects.filter(closed_by__username="maintainer-3").update(closed=long_ago)
    assert {term.user.username for term in lapse_unused()} == {"maintainer-2", "maintainer-3"}


def test_writing_is_no_verdict():
    user = make_peer("maintainer-1", make_topic())
    article = make_article(topics=[make_topic()])
    validated_by(article, actor=make_peer("maintainer-2", None))
    make_edit(article, "Mine.", actor=User.objects.get(pk=user.pk))
    assert Review.objects.filter(reviewer=user, by_edit=True).exists()
    made_long_ago(user)
    assert [term.user_id for term in lapse_unused()] == [user.pk]


def test_admins_terms_stay():
    admin = make_admin()
    Maintainership.objects.create(user=admin, topic=make_topic())
    made_long_ago(admin)
    assert lapse_unused() == []
