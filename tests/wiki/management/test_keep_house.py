"""`manage.py keep_house` does what the rules ask for when a time is over, once."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from commons.log.models import LogEntry
from tests.factories import make_topic
from tests.wiki.peers import make_candidacy, make_peer, make_rules
from wiki.actions.leaving import warn_unused
from wiki.actions.ruling import note_settings
from wiki.models import Maintainership
from wiki.models.server_settings import server_settings

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noted() -> None:
    """What the server is set to is in the log, as on a site that has been started before."""
    note_settings(found=server_settings())


NOTHING = "Candidacies counted: 0. Maintainerships lapsed: 0. Maintainers warned: 0."


def keep_house() -> str:
    out = StringIO()
    call_command("keep_house", stdout=out)
    return out.getvalue().strip()


def test_due_candidacies_are_counted_and_unused_terms_lapse_once():
    candidacy = make_candidacy("peer-1", closed=True)
    unused = make_peer("maintainer-9", make_topic("water"))
    Maintainership.objects.filter(user=unused).update(since=timezone.now() - dt.timedelta(days=99))
    make_rules(unused_days=30)
    warn_unused(now=timezone.now() - dt.timedelta(days=15))
    assert keep_house() == (
        "Candidacies counted: 1. Maintainerships lapsed: 1. Maintainers warned: 0."
    )
    candidacy.refresh_from_db()
    assert candidacy.outcome == "refused"
    entries = LogEntry.objects.count()
    assert keep_house() == NOTHING
    assert LogEntry.objects.count() == entries


def test_what_is_still_open_stays_open():
    candidacy = make_candidacy("peer-1")
    assert keep_house() == NOTHING
    candidacy.refresh_from_db()
    assert candidacy.is_open


def test_maintainers_are_warned_before_their_term_lapses_once():
    unused = make_peer("maintainer-9", make_topic("water"))
    Maintainership.objects.filter(user=unused).update(since=timezone.now() - dt.timedelta(days=99))
    make_rules(unused_days=30)
    assert keep_house() == NOTHING.replace("warned: 0", "warned: 1")
    assert unused.notices.get().kind == "lapse"
    assert keep_house() == NOTHING
    assert Maintainership.objects.in_force().filter(user=unused).exists()


def test_what_the_server_is_set_to_is_noted_when_it_changed(settings):
    settings.GUESTS_MAY_EDIT = False
    assert keep_house().endswith("What the server is set to is noted in the public log.")
    assert LogEntry.objects.latest("pk").new["guests_may_edit"] is False
    assert keep_house() == NOTHING
