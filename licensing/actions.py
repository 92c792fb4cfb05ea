"""Everything that changes a licence. Each act is one transaction and one row of the public log.

Actors are accounts with the permission for the model, or None when the system itself acts; an
account without it gets PermissionDenied. All but `reorder` want a reason, which is public. The
acts on cells of the matrix stand in `licensing.cells`.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from commons.log.record import record
from licensing import rules
from licensing.cells import change_cell, drop_cell
from licensing.models import Edition, Licence, Role
from licensing.rules import LicenceInUse, LicenceRefused, ReasonMissing, RuleMissing

# Position, default and being offered have acts of their own.
EDITABLE = (
    "spdx",
    "name_en",
    "name_fr",
    "url",
    "legal_url",
    "credit",
    "share_alike",
    "is_open",
    "role",
)


@transaction.atomic
def add_licence(*, actor: Any, values: Mapping[str, Any], reason: str) -> Licence:
    """Add a licence after the others; `values` are fields out of EDITABLE.

    Raises ValidationError for values that the fields do not take, LicenceRefused for a role that
    a new licence cannot have, ReasonMissing without a reason.
    """
    _must_be_allowed(actor, "add")
    _must_be_editable(values)
    rules.refuse_silence(reason)
    rules.refuse_role(None, values.get("role", Role.KNOWN))
    last = Licence.objects.aggregate(last=Max("position"))["last"] or 0
    licence = Licence(**values, position=last + 1)
    licence.full_clean()
    licence.save(force_insert=True)
    _log(actor, "licence.add", licence, None, _facts(licence), reason)
    return licence


@transaction.atomic
def change_licence(
    *, actor: Any, licence: Licence, changes: Mapping[str, Any], reason: str
) -> Licence:
    """Change properties or the role; what stays the same is neither written nor logged.

    Raises ValidationError for values that the fields do not take, ReasonMissing when the licence
    is in use and no reason is given, LicenceInUse for a new identifier of one in use,
    LicenceRefused for a role that only offering and withdrawing give and take.
    """
    _must_be_allowed(actor, "change")
    _must_be_editable(changes)
    licence = _held(licence)
    rules.refuse_change(licence, changes, reason)
    before = _facts(licence)
    changed = [field for field, value in changes.items() if before[field] != value]
    if not changed:
        return licence
    for field in changed:
        setattr(licence, field, changes[field])
    licence.full_clean()
    licence.save(update_fields=[*changed, "modified"])
    after = _facts(licence)
    _log(
        actor,
        "licence.change",
        licence,
        {field: before[field] for field in changed},
        {field: after[field] for field in changed},
        reason,
    )
    return licence


@transaction.atomic
def offer_licence(*, actor: Any, licence: Licence, reason: str) -> Licence:
    """Let writers choose a known licence; raises LicenceRefused for one that is not open."""
    _must_be_allowed(actor, "change")
    rules.refuse_silence(reason)
    licence = _held(licence)
    rules.refuse_offer(licence)
    return _set_role(actor, licence, Role.OFFERED, "licence.offer", reason)


@transaction.atomic
def withdraw_licence(*, actor: Any, licence: Licence, reason: str) -> Licence:
    """Stop offering a licence; what stands under it keeps it.

    Raises LicenceRefused for the default, and for a licence that is not offered.
    """
    _must_be_allowed(actor, "change")
    rules.refuse_silence(reason)
    licence = _held(licence)
    rules.refuse_withdrawal(licence)
    return _set_role(actor, licence, Role.KNOWN, "licence.withdraw", reason)


@transaction.atomic
def choose_default_licence(*, actor: Any, licence: Licence, reason: str) -> Licence:
    """Make an offered licence the one that new articles get; raises LicenceRefused otherwise."""
    _must_be_allowed(actor, "change")
    rules.refuse_silence(reason)
    # All rows in one order: two admins who choose at once wait for each other.
    rows = {row.pk: row for row in Licence.objects.select_for_update().order_by("pk")}
    chosen = rows[licence.pk]
    rules.refuse_as_default(chosen)
    before = next((row for row in rows.values() if row.is_default), None)
    if before == chosen:
        return chosen
    if before is not None:
        _set_default(before, False)
    _set_default(chosen, True)
    old = {"default": before.spdx if before else None}
    _log(actor, "licence.default", chosen, old, {"default": chosen.spdx}, reason)
    return chosen


@transaction.atomic
def reorder(*, actor: Any, positions: Mapping[str, int], reason: str = "") -> None:
    """Put licences at new positions, by SPDX identifier; ties are listed by identifier."""
    _must_be_allowed(actor, "change")
    rows = Licence.objects.select_for_update().filter(spdx__in=list(positions)).order_by("pk")
    moved = [row for row in rows if row.position != positions[row.spdx]]
    if not moved:
        return
    old = {row.spdx: row.position for row in moved}
    for row in moved:
        row.position = positions[row.spdx]
        row.save(update_fields=["position", "modified"])
    new = {row.spdx: row.position for row in moved}
    _log(actor, "licence.reorder", moved[0] if len(moved) == 1 else None, old, new, reason)


@transaction.atomic
def delete_licence(*, actor: Any, licence: Licence, reason: str) -> None:
    """Delete a licence that nothing stands under; raises LicenceInUse otherwise."""
    _must_be_allowed(actor, "delete")
    rules.refuse_silence(reason)
    licence = _held(licence)
    rules.refuse_deletion(licence)
    _log(actor, "licence.delete", licence, _facts(licence), None, reason)
    try:
        licence.delete()
    except (ProtectedError, RestrictedError) as error:
        # Somebody took it up between the look and the act.
        raise rules.in_use(licence) from error


def _set_role(actor: Any, licence: Licence, role: Role, action: str, reason: str) -> Licence:
    old, licence.role = licence.role, role.value
    licence.save(update_fields=["role", "modified"])
    _log(actor, action, licence, {"role": old}, {"role": role.value}, reason)
    return licence


def _set_default(licence: Licence, is_default: bool) -> None:
    licence.is_default = is_default
    licence.save(update_fields=["is_default", "modified"])


def _facts(licence: Licence) -> dict[str, Any]:
    return {field: getattr(licence, field) for field in EDITABLE}


def _log(
    actor: Any,
    action: str,
    licence: Licence | None,
    old: dict[str, Any] | None,
    new: dict[str, Any] | None,
    reason: str,
) -> None:
    Edition.renew()
    record(
        actor=actor,
        action=action,
        target=licence,
        # The identifier reads the same in every language, and a deleted licence has no page.
        target_label=licence.spdx if licence else "",
        target_url=None if action == "licence.delete" else "",
        old=old,
        new=new,
        reason=reason,
    )


def _held(licence: Licence) -> Licence:
    """Read the licence again and hold it, so that rules are judged on what is true now."""
    return Licence.objects.select_for_update().get(pk=licence.pk)


def _must_be_allowed(actor: Any, verb: str) -> None:
    if actor is not None and not actor.has_perm(f"licensing.{verb}_licence"):
        raise PermissionDenied(_("Only admins change licences."))


def _must_be_editable(values: Mapping[str, Any]) -> None:
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise ValueError(f"Not a property of a licence: {', '.join(sorted(unknown))}.")


__all__ = [
    "LicenceInUse",
    "LicenceRefused",
    "ReasonMissing",
    "RuleMissing",
    "add_licence",
    "change_cell",
    "change_licence",
    "choose_default_licence",
    "delete_licence",
    "drop_cell",
    "offer_licence",
    "reorder",
    "withdraw_licence",
]
