"""Ready-made reasons: who writes them, and what the log keeps."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader

from commons.log.models import LogEntry
from tests.factories import make_guest, make_maintainer, make_user
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.reasons import add_reason, change_reason, delete_reason
from wiki.models import ReadyReason

pytestmark = pytest.mark.django_db

VALUES = {"language": "en", "verdict": "declined", "title": "Unclear", "text": "Say more."}


@pytest.fixture
def ready() -> ReadyReason:
    return add_reason(actor=make_maintainer(), values=VALUES)


def test_a_new_reason_comes_last_and_is_logged(ready):
    same = ReadyReason.objects.filter(language="en", verdict="declined")
    assert list(same)[-1] == ready
    entry = LogEntry.objects.latest("pk")
    assert (entry.action, entry.target_label) == ("reason.add", "Unclear")
    assert entry.new["text"] == "Say more."
    assert entry.target_url == f"/review/reasons#reason-{ready.pk}"


def test_a_change_is_logged_with_what_stood_there(ready):
    change_reason(actor=make_maintainer(), ready=ready, changes=VALUES | {"text": "Say why."})
    entry = LogEntry.objects.latest("pk")
    assert (entry.action, entry.old, entry.new) == (
        "reason.change",
        {"text": "Say more."},
        {"text": "Say why."},
    )
    logged = LogEntry.objects.count()
    change_reason(actor=make_maintainer(), ready=ready, changes={"text": "Say why."})
    assert LogEntry.objects.count() == logged


def test_a_deleted_reason_stays_in_the_log_and_cannot_be_changed(ready):
    delete_reason(actor=make_maintainer(), ready=ready)
    entry = LogEntry.objects.latest("pk")
    assert (entry.action, entry.old["text"], entry.target_url) == ("reason.delete", "Say more.", "")
    ready.pk = ready.pk or 10**6
    with pytest.raises(NotDone, match="deleted this reason"):
        change_reason(actor=make_maintainer(), ready=ready, changes={"text": "x"})


@pytest.mark.parametrize(
    "wrong",
    [
        {"language": "xx"},
        {"verdict": "withdrawn"},
        {"title": ""},
        {"title": "x" * 81},
        {"title": "No source"},  # there is one already
    ],
)
def test_what_the_fields_do_not_take_is_refused(wrong):
    before = ReadyReason.objects.count()
    with pytest.raises(ValidationError):
        add_reason(actor=make_maintainer(), values=VALUES | wrong)
    assert ReadyReason.objects.count() == before


@pytest.mark.parametrize("person", [make_guest, make_user])
def test_only_maintainers_write_them(ready, person):
    with pytest.raises(NotAllowed):
        add_reason(actor=person(), values=VALUES | {"title": "Mine"})
    with pytest.raises(NotAllowed):
        change_reason(actor=person(), ready=ready, changes={"text": "x"})
    with pytest.raises(NotAllowed):
        delete_reason(actor=person(), ready=ready)


def test_every_verdict_has_some_to_begin_with_in_each_language():
    kinds = set(ReadyReason.objects.values_list("language", "verdict"))
    verdicts = ("validated", "asked", "declined")
    assert kinds == {(language, verdict) for language in ("en", "fr") for verdict in verdicts}


def test_those_to_begin_with_can_be_unloaded_and_loaded_again(ready):
    """Through the migration's own functions; what maintainers wrote or changed stays."""
    migrations = MigrationLoader(connection).disk_migrations
    (found,) = [one for (app, name), one in migrations.items() if name.endswith("_ready_reasons")]
    (operation,) = [one for one in found.operations if isinstance(one, RunPython)]
    editor: Any = SimpleNamespace(connection=connection)
    assert operation.reverse_code is not None
    count = ReadyReason.objects.count()
    changed = ReadyReason.objects.get(language="en", title="A trial")
    change_reason(actor=make_maintainer(), ready=changed, changes={"text": "A trial, it seems."})
    operation.reverse_code(apps, editor)
    assert set(ReadyReason.objects.all()) == {ready, changed}
    operation.code(apps, editor)
    operation.code(apps, editor)
    assert ReadyReason.objects.count() == count
    changed.refresh_from_db()
    assert changed.text == "A trial, it seems."
