"""Acts on the cells of the matrix: each is one transaction and one row of the public log.

The base stays in the code. A row laid over it says something else, or something where the base
says nothing; taken out again, the base counts.
"""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from commons.log.record import record
from licensing import rules
from licensing.models import Cell, Edition, Licence
from licensing.ruling import BASE, Ruling


@transaction.atomic
def change_cell(
    *, actor: Any, source: Licence, target: Licence, letter: str, rule: str, reason: str
) -> Cell | None:
    """Say what holds of text under `source` in pages under `target`, and where that is written.

    `letter` is Y, N, V, R or P as in `licensing.matrix`; `rule` and `reason` are public. What
    says the same as before is neither written nor logged; None where that is the base's word.
    Raises PermissionDenied, ReasonMissing, RuleMissing, and LicenceRefused for what the licences
    cannot mean.
    """
    _must_be_allowed(actor, "change")
    rules.refuse_silence(reason)
    rule = " ".join(rule.replace("\x00", "").split())
    source, target = _held(source, target)
    rules.refuse_cell(source, target, letter, rule)
    cell = Cell.objects.filter(source=source, target=target).first()
    before = _facts(source, target, cell)
    after = {"letter": letter, "rule": rule}
    if before == after:
        return cell
    cell = cell or Cell(source=source, target=target)
    cell.letter, cell.rule = letter, rule
    cell.full_clean()
    cell.save()
    _log(actor, "licence.cell", cell, before, after, reason)
    return cell


@transaction.atomic
def drop_cell(*, actor: Any, cell: Cell, reason: str) -> None:
    """Take out what was said of two licences: what the code says counts again, or nothing does.

    Raises PermissionDenied, ReasonMissing, and Cell.DoesNotExist when it is out already.
    """
    _must_be_allowed(actor, "delete")
    rules.refuse_silence(reason)
    _held(cell.source, cell.target)
    cell = Cell.objects.select_related("source", "target").get(pk=cell.pk)
    before = _facts(cell.source, cell.target, cell)
    after = _facts(cell.source, cell.target, None)
    _log(actor, "licence.cell_drop", cell, before, after, reason)
    cell.delete()


def said_by_the_base(source: Licence, target: Licence) -> Ruling | None:
    """What the code says of two licences, in the language of the site; None for nothing."""
    ruling = BASE.rulings.get((source.spdx, target.spdx))
    if ruling is None:
        return None
    with override(settings.LANGUAGE_CODE):
        return Ruling(ruling.letter, str(ruling.rule))


def _facts(source: Licence, target: Licence, cell: Cell | None) -> dict[str, str] | None:
    """What holds now, by the cell or else by the base, as the log keeps it."""
    if cell is not None:
        return {"letter": cell.letter, "rule": cell.rule}
    ruling = said_by_the_base(source, target)
    return {"letter": ruling.letter, "rule": str(ruling.rule)} if ruling is not None else None


def _held(source: Licence, target: Licence) -> tuple[Licence, Licence]:
    """Read both again and hold them, in one order, so that rules are judged on what is true."""
    keys = {source.pk, target.pk}
    rows = {
        row.pk: row
        for row in Licence.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    if rows.keys() != keys:
        raise rules.LicenceRefused(_("One of these licences is not here any more."))
    return rows[source.pk], rows[target.pk]


def _must_be_allowed(actor: Any, verb: str) -> None:
    if actor is not None and not actor.has_perm(f"licensing.{verb}_cell"):
        raise PermissionDenied(_("Only admins change licences."))


def _log(
    actor: Any,
    action: str,
    cell: Cell,
    old: dict[str, str] | None,
    new: dict[str, str] | None,
    reason: str,
) -> None:
    Edition.renew()
    ways = urlencode({"from": cell.source.spdx, "to": cell.target.spdx})
    record(
        actor=actor,
        action=action,
        target=cell,
        target_url=f"{reverse('licensing:may')}?{ways}",
        old=old,
        new=new,
        reason=reason,
    )
