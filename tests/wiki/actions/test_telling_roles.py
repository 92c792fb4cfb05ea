"""Who is told of candidacies and of maintainerships that nobody uses: whom it concerns, once."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.factories import make_admin, make_article, make_topic, make_user
from tests.wiki.peers import WHY, is_over, make_candidacy, make_candidate, make_peer, make_rules
from wiki.actions.candidacies import (
    open_candidacy,
    propose_removal,
    speak,
    withdraw_candidacy,
)
from wiki.actions.counting import count_voices
from wiki.actions.errors import NotDone
from wiki.actions.mailing import mail_notices
from wiki.actions.profiles import set_notice_mail
from wiki.models import Candidacy, Notice, User

pytestmark = pytest.mark.django_db


def told(kind: str = "candidacy") -> set[tuple[str, str]]:
    """Who has an unread notice of this kind, and of what."""
    rows = Notice.objects.unread().filter(kind=kind)
    return set(rows.values_list("user__username", "verdict"))


def read_all() -> None:
    Notice.objects.all().mark_read(timezone.now())


def test_who_asks_for_themselves_is_not_told_and_each_peer_is():
    above = make_topic("above")
    topic = make_topic()
    topic.parent = above
    topic.save()
    make_peer("of-above", above)
    make_peer("of-water", make_topic("water"))
    candidacy = make_candidacy("peer-1", "peer-2", topic=topic)
    assert told() == {(name, "your_voice") for name in ("peer-1", "peer-2", "of-above")}
    notice = Notice.objects.filter(user__username="peer-1", kind="candidacy").get()
    assert (notice.candidacy, notice.article, notice.term) == (candidacy, None, None)
    assert (notice.actor_name, notice.words, notice.due) == ("candidate-1", WHY, candidacy.closes)
    assert notice.about == "candidate-1 as a maintainer of Production"
    assert notice.address == candidacy.get_absolute_url()
    assert notice.verdict_in_words == "peers are asked, you among them"


def test_whoever_is_proposed_is_told_and_who_proposed_is_not():
    make_rules()
    topic = make_topic()
    make_peer("peer-1", topic)
    proposer = make_peer("peer-2", topic)
    make_candidate("peer-2")
    candidate = make_candidate()
    open_candidacy(actor=proposer, user=candidate, topic=topic, reason=WHY)
    found = told()
    assert ("candidate-1", "about_you") in found and ("peer-1", "your_voice") in found
    assert not any(name == "peer-2" for name, _what in found)


def test_whose_removal_is_proposed_is_told():
    topic = make_topic()
    for name in ("peer-1", "peer-2", "peer-3"):
        make_peer(name, topic)
    concerned = User.objects.get(username="peer-2")
    actor = User.objects.get(username="peer-1")
    propose_removal(actor=actor, user=concerned, topic=topic, reason="Absent.")
    assert told() == {("peer-2", "about_you"), ("peer-3", "your_voice")}
    notice = Notice.objects.get(user=concerned)
    assert notice.about == "peer-2 no more a maintainer of Production"
    assert (notice.actor_name, notice.words) == ("peer-1", "Absent.")


def test_nobody_is_told_of_what_was_not_opened():
    make_rules()
    topic = make_topic()
    make_peer("peer-1", topic)
    user = make_user("contributor-7")
    with pytest.raises(NotDone):
        open_candidacy(actor=user, user=user, topic=topic, reason=WHY)
    assert told() == set()


@pytest.mark.parametrize(("endorses", "outcome"), [(True, "accepted"), (False, "refused")])
def test_what_was_counted_is_told_to_whom_it_concerns_and_to_who_spoke(endorses, outcome):
    candidacy = make_candidacy("peer-1", "peer-2", "peer-3")
    for name in ("peer-1", "peer-2"):
        peer = User.objects.get(username=name)
        speak(actor=peer, candidacy=candidacy, endorses=endorses, reason=WHY)
    read_all()
    count_voices(candidacy=is_over(candidacy))
    assert told() == {(name, outcome) for name in ("candidate-1", "peer-1", "peer-2")}
    notice = Notice.objects.filter(user__username="candidate-1").latest("pk")
    assert (notice.actor, notice.actor_name, notice.due) == (None, "", None)
    assert notice.verdict_in_words == outcome


def test_who_declines_is_not_told_but_who_proposed_is_with_the_words():
    make_rules()
    topic = make_topic()
    make_peer("peer-1", topic)
    candidate, proposer = make_candidate(), make_candidate("candidate-2")
    made = open_candidacy(actor=proposer, user=candidate, topic=topic, reason=WHY)
    read_all()
    withdraw_candidacy(actor=candidate, candidacy=made, reason="Not now.")
    assert told() == {("candidate-2", "withdrawn")}
    notice = Notice.objects.get(user=proposer, verdict="withdrawn")
    assert (notice.actor_name, notice.words) == ("candidate-1", "Not now.")


def test_of_a_step_that_is_undone_nobody_is_told():
    with transaction.atomic():
        make_candidacy("peer-1")
        transaction.set_rollback(True)
    assert told() == set()


def test_a_peer_who_wants_mail_at_once_gets_one_with_the_way_to_it(
    settings, django_capture_on_commit_callbacks
):
    settings.EMAIL = {"EMAIL_HOST": "mail.example.org"}
    settings.SITE_ADDRESS = "https://wiki.example.org"
    peer = make_peer("peer-1", make_topic())
    EmailAddress.objects.create(user=peer, email="p@example.org", verified=True, primary=True)
    set_notice_mail(actor=peer, how_often="at_once")
    with django_capture_on_commit_callbacks(execute=True):
        candidacy = make_candidacy()
    (sent,) = mail.outbox
    for words in (
        "candidate-1 as a maintainer of Production: peers are asked, you among them",
        "By candidate-1 on",
        "Until ",
        WHY,
        f"Read more: https://wiki.example.org/candidacies/{candidacy.pk}",
    ):
        assert words in sent.body
    assert "None" not in sent.body


def test_a_digest_holds_what_was_counted_which_nobody_did(settings):
    settings.EMAIL = {"EMAIL_HOST": "mail.example.org"}
    candidacy = make_candidacy("peer-1")
    user = candidacy.user
    EmailAddress.objects.create(user=user, email="c@example.org", verified=True, primary=True)
    set_notice_mail(actor=user, how_often="daily")
    count_voices(candidacy=is_over(candidacy))
    assert mail_notices(user.pk) == 1
    body = mail.outbox[0].body
    assert "candidate-1 as a maintainer of Production: refused" in body and "By " not in body


def test_a_notice_is_about_one_thing():
    candidacy = make_candidacy("peer-1")
    term = User.objects.get(username="peer-1").maintainerships.get()
    article = make_article()
    wrong = (
        {"kind": "candidacy"},
        {"kind": "candidacy", "article": article},
        {"kind": "candidacy", "candidacy": candidacy, "term": term},
        {"kind": "lapse", "candidacy": candidacy},
        {"kind": "verdict"},
        {"kind": "verdict", "article": article, "candidacy": candidacy},
    )
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Notice.objects.create(user=candidacy.user, actor_name="", **values)


def test_notices_go_with_what_they_are_about():
    candidacy = make_candidacy("peer-1")
    assert Notice.objects.filter(candidacy=candidacy).exists()
    candidacy.user.delete()
    assert not Candidacy.objects.exists()
    assert not Notice.objects.filter(kind="candidacy").exists()


def test_telling_many_peers_takes_no_more_queries(django_assert_max_num_queries):
    topic = make_topic()
    for number in range(30):
        make_peer(f"peer-{number}", topic)
    peer = User.objects.get(username="peer-0")
    make_admin()
    with django_assert_max_num_queries(20):
        propose_removal(
            actor=peer, user=User.objects.get(username="peer-1"), topic=topic, reason=WHY
        )
    assert len(told()) == 30
    assert Notice.objects.filter(due__gt=timezone.now() + dt.timedelta(days=6)).count() == 30
