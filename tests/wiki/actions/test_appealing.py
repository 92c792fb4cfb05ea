"""Appeals against measures: who appeals how often, who decides, and what becomes of it."""

from typing import Any

import pytest
from django.utils import timezone

from commons.log.models import LogEntry
from tests.factories import (
    fresh,
    make_admin,
    make_article,
    make_guest,
    make_maintainer,
    make_measure,
    make_protection,
    make_topic,
    make_user,
)
from wiki.actions.appealing import appeal, decide_appeal
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.measuring import lift_measure
from wiki.models import Appeal, Maintainership, Measure, User, Visitor

pytestmark = pytest.mark.django_db
GUEST = "guest-2026-482193"


def decide(made: Appeal, **values: Any) -> Appeal:
    known = {"actor": make_maintainer("maintainer-2"), "lift": True, "answer": "Heard."}
    return decide_appeal(appeal=made, **(known | values))


def test_who_is_blocked_appeals_and_another_maintainer_lifts_the_block():
    measure = make_measure("block")
    made = appeal(actor=make_user(), measure=measure, text=" It was a quotation. ")
    assert made.text == "It was a quotation." and made.outcome == Appeal.Outcome.OPEN
    decided = decide(made)
    measure.refresh_from_db()
    assert decided.outcome == Appeal.Outcome.LIFTED
    assert (measure.ended_by_name, measure.ended_reason) == ("maintainer-2", "Heard.")
    assert make_user().restrained_until is None
    row = LogEntry.objects.latest("pk")
    assert (row.action, row.reason) == ("measure.appeal_lifted", "Heard.")
    assert row.old["level"] == "block" and row.new["level"] == ""


def test_a_measure_that_stays_restrains_as_before():
    measure = make_measure("block")
    made = appeal(actor=make_user(), measure=measure, text="No.")
    decide(made, lift=False)
    measure.refresh_from_db()
    assert measure.is_in_force and make_user().is_blocked
    assert LogEntry.objects.latest("pk").action == "measure.appeal_upheld"


def test_a_guest_appeals_under_the_pseudonym_and_nobody_else_does():
    make_article(actor=make_guest(GUEST))
    measure = make_measure("block", GUEST)
    others = (make_user(), make_guest("guest-2026-000001"), make_maintainer(), Visitor())
    for other in others:
        with pytest.raises(NotAllowed):
            appeal(actor=other, measure=measure, text="For them.")
    assert appeal(actor=make_guest(GUEST), measure=measure, text="Me.").author_name == GUEST


def test_a_guest_does_not_appeal_for_a_member():
    with pytest.raises(NotAllowed):
        appeal(actor=make_guest("contributor-1"), measure=make_measure("block"), text="Me.")


def test_every_member_appeals_against_a_protection_and_guests_do_not():
    measure = make_protection(make_article())
    with pytest.raises(NotAllowed):
        appeal(actor=make_guest(), measure=measure, text="Open it.")
    made = appeal(actor=make_user("contributor-9"), measure=measure, text="Open it.")
    decide(made)
    assert fresh(measure.article).protection_now == ""


def test_one_appeal_is_open_at_a_time_and_nobody_appeals_more_than_twice():
    measure = make_measure("block")
    for _number in range(2):
        made = appeal(actor=make_user(), measure=measure, text="Again.")
        with pytest.raises(NotDone, match="open already"):
            appeal(actor=make_user(), measure=measure, text="And again.")
        decide(made, lift=False)
    with pytest.raises(NotDone, match="twice"):
        appeal(actor=make_user(), measure=measure, text="And again.")
    make_measure("slowed")
    appeal(actor=make_user(), measure=Measure.objects.get(kind="slowed"), text="Another one.")


@pytest.mark.parametrize("text", ["", "  \n", "x" * 2001])
def test_an_appeal_has_words_and_not_too_many(text):
    with pytest.raises(NotDone):
        appeal(actor=make_user(), measure=make_measure(), text=text)
    assert not Appeal.objects.exists()


def test_there_is_no_appeal_against_what_is_over():
    measure = make_measure("block")
    Measure.objects.update(until=timezone.now())
    with pytest.raises(NotDone, match="over already"):
        appeal(actor=make_user(), measure=measure, text="Too late.")


def test_who_gave_a_measure_does_not_decide_the_appeal_nor_does_its_author():
    chief = make_admin()
    made = appeal(actor=make_user(), measure=make_measure("slowed", actor=chief), text="No.")
    with pytest.raises(NotAllowed):
        decide(made, actor=make_user())
    make_maintainer("maintainer-2")
    with pytest.raises(NotAllowed, match="another maintainer"):
        decide(made, actor=chief)
    protest = make_maintainer("maintainer-3")
    other = appeal(actor=protest, measure=make_protection(make_article()), text="No.")
    with pytest.raises(NotAllowed):
        decide(other, actor=protest)
    decide(other)


def test_an_admin_who_gave_a_measure_decides_where_nobody_else_may():
    chief = make_admin()
    made = appeal(actor=make_user(), measure=make_measure("slowed", actor=chief), text="No.")
    assert decide_appeal(actor=chief, appeal=made, lift=True, answer="Heard.").outcome == "lifted"


def test_only_who_might_have_given_a_measure_decides_about_it():
    topic = make_topic()
    Maintainership.objects.create(user=make_user("of-topic"), topic=topic, reason="Knows it.")
    of_topic = User.objects.get(username="of-topic")
    block = appeal(actor=make_user(), measure=make_measure("block"), text="No.")
    from_topic = appeal(
        actor=make_user(), measure=make_measure("topic_block", topic=topic), text="No."
    )
    with pytest.raises(NotAllowed):
        decide(block, actor=of_topic)
    decide(from_topic, actor=of_topic)


def test_an_answer_is_given_once_and_with_words():
    made = appeal(actor=make_user(), measure=make_measure("block"), text="No.")
    with pytest.raises(NotDone, match="public"):
        decide(made, answer=" ")
    decide(made, lift=False)
    with pytest.raises(NotDone, match="already"):
        decide(made)
    assert Measure.objects.in_force().exists()


def test_lifting_answers_the_open_appeal_and_giving_anew_waits_for_its_answer():
    measure = make_measure("block")
    made = appeal(actor=make_user(), measure=measure, text="No.")
    with pytest.raises(NotDone, match="decide it first"):
        make_measure("block", days=9)
    lift_measure(actor=make_maintainer(), measure=measure, reason="You are right.")
    made.refresh_from_db()
    assert (made.outcome, made.answer) == (Appeal.Outcome.LIFTED, "You are right.")
    assert made.decided_by_name == "maintainer-1"


def test_an_appeal_outlives_the_end_of_its_measure():
    measure = make_measure("block")
    made = appeal(actor=make_user(), measure=measure, text="No.")
    Measure.objects.update(until=timezone.now())
    assert decide(made).outcome == Appeal.Outcome.LIFTED
    measure.refresh_from_db()
    assert measure.ended is None


def test_a_notice_can_be_appealed_against_and_taken_back():
    measure = make_measure("notice")
    decide(appeal(actor=make_user(), measure=measure, text="It was not me."))
    measure.refresh_from_db()
    assert measure.ended is not None and not measure.is_standing


def test_nobody_appeals_against_a_notice_that_is_over():
    measure = make_measure("notice")
    Measure.objects.update(until=timezone.now())
    with pytest.raises(NotDone, match="over already"):
        appeal(actor=make_user(), measure=measure, text="It was not me.")
