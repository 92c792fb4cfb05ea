"""Protection: who edits a protected article, until when, and who protects it."""

import datetime as dt

import pytest
from django.utils import timezone

from commons.log.models import LogEntry
from tests.factories import (
    fresh,
    make_admin,
    make_article,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_protection,
    make_topic,
    make_user,
)
from wiki.actions.errors import NotAllowed, NotDone, Restrained
from wiki.actions.measuring import lift_measure
from wiki.models import Article, Maintainership, Measure, User
from wiki.models.revision import NEWCOMER_REVISIONS
from wiki.permissions import can_edit

pytestmark = pytest.mark.django_db


def people() -> dict:
    """Somebody of each kind, by what they are."""
    for number in range(NEWCOMER_REVISIONS):
        make_article(f"Number {number}", actor=make_user("established"))
    elsewhere = make_user("elsewhere")
    Maintainership.objects.create(user=elsewhere, topic=make_topic("other"), reason="Knows it.")
    return {
        "guest": make_guest(),
        "newcomer": make_user("newcomer"),
        "established": make_user("established"),
        "maintainer elsewhere": User.objects.get(pk=elsewhere.pk),
        "maintainer": make_maintainer(),
        "admin": make_admin(),
    }


@pytest.mark.parametrize(
    ("level", "kept_out"),
    [
        ("members", {"guest"}),
        ("established", {"guest", "newcomer", "maintainer elsewhere"}),
        ("maintainers", {"guest", "newcomer", "established", "maintainer elsewhere"}),
    ],
)
def test_each_level_keeps_these_people_out_and_no_others(level, kept_out):
    article = make_article("Filed", topics=[make_topic("one")])
    make_protection(article, level)
    for text, (what, person) in enumerate(people().items()):
        assert can_edit(person, fresh(article)) is (what not in kept_out), what
        if what in kept_out:
            with pytest.raises(Restrained, match="Quarrels"):
                make_edit(article, f"Text {text}.", actor=person)
        else:
            make_edit(article, f"Text {text}.", actor=person)


def test_protection_ends_by_its_time():
    article = make_article()
    make_protection(article)
    past = timezone.now() - dt.timedelta(seconds=1)
    Measure.objects.update(until=past)
    Article.objects.update(protection_until=past)
    assert fresh(article).protection_now == ""
    assert make_edit(article, "Other.", actor=make_guest()).number == 2


def test_a_new_protection_takes_the_place_of_the_old_one():
    article = make_article()
    first = make_protection(article, "members")
    second = make_protection(article, "maintainers", reason="Members, too.")
    first.refresh_from_db()
    assert first.ended is not None and fresh(article).protection_now == "maintainers"
    assert list(Measure.objects.in_force()) == [second]
    row = LogEntry.objects.latest("pk")
    assert (row.old["level"], row.new["level"]) == ("members", "maintainers")
    lift_measure(actor=make_maintainer(), measure=second, reason="Settled.")
    article = fresh(article)
    assert (article.protection, article.protection_until) == ("", None)


@pytest.mark.parametrize("level", ["", "everybody"])
def test_a_protection_has_a_level(level):
    with pytest.raises(NotDone):
        make_protection(make_article(), level)


def test_nobody_protects_without_reason_or_end_or_for_too_long_or_what_is_deleted():
    article = make_article()
    for values in ({"reason": " "}, {"days": -1}, {"days": 366}):
        with pytest.raises(NotDone):
            make_protection(article, **values)
    make_deleted(article)
    with pytest.raises(NotDone):
        make_protection(article)
    assert not Measure.objects.exists()


def test_only_who_maintains_the_article_protects_it_and_lifts_that():
    article = make_article("Filed", topics=[make_topic("one")])
    elsewhere = make_user("elsewhere")
    Maintainership.objects.create(user=elsewhere, topic=make_topic("other"), reason="Knows it.")
    elsewhere = User.objects.get(pk=elsewhere.pk)
    for actor in (make_user(), elsewhere):
        with pytest.raises(NotAllowed):
            make_protection(article, actor=actor)
    measure = make_protection(article)
    with pytest.raises(NotAllowed):
        lift_measure(actor=elsewhere, measure=measure, reason="No.")
