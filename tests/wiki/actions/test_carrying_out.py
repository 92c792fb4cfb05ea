"""Carrying out what all agreed to: a revision of its own kind, with a record for good."""

import pytest

from commons.log.models import LogEntry
from tests.factories import (
    fresh,
    make_article,
    make_declined,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_protection,
    make_topic,
    make_user,
    make_validated,
)
from tests.wiki.proposals import (
    FIRST,
    SECOND,
    THIRD,
    WHY,
    again,
    agree,
    make_proposal,
    make_shared,
    spdx,
    taken,
    write,
)
from wiki.actions import formatting
from wiki.actions.carrying_out import carry_out
from wiki.actions.consenting import record_permission
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.pledging import give_pledge
from wiki.actions.proposing import withdraw_proposal
from wiki.models import Article, Notice, Revision, Source, User, Visitor

pytestmark = pytest.mark.django_db

BOTH = ("contributor-1", "contributor-2")


def agreed(article=None):
    proposal = make_proposal(article or make_shared())
    agree(proposal, *BOTH)
    return proposal


def assert_untouched(proposal):
    article = fresh(proposal.article)
    assert article.licence.spdx == "CC-BY-SA-4.0"
    assert article.latest.licence.spdx == "CC-BY-SA-4.0"
    assert not Revision.objects.filter(kind="relicensing").exists()
    assert not LogEntry.objects.filter(action="article.relicense").exists()
    assert again(proposal).is_open


def test_a_new_revision_stands_under_the_licence_and_older_ones_keep_theirs():
    proposal = agreed()
    revision = carry_out(actor=make_user("contributor-9"), proposal=proposal)
    article = fresh(proposal.article)
    assert article.licence.spdx == "CC0-1.0" and article.latest == revision
    assert (revision.kind, revision.number, revision.summary) == ("relicensing", 3, WHY)
    assert revision.author_name == "contributor-9"
    assert article.text == FIRST + SECOND
    licences = Revision.objects.filter(article=article).order_by("number")
    assert [row.licence.spdx for row in licences] == ["CC-BY-SA-4.0", "CC-BY-SA-4.0", "CC0-1.0"]


def test_it_leaves_a_record_of_who_agreed_when_for_good():
    article = make_shared()
    give_pledge(actor=make_user("contributor-3"), licence=spdx("CC0-1.0"))
    make_edit(article, FIRST + SECOND + THIRD, actor=make_user("contributor-3"))
    proposal = agreed(fresh(article))
    revision = carry_out(actor=make_user(), proposal=proposal)
    kept = again(proposal)
    assert (kept.outcome, kept.closed_by_name, kept.revision) == (
        "carried_out", "contributor-1", revision,
    )  # fmt: skip
    when = {row.author_name: row.created.isoformat() for row in kept.consents.all()}
    noted = {row["name"]: row["reasons"] for row in kept.record}
    assert noted["contributor-1"] == [["agreed", when["contributor-1"]]]
    assert noted["contributor-2"] == [["agreed", when["contributor-2"]]]
    assert noted["contributor-3"][0][0] == "pledge"
    entry = LogEntry.objects.get(action="article.relicense")
    assert entry.target_url == proposal.get_absolute_url()
    assert set(entry.new["agreed"]) == set(BOTH) and entry.new["pledged"] == ["contributor-3"]
    assert (entry.new["licence"], entry.new["from_revision"]) == ("CC0-1.0", 4)
    User.objects.filter(username="contributor-2").delete()
    assert {row["name"]: row["reasons"] for row in again(proposal).record} == noted


def test_all_who_were_asked_are_told():
    proposal = agreed()
    carry_out(actor=make_user(), proposal=proposal)
    told = Notice.objects.filter(proposal=proposal, verdict="carried_out")
    assert {row.user.username for row in told} == {"contributor-2", "contributor-9"}
    assert told[0].actor_name == "contributor-1"


def test_it_raises_a_question_of_licence():
    article = make_shared(validated=True)
    make_validated(article)
    carry_out(actor=make_user(), proposal=agreed(fresh(article)))
    article = fresh(article)
    assert article.pending_licence and not article.is_validated


@pytest.mark.parametrize("left", ["waiting", "refused", "taken back", "guest", "closed", "source"])
def test_nothing_is_carried_out_while_anything_stands_against_it(left):
    article = make_shared(guest=left == "guest")
    if left == "source":
        write(article, FIRST + SECOND + THIRD, actor=make_user("contributor-2"), sources=[taken()])
    proposal = make_proposal(fresh(article))
    agree(proposal, "contributor-1")
    if left != "waiting":
        agree(proposal, "contributor-2", answer="refuses" if left == "refused" else "agrees")
    if left == "taken back":
        agree(proposal, "contributor-2", answer="taken_back")
    if left == "closed":
        agree(proposal, "contributor-2", answer="taken_back")
        User.objects.filter(username="contributor-2").update(is_active=False)
    names = {"guest": "guest-2026-482193", "source": "“A page elsewhere”"}
    with pytest.raises(NotDone, match=names.get(left, "contributor-2")):
        carry_out(actor=make_maintainer(), proposal=proposal)
    assert_untouched(proposal)


@pytest.mark.parametrize("text", [FIRST, FIRST + "\nCarpenters look after it.\n"])
def test_words_of_who_refuses_can_be_taken_out_or_written_anew(text):
    proposal = make_proposal()
    agree(proposal, "contributor-1")
    agree(proposal, "contributor-2", answer="refuses")
    make_edit(proposal.article, text, actor=make_user())
    revision = carry_out(actor=make_user(), proposal=proposal)
    assert revision.licence.spdx == "CC0-1.0"
    assert [row["name"] for row in again(proposal).record] == ["contributor-1"]


def test_what_somebody_writes_meanwhile_stands_against_it():
    proposal = agreed()
    make_edit(proposal.article, FIRST + SECOND + THIRD, actor=make_guest())
    with pytest.raises(NotDone, match="guest-2026-482193"):
        carry_out(actor=make_user(), proposal=proposal)
    assert_untouched(proposal)


def test_where_the_licence_came_to_lead_there_nobody_need_agree():
    proposal = make_proposal()
    Article.objects.filter(pk=proposal.article_id).update(licence=spdx("CC0-1.0"))
    type(proposal).objects.update(old=spdx("CC0-1.0"), new=spdx("CC-BY-SA-4.0"))
    revision = carry_out(actor=make_user(), proposal=again(proposal))
    assert revision.licence.spdx == "CC-BY-SA-4.0"
    entry = LogEntry.objects.get(action="article.relicense")
    assert set(entry.new) == {"licence", "from_revision"}


@pytest.mark.parametrize("who", ["proposer", "author", "maintainer"])
def test_who_proposed_it_authors_and_maintainers_carry_it_out(who):
    actor = {
        "proposer": make_user("contributor-9"),
        "author": make_user("contributor-2"),
        "maintainer": make_maintainer(),
    }[who]
    assert carry_out(actor=actor, proposal=agreed()).kind == "relicensing"


@pytest.mark.parametrize("who", ["stranger", "guest", "visitor", "closed", "other maintainer"])
def test_nobody_else_does(who):
    topic, other = make_topic("energy"), make_topic("water")
    proposal = agreed(make_shared(topics=[topic]))
    closed = make_user("contributor-8", is_active=False)
    keeper = make_user("keeper-1")
    keeper.maintainerships.create(topic=other, reason="Knows water.")
    actors = {
        "stranger": make_user("contributor-7"),
        "guest": make_guest(),
        "visitor": Visitor(),
        "closed": closed,
        "other maintainer": keeper,
    }
    with pytest.raises(NotAllowed):
        carry_out(actor=actors[who], proposal=proposal)
    assert_untouched(proposal)


def test_a_protected_article_is_left_alone_by_those_who_may_not_edit_it():
    proposal = agreed()
    make_protection(proposal.article)
    with pytest.raises(NotAllowed):
        carry_out(actor=make_user(), proposal=proposal)
    assert_untouched(proposal)


def test_what_is_over_deleted_or_stale_is_not_carried_out():
    proposal = agreed()
    gone = make_deleted(fresh(proposal.article))
    with pytest.raises(NotAllowed, match="This article was deleted"):
        carry_out(actor=make_maintainer(), proposal=proposal)
    Article.objects.filter(pk=gone.pk).update(deleted_at=None, licence=spdx("LAL-1.3"))
    with pytest.raises(NotDone, match=r"stands under .* by now"):
        carry_out(actor=make_maintainer(), proposal=proposal)
    Article.objects.filter(pk=gone.pk).update(licence=spdx("CC-BY-SA-4.0"))
    withdraw_proposal(actor=make_maintainer(), proposal=proposal, reason="No.")
    with pytest.raises(NotDone, match="This is over already"):
        carry_out(actor=make_maintainer(), proposal=proposal)
    assert not Revision.objects.filter(kind="relicensing").exists()


def test_it_is_carried_out_once():
    proposal = agreed()
    carry_out(actor=make_user(), proposal=proposal)
    with pytest.raises(NotDone, match="This is over already"):
        carry_out(actor=make_user(), proposal=proposal)
    assert Revision.objects.filter(kind="relicensing").count() == 1


def test_a_licence_that_is_offered_no_more_is_not_taken():
    proposal = agreed()
    type(spdx("CC0-1.0")).objects.filter(spdx="CC0-1.0").update(role="known")
    with pytest.raises(NotDone, match="is not offered here any more"):
        carry_out(actor=make_user(), proposal=proposal)
    assert_untouched(proposal)


def test_a_text_that_changed_while_it_was_formatted_is_looked_at_again(monkeypatch):
    proposal, format_it = agreed(), formatting.render

    def changed_meanwhile(text, language):
        monkeypatch.setattr(formatting, "render", format_it)
        make_edit(proposal.article, FIRST, actor=make_user())
        return format_it(text, language)

    monkeypatch.setattr(formatting, "render", changed_meanwhile)
    with pytest.raises(NotDone, match="in this very moment"):
        carry_out(actor=make_user(), proposal=proposal)
    assert_untouched(proposal)
    assert carry_out(actor=make_user(), proposal=proposal).number == 4


def test_what_a_maintainer_vouches_for_is_looked_at_by_another():
    article = make_shared(validated=True)
    write(article, FIRST + SECOND + THIRD, actor=make_user("contributor-2"), sources=[taken()])
    make_validated(article)
    proposal = agreed(fresh(article))
    maintainer = make_maintainer()
    record_permission(
        actor=maintainer,
        proposal=proposal,
        source=Source.objects.get(),
        address="https://example.org/talk",
        words="We allow it under CC0.",
    )
    revision = carry_out(actor=maintainer, proposal=proposal)
    assert revision.state == "awaiting"
    noted = again(proposal).record[-1]
    assert (noted["title"], noted["address"]) == ("A page elsewhere", "https://example.org/talk")
    assert noted["reasons"][0][0] == "permission"
    entry = LogEntry.objects.get(action="article.relicense")
    assert entry.new["permissions"] == {"A page elsewhere": "https://example.org/talk"}


def test_when_it_is_declined_the_old_licence_is_back_and_the_consents_stay_given():
    article = make_shared(validated=True)
    make_validated(article)
    proposal = agreed(fresh(article))
    carry_out(actor=make_user(), proposal=proposal)
    article = make_declined(article)
    assert article.licence.spdx == "CC-BY-SA-4.0"
    assert again(proposal).outcome == "carried_out"
    follow = make_proposal(article)
    assert carry_out(actor=make_user("contributor-9"), proposal=follow).licence.spdx == "CC0-1.0"


def test_words_that_were_written_afterwards_are_under_the_new_licence():
    proposal = agreed()
    carry_out(actor=make_user(), proposal=proposal)
    revision = make_edit(proposal.article, FIRST + SECOND + THIRD, actor=make_guest())
    assert revision.licence.spdx == "CC0-1.0"
    assert make_article("The mill", SECOND).licence.spdx == "CC-BY-SA-4.0"
