"""The matrix in force on this site: what the texts say, and what its admins changed or added.

Each process keeps it and asks with one small query whether it was changed since.
"""

from dataclasses import replace
from functools import lru_cache
from typing import cast
from uuid import UUID

from django.utils.functional import lazystr

from licensing import compatibility
from licensing.compatibility import Answer
from licensing.matrix import NAMES, Words
from licensing.models import Cell, Edition, Licence
from licensing.ruling import BASE, Known, Letter, Matrix, Ruling

__all__ = ["Answer", "between", "edition_in_force", "matrix_in_force", "may_adapt", "may_take_in"]


def matrix_in_force() -> Matrix:
    """The matrix as it is now: one query, and two more after it was changed."""
    name = edition_in_force()
    return _read() if name is None else _kept(name)


def edition_in_force() -> UUID | None:
    """Names the matrix as it is now; answers that were made from it may be kept by this name."""
    return Edition.current()


def may_adapt(source: str, target: str) -> Answer:
    """Say whether text under `source` may be adapted into a page under `target` on this site.

    Both are SPDX ids or expressions. Raises LicenceUnreadable for what names no licence.
    """
    return compatibility.may_adapt(source, target, matrix_in_force())


def may_take_in(source: str, target: str) -> Answer:
    """The same for text from elsewhere, which some licences of the site are closed to."""
    closed = frozenset(Licence.objects.closed().values_list("spdx", flat=True))
    return compatibility.may_adapt(source, target, replace(matrix_in_force(), closed=closed))


def between(source: Licence, target: Licence) -> Answer:
    """The same for two licences of the site; never raises."""
    return compatibility.between(source.spdx, target.spdx, matrix_in_force())


@lru_cache(maxsize=2)
def _kept(name: UUID) -> Matrix:
    # The name was read before the rows: what is kept under it is as new as that, or newer, and
    # in the latter case nobody is given the old name any more.
    return _read()


def _read() -> Matrix:
    cells = Cell.objects.values_list("source__spdx", "target__spdx", "letter", "rule")
    rulings = {
        (source, target): Ruling(cast(Letter, letter), rule)
        for source, target, letter, rule in cells
    }
    licences = {licence.spdx: _known(licence) for licence in Licence.objects.all()}
    return BASE.with_changes(rulings, licences)


def _known(licence: Licence) -> Known:
    # The name of one that admins added follows the language, as its row does.
    name: Words = NAMES.get(licence.spdx) or lazystr(licence)
    return Known(name, licence.credit, licence.share_alike)
