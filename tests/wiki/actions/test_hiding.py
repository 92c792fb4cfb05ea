"""Hiding text and showing it again: what can be hidden, by whom, and that it comes back whole."""

import pytest
from django.db import transaction

from commons.log.models import LogEntry
from tests.factories import (
    fresh,
    make_admin,
    make_article,
    make_deleted,
    make_edit,
    make_guest,
    make_hidden,
    make_maintainer,
    make_report,
    make_rules,
    make_topic,
    make_user,
    make_validated,
)
from tests.wiki.peers import make_peer
from wiki import history
from wiki.actions.carrying import NewPage, copy_article
from wiki.actions.crediting import catch_up
from wiki.actions.deciding_reports import Ruling, decide_report
from wiki.actions.drafts import Draft
from wiki.actions.editing import save_edit
from wiki.actions.errors import EditConflict, NotAllowed, NotDone
from wiki.actions.hidden_text import TextIsHidden
from wiki.actions.hiding import (
    StillShown,
    hide_revisions,
    same_text_elsewhere,
    show_again,
    taken_elsewhere,
)
from wiki.actions.naming import rename_article
from wiki.actions.reverting import revert_to
from wiki.actions.reviewing import decline, validate
from wiki.actions.undoing import decline_one
from wiki.actions.withdrawing import withdraw
from wiki.models import (
    Article,
    Authorship,
    HiddenWords,
    Hiding,
    LicenceReport,
    Notice,
    Rendering,
    Review,
    Revision,
    Visitor,
)
from wiki.models.source import Survival

pytestmark = pytest.mark.django_db

COPIED = "It was a bright cold day in April, and the clocks were striking thirteen."


@pytest.fixture
def article() -> Article:
    """Revision 2 brought a copied text, 3 kept it, 4 took it out again."""
    made = make_article(text="One.\n", validated=True)
    make_edit(made, f"One.\n\n{COPIED}\n", actor=make_user("copier-1"), summary="From a novel")
    make_edit(made, f"One!\n\n{COPIED}\n", actor=make_guest(), summary="A sign")
    make_edit(made, "One!\n", actor=make_user("contributor-2"), summary="Taken out")
    return fresh(made)


def row(article, number):
    return Revision.objects.select_related("hiding").get(article=article, number=number)


def as_stored(article):
    """All that is known of the article's revisions, hidden or not."""
    words = ("number", "title", "summary", "sha256", "author_name", "size", "state", "hiding")
    rows = list(Revision.objects.filter(article=article).order_by("number").values(*words))
    return rows, [history.read_hidden(article, row["number"]) for row in rows]


def test_hidden_revisions_open_without_title_and_text(article):
    hiding = make_hidden(article, 2, 3)
    for number in (2, 3):
        found = history.read(article, number)
        assert isinstance(found, history.HiddenVersion)
        assert not hasattr(found, "text") and not hasattr(found, "title")
        assert (found.by, found.reason) == ("maintainer-1", "Copied from a book.")
        assert found.since == hiding.created
        with pytest.raises(history.TextHidden):
            history.read_text(article, number)
    assert history.read_text(article, 1).text == "One.\n"
    assert history.read_text(article, 4).text == "One!\n"
    assert history.texts_of(Revision.objects.filter(article=article)).keys() == {
        row(article, 1).pk,
        row(article, 4).pk,
    }
    assert row(article, 2).author_name == "copier-1"
    assert not Rendering.objects.filter(revision__hiding__isnull=False).exists()


def test_title_and_summary_leave_the_row_and_come_back_to_the_letter(article):
    base = article.latest.number
    rename_article(
        actor=make_user("copier-1"), article=article, title="Stolen", reason="So", base=base
    )
    article = fresh(article)
    rename_article(
        actor=make_user("contributor-2"), article=article, title="Ours", reason="", base=base + 1
    )
    make_edit(article, "All new.\n", actor=make_user("contributor-2"))
    before = as_stored(article)
    hiding = make_hidden(article, 2, 5)
    assert {(row(article, n).title, row(article, n).summary) for n in (2, 3, 4, 5)} == {
        ("Ours", "")
    }
    assert HiddenWords.objects.get(revision__number=5).title == "Stolen"
    assert row(article, 6).title == "Ours" and row(article, 1).title == "Peer production"
    show_again(actor=make_maintainer(), hiding=hiding, reason="It was theirs.")
    assert as_stored(article) == before
    assert not HiddenWords.objects.exists()


def test_both_acts_stay_as_rows_and_stand_in_the_log(article):
    hiding = make_hidden(article, 2, 3)
    shown = show_again(actor=make_maintainer(), hiding=hiding, reason="It was theirs.")
    assert list(Hiding.objects.order_by("pk")) == [hiding, shown]
    assert shown.undoes == hiding and not Hiding.objects.in_force().exists()
    entries = LogEntry.objects.in_area("text").order_by("pk")
    assert [(one.action, one.actor_name, one.reason) for one in entries] == [
        ("text.hide", "maintainer-1", "Copied from a book."),
        ("text.show", "maintainer-1", "It was theirs."),
    ]
    assert entries[0].new == entries[1].old == {"revisions": [2, 3]}
    assert entries[0].target_url == hiding.report.get_absolute_url()
    with pytest.raises(NotDone, match="shown again already"):
        show_again(actor=make_maintainer(), hiding=hiding, reason="Twice.")
    with pytest.raises(NotDone, match="shown again already"):
        show_again(actor=make_maintainer(), hiding=shown, reason="Of the act itself.")


def test_hiding_without_a_report_makes_one_on_which_it_is_explained(article):
    hiding = make_hidden(article, 2, 3)
    report = LicenceReport.objects.get()
    assert hiding.report == report and report.on_own_initiative
    assert (report.outcome, report.author_name) == ("hidden", "maintainer-1")
    decision = report.decisions.get()
    assert (decision.reason, decision.on_own) == ("Copied from a book.", False)


def test_the_authors_are_told_and_guests_have_no_page_for_it(article):
    make_hidden(article, 2, 3)
    told = Notice.objects.get(kind="report")
    assert told.user.username == "copier-1"
    assert (told.verdict, told.first, told.last) == ("hidden", 2, 3)
    assert told.verdict_in_words == "licence problem: upheld: text is hidden"


@pytest.mark.parametrize(
    ("first", "last"), [(0, 1), (3, 2), (1, 99), (-1, 2), (5, 5)], ids=lambda number: str(number)
)
def test_numbers_that_are_no_revisions_in_a_row_are_refused(article, first, last):
    with pytest.raises(NotDone, match="from 1 to 4"):
        make_hidden(article, first, last or first)
    assert not Hiding.objects.exists() and not LicenceReport.objects.exists()


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 2001])
def test_a_reason_is_needed(article, reason):
    with pytest.raises(NotDone, match="Say why"):
        hide_revisions(actor=make_maintainer(), article=article, first=2, last=2, reason=reason)
    hiding = make_hidden(article, 2)
    with pytest.raises(NotDone, match="Say why"):
        show_again(actor=make_maintainer(), hiding=hiding, reason=reason)


def test_the_latest_text_is_not_hidden_before_an_edit_replaced_it(article):
    with pytest.raises(StillShown, match="revision 4, the latest"):
        make_hidden(article, 2, 4)
    make_edit(article, "Two.\n", actor=make_user("contributor-2"))
    make_hidden(article, 2, 4)
    assert [row(article, n).is_hidden for n in (1, 2, 3, 4, 5)] == [False, True, True, True, False]


def test_an_older_revision_with_the_latest_text_is_not_hidden_either(article):
    make_edit(article, "Between.\n", actor=make_user("contributor-2"))
    revert_to(actor=make_user("contributor-2"), article=fresh(article), number=2, base=5)
    with pytest.raises(StillShown, match="revision 6, the latest"):
        make_hidden(article, 2)


def test_the_validated_text_is_not_hidden_before_another_is_validated(article):
    with pytest.raises(StillShown, match="revision 1, the validated one"):
        make_hidden(article, 1)
    make_validated(article)
    make_hidden(article, 1)
    assert row(article, 1).is_hidden


def test_a_passage_that_still_stands_there_keeps_its_revisions_from_being_hidden(article):
    passage = "a bright  COLD day\nin April and the clocks"
    report = make_report(article, number=2, passage=passage)
    make_edit(article, f"One!\n\nAs somebody wrote: *{COPIED}*\n", actor=make_user("other-1"))
    ruling = Ruling("hidden", "It is from a novel.", first=2, last=3)
    with pytest.raises(StillShown, match="still stands in revision 5"):
        decide_report(actor=make_maintainer(), report=report, ruling=ruling)
    assert not Hiding.objects.exists() and LicenceReport.objects.get().is_open
    make_edit(article, "One!\n\nNothing of it.\n", actor=make_user("other-1"))
    decide_report(actor=make_maintainer(), report=report, ruling=ruling)
    assert row(article, 2).is_hidden


def test_a_quotation_of_a_few_letters_keeps_nothing_from_being_hidden(article):
    report = make_report(article, number=2, passage="One")
    ruling = Ruling("hidden", "It is from a novel.", first=2, last=3)
    decide_report(actor=make_maintainer(), report=report, ruling=ruling)
    assert row(article, 2).is_hidden


def test_what_is_hidden_already_is_not_hidden_twice(article):
    make_hidden(article, 2)
    with pytest.raises(NotDone, match="hidden already"):
        make_hidden(article, 2)
    both = make_hidden(article, 2, 3)
    assert row(article, 2).hiding != both and row(article, 3).hiding == both


def test_what_two_acts_hide_is_shown_again_when_both_are_undone(article):
    one = make_hidden(article, 2)
    both = make_hidden(article, 2, 3, reason="All of it.")
    before = HiddenWords.objects.get(revision=row(article, 2))
    show_again(actor=make_maintainer(), hiding=one, reason="Not this.")
    assert row(article, 2).hiding == both
    assert HiddenWords.objects.get(revision=row(article, 2)).summary == before.summary
    show_again(actor=make_maintainer(), hiding=both, reason="Nor this.")
    assert row(article, 2).summary == "From a novel" and not row(article, 3).is_hidden


def test_the_same_text_elsewhere_in_the_history_is_found(article):
    revert_to(actor=make_user("other-1"), article=article, number=2, base=4)
    make_edit(article, "Clean.\n", actor=make_user("other-1"))
    assert same_text_elsewhere(make_hidden(article, 2, 3)) == [5]


def test_a_deleted_article_is_left_alone(article):
    gone = make_deleted(article)
    with pytest.raises(NotDone, match="deleted"):
        make_hidden(gone, 2)


@pytest.mark.parametrize("who", ["visitor", "guest", "member", "of another topic", "author"])
def test_only_maintainers_of_the_article_hide_and_show(article, who):
    article.topics.add(make_topic("energy"))
    make_validated(fresh(article))
    actor = {
        "visitor": Visitor(),
        "guest": make_guest(),
        "member": make_user("reader-1"),
        "of another topic": make_peer("of-water", make_topic("water")),
        "author": make_user("copier-1"),
    }[who]
    hiding = make_hidden(article, 2)
    with pytest.raises(NotAllowed):
        hide_revisions(actor=actor, article=article, first=3, last=3, reason="Mine.")
    with pytest.raises(NotAllowed):
        show_again(actor=actor, hiding=hiding, reason="Mine.")
    assert Hiding.objects.count() == 1


def test_nobody_hides_or_shows_text_of_their_own_unless_the_rules_say_so(article):
    copier = make_maintainer("copier-1")
    with pytest.raises(NotAllowed, match="Revision 2 is your own"):
        make_hidden(article, 2, 3, actor=copier)
    hiding = make_hidden(article, 2, 3)
    with pytest.raises(NotAllowed, match="Revision 2 is your own"):
        show_again(actor=copier, hiding=hiding, reason="Mine.")
    make_rules(own_decisions=True)
    show_again(actor=copier, hiding=hiding, reason="I wrote the novel.")
    make_hidden(article, 2, 3, actor=copier)
    assert row(article, 2).is_hidden


def test_nobody_goes_back_to_what_is_hidden(article):
    make_hidden(article, 2, 3)
    with pytest.raises(TextIsHidden, match="revision 2 is hidden since"):
        revert_to(actor=make_admin(), article=fresh(article), number=2, base=4)
    assert Revision.objects.filter(article=article).count() == 4


def test_the_very_text_is_not_written_again(article):
    make_hidden(article, 2, 3)
    draft = Draft(f"One.\n\n{COPIED}\n")
    with pytest.raises(TextIsHidden, match="revision 2 is hidden since"):
        save_edit(actor=make_user("other-1"), article=fresh(article), base=4, draft=draft)
    assert fresh(article).text == "One!\n"
    other = make_article("Elsewhere", f"One.\n\n{COPIED}\n")
    make_edit(other, "Changed.\n")
    assert fresh(other).text == "Changed.\n"


def test_declining_one_change_needs_texts_that_are_not_hidden(article):
    make_hidden(article, 2)
    seen = {"seen": 4, "seen_validated": 1}
    for number in (2, 3):  # itself, and the one before
        with pytest.raises(TextIsHidden, match="revision 2 is hidden since"):
            decline_one(
                actor=make_maintainer(), article=article, number=number, reason="No.", **seen
            )
    decline(actor=make_maintainer(), article=article, reason="All of it.", **seen)
    assert fresh(article).text == "One.\n"


def test_nothing_is_validated_that_is_hidden(article):
    make_hidden(article, 2, 3)
    seen = {"seen": 4, "seen_validated": 1}
    with pytest.raises(NotDone, match="validate up to a later revision"):
        validate(actor=make_maintainer(), article=article, up_to=3, **seen)
    validate(actor=make_maintainer(), article=article, up_to=4, **seen)
    assert fresh(article).validated.number == 4


def test_a_validation_that_is_withdrawn_does_not_bring_hidden_text_back(article):
    make_validated(article, up_to=3)
    make_validated(article)
    make_hidden(article, 2, 3)
    review = Review.objects.get(revision=row(article, 4))
    withdraw(actor=make_maintainer(), decision=review.decision, reason="A mistake.")
    assert fresh(article).validated.number == 1


def test_who_began_from_what_is_hidden_now_settles_it_and_is_shown_nothing_of_it(article):
    make_hidden(article, 3)
    with pytest.raises(EditConflict) as met:
        save_edit(actor=make_user("other-1"), article=article, base=3, draft=Draft("Mine.\n"))
    assert COPIED not in met.value.conflict.merge.text
    assert "Mine." in met.value.conflict.merge.text
    assert fresh(article).text == "One!\n"


def test_what_is_hidden_is_not_copied_into_another_article(article):
    make_hidden(article, 2)
    page = NewPage("Copy", article.licence, "Because.")
    with pytest.raises(TextIsHidden, match="revision 2 is hidden since"):
        copy_article(actor=make_user("other-1"), article=fresh(article), number=2, page=page)
    assert Article.objects.count() == 1


def test_articles_that_took_text_from_what_is_hidden_are_found(article):
    base = Revision.objects.get(article=article, number=3)
    page = NewPage("Copy", article.licence, "Because.")
    copy_article(actor=make_user("other-1"), article=article, number=base.number, page=page)
    assert [one.title for one in taken_elsewhere(make_hidden(article, 2, 3))] == ["Copy"]


def test_who_wrote_what_in_hidden_text_and_stands_still_keeps_the_credit(article):
    """Also where that is found out afterwards, in a history from before it was kept."""
    make_edit(article, f"One!\n\n{COPIED}\n\nWords that stay for good.\n", actor=make_guest())
    make_edit(article, "Words that stay for good.\n", actor=make_user("contributor-2"))
    make_hidden(article, 2, 3)
    make_hidden(article, 5)
    before = Authorship.objects.get(revision__number=6).runs
    Survival.objects.all().delete(), Authorship.objects.all().delete()
    with transaction.atomic():
        assert catch_up(fresh(article)) == 6
    assert Authorship.objects.get(revision__number=6).runs == before
    assert {row(article, 5).pk} == {*Authorship.objects.get(revision__number=6).origins}
