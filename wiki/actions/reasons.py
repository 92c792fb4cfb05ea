"""Ready-made reasons: adding, changing and deleting them, each with a row of the public log."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from commons.log.record import record
from wiki.actions.errors import NotAllowed, NotDone
from wiki.models import ReadyReason
from wiki.models.person import Actor
from wiki.permissions import can_edit_reasons

FIELDS = ("language", "verdict", "title", "text", "position")


def add_reason(*, actor: Actor, values: Mapping[str, Any]) -> ReadyReason:
    """Adds a reason; `values` are fields out of FIELDS. Without a position it comes last.

    Raises NotAllowed, ValidationError for values that the fields do not take.
    """
    _require(actor)
    with transaction.atomic():
        ready = ReadyReason(**values)
        if not ready.position:
            same = ReadyReason.objects.filter(language=ready.language, verdict=ready.verdict)
            ready.position = (same.aggregate(last=Max("position"))["last"] or 0) + 1
        ready.full_clean()
        ready.save(force_insert=True)
        _record(actor, "reason.add", ready, None, _facts(ready))
        return ready


def change_reason(*, actor: Actor, ready: ReadyReason, changes: Mapping[str, Any]) -> ReadyReason:
    """Changes fields out of FIELDS; what stays the same is neither written nor logged.

    Verdicts that were given with the reason keep their words. Raises NotAllowed, NotDone,
    ValidationError.
    """
    _require(actor)
    with transaction.atomic():
        current = _locked(ready)
        before = _facts(current)
        changed = [name for name in FIELDS if changes.get(name, before[name]) != before[name]]
        if not changed:
            return current
        for name in changed:
            setattr(current, name, changes[name])
        current.full_clean()
        current.save(update_fields=changed)
        now = _facts(current)
        old, new = ({name: facts[name] for name in changed} for facts in (before, now))
        _record(actor, "reason.change", current, old, new)
        return current


def delete_reason(*, actor: Actor, ready: ReadyReason) -> None:
    """Deletes a reason; the log keeps its words. Raises NotAllowed, NotDone."""
    _require(actor)
    with transaction.atomic():
        current = _locked(ready)
        _record(actor, "reason.delete", current, _facts(current), None)
        current.delete()


def _require(actor: Actor) -> None:
    if not can_edit_reasons(actor):
        raise NotAllowed(_("Only maintainers change the ready-made reasons."))


def _locked(ready: ReadyReason) -> ReadyReason:
    current = ReadyReason.objects.select_for_update().filter(pk=ready.pk).first()
    if current is None:
        raise NotDone(_("Somebody else deleted this reason meanwhile."))
    return current


def _facts(ready: ReadyReason) -> dict[str, Any]:
    return {name: getattr(ready, name) for name in FIELDS}


def _record(
    actor: Actor,
    action: str,
    ready: ReadyReason,
    old: dict[str, Any] | None,
    new: dict[str, Any] | None,
) -> None:
    record(
        actor=actor,
        action=action,
        target=ready,
        target_label=ready.title,
        target_url=None if action == "reason.delete" else ready.get_absolute_url(),
        old=old,
        new=new,
    )
