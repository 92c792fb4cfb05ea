"""What peers did not accept is not put before them again at once."""

import datetime as dt

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from tests.factories import make_admin, make_article, make_topic
from tests.wiki.peers import WHY, is_over, make_candidate, make_peer, make_rules
from wiki.actions.candidacies import open_candidacy, propose_removal, withdraw_candidacy
from wiki.actions.counting import count_voices
from wiki.actions.errors import NotDone
from wiki.models import Candidacy, Topic, User
from wiki.models.peers import ask_again_from
from wiki.models.rules import current_rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic() -> Topic:
    make_rules()
    make_peer("peer-1", make_topic())
    return make_topic()


def ask(user: User, topic: Topic, actor: User | None = None) -> Candidacy:
    return open_candidacy(actor=actor or user, user=user, topic=topic, reason=WHY)


def refuse(candidacy: Candidacy, days_ago: int = 0) -> None:
    count_voices(candidacy=is_over(candidacy))
    closed = timezone.now() - dt.timedelta(days=days_ago)
    Candidacy.objects.filter(pk=candidacy.pk).update(closed=closed)


def test_what_peers_did_not_accept_they_are_asked_again_after_a_while(topic):
    make_rules(waiting_days=20)
    user, proposer = make_candidate(), make_candidate("candidate-2")
    refused = ask(user, topic)
    refuse(refused, days_ago=19)
    again = ask_again_from("appointment", user, topic, current_rules())
    assert again is not None
    for actor in (user, proposer):
        with pytest.raises(NotDone) as told:
            ask(user, topic, actor=actor)
        day = date_format(again, "DATETIME_FORMAT")
        assert f"did not accept it: ask again from {day} on" in told.value.sentence
    assert ask(make_candidate("candidate-3"), topic).is_open
    water = make_topic("water")
    make_peer("of-water", water)
    make_article("Water", actor=user, topics=[water], validated=True)
    assert ask(user, water).is_open
    Candidacy.objects.filter(pk=refused.pk).update(closed=timezone.now() - dt.timedelta(days=21))
    assert ask(user, topic).is_open


def test_of_refusals_the_last_counts_and_who_withdrew_need_not_wait(topic):
    make_rules(waiting_days=20)
    user = make_candidate()
    refuse(ask(user, topic), days_ago=30)
    withdraw_candidacy(actor=user, candidacy=ask(user, topic), reason=WHY)
    refuse(ask(user, topic))
    with pytest.raises(NotDone, match="ask again from"):
        ask(user, topic)
    make_rules(waiting_days=0)
    assert ask(user, topic).is_open


def test_a_removal_that_peers_did_not_accept_is_not_proposed_again_at_once(topic):
    peer, concerned = User.objects.get(username="peer-1"), make_peer("peer-2", topic)
    make_peer("peer-3", topic)
    refuse(propose_removal(actor=peer, user=concerned, topic=topic, reason=WHY))
    with pytest.raises(NotDone, match="about peer-2 and did not accept it"):
        propose_removal(actor=make_admin(), user=concerned, topic=topic, reason=WHY)
