"""Who may ask, propose, speak, answer and withdraw, and what is written when they do."""

import datetime as dt

import pytest
from django.utils import timezone

from commons.log.models import LogEntry
from commons.log.sentences import describe
from tests.factories import (
    make_admin,
    make_guest,
    make_measure,
    make_topic,
    make_user,
)
from tests.wiki.peers import (
    WHY,
    is_over,
    make_candidacy,
    make_candidate,
    make_peer,
    make_rules,
)
from wiki.actions.candidacies import (
    MOST,
    answer_peers,
    open_candidacy,
    propose_removal,
    speak,
    withdraw_candidacy,
)
from wiki.actions.errors import NotAllowed, NotDone
from wiki.models import Candidacy, Maintainership, Topic, User, Voice
from wiki.models.peers import peers_of, tally
from wiki.permissions import maintains

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic() -> Topic:
    make_rules()
    make_peer("peer-1", make_topic())
    return make_topic()


def ask(user: User, topic: Topic, actor: User | None = None, reason: str = WHY) -> Candidacy:
    return open_candidacy(actor=actor or user, user=user, topic=topic, reason=reason)


def test_who_meets_the_rules_asks_for_themselves_and_the_log_says_so(topic):
    make_rules(discussion_days=5)
    candidacy = ask(make_candidate(), topic)
    days = candidacy.closes - candidacy.opened
    assert (candidacy.kind, candidacy.outcome, days) == ("appointment", "", dt.timedelta(days=5))
    entry = LogEntry.objects.latest("pk")
    assert (entry.action, entry.actor_name, entry.reason) == ("role.candidacy", "candidate-1", WHY)
    assert entry.target_url == f"/candidacies/{candidacy.pk}"
    assert describe(entry) == "asked peers whether candidate-1 is to become a maintainer"
    assert entry.new["topic"] == "Production"


@pytest.mark.parametrize(
    "rules", [{"validated_edits": 2}, {"days_active": 2}], ids=lambda rules: next(iter(rules))
)
def test_who_does_not_meet_the_rules_is_told(topic, rules):
    make_rules(**rules)
    user = make_candidate()
    with pytest.raises(NotDone, match="You do not meet yet"):
        ask(user, topic)
    with pytest.raises(NotDone, match="candidate-1 does not meet yet"):
        ask(user, topic, actor=make_candidate("candidate-2"))
    assert not Candidacy.objects.exists()


def test_edits_elsewhere_do_not_count(topic):
    user = make_candidate(topic=make_topic("water"))
    with pytest.raises(NotDone):
        ask(user, topic)


def test_a_member_with_a_validated_edit_proposes_another_and_one_without_does_not(topic):
    user = make_candidate()
    with pytest.raises(NotAllowed):
        ask(user, topic, actor=make_user("contributor-9"))
    proposer = make_candidate("candidate-2", make_topic("water"))
    assert ask(user, topic, actor=proposer).proposed_by == proposer


def test_guests_and_closed_accounts_propose_nobody(topic):
    user = make_candidate()
    for actor in (make_guest(), make_user("closed", is_active=False)):
        with pytest.raises(NotAllowed):
            open_candidacy(actor=actor, user=user, topic=topic, reason=WHY)


@pytest.mark.parametrize("scope", ["own", "above", "all", "admin"])
def test_who_looks_after_the_topic_already_need_not_ask(topic, scope):
    above = make_topic("above")
    topic.parent = above
    topic.save()
    user = make_candidate()
    if scope == "admin":
        User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    else:
        scopes = {"own": topic, "above": above, "all": None}
        Maintainership.objects.create(user=user, topic=scopes[scope])
    with pytest.raises(NotDone, match="looks after this topic already"):
        ask(User.objects.get(pk=user.pk), topic)


def test_who_is_restrained_or_whose_account_is_closed_is_no_candidate(topic):
    user, proposer = make_candidate(), make_candidate("candidate-2")
    User.objects.filter(pk=user.pk).update(restrained_until=timezone.now() + dt.timedelta(days=1))
    with pytest.raises(NotDone, match="While a measure restrains"):
        ask(user, topic, actor=proposer)
    User.objects.filter(pk=user.pk).update(restrained_until=None, is_active=False)
    with pytest.raises(NotDone, match="account of candidate-1 is closed"):
        ask(user, topic, actor=proposer)


def test_there_is_one_open_candidacy_of_a_person_for_a_topic(topic):
    user = make_candidate()
    first = ask(user, topic)
    with pytest.raises(NotDone, match="already"):
        ask(user, topic)
    withdraw_candidacy(actor=user, candidacy=first, reason=WHY)
    assert ask(user, topic).pk != first.pk


def test_where_nobody_could_endorse_nothing_is_opened():
    make_rules()
    topic = make_topic()
    user = make_candidate()
    admin = make_admin()
    make_candidate("admin-1")
    Maintainership.objects.update(until=timezone.now())
    with pytest.raises(NotDone, match="Nobody is left who could endorse"):
        ask(user, topic, actor=admin)
    assert ask(user, topic).is_open  # where the admin is one who can


def test_a_reason_is_given_at_every_step(topic):
    user = make_candidate()
    with pytest.raises(NotDone):
        ask(user, topic, reason=" ")
    candidacy = ask(user, topic)
    peer = User.objects.get(username="peer-1")
    with pytest.raises(NotDone):
        speak(actor=peer, candidacy=candidacy, endorses=True, reason=" ")
    with pytest.raises(NotDone):
        answer_peers(actor=user, candidacy=candidacy, text=" ")
    with pytest.raises(NotDone):
        withdraw_candidacy(actor=user, candidacy=candidacy, reason=" ")
    with pytest.raises(NotDone):
        propose_removal(actor=make_admin(), user=peer, topic=topic, reason=" ")
    assert not Voice.objects.exists()


# Peers -----------------------------------------------------------------------------------------


def test_peers_are_the_same_as_queryset_and_as_predicate(topic):
    above, water = make_topic("above"), make_topic("water")
    topic.parent = above
    topic.save()
    below = make_topic("below")
    below.parent = topic
    below.save()
    scopes = {"of-above": above, "of-all": None, "of-water": water, "of-below": below}
    for name, scope in scopes.items():
        make_peer(name, scope)
    make_admin()
    gone = make_peer("closed", topic)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    former = make_peer("former", topic)
    former.maintainerships.update(until=timezone.now())
    make_user("contributor-7")
    for number, (kind, where) in enumerate(
        [("block", None), ("topic_block", topic), ("topic_block", above), ("topic_block", below)]
    ):
        make_peer(f"blocked-{number}", topic)
        make_measure(kind, f"blocked-{number}", actor=make_admin(), topic=where)
    make_measure("slowed", "of-all", actor=make_admin())
    names = {user.username for user in peers_of(topic)}
    assert names == {"peer-1", "of-above", "of-all", "admin-1", "blocked-3"}
    assert names == {user.username for user in User.objects.all() if maintains(user, topic)}


def test_peers_speak_and_their_last_word_counts():
    candidacy = make_candidacy("peer-1", "peer-2")
    peer = User.objects.get(username="peer-1")
    speak(actor=peer, candidacy=candidacy, endorses=True, reason="Good work.")
    assert tally(candidacy, make_rules())[:2] == (1, 0)
    speak(actor=peer, candidacy=candidacy, endorses=False, reason="I was wrong.")
    assert tally(candidacy, make_rules())[:2] == (0, 1)
    assert candidacy.voices.count() == 2
    entry = LogEntry.objects.latest("pk")
    assert (entry.action, entry.new["endorses"], entry.reason) == (
        "role.voice",
        False,
        "I was wrong.",
    )
    assert describe(entry) == "spoke on whether candidate-1 is to become a maintainer"


@pytest.mark.parametrize("who", ["candidate-1", "contributor-7", "of-water"])
def test_nobody_else_speaks(who):
    candidacy = make_candidacy("peer-1")
    make_peer("of-water", make_topic("water"))
    with pytest.raises(NotAllowed):
        speak(actor=make_user(who), candidacy=candidacy, endorses=True, reason=WHY)
    with pytest.raises(NotAllowed):
        speak(actor=make_guest(), candidacy=candidacy, endorses=True, reason=WHY)


def test_who_proposed_does_not_speak(topic):
    proposer = make_peer("peer-2", topic)
    make_candidate("peer-2")
    candidacy = ask(make_candidate(), topic, actor=proposer)
    with pytest.raises(NotAllowed):
        speak(actor=proposer, candidacy=candidacy, endorses=True, reason=WHY)


def test_voices_of_who_is_a_peer_no_more_do_not_count():
    candidacy = make_candidacy("peer-1", "peer-2")
    peer = User.objects.get(username="peer-1")
    speak(actor=peer, candidacy=candidacy, endorses=True, reason=WHY)
    peer.maintainerships.update(until=timezone.now())
    assert tally(candidacy, make_rules()) == (0, 0, 1)


def test_nobody_speaks_when_the_time_is_over_or_it_is_decided():
    candidacy = is_over(make_candidacy("peer-1"))
    peer = User.objects.get(username="peer-1")
    with pytest.raises(NotDone, match="The time for this is over"):
        speak(actor=peer, candidacy=candidacy, endorses=True, reason=WHY)
    Candidacy.objects.update(outcome="refused")
    with pytest.raises(NotDone, match="decided already"):
        speak(actor=peer, candidacy=candidacy, endorses=True, reason=WHY)
    assert not Voice.objects.exists()


def test_nobody_speaks_for_ever():
    candidacy = make_candidacy("peer-1")
    peer = User.objects.get(username="peer-1")
    for _number in range(MOST):
        speak(actor=peer, candidacy=candidacy, endorses=True, reason=WHY)
    with pytest.raises(NotDone):
        speak(actor=peer, candidacy=candidacy, endorses=True, reason=WHY)


def test_the_person_concerned_answers_and_it_does_not_count():
    candidacy = make_candidacy("peer-1")
    answer_peers(actor=candidacy.user, candidacy=candidacy, text="Thank you.")
    assert tally(candidacy, make_rules())[:2] == (0, 0)
    assert LogEntry.objects.latest("pk").action == "role.answer"
    with pytest.raises(NotAllowed):
        answer_peers(actor=User.objects.get(username="peer-1"), candidacy=candidacy, text="And I.")


# Withdrawing -----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["candidate-1", "candidate-2"])
def test_candidate_and_proposer_withdraw_and_nobody_else(topic, who):
    proposer = make_candidate("candidate-2")
    candidacy = ask(make_candidate(), topic, actor=proposer)
    with pytest.raises(NotAllowed):
        withdraw_candidacy(
            actor=User.objects.get(username="peer-1"), candidacy=candidacy, reason=WHY
        )
    withdraw_candidacy(actor=make_user(who), candidacy=candidacy, reason="Not now.")
    candidacy.refresh_from_db()
    assert candidacy.outcome == "withdrawn" and candidacy.closed is not None
    entry = LogEntry.objects.latest("pk")
    assert (entry.action, entry.actor_name, entry.reason) == ("role.withdraw", who, "Not now.")
    assert "is to become a maintainer" in describe(entry)


# Removal ---------------------------------------------------------------------------------------


def test_a_peer_proposes_that_a_maintainer_be_one_no_more(topic):
    peer, concerned = User.objects.get(username="peer-1"), make_peer("peer-2", topic)
    make_peer("peer-3", topic)
    candidacy = propose_removal(actor=peer, user=concerned, topic=topic, reason="Absent.")
    assert candidacy.kind == "removal"
    assert describe(LogEntry.objects.latest("pk")) == (
        "asked peers whether peer-2 is to be a maintainer no more"
    )
    for actor in (peer, concerned):
        with pytest.raises(NotAllowed):
            speak(actor=actor, candidacy=candidacy, endorses=False, reason=WHY)
    with pytest.raises(NotAllowed):
        withdraw_candidacy(actor=concerned, candidacy=candidacy, reason="I say no.")
    answer_peers(actor=concerned, candidacy=candidacy, text="I was ill.")
    withdraw_candidacy(actor=peer, candidacy=candidacy, reason="I did not know.")


def test_who_may_propose_a_removal_and_of_whom(topic):
    peer = User.objects.get(username="peer-1")
    make_peer("peer-2", topic)
    water = make_peer("of-water", make_topic("water"))
    with pytest.raises(NotAllowed):
        propose_removal(actor=make_candidate(), user=peer, topic=topic, reason=WHY)
    with pytest.raises(NotAllowed):
        propose_removal(actor=water, user=peer, topic=topic, reason=WHY)
    with pytest.raises(NotDone, match="You can resign yourself"):
        propose_removal(actor=peer, user=peer, topic=topic, reason=WHY)
    with pytest.raises(NotDone, match="of-all is not a maintainer of this topic itself"):
        propose_removal(actor=peer, user=make_peer("of-all", None), topic=topic, reason=WHY)
    assert not Candidacy.objects.exists()
