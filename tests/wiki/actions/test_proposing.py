"""Proposing another licence for an article, asking its authors, ending a proposal."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from commons.log.models import LogEntry
from tests.factories import (
    fresh,
    make_article,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_measure,
    make_protection,
    make_user,
)
from tests.wiki.proposals import (
    FIRST,
    SECOND,
    THIRD,
    WHY,
    again,
    agree,
    make_shared,
    spdx,
)
from wiki.actions import proposing
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.profiles import set_notice_mail
from wiki.actions.proposing import propose_licence, withdraw_proposal
from wiki.actions.relicensing import change_licence
from wiki.models import LicenceProposal, Notice, User, Visitor

pytestmark = pytest.mark.django_db


def told(proposal):
    """What each was told, in order."""
    rows = Notice.objects.filter(proposal=proposal).order_by("pk")
    return [(row.user.username, row.verdict) for row in rows]


def propose(article, licence="CC0-1.0", actor=None, reason=WHY):
    return propose_licence(
        actor=actor or make_user("contributor-9"),
        article=article,
        licence=spdx(licence),
        reason=reason,
    )


def test_a_proposal_says_from_where_to_where_and_why_and_asks_the_authors():
    article = make_shared()
    proposal = propose(article)
    assert (proposal.old.spdx, proposal.new.spdx) == ("CC-BY-SA-4.0", "CC0-1.0")
    assert (proposal.proposed_by_name, proposal.reason) == ("contributor-9", WHY)
    assert told(proposal) == [("contributor-1", "asked"), ("contributor-2", "asked")]
    notice = Notice.objects.filter(proposal=proposal).first()
    assert (notice.actor_name, notice.words) == ("contributor-9", WHY)
    entry = LogEntry.objects.get(action="proposal.open")
    assert entry.target_url == proposal.get_absolute_url()
    assert (entry.old, entry.new) == ({"licence": "CC-BY-SA-4.0"}, {"licence": "CC0-1.0"})
    assert fresh(article).licence.spdx == "CC-BY-SA-4.0"
    assert fresh(article).latest.number == 2


def test_authors_who_need_not_be_asked_are_told_and_who_proposes_is_not():
    article = make_article("The well", FIRST, licence="CC0-1.0")
    licence = spdx("CC-BY-SA-4.0")
    change_licence(actor=make_user(), article=fresh(article), licence=licence, reason="", base=1)
    for number, text in ((2, SECOND), (3, SECOND + THIRD)):
        make_edit(article, FIRST + text, actor=make_user(f"contributor-{number}"))
    proposal = propose(fresh(article), actor=make_user("contributor-3"))
    assert told(proposal) == [("contributor-2", "asked"), ("contributor-1", "opened")]


def test_guests_closed_accounts_and_authors_elsewhere_are_told_nothing():
    article = make_shared(guest=True)
    User.objects.filter(username="contributor-2").update(is_active=False)
    assert told(propose(article)) == [("contributor-1", "asked")]


def test_whoever_writes_while_it_is_open_is_asked_once():
    article = make_shared()
    proposal = propose(article)
    for more in (THIRD, THIRD + "And more of it.\n"):
        make_edit(article, FIRST + SECOND + more, actor=make_user("contributor-3"))
    make_edit(article, FIRST + SECOND, actor=make_user("contributor-4"))
    assert told(proposal)[2:] == [("contributor-3", "asked")]


def test_authors_are_asked_by_mail_with_the_way_to_their_answer(
    settings, django_capture_on_commit_callbacks
):
    settings.EMAIL = {"EMAIL_HOST": "mail.example.org"}
    settings.SITE_ADDRESS = "https://wiki.example.org"
    user = make_user()
    EmailAddress.objects.create(user=user, email="c1@example.org", verified=True, primary=True)
    set_notice_mail(actor=user, how_often="at_once")
    article = make_shared()
    with django_capture_on_commit_callbacks(execute=True):
        proposal = propose(article)
    (sent,) = mail.outbox
    assert "The well: change of licence: your consent is asked for" in sent.body
    assert WHY in sent.body
    assert f"Read it and answer: https://wiki.example.org/proposals/{proposal.pk}" in sent.body
    assert "/diff/" not in sent.body


@pytest.mark.parametrize(
    ("licence", "reason", "said"),
    [
        ("CC-BY-4.0", WHY, "This licence is not offered here"),
        ("GFDL-1.3-no-invariants-or-later", WHY, "This licence is not offered here"),
        ("CC-BY-SA-4.0", WHY, "stands under this licence already"),
        ("CC0-1.0", "  ", "Say why"),
    ],
)
def test_what_makes_no_proposal_is_refused_in_a_sentence(licence, reason, said):
    article = make_shared()
    with pytest.raises(NotDone, match=said):
        propose(article, licence, reason=reason)
    assert not LicenceProposal.objects.exists() and not Notice.objects.exists()


def test_where_the_licence_leads_by_itself_nobody_is_asked():
    article = make_article("The well", FIRST, licence="CC0-1.0")
    with pytest.raises(NotDone, match="without asking anybody"):
        propose(fresh(article), "CC-BY-SA-4.0")


def test_a_deleted_article_gets_no_proposal():
    gone = make_deleted(make_shared())
    for actor in (make_user("contributor-9"), make_maintainer()):
        with pytest.raises(NotAllowed, match="This article was deleted"):
            propose(gone, actor=actor)


@pytest.mark.parametrize("actor", [Visitor(), make_guest()], ids=["visitor", "guest"])
def test_guests_propose_nothing(actor):
    article = make_shared()
    with pytest.raises(NotAllowed, match="Sign in"):
        propose(article, actor=actor)


def test_who_may_not_edit_proposes_nothing():
    article = make_shared()
    make_measure("block", "contributor-8")
    make_protection(article)
    blocked = User.objects.get(username=make_user("contributor-8").username)
    for actor in (blocked, make_user("contributor-9")):
        with pytest.raises(NotAllowed):
            propose(fresh(article), actor=actor)
    assert not LicenceProposal.objects.exists()


def test_of_one_article_one_proposal_is_open():
    article = make_shared()
    propose(article)
    with pytest.raises(NotDone, match="There is a proposal already"):
        propose(article, actor=make_user("contributor-8"))
    assert LicenceProposal.objects.count() == 1


def test_nobody_proposes_without_end(monkeypatch):
    monkeypatch.setattr(proposing, "MOST_A_DAY", 1)
    propose(make_shared())
    with pytest.raises(NotDone, match="many proposals within a day"):
        propose(make_article("The mill", SECOND))


def test_who_proposed_it_withdraws_it_and_all_who_were_asked_are_told():
    proposal = propose(make_shared())
    agree(proposal, "contributor-1")
    withdraw_proposal(actor=make_user("contributor-9"), proposal=proposal, reason="Not now.")
    closed = again(proposal)
    assert (closed.outcome, closed.closed_by_name) == ("withdrawn", "contributor-9")
    assert closed.closing_words == "Not now." and closed.record is None
    assert told(proposal)[2:] == [("contributor-1", "withdrawn"), ("contributor-2", "withdrawn")]
    assert LogEntry.objects.get(action="proposal.withdraw").reason == "Not now."


def test_maintainers_withdraw_it_and_authors_do_not():
    proposal = propose(make_shared())
    with pytest.raises(NotAllowed):
        withdraw_proposal(actor=make_user(), proposal=proposal, reason="No.")
    with pytest.raises(NotDone, match="Say why"):
        withdraw_proposal(actor=make_maintainer(), proposal=proposal, reason=" ")
    assert again(proposal).is_open
    withdraw_proposal(actor=make_maintainer(), proposal=proposal, reason="Spam.")
    assert told(proposal)[-1] == ("contributor-9", "withdrawn")
    with pytest.raises(NotDone, match="This is over already"):
        withdraw_proposal(actor=make_maintainer(), proposal=proposal, reason="Spam.")


def test_it_lapses_when_the_licence_is_changed_in_another_way():
    article = make_article("The well", FIRST, licence="CC0-1.0")
    LicenceProposal.objects.create(
        article=article, old=spdx("CC0-1.0"), new=spdx("LAL-1.3"), reason=WHY,
        proposed_by=make_user("contributor-9"), proposed_by_name="contributor-9",
    )  # fmt: skip
    licence = spdx("CC-BY-SA-4.0")
    change_licence(actor=make_user(), article=fresh(article), licence=licence, reason="", base=1)
    proposal = LicenceProposal.objects.get()
    assert (proposal.outcome, proposal.closed_by_name) == ("lapsed", "")
    assert LogEntry.objects.get(action="proposal.lapse").actor_name == ""
    assert told(proposal) == [("contributor-9", "lapsed")]


def test_one_that_nobody_can_carry_out_any_more_makes_room_for_another():
    article = make_shared()
    stale = LicenceProposal.objects.create(
        article=article, old=spdx("LAL-1.3"), new=spdx("CC0-1.0"), reason=WHY,
        proposed_by_name="contributor-9",
    )  # fmt: skip
    assert stale.is_stale
    proposal = propose(article)
    assert again(stale).outcome == "lapsed" and again(proposal).is_open
