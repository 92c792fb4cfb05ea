"""Who maintains all topics can be removed by the same public process as everybody else."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from commons.log.models import LogEntry
from commons.log.sentences import changes, describe
from tests.factories import make_admin, make_measure, make_topic, make_user
from tests.wiki.actions.test_saving_at_once import together
from tests.wiki.peers import WHY, is_over, make_peer, make_rules
from wiki.actions.candidacies import answer_peers, propose_removal, speak, withdraw_candidacy
from wiki.actions.counting import count_voices
from wiki.actions.errors import NotAllowed, NotDone
from wiki.models import Candidacy, Maintainership, Notice, User
from wiki.models.peers import peers_of
from wiki.permissions import maintains

pytestmark = pytest.mark.django_db


@pytest.fixture
def concerned() -> User:
    """One of three who maintain all topics; they maintain a topic of their own, too."""
    make_rules()
    for name in ("of-all-1", "of-all-2", "of-all-3"):
        make_peer(name, None)
    user = User.objects.get(username="of-all-3")
    Maintainership.objects.create(user=user, topic=make_topic())
    return user


def one(name: str) -> User:
    return User.objects.get(username=name)


def proposed(concerned: User, actor: User | None = None) -> Candidacy:
    return propose_removal(actor=actor or one("of-all-1"), user=concerned, topic=None, reason=WHY)


def test_peers_of_all_topics_are_the_same_as_queryset_and_as_predicate(concerned):
    make_admin()
    make_peer("of-water", make_topic("water"))
    make_peer("blocked", None)
    make_measure("block", "blocked", actor=make_admin())
    former = make_peer("former", None)
    former.maintainerships.update(until=timezone.now())
    names = {user.username for user in peers_of(None)}
    assert names == {"of-all-1", "of-all-2", "of-all-3", "admin-1"}
    assert names == {user.username for user in User.objects.all() if maintains(user, None)}


def test_the_others_decide_and_the_term_of_all_topics_ends_alone(concerned):
    make_admin()
    candidacy = proposed(concerned)
    assert candidacy.subject == "of-all-3 no more a maintainer of all topics"
    told = Notice.objects.filter(candidacy=candidacy).values_list("user__username", "verdict")
    assert set(told) == {
        ("of-all-3", "about_you"), ("of-all-2", "your_voice"), ("admin-1", "your_voice"),
    }  # fmt: skip
    for name in ("of-all-2", "admin-1"):
        speak(actor=one(name), candidacy=candidacy, endorses=True, reason=WHY)
    answer_peers(actor=concerned, candidacy=candidacy, text="I was ill.")
    assert count_voices(candidacy=is_over(candidacy)).outcome == "accepted"
    left = concerned.maintainerships.in_force().get()
    assert left.topic == make_topic()
    entry = LogEntry.objects.latest("pk")
    assert (entry.action, entry.old) == ("role.end", {"topic": ""})
    assert [change.old for change in changes(entry)] == ["all topics"]


def test_what_others_do_not_endorse_leaves_everything_as_it_was(concerned):
    candidacy = proposed(concerned)
    speak(actor=one("of-all-2"), candidacy=candidacy, endorses=False, reason=WHY)
    assert count_voices(candidacy=is_over(candidacy)).outcome == "refused"
    assert maintains(one("of-all-3"), None)
    entry = LogEntry.objects.latest("pk")
    assert describe(entry) == "counted the voices: of-all-3 is not to be a maintainer no more"
    with pytest.raises(NotDone, match="ask again from"):
        proposed(concerned)


@pytest.mark.parametrize("who", ["of-water", "contributor-7"])
def test_who_does_not_look_after_all_topics_neither_proposes_nor_speaks(concerned, who):
    make_peer("of-water", make_topic("water"))
    make_user("contributor-7")
    with pytest.raises(NotAllowed, match="after all topics"):
        proposed(concerned, actor=one(who))
    candidacy = proposed(concerned)
    with pytest.raises(NotAllowed):
        speak(actor=one(who), candidacy=candidacy, endorses=True, reason=WHY)


def test_of_whom_it_is_proposed(concerned):
    make_peer("of-water", make_topic("water"))
    with pytest.raises(NotDone, match="of-water is not a maintainer of all topics"):
        proposed(one("of-water"))
    with pytest.raises(NotDone, match="You can resign yourself"):
        proposed(concerned, actor=concerned)
    withdraw_candidacy(actor=one("of-all-1"), candidacy=proposed(concerned), reason=WHY)
    proposed(concerned)
    with pytest.raises(NotDone, match="already"):
        proposed(concerned, actor=one("of-all-2"))


def test_it_and_one_about_a_topic_stand_beside_each_other(concerned):
    proposed(concerned)
    propose_removal(actor=one("of-all-1"), user=concerned, topic=make_topic(), reason=WHY)
    assert Candidacy.objects.is_open().count() == 2


def test_nobody_is_a_candidate_for_all_topics(concerned):
    values = {"user": concerned, "reason": WHY, "closes": timezone.now(), "proposed_by_name": "x"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidacy.objects.create(kind="appointment", topic=None, **values)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_propose_the_same_at_once_one_does():
    make_rules()
    for name in ("of-all-1", "of-all-2", "of-all-3"):
        make_peer(name, None)
    actors = [one("of-all-1"), one("of-all-2")]
    concerned = one("of-all-3")
    (refused,) = together(2, lambda index: proposed(concerned, actor=actors[index]))
    assert isinstance(refused, NotDone)
    assert Candidacy.objects.count() == 1
