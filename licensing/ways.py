"""Where text under a licence may go, and what may come into a page under it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from licensing.compatibility import Answer, may_adapt
from licensing.models import Licence, Role

# A page stands under a licence that writers choose, or under the one its text came with.
_OF_PAGES = (Role.OFFERED, Role.KNOWN, Role.IMPORT_ONLY)


@dataclass(frozen=True, slots=True)
class Way:
    """What the licences say of text on its way from or to another one; `word` says it short."""

    other: Licence
    answer: Answer
    word: str


def ways_out(licence: Licence, known: Iterable[Licence]) -> list[Way]:
    """Return where text under the licence may go, for each other that pages stand under."""
    return [
        _way(other, may_adapt(licence.spdx, other.spdx))
        for other in known
        if other.pk != licence.pk and other.role in _OF_PAGES
    ]


def ways_in(licence: Licence, known: Iterable[Licence]) -> list[Way]:
    """Return what may come into a page under the licence, for each other one."""
    return [
        _way(other, may_adapt(other.spdx, licence.spdx))
        for other in known
        if other.pk != licence.pk
    ]


def _way(other: Licence, answer: Answer) -> Way:
    words = {
        "Y": _("yes"),
        "N": _("only if every author agrees"),
        "V": _("in two steps"),
        "R": _("not settled"),
        "P": _("facts only"),
    }
    return Way(other, answer, words[answer.cell])
