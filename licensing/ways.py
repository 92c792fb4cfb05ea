"""Where text under a licence may go, and what may come into a page under it."""

from collections.abc import Iterable
from dataclasses import dataclass

from licensing.compatibility import Answer, between
from licensing.matrix import LETTERS, Words
from licensing.models import Licence, Role
from licensing.ruling import Matrix

# A page stands under a licence that writers choose, or under the one its text came with.
_OF_PAGES = (Role.OFFERED, Role.KNOWN, Role.IMPORT_ONLY)


@dataclass(frozen=True, slots=True)
class Way:
    """What the licences say of text on its way from or to another one; `word` says it short."""

    other: Licence
    answer: Answer
    word: Words


def ways_out(licence: Licence, known: Iterable[Licence], matrix: Matrix) -> list[Way]:
    """Return where text under the licence may go, for each other that pages stand under."""
    return [
        _way(other, between(licence.spdx, other.spdx, matrix))
        for other in known
        if other.pk != licence.pk and other.role in _OF_PAGES
    ]


def ways_in(licence: Licence, known: Iterable[Licence], matrix: Matrix) -> list[Way]:
    """Return what may come into a page under the licence, for each other one."""
    return [
        _way(other, between(other.spdx, licence.spdx, matrix))
        for other in known
        if other.pk != licence.pk
    ]


def _way(other: Licence, answer: Answer) -> Way:
    return Way(other, answer, LETTERS[answer.cell])
