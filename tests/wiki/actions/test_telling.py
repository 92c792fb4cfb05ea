"""Who is told of a verdict, and what."""

import pytest
from django.db import transaction
from django.utils import timezone

from commons.log.append_only import AppendOnly
from tests.factories import (
    fresh,
    make_article,
    make_declined,
    make_edit,
    make_guest,
    make_maintainer,
    make_rules,
    make_user,
    make_validated,
)
from wiki.actions.errors import ChangedMeanwhile, NotAllowed
from wiki.actions.reverting import revert_to
from wiki.actions.reviewing import validate
from wiki.actions.telling import mark_read, tell_verdict
from wiki.models import Notice, Review

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    """Validated at 1 by making, then changed by two members, a guest and the first again."""
    article = make_article(actor=make_user("contributor-9"), validated=True)
    for name in ("contributor-1", "contributor-2"):
        make_edit(article, f"By {name}.\n", actor=make_user(name))
    make_edit(article, "By a guest.\n", actor=make_guest())
    make_edit(article, "By the first again.\n", actor=make_user("contributor-1"))
    Notice.objects.filter(user=make_user("contributor-9")).mark_read(timezone.now())
    return fresh(article)


def told(name):
    return list(Notice.objects.filter(user__username=name).order_by("pk"))


def test_each_member_whose_changes_are_declined_is_told_once_with_the_reason(article):
    make_declined(article, reason="No source is named.")
    (first,) = told("contributor-1")
    (second,) = told("contributor-2")
    assert (first.verdict, first.words, first.actor_name) == (
        "declined",
        "No source is named.",
        "maintainer-1",
    )
    assert (first.changes, first.first, first.last) == (2, 2, 5)
    assert (second.changes, second.first, second.last) == (1, 3, 3)
    made = Review.objects.get(verdict="declined", revision__number=3).decision
    assert first.decision == second.decision == made
    assert first.read_at is None
    assert Notice.objects.unread().count() == 2


def test_validating_up_to_a_change_tells_only_those_whom_it_covers(article):
    make_validated(article, up_to=2, comment="Thanks")
    (notice,) = told("contributor-1")
    assert (notice.verdict, notice.changes, notice.last, notice.words) == (
        "validated",
        1,
        2,
        "Thanks",
    )
    assert told("contributor-2") == []
    make_validated(article)
    assert [notice.last for notice in told("contributor-1")] == [2, 5]


def test_who_decides_is_not_told_of_their_own_decision(article):
    make_rules(own_decisions=True)
    maintainer = make_maintainer()
    make_edit(article, "By the maintainer.\n", actor=maintainer)
    make_validated(article, actor=maintainer)
    assert told("maintainer-1") == []
    assert len(told("contributor-2")) == 1


def test_an_edit_that_validates_itself_tells_nobody():
    maintainer = make_maintainer()
    article = make_article(validated=True)
    before = Notice.objects.count()
    make_edit(article, "By the maintainer.\n", actor=maintainer)
    assert Review.objects.filter(by_edit=True).count() == 1
    assert tell_verdict(list(Review.objects.filter(by_edit=True))) == []
    assert Notice.objects.count() == before


def test_going_back_to_the_validated_text_tells_nobody(article):
    revert_to(actor=make_user("contributor-3"), article=article, number=1, base=5)
    assert fresh(article).is_validated
    assert Notice.objects.unread().count() == 0


def test_a_verdict_that_is_not_made_is_not_told(article):
    with pytest.raises(ChangedMeanwhile):
        validate(actor=make_maintainer(), article=article, up_to=5, seen=4, seen_validated=1)
    with transaction.atomic():
        make_validated(article)
        transaction.set_rollback(True)
    assert Notice.objects.unread().count() == 0


def test_the_words_of_a_notice_stay(article):
    make_declined(article)
    (notice,) = told("contributor-2")
    notice.words = "Something else"
    with pytest.raises(AppendOnly):
        notice.save()
    with pytest.raises(AppendOnly):
        notice.delete()
    with pytest.raises(AppendOnly):
        Notice.objects.update(words="Something else")
    with pytest.raises(AppendOnly):
        Notice.objects.all().delete()


def test_a_notice_outlives_the_account_of_who_decided_and_goes_with_that_of_who_is_told(article):
    maintainer = make_maintainer()
    make_declined(article, actor=maintainer)
    maintainer.delete()
    (notice,) = told("contributor-2")
    assert (notice.actor, notice.actor_name) == (None, "maintainer-1")
    make_user("contributor-2").delete()
    assert not Notice.objects.filter(pk=notice.pk).exists()


def test_one_marks_ones_own_notices_as_read_and_nobody_elses(article):
    make_validated(article, up_to=2)
    (early,) = told("contributor-1")
    make_validated(article)
    (other,) = told("contributor-2")
    member = make_user("contributor-1")
    assert mark_read(actor=member, notice=other.pk) == 0
    assert mark_read(actor=member, up_to=other.pk) == 0
    assert mark_read(actor=member) == 0
    assert mark_read(actor=member, up_to=early.pk) == 1
    late = told("contributor-1")[1]
    assert late.read_at is None
    assert mark_read(actor=member, notice=late.pk) == 1
    read = told("contributor-1")[1].read_at
    assert mark_read(actor=member, up_to=late.pk) == 0
    assert told("contributor-1")[1].read_at == read


def test_guests_and_closed_accounts_have_no_notices_to_mark():
    closed = make_user("contributor-8", is_active=False)
    for actor in (make_guest(), closed):
        with pytest.raises(NotAllowed):
            mark_read(actor=actor, up_to=1)
