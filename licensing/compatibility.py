"""May text under one licence be adapted into a page under another? Pure: no database.

Not legal advice. Identifiers are single SPDX ids today; anything else, an SPDX expression
included, counts as unknown and therefore as unsettled, which is the safe answer.
"""

from dataclasses import dataclass
from typing import Literal, cast

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from licensing.matrix import (
    BY3,
    BY4,
    BY_SA3,
    BY_SA4,
    CC0,
    CELLS,
    ETALAB,
    FAL,
    GFDL,
    NAMES,
    NC,
    ND,
    ODBL,
    ODC_BY,
    PDM,
    PPL,
    SOURCE_OF_CELL,
    SOURCE_OF_ROW,
    Words,
    name_of,
)

Cell = Literal["Y", "N", "V", "R", "P"]

_CANONICAL = {spdx.casefold(): spdx for spdx in NAMES}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the licences say, in a letter and in words.

    `cell` is Y (yes, with notices), N (only with the consent of every rightsholder), V (only in
    two steps), R (not settled, people decide) or P (a work produced from data, with a notice).
    `allowed` is true for Y alone: P is about facts taken from data, not about running text.
    `obligations` is what must be kept when the text moves; `reason` says what one can do.
    """

    cell: Cell
    allowed: bool
    reason: Words
    obligations: tuple[Words, ...]
    source_of_rule: Words


def may_adapt(source: str, target: str) -> Answer:
    """Say whether text under `source` may be adapted into a page under `target` (SPDX ids)."""
    source = _CANONICAL.get(source.casefold(), source)
    target = _CANONICAL.get(target.casefold(), target)
    cell = _cell(source, target)
    return Answer(
        cell=cell,
        allowed=cell == "Y",
        reason=format_lazy(
            _reason(cell, source, target), source=name_of(source), target=name_of(target)
        ),
        obligations=_obligations(source, target) if cell in "YP" else (),
        source_of_rule=_source_of_rule(source, target),
    )


def _cell(source: str, target: str) -> Cell:
    if source == target:
        # Whatever the licence, text that stays under it needs no bridge; but under a licence
        # that forbids adaptations nobody may share a changed text.
        return "N" if source in ND else "Y"
    return cast(Cell, CELLS.get((source, target), "R"))


def _source_of_rule(source: str, target: str) -> Words:
    if source == target and source not in ND:
        return _("The licence stays the same.")
    known = SOURCE_OF_CELL.get((source, target))
    if known is None and (source, target) in CELLS:
        known = SOURCE_OF_ROW[source]
    return known or _("No source is known.")


def _reason(cell: Cell, source: str, target: str) -> Words:
    """Choose the sentence of a cell; `{source}` and `{target}` are filled in by the caller."""
    if cell == "Y":
        return _reason_to_allow(source, target)
    if cell == "V":
        return _(
            "Text under {source} reaches {target} only in two steps: first adapt it into a page "
            "under CC BY-SA 4.0, and take it on from there."
        )
    if cell == "P":
        return _(
            "Write from the facts in the data in your own words, with a notice that names it; a "
            "larger part of the data itself stays under {source} and cannot be copied into a page "
            "under {target}."
        )
    if cell == "R":
        return _(
            "Whether text under {source} may go into a page under {target} is not settled. Ask a "
            "maintainer, who decides in public, or write the passage anew in your own words and "
            "name the source."
        )
    return _reason_to_refuse(source, target)


def _reason_to_allow(source: str, target: str) -> Words:
    if source == target:
        return _("The licence stays {target}: you can use the text and keep the credit.")
    if source == CC0:
        return _("Text under {source} may go into a page under {target}: you can use it freely.")
    if source == PDM:
        return _(
            "Text in the public domain may go into a page under {target}; make sure that it is "
            "in the public domain, then you can use it."
        )
    if source == BY_SA3:
        return _(
            "You can use the text in a page under {target} if you adapt it; copied word for word "
            "it stays under {source}."
        )
    return _("You can use the text in a page under {target} if you keep the credit and notices.")


def _reason_to_refuse(source: str, target: str) -> Words:
    if source in ND:
        return _(
            "Under {source}, changed versions may not be shared. Ask every author for consent, "
            "quote a short passage as a quotation, or write it anew in your own words."
        )
    if source in NC or source == PPL:
        return _(
            "Under {source}, commercial use is limited, and {target} promises that there is no "
            "such limit. Ask every author for consent, or write the passage anew in your own "
            "words."
        )
    if target == CC0:
        return _(
            "Text under {source} comes with conditions that only its authors can lift, and "
            "{target} has none. Ask every author for consent, or write the passage anew in your "
            "own words."
        )
    if source == GFDL:
        return _(
            "Text under {source} may only go into a page under the same licence. Ask every author "
            "for consent, or write the passage anew in your own words."
        )
    if source == BY_SA4 and target == BY_SA3:
        return _(
            "{source} allows later versions of itself, not the older {target}. Put the page under "
            "{source}, ask every author for consent, or write the passage anew in your own words."
        )
    return _(
        "What is made from text under {source} must stay under the same licence, and {target} is "
        "another. Put the page under a licence that {source} allows, ask every author for "
        "consent, or write the passage anew in your own words."
    )


_CREDIT = _("Name the authors, the source and its licence, and link to them.")
_CHANGES = _("Say what was changed.")
_OBLIGATIONS: dict[str, tuple[Words, ...]] = {
    CC0: (_("None. Naming the authors is a courtesy, and a moral right in some countries."),),
    PDM: (_("None. Name the author where known: moral rights may remain."),),
    BY3: (_CREDIT, _("Keep the title of the work."), _CHANGES),
    BY4: (_CREDIT, _CHANGES),
    BY_SA3: (_CREDIT, _("Keep the title of the work."), _CHANGES),
    BY_SA4: (_CREDIT, _CHANGES, _("Add no terms that take away what the licence gives.")),
    FAL: (_("Name every author, and say where the originals are."), _CHANGES),
    GFDL: (
        _("Name at least five of the main authors, or all if there are fewer."),
        _("Keep the history, the title and the notices, and add the text of the licence."),
    ),
    ETALAB: (_("Name the source and the date of its last update."),),
    ODBL: (_("Add a notice that names the database and its licence."),),
    ODC_BY: (_("Add a notice that names the database and its licence."),),
    PPL: (_CREDIT, _CHANGES),
}


def _obligations(source: str, target: str) -> tuple[Words, ...]:
    """Return what the licence of the text asks of whoever moves it."""
    return _OBLIGATIONS.get(source, (_CREDIT, _CHANGES))
