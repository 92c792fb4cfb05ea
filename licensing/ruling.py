"""The matrix as a thing to ask: which letter, and where it comes from. Pure: no database.

`BASE` is what the licence texts say and stands in the code. A site's own matrix is the base with
the cells that its admins changed or added laid over it: see `licensing.in_force`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple, cast

from django.utils.translation import gettext_lazy as _

from licensing.matrix import (
    CELLS,
    NAMES,
    SHARE_ALIKE,
    SOURCE_OF_CELL,
    SOURCE_OF_ROW,
    TARGETS,
    Words,
)

Letter = Literal["Y", "N", "V", "R", "P"]
# Of two licences that hold at once the worse letter counts, of two to choose from the better one.
FROM_BEST_TO_WORST = "YVPRN"
# As they stand in identifiers of the SPDX list.
_NON_COMMERCIAL = frozenset({"NC", "NCGL", "NONCOMMERCIAL"})


class Ruling(NamedTuple):
    """What a cell says, and the source of the rule."""

    letter: Letter
    rule: Words


class Known(NamedTuple):
    """What is known of a licence: its name in a sentence, the credit it asks for, share-alike.

    `credit` is a value of `licensing.models.CreditRule`; empty for those of the base, whose
    obligations are written down one by one.
    """

    name: Words
    credit: str = ""
    share_alike: bool = False


@lru_cache(maxsize=1024)
def _elements(spdx: str) -> frozenset[str]:
    return frozenset(re.split(r"[^A-Z0-9.]+", spdx.upper()))


def limits_commerce(spdx: str) -> bool:
    """Whether the identifier names a licence for non-commercial use alone: CC-BY-NC-3.0."""
    return not _NON_COMMERCIAL.isdisjoint(_elements(spdx))


def forbids_changes(spdx: str) -> bool:
    """Whether the identifier names a licence without derivatives: CC-BY-ND-2.0."""
    return "ND" in _elements(spdx)


@dataclass(frozen=True, eq=False)
class Matrix:
    """Cells by source and target, and the licences that have a name here, by SPDX id.

    Three things hold whatever the cells say: text stays under its licence without a bridge,
    nothing under a licence without derivatives goes anywhere, and nothing under a licence for
    non-commercial use goes into a page that is for every use. `closed` holds the licences under
    which the site takes in no text.
    """

    rulings: Mapping[tuple[str, str], Ruling]
    licences: Mapping[str, Known]
    closed: frozenset[str] = frozenset()

    @cached_property
    def canonical(self) -> Mapping[str, str]:
        """Identifiers as they are written, by their small letters."""
        return {spdx.casefold(): spdx for spdx in self.licences}

    def letter(self, source: str, target: str) -> Letter:
        """The letter for text under `source` in a page under `target`; R where nothing is said."""
        return "N" if self.is_closed(source, target) else self._texts_say(source, target)

    def is_closed(self, source: str, target: str) -> bool:
        """Whether it is the site, and not the licences, that says no."""
        return source in self.closed and self._texts_say(source, target) != "N"

    def _texts_say(self, source: str, target: str) -> Letter:
        if forbids_changes(source):
            return "N"
        if source == target:
            return "Y"
        if limits_commerce(source) and not limits_commerce(target):
            return "N"
        found = self.rulings.get((source, target))
        letter: Letter = found.letter if found is not None else "R"
        return "R" if limits_commerce(source) and letter == "Y" else letter

    def rule(self, source: str, target: str) -> Words:
        """Where the letter comes from."""
        if self.is_closed(source, target):
            return _CLOSED
        found = self.rulings.get((source, target))
        if found is not None and found.letter == self.letter(source, target):
            return found.rule
        if forbids_changes(source) or limits_commerce(source):
            kept = source == target and not forbids_changes(source)
            return _THE_SAME if kept else SOURCE_OF_ROW.get(source, _SAID_BY_ITS_NAME)
        return _THE_SAME if source == target else _("No source is known.")

    def step(self, source: str, target: str) -> str:
        """A licence by which text under `source` reaches `target` in two steps; "" for none."""
        ways = (
            between
            for between in self.licences
            if between not in (source, target)
            and self.letter(source, between) == "Y"
            and self.letter(between, target) == "Y"
        )
        return next(ways, "")

    def name(self, spdx: str) -> Words:
        """What a licence is called in a sentence; the identifier itself when unknown."""
        known = self.licences.get(spdx)
        return known.name if known is not None else spdx

    def is_share_alike(self, spdx: str) -> bool:
        """Whether what is made from text under it stays under it, as far as is known."""
        known = self.licences.get(spdx)
        return known is not None and known.share_alike

    def with_changes(
        self,
        rulings: Mapping[tuple[str, str], Ruling],
        licences: Mapping[str, Known] | None = None,
    ) -> "Matrix":
        """This matrix with other cells laid over it, and with what else is known of licences."""
        return replace(
            self,
            rulings={**self.rulings, **rulings},
            licences={**self.licences, **(licences or {})},
        )


_CLOSED = _("The role that the licence has on this site.")
_THE_SAME = _("The licence stays the same.")
_SAID_BY_ITS_NAME = _("Its identifier says so: NC is for non-commercial use, ND without changes.")

BASE = Matrix(
    rulings={
        (source, target): Ruling(
            cast(Letter, letter), SOURCE_OF_CELL.get((source, target)) or SOURCE_OF_ROW[source]
        )
        for (source, target), letter in CELLS.items()
        # What stays under its licence is told from what the cells say.
        if not (source == target and source in TARGETS)
    },
    licences={spdx: Known(name, share_alike=spdx in SHARE_ALIKE) for spdx, name in NAMES.items()},
)
