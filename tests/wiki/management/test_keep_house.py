"""`manage.py keep_house` does what the rules ask for when a time is over, once."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from commons.log.models import LogEntry
from tests.factories import make_topic
from tests.wiki.peers import make_candidacy, make_peer, make_rules
from wiki.models import Maintainership

pytestmark = pytest.mark.django_db


def keep_house() -> str:
    out = StringIO()
    call_command("keep_house", stdout=out)
    return out.getvalue().strip()


def test_due_candidacies_are_counted_and_unused_terms_lapse_once():
    candidacy = make_candidacy("peer-1", closed=True)
    unused = make_peer("maintainer-9", make_topic("water"))
    Maintainership.objects.filter(user=unused).update(since=timezone.now() - dt.timedelta(days=99))
    make_rules(unused_days=30)
    assert keep_house() == "Candidacies counted: 1. Maintainerships lapsed: 1."
    candidacy.refresh_from_db()
    assert candidacy.outcome == "refused"
    entries = LogEntry.objects.count()
    assert keep_house() == "Candidacies counted: 0. Maintainerships lapsed: 0."
    assert LogEntry.objects.count() == entries


def test_what_is_still_open_stays_open():
    candidacy = make_candidacy("peer-1")
    assert keep_house() == "Candidacies counted: 0. Maintainerships lapsed: 0."
    candidacy.refresh_from_db()
    assert candidacy.is_open
