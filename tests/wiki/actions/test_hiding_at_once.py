"""Text hidden while others take it up, and reports made, decided and objected to at once."""

import pytest

from tests.factories import (
    fresh,
    make_article,
    make_decided,
    make_edit,
    make_guest,
    make_hidden,
    make_maintainer,
    make_report,
    make_user,
)
from tests.wiki.actions.test_saving_at_once import together
from wiki.actions import formatting
from wiki.actions.deciding_reports import Ruling, decide_report
from wiki.actions.drafts import Draft
from wiki.actions.editing import save_edit
from wiki.actions.errors import NotDone
from wiki.actions.hidden_text import TextIsHidden
from wiki.actions.hiding import StillShown
from wiki.actions.objecting import object_to_decision
from wiki.actions.reporting import Told, file_report
from wiki.actions.reverting import revert_to
from wiki.models import Article, Hiding, LicenceReport, ReportDecision, Revision

pytestmark = pytest.mark.django_db(transaction=True)
COPIED = "Copied from a book.\n"
MANY = 8


def make_taken_out() -> Article:
    """Revision 2 brought a copied text, 3 took it out."""
    article = make_article(text="One.\n")
    make_edit(article, COPIED, actor=make_user("copier-1"))
    make_edit(article, "Two.\n")
    return fresh(article)


def go_back(article: Article) -> None:
    revert_to(actor=make_user("other-1"), article=article, number=2, base=3)


def write_again(article: Article) -> None:
    save_edit(actor=make_user("other-1"), article=article, base=3, draft=Draft(COPIED))


@pytest.mark.parametrize("take_up", [go_back, write_again])
def test_what_is_hidden_while_its_text_is_formatted_is_not_taken_up(monkeypatch, take_up):
    article = make_taken_out()
    format_it = formatting.render
    make_user("other-1"), make_maintainer()

    def hidden_meanwhile(text, language):
        make_hidden(article, 2)
        return format_it(text, language)

    monkeypatch.setattr(formatting, "render", hidden_meanwhile)
    with pytest.raises(TextIsHidden):
        take_up(article)
    monkeypatch.undo()
    assert fresh(article).text == "Two.\n" and Hiding.objects.count() == 1


@pytest.mark.parametrize("take_up", [go_back, write_again])
def test_of_hiding_and_taking_up_at_the_same_time_one_is_done(take_up):
    article = make_taken_out()
    make_user("other-1"), make_maintainer()
    refused: list[str] = []

    def act(index: int) -> None:
        try:
            if index == 0:
                make_hidden(article, 2)
            else:
                take_up(article)
        except StillShown:
            refused.append("hiding")
        except TextIsHidden:
            refused.append("taking up")

    assert together(2, act) == []
    (loser,) = refused
    is_hidden = Revision.objects.get(article=article, number=2).is_hidden
    assert is_hidden is (loser == "taking up")
    assert fresh(article).text == ("Two.\n" if is_hidden else COPIED)
    assert Hiding.objects.count() == is_hidden


def test_of_many_who_hide_the_same_at_once_one_does():
    article = make_taken_out()
    maintainers = [make_maintainer(f"maintainer-{number}") for number in range(MANY)]

    def hide(index: int) -> None:
        make_hidden(article, 2, actor=maintainers[index])

    failures = together(MANY, hide)
    assert len(failures) == MANY - 1
    assert {str(failure) for failure in failures} == {
        "The text of these revisions is hidden already."
    }
    assert Hiding.objects.count() == LicenceReport.objects.count() == 1


def test_the_same_form_sent_many_times_at_once_makes_one_report():
    article = make_taken_out()
    told = Told("licence", "Not theirs.", key="a-form")
    made: list[int] = []

    def send(index: int) -> None:
        made.append(file_report(actor=make_guest(), article=article, told=told).pk)

    assert together(MANY, send) == []
    assert len(made) == MANY and set(made) == {LicenceReport.objects.get().pk}


def test_of_many_who_decide_on_one_report_at_once_one_does():
    article = make_taken_out()
    report = make_report(article, number=2)
    maintainers = [make_maintainer(f"maintainer-{number}") for number in range(MANY)]
    rulings = [Ruling("refused", "No."), Ruling("hidden", "Yes.", first=2)]

    def decide(index: int) -> None:
        decide_report(actor=maintainers[index], report=report, ruling=rulings[index % 2])

    failures = together(MANY, decide)
    assert len(failures) == MANY - 1 and all(isinstance(one, NotDone) for one in failures)
    decision = ReportDecision.objects.get()
    assert Hiding.objects.count() == (decision.outcome == "hidden")


def test_of_two_who_object_at_once_one_waits_for_the_other():
    article = make_taken_out()
    report = make_decided(make_report(article, actor=make_guest(), number=2))
    actors = [make_guest(), make_user("copier-1")]

    def object_to_it(index: int) -> None:
        object_to_decision(actor=actors[index], report=report, text="Look again.")

    (failure,) = together(2, object_to_it)
    assert "waits already" in str(failure)
    assert report.objections.count() == 1
