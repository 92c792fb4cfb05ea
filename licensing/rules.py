"""What may be done with a licence, and the sentence that says why not.

Actions ask here before they write; forms ask here before they submit.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from licensing.matrix import CC0, LETTERS, Words
from licensing.models import Cell, Licence, Role
from licensing.ruling import forbids_changes, limits_commerce
from licensing.usage import is_in_use


class LicenceRefused(Exception):
    """An act that the rules do not allow; `message` says why and what to do, to a person."""

    def __init__(self, message: Words) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class LicenceInUse(LicenceRefused):
    """The act would take a licence away from under a text."""


class ReasonMissing(LicenceRefused):
    """The public log wants to know why."""

    def __init__(self) -> None:
        super().__init__(_("Say why: the reason is shown in the public log."))


class RuleMissing(LicenceRefused):
    """A cell of the matrix is a promise; somebody must be able to check where it comes from."""

    def __init__(self) -> None:
        super().__init__(_("Say where the rule comes from: which text, and which section of it."))


def refuse_silence(reason: str) -> None:
    """Raise ReasonMissing when no reason is given."""
    if not reason.strip():
        raise ReasonMissing


def refuse_role(licence: Licence | None, role: str) -> None:
    """Raise LicenceRefused for a role that is given or taken by an act of its own."""
    if role == Role.OFFERED:
        raise LicenceRefused(
            _("Save the licence as known, then offer it with the action of that name.")
        )
    if licence is not None and licence.role == Role.OFFERED:
        raise _refused(_("{name} is offered. Withdraw it first, then change its role."), licence)


def refuse_change(licence: Licence, changes: Mapping[str, Any], reason: str) -> None:
    """Raise what `change_licence` refuses: a role, an identifier in use, silence about one."""
    changed = {field for field, value in changes.items() if getattr(licence, field) != value}
    if "role" in changed:
        refuse_role(licence, changes["role"])
    if "is_open" in changed and licence.role == Role.OFFERED:
        raise _refused(
            _("{name} is offered, and only open licences are. Withdraw it first."), licence
        )
    if "spdx" in changed and is_in_use(licence):
        raise LicenceInUse(
            format_lazy(
                _(
                    "Some text is under {name}, so its identifier cannot change. Add the other "
                    "licence as a new one."
                ),
                name=licence.name,
            )
        )
    if "share_alike" in changed:
        _refuse_to_break_cells(licence, share_alike=changes["share_alike"])
    if changed and not reason.strip() and is_in_use(licence):
        raise ReasonMissing


def refuse_offer(licence: Licence) -> None:
    """Raise LicenceRefused unless the licence is known and open."""
    if licence.role == Role.OFFERED:
        raise _refused(_("{name} is already offered."), licence)
    if licence.role != Role.KNOWN:
        raise _refused(
            _(
                "{name} has the role “{role}” and cannot be offered. If that is wrong, change its "
                "role to “{known}” first and say why."
            ),
            licence,
            role=licence.get_role_display(),
            known=Role.KNOWN.label,
        )
    if licence.is_open is not True:
        raise _refused(
            _("{name} is not known to be open, and only open licences are offered."), licence
        )


def refuse_withdrawal(licence: Licence) -> None:
    """Raise LicenceRefused for a licence that is not offered, or that is the default."""
    if licence.role != Role.OFFERED:
        raise _refused(_("{name} is not offered."), licence)
    _refuse_default(licence)


def refuse_as_default(licence: Licence) -> None:
    """Raise LicenceRefused for a licence that writers could not choose."""
    if licence.role != Role.OFFERED:
        raise _refused(_("{name} is not offered. Offer it first."), licence)


def refuse_deletion(licence: Licence) -> None:
    """Raise LicenceRefused for the default, LicenceInUse for a licence that text stands under."""
    _refuse_default(licence)
    if is_in_use(licence):
        raise in_use(licence)
    if Cell.objects.filter(Q(source=licence) | Q(target=licence)).exists():
        raise _refused(
            _(
                "Cells of the matrix name {name}. Take them out first, so that the log says what "
                "they were."
            ),
            licence,
        )


def refuse_cell(source: Licence, target: Licence, letter: str, rule: str) -> None:
    """Raise LicenceRefused for a cell that would promise what the licences cannot mean.

    What holds of the base holds whatever admins add: CC0 goes everywhere, share-alike is never
    lost along any chain of steps, nothing under a licence for non-commercial use or without
    derivatives comes in.
    """
    if not rule.strip():
        raise RuleMissing
    if letter not in LETTERS:
        raise LicenceRefused(_("Choose one of the answers."))
    if source == target:
        raise _refused(
            _("{name} stays {name}: that needs no cell. Choose two different licences."), source
        )
    if source.spdx == CC0 and letter != "Y":
        raise _refused(_("{name} has no conditions: text under it may go into every page."), source)
    if letter != "N" and forbids_changes(source.spdx):
        raise _refused(
            _("{name} forbids changed versions: text under it cannot be adapted into any page."),
            source,
        )
    if letter != "N" and limits_commerce(source.spdx) and not limits_commerce(target.spdx):
        raise _limits_use(source, target)
    if letter == "Y":
        _refuse_to_allow(source, target)


def _limits_use(source: Licence, target: Licence) -> LicenceRefused:
    return _refused(
        _("{name} limits what text may be used for, and a page under {target} would not."),
        source,
        target=target.name,
    )


def _refuse_to_allow(source: Licence, target: Licence) -> None:
    # Those that limit something are not open; what is not known to be open promises nothing.
    if limits_commerce(source.spdx) or (source.is_open is False and target.is_open is not False):
        raise _limits_use(source, target)
    if source.share_alike and not target.share_alike:
        raise _refused(
            _(
                "What is made from text under {name} must stay under the same licence or one like "
                "it, and {target} does not ask for that of others."
            ),
            source,
            target=target.name,
        )


def _refuse_to_break_cells(licence: Licence, *, share_alike: bool) -> None:
    """Raise LicenceRefused when share-alike would be lost along a cell that allows a step."""
    allowed = Cell.objects.filter(letter="Y")
    if share_alike:
        broken = allowed.filter(source=licence, target__share_alike=False)
    else:
        broken = allowed.filter(target=licence, source__share_alike=True)
    if broken.exists():
        raise _refused(
            _(
                "Share-alike would be lost along a cell of the matrix that names {name}. Change "
                "that cell first."
            ),
            licence,
        )


def in_use(licence: Licence) -> LicenceInUse:
    """Return the refusal to delete a licence that text stands under."""
    return LicenceInUse(
        format_lazy(
            _(
                "Some text is under {name}, so it cannot be deleted. You can withdraw it "
                "instead: nobody can choose it any more, and text already under it stays under "
                "it."
            ),
            name=licence.name,
        )
    )


def _refuse_default(licence: Licence) -> None:
    if licence.is_default:
        raise _refused(
            _("{name} is the default of new articles. Choose another default first."), licence
        )


def _refused(sentence: Words, licence: Licence, **more: Any) -> LicenceRefused:
    return LicenceRefused(format_lazy(sentence, name=licence.name, **more))
