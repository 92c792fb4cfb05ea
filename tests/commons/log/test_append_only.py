"""Rows of the log stay as they were written."""

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from commons.log.append_only import AppendOnly
from commons.log.models import LogEntry
from commons.log.record import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> LogEntry:
    return record(actor="guest-1", action="test.act", reason="As it was.")


def reason_of(entry: LogEntry) -> str:
    return LogEntry.objects.get(pk=entry.pk).reason


def test_a_row_cannot_be_saved_again(entry: LogEntry) -> None:
    entry.reason = "Rewritten."
    with pytest.raises(AppendOnly):
        entry.save()
    with pytest.raises(AppendOnly):
        entry.save(update_fields=["reason"])
    assert reason_of(entry) == "As it was."


def test_a_row_cannot_be_deleted(entry: LogEntry) -> None:
    with pytest.raises(AppendOnly):
        entry.delete()
    with pytest.raises(AppendOnly):
        LogEntry.objects.all().delete()
    assert LogEntry.objects.filter(pk=entry.pk).exists()


def test_rows_cannot_be_updated_through_a_queryset(entry: LogEntry) -> None:
    with pytest.raises(AppendOnly):
        LogEntry.objects.update(reason="Rewritten.")
    with pytest.raises(AppendOnly):
        LogEntry.objects.filter(pk=entry.pk).update(reason="Rewritten.")
    entry.reason = "Rewritten."
    with pytest.raises(AppendOnly):
        LogEntry.objects.bulk_update([entry], ["reason"])
    with pytest.raises(AppendOnly):
        LogEntry.objects.update_or_create(pk=entry.pk, defaults={"reason": "Rewritten."})
    assert reason_of(entry) == "As it was."


def test_rows_cannot_be_replaced_by_inserting_over_them(entry: LogEntry) -> None:
    twin = LogEntry(pk=entry.pk, action="test.act", area="test", reason="Rewritten.")
    with pytest.raises(AppendOnly):
        LogEntry.objects.bulk_create(
            [twin], update_conflicts=True, unique_fields=["id"], update_fields=["reason"]
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
    assert reason_of(entry) == "As it was."


def test_rows_can_be_inserted_many_at_once() -> None:
    rows = [LogEntry(action="test.act", area="test") for _ in range(3)]
    LogEntry.objects.bulk_create(rows)
    assert LogEntry.objects.in_area("test").count() == 3


def test_a_row_outlives_the_account_and_keeps_the_name() -> None:
    user = get_user_model().objects.create_user(username="contributor-1")
    entry = record(actor=user, action="test.act")
    user.delete()
    kept = LogEntry.objects.get(pk=entry.pk)
    assert kept.actor is None
    assert kept.actor_name == "contributor-1"
