"""The voices are counted once, when the time is over, as the rules say."""

import pytest
from django.utils import timezone

from commons.log.models import LogEntry
from tests.factories import make_admin, make_topic
from tests.wiki.actions.test_saving_at_once import together
from tests.wiki.peers import (
    WHY,
    is_over,
    make_candidacy,
    make_peer,
    make_rules,
)
from wiki.actions.candidacies import propose_removal, speak
from wiki.actions.counting import count_voices
from wiki.actions.errors import NotDone
from wiki.actions.roles import appoint_maintainer
from wiki.models import Candidacy, Maintainership, Topic, User, Voice

PEERS = ("peer-1", "peer-2", "peer-3", "peer-4", "peer-5")


def say(candidacy: Candidacy, endorse: int, object_: int) -> None:
    """The first peers endorse, the next ones object."""
    for place, name in enumerate(PEERS[: endorse + object_]):
        peer = User.objects.get(username=name)
        speak(actor=peer, candidacy=candidacy, endorses=place < endorse, reason=WHY)


def terms(topic: Topic, name: str = "candidate-1") -> int:
    return Maintainership.objects.in_force().filter(topic=topic, user__username=name).count()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("peers", "endorse", "object_", "outcome"),
    [
        (5, 2, 0, "accepted"),
        (5, 2, 1, "accepted"),
        (5, 1, 0, "refused"),
        (5, 2, 2, "refused"),
        (5, 2, 3, "refused"),
        (5, 0, 0, "refused"),
        # Fewer peers than endorsements needed: all of them.
        (1, 1, 0, "accepted"),
        (1, 0, 1, "refused"),
        (1, 0, 0, "refused"),
        (2, 1, 0, "refused"),
    ],
)
def test_what_it_takes(peers, endorse, object_, outcome):
    candidacy = make_candidacy(*PEERS[:peers])
    say(candidacy, endorse, object_)
    counted = count_voices(candidacy=is_over(candidacy))
    assert counted.outcome == outcome and counted.closed is not None
    assert terms(candidacy.topic) == (outcome == "accepted")


@pytest.mark.django_db
def test_three_endorsements_are_needed_where_the_rules_say_three():
    candidacy = make_candidacy(*PEERS)
    say(candidacy, 2, 0)
    make_rules(endorsements=3)
    assert count_voices(candidacy=is_over(candidacy)).outcome == "refused"


@pytest.mark.django_db
def test_who_is_accepted_maintains_the_topic_by_the_process_and_the_log_says_how():
    candidacy = make_candidacy(*PEERS)
    say(candidacy, 3, 1)
    count_voices(candidacy=is_over(candidacy))
    term = Maintainership.objects.get(user=candidacy.user)
    assert (term.topic, term.appointed_by) == (candidacy.topic, None)
    assert f"/candidacies/{candidacy.pk}" in term.reason
    entry = LogEntry.objects.latest("pk")
    assert (entry.action, entry.actor, entry.actor_name) == ("role.appoint", None, "")
    assert entry.new == {"topic": "Production"}
    assert entry.reason == "3 endorsed, 1 objected; 2 needed to endorse."
    assert User.objects.get(username="candidate-1").maintained == frozenset([candidacy.topic_id])


@pytest.mark.django_db
def test_who_is_not_accepted_stands_in_the_log_too():
    candidacy = make_candidacy(*PEERS, closed=True)
    count_voices(candidacy=candidacy)
    entry = LogEntry.objects.latest("pk")
    assert (entry.action, entry.actor, entry.old["kind"]) == ("role.refuse", None, "appointment")


@pytest.mark.django_db
def test_nothing_is_counted_before_its_time_or_twice():
    candidacy = make_candidacy("peer-1")
    with pytest.raises(NotDone, match="Peers may still speak"):
        count_voices(candidacy=candidacy)
    count_voices(candidacy=is_over(candidacy))
    with pytest.raises(NotDone, match="counted already"):
        count_voices(candidacy=candidacy)
    assert LogEntry.objects.filter(action="role.refuse").count() == 1


@pytest.mark.django_db
def test_whom_an_admin_appointed_meanwhile_is_not_appointed_twice():
    candidacy = make_candidacy("peer-1")
    say(candidacy, 1, 0)
    appoint_maintainer(
        actor=make_admin(), user=candidacy.user, topic=candidacy.topic, reason="At once."
    )
    peer = User.objects.get(username="admin-1")
    speak(actor=peer, candidacy=candidacy, endorses=True, reason=WHY)
    assert count_voices(candidacy=is_over(candidacy)).outcome == "accepted"
    assert terms(candidacy.topic) == 1


@pytest.mark.django_db
def test_a_closed_account_gets_no_role():
    candidacy = make_candidacy("peer-1")
    say(candidacy, 1, 0)
    User.objects.filter(pk=candidacy.user_id).update(is_active=False)
    assert count_voices(candidacy=is_over(candidacy)).outcome == "refused"
    assert terms(candidacy.topic) == 0


@pytest.mark.django_db
@pytest.mark.parametrize(("endorse", "remains"), [(2, 0), (1, 1)])
def test_a_removal_that_is_accepted_ends_the_term_in_that_topic_alone(endorse, remains):
    make_rules()
    topic, water = make_topic(), make_topic("water")
    for name in PEERS:
        make_peer(name, topic)
    concerned = make_peer("maintainer-7", topic)
    Maintainership.objects.create(user=concerned, topic=water)
    candidacy = propose_removal(actor=make_admin(), user=concerned, topic=topic, reason="Absent.")
    say(candidacy, endorse, 0)
    count_voices(candidacy=is_over(candidacy))
    assert (terms(topic, "maintainer-7"), terms(water, "maintainer-7")) == (remains, 1)
    action = "role.refuse" if remains else "role.end"
    assert LogEntry.objects.latest("pk").action == action


@pytest.mark.django_db
def test_a_term_that_ended_meanwhile_stays_ended_when_it_did():
    make_rules()
    topic = make_topic()
    make_peer("peer-1", topic)
    concerned = make_peer("maintainer-7", topic)
    candidacy = propose_removal(actor=make_admin(), user=concerned, topic=topic, reason="Absent.")
    say(candidacy, 1, 0)
    ended = timezone.now()
    concerned.maintainerships.update(until=ended)
    assert count_voices(candidacy=is_over(candidacy)).outcome == "accepted"
    assert concerned.maintainerships.get().until == ended


# At once ---------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_many_who_count_at_once_one_does():
    candidacy = make_candidacy("peer-1")
    say(candidacy, 1, 0)
    due = is_over(candidacy)
    refused = together(6, lambda _index: count_voices(candidacy=due))
    assert len(refused) == 5 and all(isinstance(one, NotDone) for one in refused)
    assert Maintainership.objects.filter(user=candidacy.user).count() == 1
    assert LogEntry.objects.filter(action="role.appoint").count() == 1


@pytest.mark.django_db(transaction=True)
def test_peers_who_speak_at_once_are_all_heard():
    candidacy = make_candidacy(*PEERS)
    peers = [User.objects.get(username=name) for name in PEERS]

    def speak_up(index: int) -> None:
        speak(actor=peers[index], candidacy=candidacy, endorses=True, reason=WHY)

    assert together(len(PEERS), speak_up) == []
    assert Voice.objects.count() == LogEntry.objects.filter(action="role.voice").count() == 5
    assert count_voices(candidacy=is_over(candidacy)).outcome == "accepted"
