"""Declining one change out of several and keeping the rest."""

import pytest

from commons.log.models import LogEntry
from licensing.models import Licence
from tests.factories import (
    fresh,
    make_article,
    make_declined,
    make_edit,
    make_guest,
    make_maintainer,
    make_topic,
    make_user,
    make_validated,
)
from wiki import history
from wiki.actions.drafts import Draft
from wiki.actions.errors import ChangedMeanwhile, NotAllowed, NotDone
from wiki.actions.leaving_out import ChangesTouch
from wiki.actions.naming import rename_article
from wiki.actions.relicensing import change_licence
from wiki.actions.undoing import decline_one
from wiki.actions.withdrawing import withdraw
from wiki.models import Contributor, Notice, Rendering, Review, Revision

pytestmark = pytest.mark.django_db

FIRST = "One.\n\nTwo.\n\nThree.\n"
SECOND = "One!\n\nTwo.\n\nThree.\n"
THIRD = "One!\n\nTwo.\n\nThree!\n"
WITHOUT_SECOND = "One.\n\nTwo.\n\nThree!\n"


@pytest.fixture
def article():
    """Validated at 1; revisions 2 and 3 await and touch different lines."""
    article = make_article(text=FIRST, validated=True)
    make_edit(article, SECOND, actor=make_user("contributor-2"))
    make_edit(article, THIRD, actor=make_user("contributor-3"))
    return fresh(article)


def undo(article, number=2, actor=None, reason="No source.", **more):
    article = fresh(article)
    seen = {
        "seen": article.latest.number,
        "seen_validated": article.validated.number if article.validated else 0,
    }
    return decline_one(
        actor=actor or make_maintainer(),
        article=article,
        number=number,
        reason=reason,
        **(seen | more),
    )


def states(article):
    return list(article.revisions.order_by("number").values_list("state", flat=True))


# The text ----------------------------------------------------------------------------------------


def test_one_change_is_declined_and_the_rest_goes_on_awaiting(article):
    revision = undo(article)
    article = fresh(article)
    assert article.text == WITHOUT_SECOND
    assert states(article) == ["validated", "declined", "awaiting", "awaiting"]
    assert (revision.kind, revision.undoes.number) == (Revision.Kind.UNDO, 2)
    assert (revision.author_name, revision.summary) == ("maintainer-1", "No source.")
    assert article.pending_count == 2
    assert article.pending_since == Revision.objects.get(number=3).recorded
    assert "Three!" in Rendering.objects.get(revision=revision).html
    assert history.read(article, 2).text == SECOND


def test_one_row_a_notice_to_its_author_alone_and_a_line_in_the_log(article):
    undo(article)
    row = Review.objects.get(verdict="declined")
    assert (row.revision.number, row.comment) == (2, "No source.")
    notice = Notice.objects.get(verdict="declined")
    assert (notice.user.username, notice.first, notice.may_go_on) == ("contributor-2", 2, True)
    entry = LogEntry.objects.latest("pk")
    assert (entry.action, entry.new) == ("review.decline_one", {"revisions": [2, 2]})
    assert entry.reason == "No source."


def test_nobody_loses_credit(article):
    undo(article)
    names = set(Contributor.objects.filter(article=article).values_list("name", flat=True))
    assert names == {"contributor-1", "contributor-2", "contributor-3", "maintainer-1"}


def test_the_last_change_can_be_declined_alone(article):
    undo(article, 3)
    assert fresh(article).text == SECOND
    assert states(article) == ["validated", "awaiting", "declined", "awaiting"]


def test_changes_that_touch_are_settled_by_the_maintainer(article):
    make_edit(article, THIRD.replace("One!", "One, or more!"), actor=make_user("contributor-4"))
    with pytest.raises(ChangesTouch) as met:
        undo(article)
    assert states(article) == ["validated", "awaiting", "awaiting", "awaiting"]
    proposal = met.value.conflict.merge.text
    assert "One, or more!" in proposal and "One.\n" in proposal
    settled = Draft("One, or more.\n\nTwo.\n\nThree!\n", (), "", "key-1")
    revision = undo(article, settled=settled)
    assert fresh(article).text == settled.text
    assert (revision.author_name, revision.undoes.author_name) == ("maintainer-1", "contributor-2")
    # Sent again, with what was seen then.
    assert undo(article, settled=settled, seen=4) == revision
    assert len(states(article)) == 5


def test_a_settled_text_with_marks_left_in_it_is_refused(article):
    marks = Draft("<<<<<<< a\nOne!\n======= b\nOne.\n>>>>>>> c\n")
    with pytest.raises(NotDone, match="marks"):
        undo(article, settled=marks)
    assert fresh(article).text == THIRD


def test_a_change_of_which_nothing_is_left_is_not_declined_alone(article):
    make_edit(article, WITHOUT_SECOND, actor=make_user("contributor-4"))
    with pytest.raises(NotDone, match="nothing left"):
        undo(article)
    assert Review.objects.filter(verdict="declined").count() == 0


# What is not text --------------------------------------------------------------------------------


def test_topics_are_taken_back_one_by_one(article):
    kept, bad, later = make_topic("kept"), make_topic("bad"), make_topic("later")
    make_edit(article, THIRD, topics=[kept])
    make_edit(article, THIRD, topics=[bad], actor=make_guest())
    make_edit(article, THIRD, topics=[bad, later])
    undo(article, 5)
    assert {topic.slug for topic in article.topics.all()} == {"kept", "later"}
    assert fresh(article).text == THIRD


def test_a_renaming_is_declined_alone_and_what_was_written_since_stays(article):
    old = article.title
    rename_article(
        actor=make_user("contributor-5"), article=article, title="Spam", reason="Ha", base=3
    )
    make_edit(article, THIRD + "\nFour.\n")
    revision = undo(article, 4)
    article = fresh(article)
    assert (article.title, article.text) == (old, THIRD + "\nFour.\n")
    assert [alias.slug for alias in article.aliases.all()] == ["spam"]
    entry = LogEntry.objects.latest("pk")
    assert (entry.old, entry.new) == ({"title": "Spam"}, {"revisions": [4, 4], "title": old})
    assert revision.title == old


def test_a_title_that_was_changed_again_later_stays(article):
    somebody = make_user("contributor-5")
    rename_article(actor=somebody, article=article, title="Spam", reason="", base=3)
    rename_article(actor=somebody, article=fresh(article), title="Better", reason="", base=4)
    with pytest.raises(NotDone, match="nothing left"):
        undo(article, 4)
    assert fresh(article).title == "Better"


def test_a_title_whose_address_went_to_another_article_says_what_to_do(article):
    old = article.title
    somebody = make_user("contributor-5")
    rename_article(actor=somebody, article=article, title="Spam", reason="", base=3)
    make_article(old)
    with pytest.raises(NotDone, match="rename that one first"):
        undo(article, 4)
    assert states(fresh(article))[-1] == "awaiting"


@pytest.fixture
def relicensed():
    """CC0 text, validated at 1, put under CC BY-SA by revision 2."""
    article = make_article(text=FIRST, validated=True, licence="CC0-1.0")
    other = Licence.objects.get(spdx="CC-BY-SA-4.0")
    change_licence(
        actor=make_user("contributor-5"), article=article, licence=other, reason="", base=1
    )
    return fresh(article)


def test_a_relicensing_is_declined_alone_where_nothing_was_written_since(relicensed):
    make_edit(relicensed, FIRST, topics=[make_topic()], actor=make_guest())
    undo(relicensed, 2)
    article = fresh(relicensed)
    assert article.licence.spdx == article.latest.licence.spdx == "CC0-1.0"
    assert article.topics.count() == 1
    assert LogEntry.objects.latest("pk").new["licence"] == "CC0-1.0"


def test_a_relicensing_on_which_others_built_is_not_declined_alone(relicensed):
    make_edit(relicensed, SECOND, actor=make_guest())
    with pytest.raises(NotDone, match="may not be published under"):
        undo(relicensed, 2)
    assert fresh(relicensed).licence.spdx == "CC-BY-SA-4.0"
    assert states(relicensed) == ["validated", "awaiting", "awaiting"]


def test_the_first_version_is_not_declined_alone():
    article = make_article(text=FIRST)
    make_edit(article, SECOND)
    with pytest.raises(NotDone, match="first version"):
        undo(article, 1)


def test_what_takes_a_change_out_is_not_taken_out_itself(article):
    undo(article)
    with pytest.raises(NotDone, match="takes out a change that was declined"):
        undo(article, 4, make_maintainer("maintainer-2"))


# What comes after --------------------------------------------------------------------------------


def test_the_text_that_holds_the_declined_words_cannot_be_validated(article):
    undo(article)
    with pytest.raises(NotDone, match="validate up to revision 4"):
        make_validated(article, up_to=3)
    make_validated(article)
    assert states(article) == ["validated", "declined", "validated", "validated"]
    assert fresh(article).is_validated


def test_a_revision_that_only_takes_words_out_is_validated_with_the_text_it_gives_back(article):
    undo(article, 3)
    article = make_validated(article, up_to=2)
    assert states(article) == ["validated", "validated", "declined", "validated"]
    assert article.is_validated
    assert (article.pending_count, article.pending_since) == (0, None)
    rows = Review.objects.filter(revision__number__in=[2, 4])
    assert len({row.decision for row in rows}) == 1


def test_declining_the_last_of_others_changes_leaves_nothing_awaiting(article):
    undo(article)
    undo(article, 3)
    article = fresh(article)
    assert article.text == FIRST
    assert states(article) == ["validated", "declined", "declined", "undone", "validated"]
    assert article.is_validated and article.pending_count == 0


def test_a_text_settled_by_hand_awaits_like_any_other(article):
    make_edit(article, THIRD.replace("One!", "One, or more!"), actor=make_user("contributor-4"))
    undo(article, settled=Draft("One, or more.\n\nTwo.\n\nThree!\n"))
    undo(article, 3)
    undo(article, 4, settled=Draft("One of many.\n\nTwo.\n\nThree.\n"))
    article = fresh(article)
    assert article.pending_count == 3
    assert not article.is_validated
    assert make_validated(article).is_validated


def test_words_that_one_settled_oneself_are_decided_on_by_another_maintainer(article):
    make_edit(article, THIRD.replace("One!", "One, or more!"), actor=make_user("contributor-4"))
    revision = undo(article, settled=Draft("One, or more.\n\nTwo.\n\nThree!\n"))
    assert revision.kind == "edit" and revision.undoes is not None
    with pytest.raises(NotAllowed, match="is your own"):
        make_validated(article, actor=make_maintainer())
    assert make_validated(article, actor=make_maintainer("maintainer-2")).is_validated


def test_what_only_takes_a_change_out_is_no_edit_of_ones_own(article):
    undo(article)
    assert make_validated(article, actor=make_maintainer()).is_validated
    assert not Review.objects.filter(on_own=True).exists()


def test_all_that_awaits_can_still_be_declined(article):
    undo(article)
    make_declined(article)
    article = fresh(article)
    assert article.text == FIRST and article.is_validated
    assert states(article) == ["validated", "declined", "declined", "declined", "validated"]


def test_the_verdict_can_be_withdrawn_and_the_text_stays(article):
    undo(article)
    decision = Review.objects.get(verdict="declined").decision
    withdraw(actor=make_maintainer(), decision=decision, reason="I was wrong.")
    assert states(article)[1] == "withdrawn"
    assert fresh(article).text == WITHOUT_SECOND


def test_the_declined_text_can_be_taken_up_again(article):
    undo(article)
    make_edit(article, THIRD, actor=make_user("contributor-2"))
    assert fresh(article).text == THIRD
    assert fresh(article).pending_count == 3


# Who and when ------------------------------------------------------------------------------------


def test_only_maintainers_decline_and_with_a_reason(article):
    for actor in (make_guest(), make_user("contributor-2")):
        with pytest.raises(NotAllowed):
            undo(article, actor=actor)
    with pytest.raises(NotDone, match="why"):
        undo(article, reason=" ")
    assert fresh(article).text == THIRD


@pytest.mark.parametrize("number", [0, 4, 99])
def test_a_number_of_no_change_declines_nothing(article, number):
    with pytest.raises(NotDone, match="Choose one of the changes"):
        undo(article, number)
    assert states(article) == ["validated", "awaiting", "awaiting"]


def test_a_validated_change_is_not_declined_so(article):
    make_validated(article, up_to=2)
    with pytest.raises(NotDone, match="Choose one of the changes"):
        undo(article, 2)


def test_what_changed_meanwhile_stops_it(article):
    make_edit(article, THIRD + "\nFour.\n")
    with pytest.raises(ChangedMeanwhile):
        undo(article, seen=3)
    with pytest.raises(ChangedMeanwhile):
        undo(article, seen_validated=0)
    assert states(article) == ["validated", "awaiting", "awaiting", "awaiting"]


def test_a_long_reason_is_kept_whole_and_cut_in_the_summary(article):
    reason = "No source.\n" * 150
    revision = undo(article, reason=reason)
    assert len(revision.summary) == 500
    assert Review.objects.get(verdict="declined").comment == reason
