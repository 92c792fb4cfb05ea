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
from wiki.actions.leaving import resign, warn_unused
from wiki.actions.looking_again import object_to_verdict, uphold
from wiki.models import Maintainership, Notice, Review, SecondLook, Topic, User

pytestmark = pytest.mark.django_db

LONG_AGO = dt.timedelta(days=40)


def lapse_unused() -> list[Maintainership]:
    """What lapses now, when who is to be warned was warned in time."""
    now = timezone.now()
    warn_unused(now=now - dt.timedelta(days=15))
    return lapse_at(now=now)


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


# Warned before --------------------------------------------------------------------------------


def warnings() -> list[Notice]:
    return list(Notice.objects.filter(kind="lapse", verdict="lapses").order_by("pk"))


def test_nothing_lapses_before_its_holder_was_warned_as_many_days_as_the_rules_say():
    make_rules(unused_days=30, warning_days=10)
    term = term_of(make_peer("maintainer-1", make_topic()))
    began = term.since

    def after(days: int) -> tuple[list[Maintainership], list[Maintainership]]:
        """What `keep_house` does so many days after the term began."""
        now = began + dt.timedelta(days=days, minutes=1)
        return lapse_at(now=now), warn_unused(now=now)

    assert after(19) == ([], [])
    assert after(20) == ([], [term])
    assert after(21) == after(29) == ([], [])
    assert after(30) == ([term], [])
    (notice,) = warnings()
    assert (notice.user, notice.term) == (term.user, term)
    assert notice.due == began + dt.timedelta(days=30, minutes=1)
    assert notice.about == "your maintainership of Production"
    assert notice.address == "/topics/production"
    assert notice.verdict_in_words == "ends soon, for nobody uses it"
    told = Notice.objects.get(kind="lapse", verdict="lapsed")
    assert (told.user, told.due) == (term.user, None)


def test_where_nobody_kept_house_for_long_the_warning_comes_first_all_the_same():
    term = made_long_ago(make_peer("maintainer-1", None))
    now = timezone.now()
    assert lapse_at(now=now) == [] and warn_unused(now=now) == [term]
    assert warn_unused(now=now) == []
    assert lapse_at(now=now + dt.timedelta(days=13)) == []
    assert lapse_at(now=now + dt.timedelta(days=14)) == [term]
    (notice,) = warnings()
    assert notice.about == "your maintainership of all topics"
    assert notice.address == "/people/maintainer-1"


def test_who_uses_it_after_the_warning_keeps_it_and_is_warned_anew_the_next_time():
    make_rules(unused_days=30, warning_days=10)
    topic = make_topic()
    user = make_peer("maintainer-1", topic)
    now = timezone.now()
    user.maintainerships.update(since=now - dt.timedelta(days=26))
    assert len(warn_unused(now=now - dt.timedelta(days=5))) == 1
    decides(user, topic)
    assert lapse_at(now=now + dt.timedelta(days=6)) == []
    assert warn_unused(now=now + dt.timedelta(days=6)) == []
    assert len(warn_unused(now=now + dt.timedelta(days=21))) == 1
    assert lapse_at(now=now + dt.timedelta(days=30, hours=23)) == []
    assert len(lapse_at(now=now + dt.timedelta(days=31))) == 1
    assert len(warnings()) == 2


def test_admins_are_warned_of_nothing():
    admin = make_admin()
    Maintainership.objects.create(user=admin, topic=make_topic())
    made_long_ago(admin)
    assert warn_unused(now=timezone.now()) == []
