"""Measures: who gives them to whom, until when, and what they keep somebody from."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from commons.log.models import LogEntry
from licensing.models import Licence
from tests.factories import (
    fresh,
    in_days,
    make_admin,
    make_article,
    make_edit,
    make_guest,
    make_maintainer,
    make_measure,
    make_protection,
    make_topic,
    make_user,
)
from wiki.actions.beginning import create_article
from wiki.actions.drafts import Draft
from wiki.actions.editing import save_edit
from wiki.actions.errors import NotAllowed, NotDone, Restrained
from wiki.actions.measuring import give_measure, lift_measure
from wiki.actions.naming import rename_article
from wiki.actions.relicensing import change_licence
from wiki.actions.reverting import revert_to
from wiki.models import Article, Maintainership, Measure, Revision, Rules, Topic, User
from wiki.models.person import Actor
from wiki.permissions import can_edit, can_review

pytestmark = pytest.mark.django_db
GUEST = "guest-2026-482193"


def member(name: str = "contributor-1") -> User:
    """The member as the next request finds them."""
    make_user(name)
    return User.objects.get(username=name)


def maintainer_of(topic: Topic, name: str = "maintainer-7") -> User:
    user = make_user(name)
    Maintainership.objects.create(user=user, topic=topic, reason="Knows it.")
    return User.objects.get(pk=user.pk)


def age(measure: Measure, **columns: Any) -> None:
    """The measure as if it had other dates, and the person's with it."""
    assert measure.user_id is not None
    Measure.objects.filter(pk=measure.pk).update(**columns)
    User.objects.filter(pk=measure.user_id).update(restrained_until=columns["until"])


def give(**values: Any) -> Measure:
    known: dict[str, Any] = {
        "actor": make_maintainer(),
        "name": make_user().username,
        "kind": "slowed",
        "reason": "Too fast.",
        "until": in_days(3),
    }
    return give_measure(**(known | values))


def writings(actor: Actor, article: Article) -> dict[str, Any]:
    draft = Draft("Other.")
    licence = Licence.objects.get(spdx="CC-BY-SA-4.0")
    of_article: dict[str, Any] = {"actor": actor, "article": article}
    return {
        "create": lambda: create_article(
            actor=actor, language="en", title="Mine", licence=licence, draft=draft
        ),
        "edit": lambda: save_edit(**of_article, base=2, draft=draft),
        "revert": lambda: revert_to(**of_article, number=1, base=2),
        "rename": lambda: rename_article(**of_article, title="Mine", reason="", base=2),
        "relicense": lambda: change_licence(**of_article, licence=licence, reason="", base=2),
    }


@pytest.fixture
def article() -> Article:
    article = make_article(text="One.", licence="CC0-1.0", validated=True)
    make_edit(article, "Two.")
    return fresh(article)


@pytest.mark.parametrize("what", ["create", "edit", "revert", "rename", "relicense"])
def test_who_is_blocked_writes_nowhere_and_is_told_why_and_until_when(article, what):
    measure = make_measure("block", days=3, reason="Insults <here>.")
    before = Revision.objects.count()
    with pytest.raises(Restrained) as refused:
        writings(member(), article)[what]()
    assert refused.value.measure == measure
    assert "Insults <here>." in refused.value.sentence
    assert str(timezone.localtime(measure.until).year) in refused.value.sentence
    assert Revision.objects.count() == before
    assert not can_edit(member()) and not can_edit(member(), article)


@pytest.mark.parametrize("what", ["create", "edit", "revert"])
def test_a_guest_is_blocked_by_pseudonym_and_nobody_else_is(article, what):
    make_edit(article, "By a guest.", actor=make_guest(GUEST))
    make_measure("block", GUEST)
    with pytest.raises(Restrained):
        writings(make_guest(GUEST), fresh(article))[what]()
    assert can_edit(make_guest("guest-2026-000001"), article) and can_edit(member(), article)


def test_a_block_from_a_topic_covers_its_branch_and_filing_under_it(article):
    root = make_topic("economy")
    twig = make_topic("money")
    Topic.objects.filter(pk=twig.pk).update(parent=root)
    filed = make_article("Filed", topics=[twig])
    make_measure("topic_block", topic=root)
    blocked = member()
    assert can_edit(blocked, article) and can_edit(blocked)
    assert not can_edit(blocked, filed) and not can_edit(blocked, article, [twig])
    with pytest.raises(Restrained):
        make_edit(filed, "Other.", actor=blocked)
    with pytest.raises(Restrained):
        make_edit(article, "Two.", actor=blocked, topics=[twig])
    with pytest.raises(Restrained):
        make_article("New", actor=blocked, topics=[root])
    assert make_edit(article, "Other.", actor=blocked).number == 3


def test_who_is_slowed_down_waits_between_their_changes_and_others_do_not(article):
    make_measure("slowed")
    slow = member()
    with pytest.raises(Restrained) as refused:
        make_edit(article, "Three.", actor=slow)
    assert "next change is possible at" in refused.value.sentence
    assert make_edit(article, "Three.", actor=member("contributor-2")).number == 3
    Revision.objects.filter(author=slow).update(recorded=timezone.now() - dt.timedelta(minutes=31))
    assert make_edit(article, "Four.", actor=slow).number == 4
    with pytest.raises(Restrained):
        make_article("Another", actor=slow)
    Rules.objects.update_or_create(pk=1, defaults={"slowed_minutes": 1})
    Revision.objects.filter(author=slow).update(recorded=timezone.now() - dt.timedelta(minutes=2))
    make_article("Another", actor=slow)


def test_a_slowed_guest_waits_under_the_same_pseudonym(article):
    make_edit(article, "Three.", actor=make_guest(GUEST))
    make_measure("slowed", GUEST)
    with pytest.raises(Restrained):
        make_edit(article, "Four.", actor=make_guest(GUEST))
    assert make_edit(article, "Four.", actor=make_guest("guest-2026-000001")).number == 4


def test_the_same_form_sent_again_by_who_is_slowed_down_gives_what_it_made(article):
    make_measure("slowed")
    long_ago = timezone.now() - dt.timedelta(hours=2)
    Revision.objects.update(recorded=long_ago)
    draft = Draft("Three.", (), "", "one-form")
    first = save_edit(actor=member(), article=article, base=2, draft=draft)
    again = save_edit(actor=member(), article=article, base=2, draft=draft)
    assert first.revision == again.revision


def test_a_notice_restrains_nobody(article):
    make_measure("notice")
    assert member().restrained_until is None
    assert make_edit(article, "Three.", actor=member()).number == 3


def test_notices_have_an_end_stand_beside_one_another_and_are_over_then():
    first, second = make_measure("notice", days=2), make_measure("notice", days=3)
    assert set(Measure.objects.standing()) == {first, second}
    assert not Measure.objects.in_force().exists()
    row = LogEntry.objects.latest("pk")
    assert row.new == {
        "level": "notice", "until": f"{second.until:%Y-%m-%d %H:%M} UTC", "topic": "",
    }  # fmt: skip
    Measure.objects.filter(pk=first.pk).update(until=timezone.now())
    assert set(Measure.objects.standing()) == {second}
    with pytest.raises(NotDone, match="over already"):
        lift_measure(actor=make_maintainer(), measure=first, reason="Enough.")
    lift_measure(actor=make_maintainer(), measure=second, reason="Enough.")
    assert not Measure.objects.standing().exists()


@pytest.mark.parametrize("kind", ["notice", "slowed"])
def test_the_database_takes_no_measure_without_an_end(kind):
    row = {"kind": kind, "name": "guest-1", "reason": "Why.", "given_by_name": "maintainer-1"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Measure.objects.create(**row)


@pytest.mark.django_db(transaction=True)
def test_notices_of_before_end_when_they_ceased_to_be_shown():
    block, notice = make_measure("block", "contributor-2"), make_measure("notice")
    (newest,) = MigrationExecutor(connection).loader.graph.leaf_nodes("wiki")
    MigrationExecutor(connection).migrate([("wiki", "0022_questions_of_licence")])
    try:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE wiki_measure SET until = NULL WHERE id = %s", [notice.pk])
    finally:
        MigrationExecutor(connection).migrate([newest])
    notice.refresh_from_db()
    assert notice.until == notice.created + dt.timedelta(days=30)
    assert Measure.objects.get(pk=block.pk).until == block.until


@pytest.mark.parametrize("kind", ["block", "slowed", "topic_block"])
def test_a_measure_ends_by_its_time_without_anybody_doing_anything(article, kind):
    topic = make_topic()
    article.topics.add(topic)
    measure = make_measure(kind, topic=topic)
    age(measure, until=timezone.now() - dt.timedelta(seconds=1))
    assert not Measure.objects.in_force().exists()
    assert make_edit(article, "Three.", actor=member()).number == 3


def test_a_new_one_takes_the_place_of_the_old_one_and_its_row_stays():
    first = give(until=in_days(1))
    second = give(until=in_days(2), reason="Still too fast.", actor=make_maintainer("maintainer-2"))
    first.refresh_from_db()
    assert (first.ended_by_name, first.ended_reason) == ("maintainer-2", "Still too fast.")
    assert list(Measure.objects.in_force()) == [second]
    row = LogEntry.objects.filter(action="measure.slow").latest("pk")
    assert row.old["until"] == f"{first.until:%Y-%m-%d %H:%M} UTC"
    assert row.new["until"] == f"{second.until:%Y-%m-%d %H:%M} UTC"
    assert row.new["level"] == "slowed" and row.reason == "Still too fast."


def test_measures_of_other_kinds_and_topics_stand_beside_one_another():
    for kind, slug in (("block", ""), ("topic_block", "one"), ("topic_block", "two")):
        give(kind=kind, topic=make_topic(slug) if slug else None)
    give(kind="slowed", name=make_user("contributor-2").username)
    assert Measure.objects.in_force().count() == 4


def test_lifting_one_leaves_the_others_in_force(article):
    block, slowed = make_measure("block", days=9), make_measure("slowed", days=2)
    assert member().restrained_until == block.until
    lift_measure(actor=make_maintainer(), measure=block, reason="Apologised.")
    assert member().restrained_until == slowed.until
    lift_measure(actor=make_maintainer(), measure=slowed, reason="Calm now.")
    assert member().restrained_until is None
    assert make_edit(article, "Three.", actor=member()).number == 3
    with pytest.raises(NotDone, match="over already"):
        lift_measure(actor=make_maintainer(), measure=slowed, reason="Again.")


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"reason": " \n"}, NotDone),
        ({"until": None}, NotDone),
        ({"kind": "notice", "until": None}, NotDone),
        ({"until": dt.datetime(2001, 1, 1, tzinfo=dt.UTC)}, NotDone),
        ({"until": dt.datetime(2999, 1, 1, tzinfo=dt.UTC)}, NotDone),
        ({"kind": "protection"}, NotDone),
        ({"kind": "exile"}, NotDone),
        ({"kind": "topic_block"}, NotDone),
        ({"name": "nobody"}, NotDone),
        ({"name": GUEST}, NotDone),  # has never written
        ({"actor": make_user}, NotAllowed),
        ({"actor": make_guest}, NotAllowed),
    ],
)
def test_what_makes_no_sense_and_who_may_not_writes_nothing(values, error):
    made = {name: value() if callable(value) else value for name, value in values.items()}
    with pytest.raises(error):
        give(**made)
    assert not Measure.objects.exists() and not LogEntry.objects.exists()


def test_a_measure_lasts_no_longer_than_the_rules_say():
    Rules.objects.update_or_create(pk=1, defaults={"longest_measure": 2})
    with pytest.raises(NotDone, match="2 days at most"):
        give(until=in_days(3))
    give(until=in_days(1))


def test_the_graver_the_measure_the_fewer_give_it():
    topic, other = make_topic("one"), make_topic("two")
    of_topic = maintainer_of(topic)
    allowed: list[tuple[str, Topic | None]] = [
        ("notice", None), ("slowed", None), ("topic_block", topic),
    ]  # fmt: skip
    for kind, where in allowed:
        give(actor=of_topic, kind=kind, topic=where)
    for kind, where in (("block", None), ("topic_block", other)):
        with pytest.raises(NotAllowed):
            give(actor=of_topic, kind=kind, topic=where)
    block = give(kind="block")
    with pytest.raises(NotAllowed):
        lift_measure(actor=of_topic, measure=block, reason="Enough.")
    give(actor=make_admin(), kind="block")


def test_nobody_measures_themselves_and_only_admins_measure_who_has_a_role():
    for actor in (make_maintainer(), make_admin()):
        with pytest.raises(NotAllowed):
            give(actor=actor, name=actor.username)
    other = make_maintainer("maintainer-2")
    for name in (other.username, make_admin().username):
        with pytest.raises(NotAllowed):
            give(name=name)
    block = give(actor=make_admin(), name=other.username, kind="block")
    with pytest.raises(NotAllowed):  # blocked or not, they have the role
        lift_measure(actor=make_maintainer(), measure=block, reason="A friend.")


def test_a_blocked_maintainer_neither_edits_nor_decides_nor_measures(article):
    other = make_maintainer("maintainer-2")
    give(actor=make_admin(), name=other.username, kind="block")
    blocked = User.objects.get(pk=other.pk)
    assert not blocked.is_maintainer and not can_review(blocked, article)
    with pytest.raises(NotAllowed):
        give(actor=blocked)
    with pytest.raises(NotAllowed):
        make_protection(article, actor=blocked)


def test_a_maintainer_blocked_from_a_topic_decides_elsewhere_alone(article):
    topic, other = make_topic("one"), make_topic("two")
    filed = make_article("Filed", topics=[topic, other])
    elsewhere = make_article("Elsewhere", topics=[other])
    make_maintainer("maintainer-2")
    give(actor=make_admin(), name="maintainer-2", kind="topic_block", topic=topic)
    blocked = User.objects.get(username="maintainer-2")
    for one in (filed, elsewhere, article):
        assert can_review(blocked, one) is (one != filed)
    assert set(Article.objects.maintained_by(blocked)) == {elsewhere, article}


def test_whom_nothing_restrains_costs_one_look_at_their_row(article, django_assert_num_queries):
    free = member()
    with django_assert_num_queries(0):
        assert can_edit(free, article)
    with django_assert_num_queries(1):
        assert can_edit(make_guest(), article)
