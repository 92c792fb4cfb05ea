"""Taking a verdict back: what was said stays, what counts follows from what stands."""

import uuid

import pytest

from commons.log.models import LogEntry
from tests.factories import (
    fresh,
    make_article,
    make_declined,
    make_deleted,
    make_edit,
    make_maintainer,
    make_user,
    make_validated,
)
from tests.wiki.actions.test_reviewing import states
from wiki.actions.asking import ask_for_changes
from wiki.actions.errors import ChangedMeanwhile, NotAllowed, NotDone
from wiki.actions.reviewing import validate
from wiki.actions.verdicts import last_word
from wiki.actions.withdrawing import withdraw
from wiki.models import Article, Guest, Notice, Rendering, Review

pytestmark = pytest.mark.django_db

WHY = "I had read the wrong source."


@pytest.fixture
def article() -> Article:
    """Validated at 1 and, by another decision, at 3; revision 4 awaits."""
    article = make_article(text="First.", validated=True)
    for text in ("Second.", "Third."):
        make_edit(article, text, actor=make_user("contributor-2"))
    make_validated(article)
    make_edit(article, "Fourth.")
    return fresh(article)


def decision_on(article: Article, number: int) -> uuid.UUID:
    rows = Review.objects.filter(revision__article=article, revision__number=number)
    return rows.latest("pk").decision


def take_back(article: Article, number: int, name: str = "maintainer-2") -> list[Review]:
    decision = decision_on(article, number)
    return withdraw(actor=make_maintainer(name), decision=decision, reason=WHY)


def test_the_newest_validation_that_stands_counts_and_what_follows_awaits_again(article):
    before = Review.objects.count()
    rows = take_back(article, 3)
    now = fresh(article)
    assert (now.validated.number, now.latest.number, now.text) == (1, 4, "Fourth.")
    assert states(now) == ["validated", "awaiting", "awaiting", "awaiting"]
    assert now.pending_count == 3
    assert now.pending_since == now.revisions.get(number=2).recorded
    assert "First." in Rendering.objects.get(revision=now.validated).html
    assert [(row.revision.number, row.verdict, row.comment) for row in rows] == [
        (2, "withdrawn", WHY),
        (3, "withdrawn", WHY),
    ]
    assert {row.withdraws for row in rows} == {
        Review.objects.filter(revision__number=3).earliest("pk").decision
    }
    assert Review.objects.count() == before + 2


def test_an_earlier_validation_withdrawn_leaves_the_later_one_standing(article):
    take_back(article, 1)
    now = fresh(article)
    assert now.validated.number == 3
    assert states(now) == ["withdrawn", "validated", "validated", "awaiting"]
    take_back(article, 3)
    now = fresh(article)
    assert now.validated is None
    assert states(now) == ["awaiting"] * 4
    assert now.pending_count == 4


def test_what_awaits_again_can_be_validated_again(article):
    take_back(article, 3)
    now = fresh(article)
    validate(actor=make_maintainer(), article=now, up_to=4, seen=4, seen_validated=1)
    assert fresh(article).is_validated


def test_a_decline_withdrawn_changes_no_text_and_awaits_nothing(article):
    make_declined(article)
    before = fresh(article)
    take_back(article, 4)
    now = fresh(article)
    assert states(now) == ["validated"] * 3 + ["withdrawn", "validated"]
    assert (now.text, now.latest, now.pending_count) == (before.text, before.latest, 0)
    assert now.validated == before.validated


def test_a_request_withdrawn_puts_the_article_back_in_the_queue(article):
    seen = {"seen": 4, "seen_validated": 3}
    ask = {"actor": make_maintainer(), "article": article, "reason": "A source.", **seen}
    ask_for_changes(**ask)
    first = fresh(article).asked_at
    ask_for_changes(**ask, seen_word=last_word(article))
    take_back(article, 4)
    assert first and fresh(article).asked_at is not None
    assert fresh(article).pending_count == 1
    older = Review.objects.filter(verdict="asked").earliest("pk").decision
    withdraw(actor=make_maintainer(), decision=older, reason=WHY)
    assert fresh(article).asked_at is None
    assert states(article)[-1] == "awaiting"


def test_a_verdict_is_withdrawn_once_and_a_withdrawal_never(article):
    decision = decision_on(article, 3)
    take_back(article, 3)
    with pytest.raises(NotDone, match="already"):
        withdraw(actor=make_maintainer(), decision=decision, reason=WHY)
    with pytest.raises(Review.DoesNotExist):
        take_back(article, 3)
    with pytest.raises(Review.DoesNotExist):
        withdraw(actor=make_maintainer(), decision=uuid.uuid4(), reason=WHY)


def test_withdrawing_needs_a_reason_a_maintainer_and_an_article_that_is_there(article):
    decision = decision_on(article, 3)
    with pytest.raises(NotDone, match="public"):
        withdraw(actor=make_maintainer(), decision=decision, reason=" ")
    for actor in (Guest("guest-1"), make_user("contributor-4")):
        with pytest.raises(NotAllowed):
            withdraw(actor=actor, decision=decision, reason=WHY)
    make_deleted(article)
    with pytest.raises(NotDone, match="restore"):
        withdraw(actor=make_maintainer(), decision=decision, reason=WHY)


def test_it_is_logged_and_told_and_others_decide_on_what_they_see(article):
    take_back(article, 3)
    logged = LogEntry.objects.latest("pk")
    assert (logged.action, logged.new) == ("review.withdraw", {"revisions": [2, 3]})
    assert Notice.objects.filter(user__username="contributor-2", verdict="withdrawn").count() == 1
    with pytest.raises(ChangedMeanwhile):
        validate(actor=make_maintainer(), article=article, up_to=4, seen=4, seen_validated=3)
