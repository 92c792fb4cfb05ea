"""Reports of licence problems: made by anybody, decided by others in public, objected to once."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from commons.log.models import LogEntry
from tests.factories import (
    fresh,
    make_admin,
    make_article,
    make_decided,
    make_deleted,
    make_edit,
    make_guest,
    make_hidden,
    make_maintainer,
    make_measure,
    make_report,
    make_rules,
    make_topic,
    make_user,
    make_validated,
)
from tests.wiki.peers import make_peer
from wiki.actions.deciding_reports import Ruling, decide_report
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.hiding import StillShown, hide_revisions
from wiki.actions.leaving import lapse_unused
from wiki.actions.objecting import decide_objection, may_answer, object_to_decision
from wiki.actions.reporting import MOST_OPEN, Told, file_report
from wiki.models import (
    Article,
    Guest,
    Hiding,
    LicenceReport,
    Maintainership,
    Notice,
    Review,
    Revision,
    User,
    Visitor,
)

pytestmark = pytest.mark.django_db
SAID = {"problem": "licence", "words": "It is under another licence."}


@pytest.fixture
def article() -> Article:
    """By three people: the first text, a copied one, and one that replaced it."""
    made = make_article(text="One.\n", validated=True)
    make_edit(made, "Copied.\n", actor=make_user("copier-1"))
    make_edit(made, "Two.\n", actor=make_user("contributor-2"))
    return fresh(made)


def again(report: LicenceReport) -> LicenceReport:
    return LicenceReport.objects.select_related("article").get(pk=report.pk)


def objected(report: LicenceReport, actor: Any, text: str = "Look at page 3.") -> LicenceReport:
    object_to_decision(actor=actor, report=report, text=text)
    return again(report)


def is_hidden(article: Article, number: int) -> bool:
    return Revision.objects.get(article=article, number=number).is_hidden


# Reporting ------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["guest", "member", "blocked", "maintainer"])
def test_anybody_reports_the_page_or_a_revision(article, who):
    actor: Any = {
        "guest": make_guest(),
        "member": make_user("reader-1"),
        "blocked": make_user("reader-2"),
        "maintainer": make_maintainer(),
    }[who]
    if who == "blocked":
        make_measure("block", "reader-2")
    page = file_report(actor=actor, article=article, told=Told(**SAID))
    one = file_report(actor=actor, article=article, told=Told(**SAID, number=2))
    assert (page.is_of_revision, page.revision.number) == (False, 3)
    assert (one.is_of_revision, one.revision.number) == (True, 2)
    assert page.is_open and page.author_name == actor.public_name
    assert list(LicenceReport.objects.is_open()) == [page, one]
    # To report decides nothing, and the log is for what does.
    assert not LogEntry.objects.in_area("report").exists()


@pytest.mark.parametrize("who", [Visitor(), "closed"], ids=["without a name", "closed"])
def test_somebody_has_to_be_known_by_a_name(article, who):
    actor = make_user("closed-1", is_active=False) if who == "closed" else who
    with pytest.raises(NotAllowed):
        file_report(actor=actor, article=article, told=Told(**SAID))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"problem": "x"}, "Choose what the problem is"),
        ({"words": " \n"}, "Say in your own words"),
        ({"words": "x" * 4001}, "4,000 characters"),
        ({"passage": "x" * 4001}, "too long"),
        ({"original": "x" * 501}, "too long"),
        ({"problem": "copied"}, "where the original is"),
        ({"number": 99}, "no such revision"),
        ({"number": -1}, "no such revision"),
    ],
)
def test_a_report_has_to_make_sense(article, changes, sentence):
    with pytest.raises(NotDone, match=sentence):
        file_report(actor=make_guest(), article=article, told=Told(**SAID | changes))
    assert not LicenceReport.objects.exists()


def test_what_is_deleted_or_hidden_already_is_not_reported(article):
    make_decided(make_report(article, number=2), "hidden", first=2)
    with pytest.raises(NotDone, match="hidden already"):
        make_report(article, number=2)
    with pytest.raises(NotDone, match="deleted"):
        make_report(make_deleted(article))


def test_the_same_form_makes_one_report_and_other_words_another(article):
    told = Told(**SAID, key="a-form")
    first = file_report(actor=make_guest(), article=article, told=told)
    assert file_report(actor=make_guest(), article=article, told=told) == first
    other = Told("licence", "Other words.", key="a-form")
    assert file_report(actor=make_guest(), article=article, told=other) != first
    for _twice in range(2):
        file_report(actor=make_guest(), article=article, told=Told(**SAID))
    assert LicenceReport.objects.count() == 4


def test_one_person_has_so_many_open_reports_and_not_more(article):
    for _number in range(MOST_OPEN):
        make_report(article, actor=make_guest())
    with pytest.raises(NotDone, match="Twenty reports of yours wait"):
        make_report(article, actor=make_guest())
    make_report(article, actor=make_user("reader-1"))
    make_decided(LicenceReport.objects.earliest("pk"))
    make_report(article, actor=make_guest())


# Deciding -------------------------------------------------------------------------------------


def test_text_is_hidden_with_the_decision_and_whom_it_concerns_is_told(article):
    report = make_report(article, actor=make_user("reader-1"), number=2)
    decided = make_decided(report, "hidden", first=2, reason="It is from a book.")
    assert is_hidden(article, 2) and not is_hidden(article, 1)
    assert (decided.outcome, decided.is_open) == ("hidden", False)
    decision = decided.decisions.get()
    assert (decision.maintainer_name, decision.reason) == ("maintainer-1", "It is from a book.")
    told = Notice.objects.filter(kind="report").order_by("user__username")
    assert [one.user.username for one in told] == ["copier-1", "reader-1"]
    assert {(one.report, one.words, one.verdict) for one in told} == {
        (report, "It is from a book.", "hidden")
    }
    logged = LogEntry.objects.filter(area__in=("text", "report")).order_by("pk")
    assert [entry.action for entry in logged] == ["text.hide", "report.uphold"]
    assert logged[1].target_url == report.get_absolute_url()


def test_of_a_page_those_who_wrote_it_are_told(article):
    make_decided(make_report(article, actor=make_guest()))
    told = Notice.objects.filter(kind="report").values_list("user__username", flat=True)
    assert sorted(told) == ["contributor-1", "contributor-2", "copier-1"]
    assert LogEntry.objects.in_area("report").get().action == "report.refuse"


def test_an_edit_may_have_set_it_right(article):
    report = make_report(article, number=2)
    decided = make_decided(report, "corrected", fixed_in=3)
    assert decided.decisions.get().fixed_in == 3


def test_credit_may_be_added_by_an_edit_or_elsewhere(article):
    decided = make_decided(make_report(article, number=2), "credited", fixed_in=3)
    assert decided.decisions.get().fixed_in == 3
    decided = make_decided(make_report(article, number=2), "credited")
    assert decided.decisions.get().fixed_in is None


def test_an_article_may_be_deleted_for_it(article):
    report = make_report(article)
    with pytest.raises(NotDone, match="not deleted"):
        make_decided(report, "deleted")
    make_deleted(article)
    assert make_decided(again(report), "deleted").outcome == "deleted"


def test_text_may_be_hidden_before_the_report_is_decided(article):
    report = make_report(article, number=2)
    hide_revisions(
        actor=make_maintainer(), article=article, first=2, last=2, reason="Copied.", report=report
    )
    assert again(report).is_open and LicenceReport.objects.count() == 1
    make_decided(again(report), "hidden")
    assert Hiding.objects.count() == 1
    other = make_report(make_article("Other"))
    with pytest.raises(NotDone, match="another article"):
        hide_revisions(
            actor=make_maintainer(), article=article, first=1, last=1, reason="No.", report=other
        )


@pytest.mark.parametrize(
    ("ruling", "sentence"),
    [
        (Ruling("", "Because."), "Choose one of the decisions"),
        (Ruling("erased", "Because."), "Choose one of the decisions"),
        (Ruling("refused", "  "), "Say why"),
        (Ruling("refused", "x" * 2001), "Say why"),
        (Ruling("hidden", "Because."), "from 1 to 3"),
        (Ruling("hidden", "Because.", first=9), "from 1 to 3"),
        (Ruling("hidden", "Because.", first=2, last=1), "from 1 to 3"),
        (Ruling("corrected", "Because."), "Name the revision that set it right"),
        (Ruling("corrected", "Because.", fixed_in=2), "after revision 2"),
        (Ruling("credited", "Because.", fixed_in=99), "after revision 2"),
    ],
)
def test_a_decision_has_to_make_sense(article, ruling, sentence):
    report = make_report(article, number=2)
    with pytest.raises(NotDone, match=sentence):
        decide_report(actor=make_maintainer(), report=report, ruling=ruling)
    assert again(report).is_open and not report.decisions.exists()
    assert not Hiding.objects.exists()


def test_what_readers_see_is_not_hidden_and_nothing_is_decided_then(article):
    report = make_report(article, number=3)
    with pytest.raises(StillShown):
        make_decided(report, "hidden", first=3)
    assert again(report).is_open and not Hiding.objects.exists()


def test_a_report_is_decided_once(article):
    report = make_report(article)
    make_decided(report)
    with pytest.raises(NotDone, match="in the meantime"):
        make_decided(report, "credited", actor=make_maintainer("maintainer-2"))
    assert report.decisions.count() == 1


@pytest.mark.parametrize("who", ["visitor", "guest", "member", "of another topic"])
def test_only_maintainers_of_the_article_decide(article, who):
    article.topics.add(make_topic("energy"))
    make_validated(article)
    actor = {
        "visitor": Visitor(),
        "guest": make_guest(),
        "member": make_user("reader-1"),
        "of another topic": make_peer("of-water", make_topic("water")),
    }[who]
    report = make_report(article)
    with pytest.raises(NotAllowed, match="Only maintainers"):
        decide_report(actor=actor, report=report, ruling=Ruling("refused", "No."))
    assert again(report).is_open


@pytest.mark.parametrize("who", ["reporter", "author", "of the page"])
def test_nobody_decides_in_a_matter_of_their_own_unless_the_rules_say_so(article, who):
    maintainer = make_maintainer("copier-1")
    report = {
        "reporter": lambda: make_report(make_article("Other"), actor=maintainer),
        "author": lambda: make_report(article, number=2),
        "of the page": lambda: make_report(article),
    }[who]()
    with pytest.raises(NotAllowed, match="matter of their own"):
        make_decided(report, actor=maintainer)
    make_rules(own_decisions=True)
    assert make_decided(report, actor=maintainer).decisions.get().on_own


def test_a_maintainer_decides_about_a_revision_that_is_not_theirs(article):
    make_decided(make_report(article, number=2), actor=make_maintainer("contributor-2"))


def test_deciding_counts_as_using_the_role(article):
    make_decided(make_report(article))
    Maintainership.objects.update(since=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    Review.objects.all()._raw_delete("default")
    assert lapse_unused(now=timezone.now()) == []


# Objecting ------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["reporter", "guest who reported", "author", "author of the page"])
def test_those_whom_it_concerns_object_once(article, who):
    reporter = {"guest who reported": make_guest()}.get(who, make_user("reader-1"))
    number = 0 if who == "author of the page" else 2
    report = make_decided(make_report(article, actor=reporter, number=number))
    actor = {"author": make_user("copier-1"), "author of the page": make_user()}.get(who, reporter)
    waiting = objected(report, actor)
    assert list(LicenceReport.objects.objected_to()) == [waiting]
    told = Notice.objects.get(verdict="objected")
    assert (told.user.username, told.words) == ("maintainer-1", "Look at page 3.")
    with pytest.raises(NotDone, match="waits already"):
        objected(report, actor)
    ruling = Ruling("refused", "It is the same on page 3.")
    decide_objection(actor=make_maintainer("maintainer-2"), report=waiting, ruling=ruling)
    assert again(report).objected is None
    with pytest.raises(NotDone, match="objected once"):
        objected(report, actor)


@pytest.mark.parametrize("who", ["visitor", "another guest", "member", "author of something else"])
def test_nobody_else_objects(article, who):
    report = make_decided(make_report(article, actor=make_guest(), number=2))
    actor: Any = {
        "visitor": Visitor(),
        "another guest": Guest("guest-2026-000001"),
        "member": make_user("reader-1"),
        "author of something else": make_user("contributor-2"),
    }[who]
    with pytest.raises(NotAllowed):
        objected(report, actor)


def test_a_guest_does_not_object_for_a_member_of_the_same_name(article):
    report = make_decided(make_report(article, actor=make_user("reader-1"), number=2))
    with pytest.raises(NotAllowed):
        objected(report, Guest("reader-1"))


@pytest.mark.parametrize("text", ["", " \n", "x" * 2001])
def test_an_objection_has_words(article, text):
    report = make_decided(make_report(article, number=2))
    with pytest.raises(NotDone, match="Say what is wrong"):
        objected(report, make_user("copier-1"), text)


def test_there_is_nothing_to_object_to_before_a_decision(article):
    with pytest.raises(NotDone, match="Nobody has decided"):
        objected(make_report(article, number=2), make_user("copier-1"))


def test_a_decision_that_stands_changes_nothing(article):
    report = make_decided(make_report(article, number=2), "corrected", fixed_in=3)
    waiting = objected(report, make_user("copier-1"))
    other = make_maintainer("maintainer-2")
    decide_objection(actor=other, report=waiting, ruling=Ruling("corrected", "It is right."))
    assert again(report).outcome == "corrected"
    assert [one.fixed_in for one in report.decisions.order_by("pk")] == [3, 3]
    objection = report.objections.get()
    assert objection.answer.reason == "It is right." and not objection.changed_it
    actions = LogEntry.objects.in_area("report").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["report.uphold", "report.object", "report.stand"]


def test_text_that_should_not_have_been_hidden_is_shown_again(article):
    report = make_decided(make_report(article, number=2), "hidden", first=2)
    waiting = objected(report, make_user("copier-1"))
    ruling = Ruling("refused", "The book is in the public domain.")
    decide_objection(actor=make_maintainer("maintainer-2"), report=waiting, ruling=ruling)
    assert not is_hidden(article, 2) and again(report).outcome == "refused"
    assert report.objections.get().changed_it
    actions = LogEntry.objects.order_by("-pk").values_list("action", flat=True)
    assert list(actions[:2]) == ["report.change", "text.show"]


def test_text_that_should_have_been_hidden_is_hidden_then(article):
    report = make_decided(make_report(article, actor=make_user("reader-1"), number=2))
    waiting = objected(report, make_user("reader-1"))
    ruling = Ruling("hidden", "It is from a book.", first=2)
    decide_objection(actor=make_maintainer("maintainer-2"), report=waiting, ruling=ruling)
    assert is_hidden(article, 2) and again(report).outcome == "hidden"


def test_hiding_stays_where_the_decision_does(article):
    report = make_decided(make_report(article, number=2), "hidden", first=2)
    waiting = objected(report, make_user("copier-1"))
    ruling = Ruling("hidden", "It is from a book, see page 3.")
    decide_objection(actor=make_maintainer("maintainer-2"), report=waiting, ruling=ruling)
    assert is_hidden(article, 2) and Hiding.objects.count() == 1


@pytest.mark.parametrize("who", ["decided", "reported", "wrote it", "objects", "no maintainer"])
def test_another_maintainer_answers(article, who):
    reporter = make_maintainer("reporter-1")
    report = make_decided(make_report(article, actor=reporter, number=2))
    waiting = objected(report, make_user("copier-1"))
    make_maintainer("maintainer-2")
    actor = {
        "decided": make_maintainer(),
        "reported": reporter,
        "wrote it": make_maintainer("copier-1"),
        "objects": make_maintainer("copier-1"),
        "no maintainer": make_user("reader-1"),
    }[who]
    actor = User.objects.get(pk=actor.pk)
    assert not may_answer(actor, waiting)
    with pytest.raises(NotAllowed):
        decide_objection(actor=actor, report=waiting, ruling=Ruling("refused", "No."))
    assert again(report).objected is not None


def test_an_admin_who_decided_answers_where_nobody_else_may(article):
    admin = make_admin()
    Maintainership.objects.update(until=timezone.now())
    report = make_decided(make_report(article, number=2), actor=admin)
    waiting = objected(report, make_user("copier-1"))
    assert may_answer(admin, waiting)
    make_maintainer("maintainer-2")
    assert not may_answer(admin, waiting)


def test_an_objection_is_answered_once(article):
    report = make_decided(make_report(article, number=2))
    waiting = objected(report, make_user("copier-1"))
    decide_objection(
        actor=make_maintainer("maintainer-2"), report=waiting, ruling=Ruling("refused", "No.")
    )
    with pytest.raises(NotDone, match="in the meantime"):
        decide_objection(
            actor=make_maintainer("maintainer-3"),
            report=again(report),
            ruling=Ruling("credited", "Yes."),
        )


def test_who_hid_on_their_own_initiative_does_not_answer_the_objection(article):
    report = make_hidden(article, 2).report
    waiting = objected(report, make_user("copier-1"))
    make_maintainer("maintainer-2")
    assert not may_answer(make_maintainer(), waiting)
    ruling = Ruling("refused", "It was theirs.")
    decide_objection(actor=make_maintainer("maintainer-2"), report=waiting, ruling=ruling)
    assert not is_hidden(article, 2)


# By e-mail ------------------------------------------------------------------------------------


@pytest.fixture
def mail_server(settings):
    settings.EMAIL = {"EMAIL_HOST": "mail.example.org"}
    settings.SITE_ADDRESS = "https://wiki.example.org"


def test_who_leaves_an_address_gets_a_receipt_and_the_decision_and_is_forgotten(
    article, mail_server, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        report = make_report(
            article, actor=make_guest(), words="Buy my <b>book</b>!", email="a@example.org"
        )
        assert mail.outbox == []
    (receipt,) = mail.outbox
    assert receipt.to == ["a@example.org"]
    assert receipt.subject == f"[Commons] We have your report {report.pk}"
    assert f"https://wiki.example.org/reports/{report.pk}" in receipt.body
    assert "Buy" not in receipt.body
    with django_capture_on_commit_callbacks(execute=True):
        make_decided(report, reason="The licence allows it.")
    assert mail.outbox[1].subject == f"[Commons] Your report {report.pk} is decided"
    assert "not upheld" in mail.outbox[1].body
    assert again(report).email == ""


def test_without_a_mail_server_or_an_address_no_mail_is_written(
    article, settings, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        make_report(article, actor=make_guest(), email="a@example.org")
        settings.EMAIL = {"EMAIL_HOST": "mail.example.org"}
        make_report(article, actor=make_guest())
    assert mail.outbox == []


def test_an_address_is_forgotten_also_where_the_mail_could_not_be_sent(article):
    waiting = make_report(article, actor=make_guest(), email="a@example.org")
    decided = make_decided(make_report(article, actor=make_guest(), email="b@example.org"))
    call_command("keep_house")
    assert again(decided).email == "b@example.org"
    long_ago = timezone.now() - dt.timedelta(days=8)
    LicenceReport.objects.filter(pk=decided.pk).update(decided=long_ago)
    call_command("keep_house")
    assert (again(decided).email, again(waiting).email) == ("", "a@example.org")
