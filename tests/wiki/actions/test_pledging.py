"""Pledges: once, for every article, in public, and for good."""

import pytest

from commons.log.models import LogEntry
from tests.factories import make_guest, make_user
from tests.wiki.proposals import spdx
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.pledging import end_pledge, give_pledge, may_be_pledged
from wiki.models import Pledge, Visitor

pytestmark = pytest.mark.django_db


def test_all_text_of_ones_own_can_be_given_under_the_freest_licences_and_no_other():
    assert [licence.spdx for licence in may_be_pledged()] == ["CC0-1.0", "CC-BY-4.0"]
    for licence in may_be_pledged():
        give_pledge(actor=make_user(), licence=licence)
    with pytest.raises(NotDone, match="Choose one of the licences"):
        give_pledge(actor=make_user(), licence=spdx("CC-BY-SA-4.0"))
    assert Pledge.objects.count() == 2
    assert LogEntry.objects.filter(action="pledge.give").count() == 2


def test_a_pledge_is_made_once_and_ends_once():
    licence = spdx("CC0-1.0")
    give_pledge(actor=make_user(), licence=licence)
    with pytest.raises(NotDone, match="made this pledge already"):
        give_pledge(actor=make_user(), licence=licence)
    assert end_pledge(actor=make_user(), licence=licence).ended is not None
    with pytest.raises(NotDone, match="made no such pledge"):
        end_pledge(actor=make_user(), licence=licence)
    give_pledge(actor=make_user(), licence=licence)
    assert Pledge.objects.filter(ended=None).count() == 1
    assert Pledge.objects.count() == 2


def test_nobody_pledges_for_others_or_without_an_account():
    give_pledge(actor=make_user(), licence=spdx("CC0-1.0"))
    with pytest.raises(NotDone, match="made no such pledge"):
        end_pledge(actor=make_user("contributor-2"), licence=spdx("CC0-1.0"))
    closed = make_user("contributor-3", is_active=False)
    for actor in (Visitor(), make_guest(), closed):
        with pytest.raises(NotAllowed, match="Sign in"):
            give_pledge(actor=actor, licence=spdx("CC0-1.0"))


def test_a_pledge_outlives_the_account():
    give_pledge(actor=make_user(), licence=spdx("CC0-1.0"))
    make_user().delete()
    pledge = Pledge.objects.get()
    assert pledge.user is None and pledge.user_name == "contributor-1"
