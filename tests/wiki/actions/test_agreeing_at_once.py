"""A proposal is carried out while others refuse, edit or carry it out: one after the other."""

import pytest

from tests.factories import fresh, make_edit, make_guest, make_maintainer, make_user
from tests.wiki.actions.test_saving_at_once import together
from tests.wiki.proposals import FIRST, SECOND, THIRD, again, agree, make_proposal, make_shared
from wiki.actions.carrying_out import carry_out
from wiki.actions.consents import agreement_on
from wiki.actions.errors import NotDone
from wiki.models import Article, Authorship, Consent, LicenceProposal, Notice, Revision

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 4


def agreed():
    proposal = make_proposal(make_shared())
    agree(proposal, "contributor-1", "contributor-2")
    return proposal


@pytest.mark.parametrize("_time", range(TIMES))
def test_a_refusal_in_the_same_moment_stops_it_or_comes_too_late(_time):
    proposal, author = agreed(), make_user()

    def work(index: int) -> None:
        if index:
            carry_out(actor=author, proposal=proposal)
        else:
            agree(proposal, "contributor-2", answer="refuses")

    (refused,) = together(2, work)
    assert isinstance(refused, NotDone)
    now = again(proposal)
    last = Consent.objects.filter(author_name="contributor-2").latest("pk")
    if last.answer == "refuses":
        assert now.is_open and now.article.licence.spdx == "CC-BY-SA-4.0"
        assert not Revision.objects.filter(kind="relicensing").exists()
    else:
        assert now.outcome == "carried_out" and now.article.licence.spdx == "CC0-1.0"


@pytest.mark.parametrize("_time", range(TIMES))
def test_no_word_of_an_edit_in_the_same_moment_is_put_under_a_licence_unasked(_time):
    proposal, author = agreed(), make_user()

    def work(index: int) -> None:
        if index:
            carry_out(actor=author, proposal=proposal)
        else:
            make_edit(proposal.article, FIRST + SECOND + THIRD, actor=make_guest())

    failures = together(2, work)
    assert all(isinstance(failure, NotDone) for failure in failures)
    assert fresh(proposal.article).text == FIRST + SECOND + THIRD
    relicensing = Revision.objects.filter(kind="relicensing").first()
    if relicensing is None:
        assert len(failures) == 1 and not agreement_on(again(proposal)).is_clear
    else:
        names = Revision.objects.filter(
            pk__in=Authorship.objects.get(pk=relicensing.pk).origins
        ).values_list("author_name", flat=True)
        assert set(names) == {"contributor-1", "contributor-2"}


def test_of_many_who_carry_it_out_at_once_one_does():
    proposal = agreed()
    actors = [make_user(), make_user("contributor-2"), make_user("contributor-9")]
    actors.append(make_maintainer())

    def work(index: int) -> None:
        carry_out(actor=actors[index], proposal=proposal)

    failures = together(len(actors), work)
    assert len(failures) == len(actors) - 1
    assert all(isinstance(failure, NotDone) for failure in failures)
    assert Revision.objects.filter(kind="relicensing").count() == 1
    assert Notice.objects.filter(user=actors[1], verdict="carried_out").count() <= 1


def test_of_many_who_propose_at_once_one_does():
    article = make_shared()
    actors = [make_user(f"contributor-{number}") for number in range(5, 9)]

    def work(index: int) -> None:
        make_proposal(article, actor=actors[index])

    failures = together(len(actors), work)
    assert len(failures) == len(actors) - 1
    assert all(isinstance(failure, NotDone) for failure in failures)
    assert LicenceProposal.objects.count() == 1
    assert Article.objects.get(pk=article.pk).licence.spdx == "CC-BY-SA-4.0"
