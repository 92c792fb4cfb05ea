"""Licences in plain words: what one may do, what is asked in return, and why a role. Pure.

Said from the properties, so that a licence added later is explained too; what is particular to
one licence stands beside. A help to read the licence, not a substitute for it.
"""

from typing import Protocol

from django.utils.translation import gettext_lazy as _

from licensing.matrix import CC0, ETALAB, GFDL, ODBL, ODC_BY, PDM, PPL, Words
from licensing.ruling import forbids_changes, limits_commerce


class LicenceProperties(Protocol):
    """What the words are said from; `Licence` rows have it."""

    @property
    def spdx(self) -> str: ...
    @property
    def credit(self) -> str: ...
    @property
    def share_alike(self) -> bool: ...
    @property
    def is_open(self) -> bool | None: ...
    @property
    def role(self) -> str: ...


_ASKED_AS_CREDIT: dict[str, Words] = {
    "author": _(
        "Name the authors and the licence, link to the text and to the licence, and say what you "
        "changed."
    ),
    "author_title": _(
        "Name the authors, the title and the licence, link to the text and to the licence, and "
        "say what you changed."
    ),
    "every_author": _(
        "Name every author and the licence, say where the original is and what you changed."
    ),
    "source_date": _("Name the source and the date of its last update."),
    "notice": _("Add a notice that names the database and its licence."),
    "history": _(
        "Name the main authors, keep the history and the notices, and add the text of the licence."
    ),
}
_SUMMARIES: dict[str, Words] = {
    CC0: _(
        "The authors gave up their rights as far as the law lets them: everyone may do anything "
        "with the text."
    ),
    PDM: _(
        "A label for works that nobody has rights in any more. It is not a licence and gives no "
        "warranty."
    ),
    PPL: _(
        "Commons, cooperatives and non-profits may use it for any purpose; companies that hire "
        "labour may not use it commercially."
    ),
    ODBL: _("Anyone may use the database; changed versions of it stay under the same licence."),
    ODC_BY: _("Anyone may use the database for any purpose, with a notice that names it."),
}


def summary(licence: LicenceProperties) -> Words:
    """Return one sentence that says what the licence comes down to."""
    if licence.spdx in _SUMMARIES:
        return _SUMMARIES[licence.spdx]
    if forbids_changes(licence.spdx):
        return _("The text may be shared only as it is: nobody may publish a changed version.")
    if limits_commerce(licence.spdx):
        return _("The text may be shared and changed, but not for commercial purposes.")
    if licence.share_alike:
        return _(
            "Anyone may use, share and change the text for any purpose, with credit, and what they "
            "make from it stays as free as it was."
        )
    if licence.credit == "none":
        return _("Anyone may use, share and change the text for any purpose.")
    return _("Anyone may use, share and change the text for any purpose, with credit.")


def what_one_may_do(licence: LicenceProperties) -> list[Words]:
    """Return what the licence allows, one sentence each."""
    if licence.spdx == PPL:
        return [
            _("Copy, share and change it for non-commercial purposes."),
            _("Use it commercially if you are a cooperative or a collective owned by its workers."),
        ]
    if limits_commerce(licence.spdx):
        share: Words = _("Copy and share it, as long as it is not for commercial purposes.")
    else:
        share = _("Copy and share it, anywhere and for any purpose, commercial ones included.")
    if forbids_changes(licence.spdx):
        return [share]
    return [share, _("Change it, translate it and build on it.")]


def what_is_asked(licence: LicenceProperties) -> list[Words]:
    """Return what the licence asks in return, one sentence each; never empty."""
    asked: list[Words] = []
    if licence.credit in _ASKED_AS_CREDIT:
        asked.append(_ASKED_AS_CREDIT[licence.credit])
    else:
        asked.append(_("Nothing. Naming the authors is a courtesy, and here they are named."))
    if licence.share_alike and not forbids_changes(licence.spdx):
        asked.append(
            _("Publish what you make from it under the same licence, or one it calls compatible.")
        )
    if forbids_changes(licence.spdx):
        asked.append(_("Do not publish changed versions."))
    if licence.spdx.upper().startswith("CC-BY"):
        asked.append(_("Add no terms and no technical locks that take these rights from others."))
    return asked


def why_this_role(licence: LicenceProperties) -> Words:
    """Return why writers here may, or may not, publish under the licence."""
    if forbids_changes(licence.spdx):
        return _(
            "Refused here: a wiki lives by changing what others wrote, and this licence does not "
            "allow it. It does not meet the Open Definition."
        )
    if limits_commerce(licence.spdx):
        return _(
            "Refused here: it limits what the text may be used for, which cuts it off from the "
            "open licences. It does not meet the Open Definition."
        )
    if licence.spdx == PPL:
        return _(
            "Described because it is part of the debate on the commons, never offered: it limits "
            "who may use the text commercially, and does not meet the Open Definition."
        )
    if licence.spdx in (ODBL, ODC_BY) and licence.role.startswith("import"):
        return _(
            "Made for databases: write from the facts in them with a notice; their tables are not "
            "copied here."
        )
    return _BY_SPDX.get((licence.spdx, licence.role), _BY_ROLE.get(licence.role, ""))


_BY_SPDX: dict[tuple[str, str], Words] = {
    (PDM, "import_only"): _(
        "For text from elsewhere that is in the public domain: a label, under which nobody "
        "publishes new text."
    ),
    (ETALAB, "import_only"): _(
        "For text from French public bodies; it can be adapted into pages under CC BY 4.0 or "
        "CC BY-SA 4.0."
    ),
    (GFDL, "import_off"): _(
        "Switched off: text under it can go into no page under another licence. An admin may "
        "switch it on for imported text."
    ),
}
_BY_ROLE: dict[str, Words] = {
    "offered": _("Offered to everyone who writes here."),
    "known": _("Known here; an admin may offer it."),
    "import_only": _("For text brought in from elsewhere, which keeps the licence it came with."),
    "import_off": _("For text brought in from elsewhere; an admin has to switch it on first."),
    "described": _("Described for information; nobody publishes under it here."),
    "refused": _("Refused here: no text under it is taken in."),
}
