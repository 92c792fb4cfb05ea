"""Words whose author did not agree to a licence do not come back under it by an edit."""

import pytest

from tests.factories import fresh, make_edit, make_guest, make_user
from tests.wiki.proposals import FIRST, SECOND, THIRD, agree, make_proposal, make_shared, spdx
from wiki.actions.carrying_out import carry_out
from wiki.actions.errors import NotDone
from wiki.actions.pledging import give_pledge
from wiki.models import Revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def freed():
    """Under CC0, without the words of contributor-2, who refused."""
    article = make_shared()
    proposal = make_proposal(article)
    agree(proposal, "contributor-1")
    agree(proposal, "contributor-2", answer="refuses")
    make_edit(article, FIRST + THIRD, actor=make_user())
    carry_out(actor=make_user(), proposal=proposal)
    return fresh(article)


def test_words_of_who_refused_do_not_come_back_by_an_edit_of_somebody_else(freed):
    for actor in (make_user(), make_user("contributor-3"), make_guest()):
        with pytest.raises(NotDone) as refused:
            make_edit(freed, FIRST + THIRD + SECOND, actor=actor)
        for part in ("contributor-2", "CC-BY-SA-4.0", "CC0-1.0", "Write them anew", SECOND.strip()):
            assert part in refused.value.sentence
    assert fresh(freed).latest.number == freed.latest.number
    assert fresh(freed).text == FIRST + THIRD


def test_who_refused_may_bring_back_their_own(freed):
    revision = make_edit(freed, FIRST + THIRD + SECOND, actor=make_user("contributor-2"))
    assert revision.licence.spdx == "CC0-1.0"


def test_whoever_pledged_meanwhile_has_given_them(freed):
    give_pledge(actor=make_user("contributor-2"), licence=spdx("CC0-1.0"))
    assert make_edit(freed, FIRST + THIRD + SECOND, actor=make_user("contributor-3")).number == 5


def test_words_of_who_agreed_come_and_go(freed):
    make_edit(freed, THIRD, actor=make_user("contributor-3"))
    revision = make_edit(freed, FIRST + THIRD, actor=make_user("contributor-4"))
    assert revision.kind == Revision.Kind.EDIT


def test_the_same_thing_said_in_other_words_is_no_matter(freed):
    text = FIRST + THIRD + "\nCarpenters look after it.\n"
    assert make_edit(freed, text, actor=make_user("contributor-3")).number == 5


def test_where_the_licence_never_changed_all_words_come_back():
    article = make_shared()
    make_edit(article, FIRST, actor=make_user("contributor-3"))
    assert make_edit(article, FIRST + SECOND, actor=make_user("contributor-4")).number == 4
