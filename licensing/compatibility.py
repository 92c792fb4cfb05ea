"""May text under one licence be adapted into a page under another? Pure: no database.

Not legal advice. Callers who act for a site ask `licensing.in_force` instead, which knows the
cells that its admins changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from licensing import reasons
from licensing.expressions import Alternative, Expression, LicenceUnreadable, read, single
from licensing.matrix import Words
from licensing.ruling import BASE, FROM_BEST_TO_WORST, Letter, Matrix, forbids_changes

__all__ = ["Answer", "LicenceUnreadable", "Part", "answer", "between", "may_adapt"]


@dataclass(frozen=True, slots=True)
class Part:
    """What is said of one licence on its way to one other: a cell of the matrix."""

    source: str
    target: str
    cell: Letter
    reason: Words
    source_of_rule: Words


@dataclass(frozen=True, slots=True)
class Answer:
    """What the licences say, in a letter and in words.

    `cell` is Y (yes, with notices), N (only with the consent of every rightsholder), V (only in
    two steps), R (not settled, people decide) or P (a work produced from data, with a notice).
    `allowed` is true for Y alone: P is about facts taken from data, not about running text.
    `obligations` is what must be kept when the text moves; `reason` says what one can do.

    `source` and `target` are what was asked about, as SPDX writes it. `chosen` holds the
    licences out of several that one takes the text under (one, unless the page stands under
    several, too); empty where there is nothing to choose or no choice helps. `decides` says who
    can say more: empty when the licences do. `parts` are the cells that the answer rests on.
    """

    cell: Letter
    allowed: bool
    reason: Words
    obligations: tuple[Words, ...]
    source_of_rule: Words
    source: str
    target: str
    chosen: tuple[str, ...]
    decides: Words
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class _Way:
    """The alternative that the text is taken under to reach one alternative of the page."""

    taken: Alternative
    reached: Alternative
    letter: Letter


def may_adapt(source: str, target: str, matrix: Matrix = BASE) -> Answer:
    """Say whether text under `source` may be adapted into a page under `target`.

    Both are SPDX ids or expressions. Raises LicenceUnreadable for what names no licence; a
    licence of the SPDX list that the matrix does not know is not settled (R).

    Text under `A OR B`: whoever takes it may choose, so the better answer counts. Under
    `A AND B`: both hold, so the worse one does. A page under `A OR B`: its readers may choose
    either, so the text must be allowed into each, for each under whatever it may be taken under,
    for its taker holds all the grants that were offered. A page under `A AND B` binds its readers
    to both at once, so the text must be allowed into both under one and the same choice. Text
    under `A AND B` may stay under just `A AND B`, whatever the two say of each other: nothing is
    added to it and nothing taken away.
    """
    given = read(source, matrix.canonical)
    wanted = read(target, matrix.canonical, of_page=True)
    return answer(given, wanted, matrix)


def between(source: str, target: str, matrix: Matrix = BASE) -> Answer:
    """The same for two identifiers of the site's own licences, which are not read: never raises."""
    given = single(source, matrix.canonical)
    wanted = single(target, matrix.canonical, of_page=True)
    return answer(given, wanted, matrix)


def answer(given: Expression, wanted: Expression, matrix: Matrix = BASE) -> Answer:
    """The same for expressions that were read: see `licensing.expressions`."""
    ways = [_best_way(given, reached, matrix) for reached in wanted.alternatives]
    cell = max((way.letter for way in ways), key=_rank)
    if cell != "Y":
        # One alternative of the page that the text does not reach is enough.
        ways = [next(way for way in ways if way.letter == cell)]
    parts = _parts(ways, cell, matrix)
    helps = cell in "YVP"
    taken = dict.fromkeys(way.taken for way in ways)
    chosen = tuple(" AND ".join(one) for one in taken) if given.offers_a_choice and helps else ()
    duties = [reasons.obligations(one, matrix) for alternative in taken for one in alternative]
    return Answer(
        cell=cell,
        allowed=cell == "Y",
        reason=_reason(given, cell, chosen, parts, matrix),
        obligations=tuple(dict.fromkeys(chain(*duties))) if cell in "YP" else (),
        source_of_rule=_joined(dict.fromkeys(part.source_of_rule for part in parts)),
        source=given.text,
        target=wanted.text,
        chosen=chosen,
        decides=reasons.who_decides(cell),
        parts=parts,
    )


def _rank(letter: Letter) -> int:
    return FROM_BEST_TO_WORST.index(letter)


def _best_way(given: Expression, reached: Alternative, matrix: Matrix) -> _Way:
    ways = (_Way(taken, reached, _letter(taken, reached, matrix)) for taken in given.alternatives)
    return min(ways, key=lambda way: _rank(way.letter))  # of equals, the one that stands first


def _letter(taken: Alternative, reached: Alternative, matrix: Matrix) -> Letter:
    """The worst letter between licences that hold together and others that hold together."""
    if _stays(taken, reached):
        return "Y"
    letters = {matrix.letter(source, target) for source in taken for target in reached}
    return max(letters, key=_rank)


def _stays(taken: Alternative, reached: Alternative) -> bool:
    return {*taken} == {*reached} and not any(map(forbids_changes, taken))


def _parts(ways: Iterable[_Way], cell: Letter, matrix: Matrix) -> tuple[Part, ...]:
    """The cells that decide: all of them when they allow it, else those with the letter."""
    pairs: dict[tuple[str, str], Letter] = {}
    for way in ways:
        if _stays(way.taken, way.reached):
            pairs.update({(one, one): "Y" for one in way.taken})
            continue
        for source in way.taken:
            for target in way.reached:
                pairs[source, target] = matrix.letter(source, target)
    return tuple(
        Part(
            source,
            target,
            letter,
            reasons.reason(letter, source, target, matrix),
            matrix.rule(source, target),
        )
        for (source, target), letter in pairs.items()
        if letter == cell
    )


def _reason(
    given: Expression,
    cell: Letter,
    chosen: tuple[str, ...],
    parts: tuple[Part, ...],
    matrix: Matrix,
) -> Words:
    """The sentence of the cell that decides, with what is to be chosen before it."""
    said: Words = parts[0].reason
    if cell == "Y" and len(parts) > 1:
        said = _("Each licence allows it: you can use the text if you do what each asks for.")
    if len(chosen) == 1:
        lead = _("Take the text under {chosen}.")
        return format_lazy("{} {}", format_lazy(lead, chosen=matrix.name(chosen[0])), said)
    if given.offers_a_choice and cell == "N":
        lead = _("None of the licences to choose from allows it.")
        return format_lazy("{} {}", lead, said)
    return said


def _joined(sentences: Iterable[Words]) -> Words:
    first, *others = sentences
    for other in others:
        first = format_lazy("{} {}", first, other)
    return first
