"""The sentences of the matrix: why, what one can do, what must be kept, who decides. Pure."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from licensing.matrix import (
    BY3,
    BY4,
    BY_SA3,
    BY_SA4,
    CC0,
    ETALAB,
    FAL,
    GFDL,
    ODBL,
    ODC_BY,
    PDM,
    PPL,
    Words,
)
from licensing.ruling import Letter, Matrix, forbids_changes, limits_commerce


def reason(letter: Letter, source: str, target: str, matrix: Matrix) -> Words:
    """Say why a cell has its letter and what one can do; `source` and `target` are SPDX ids."""
    step = matrix.step(source, target) if letter == "V" else ""
    return format_lazy(
        _sentence(letter, source, target, step, matrix),
        source=matrix.name(source),
        target=matrix.name(target),
        step=matrix.name(step),
    )


def _sentence(letter: Letter, source: str, target: str, step: str, matrix: Matrix) -> Words:
    if letter == "Y":
        return _to_allow(source, target)
    if letter == "N":
        return _to_refuse(source, target, matrix)
    if letter == "V" and step:
        return _(
            "Text under {source} reaches {target} only in two steps: first adapt it into a page "
            "under {step}, and take it on from there."
        )
    if letter == "V":
        return _(
            "Text under {source} reaches {target} only in two steps. Ask a maintainer which page "
            "to adapt it into first."
        )
    if letter == "P":
        return _(
            "Write from the facts in the data in your own words, with a notice that names it; a "
            "larger part of the data itself stays under {source} and cannot be copied into a page "
            "under {target}."
        )
    return _(
        "Whether text under {source} may go into a page under {target} is not settled. Ask a "
        "maintainer, who decides in public, or write the passage anew in your own words and "
        "name the source."
    )


def _to_allow(source: str, target: str) -> Words:
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


def _to_refuse(source: str, target: str, matrix: Matrix) -> Words:
    if matrix.is_closed(source, target):
        return _(
            "This site takes in no text under {source}. Ask every author for another licence, or "
            "write the passage anew in your own words."
        )
    if forbids_changes(source):
        return _(
            "Under {source}, changed versions may not be shared. Ask every author for consent, "
            "quote a short passage as a quotation, or write it anew in your own words."
        )
    if limits_commerce(source) or source == PPL:
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
    if matrix.is_share_alike(source):
        return _(
            "What is made from text under {source} must stay under the same licence, and {target} "
            "is another. Put the page under a licence that {source} allows, ask every author for "
            "consent, or write the passage anew in your own words."
        )
    return _(
        "Text under {source} may not go into a page under {target}. Ask every author for consent, "
        "or write the passage anew in your own words."
    )


_CREDIT = _("Name the authors, the source and its licence, and link to them.")
_TITLE = _("Keep the title of the work.")
_CHANGES = _("Say what was changed.")
_NOTICE = _("Add a notice that names the database and its licence.")
_EVERY_AUTHOR = _("Name every author, and say where the originals are.")
_SOURCE_DATE = _("Name the source and the date of its last update.")
_HISTORY = (
    _("Name at least five of the main authors, or all if there are fewer."),
    _("Keep the history, the title and the notices, and add the text of the licence."),
)
_NONE = _("No condition: naming the authors is a courtesy, and a moral right in some countries.")
_OBLIGATIONS: dict[str, tuple[Words, ...]] = {
    CC0: (_NONE,),
    PDM: (_("No condition, but name the author where known: moral rights may remain."),),
    BY3: (_CREDIT, _TITLE, _CHANGES),
    BY4: (_CREDIT, _CHANGES),
    BY_SA3: (_CREDIT, _TITLE, _CHANGES),
    BY_SA4: (_CREDIT, _CHANGES, _("Add no terms that take away what the licence gives.")),
    FAL: (_EVERY_AUTHOR, _CHANGES),
    GFDL: _HISTORY,
    ETALAB: (_SOURCE_DATE,),
    ODBL: (_NOTICE,),
    ODC_BY: (_NOTICE,),
    PPL: (_CREDIT, _CHANGES),
}
# For licences that admins added, by what their row says of credit.
_BY_CREDIT: dict[str, tuple[Words, ...]] = {
    "none": (_NONE,),
    "author": (_CREDIT, _CHANGES),
    "author_title": (_CREDIT, _TITLE, _CHANGES),
    "every_author": (_EVERY_AUTHOR, _CHANGES),
    "source_date": (_SOURCE_DATE, _CHANGES),
    "notice": (_("Add a notice that names the source and its licence."),),
    "history": _HISTORY,
}


def obligations(source: str, matrix: Matrix) -> tuple[Words, ...]:
    """What the licence of a text asks of whoever moves it."""
    if source in _OBLIGATIONS:
        return _OBLIGATIONS[source]
    known = matrix.licences.get(source)
    return _BY_CREDIT.get(known.credit if known else "", (_CREDIT, _CHANGES))


def who_decides(letter: Letter) -> Words:
    """Who can say more than the licences do; empty where they say it all."""
    if letter == "R":
        return _("A maintainer, in public.")
    if letter == "N":
        return _("Every author of the text, by consent.")
    return ""
