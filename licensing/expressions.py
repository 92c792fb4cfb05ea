"""Licence expressions as SPDX writes them: `CC-BY-SA-4.0 OR LAL-1.3`. Pure: no database.

Read into the alternatives that they leave: each is the licences that hold together, and whoever
takes the text chooses one alternative. `A AND (B OR C)` is A with B, or A with C.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from license_expression import ExpressionError, LicenseWithExceptionSymbol, Licensing

from licensing import spdx
from licensing.matrix import Words

LONGEST = 200  # characters of an expression
MOST_LICENCES = 20
DEEPEST = 10  # brackets in one another
MOST_ALTERNATIVES = 32

Alternative = tuple[str, ...]

_parser = Licensing()
_VERSIONED = re.compile(r"(?P<stem>.+?)-(?P<version>\d+(?:\.\d+)*)(?P<tail>(?:-.+)?)")
_SHOWN = 64  # characters of what was typed that a sentence says again


class LicenceUnreadable(Exception):
    """What was typed names no licence; `message` says what is wrong and what to write instead.

    `suggestions` are identifiers that may have been meant, the likeliest first.
    """

    def __init__(self, message: Words, suggestions: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.suggestions = suggestions

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True, slots=True)
class Expression:
    """One or more licences; `text` is the expression with identifiers as they are written."""

    text: str
    alternatives: tuple[Alternative, ...]

    @property
    def offers_a_choice(self) -> bool:
        return len(self.alternatives) > 1


def single(licence: str, known: Mapping[str, str], *, of_page: bool = False) -> Expression:
    """Return the expression that is one identifier of the site, which needs no reading."""
    return Expression(licence, _versions(licence, known, of_page))


def read(typed: str, known: Mapping[str, str], *, of_page: bool = False) -> Expression:
    """Return the expression that was typed. Raises LicenceUnreadable.

    `known` holds the identifiers of the site by their small letters; those of the SPDX list are
    known anyway. `+` after an identifier adds the later versions that the site knows, as do
    identifiers that end in -or-later; but for the licence of a page (`of_page`), one that the
    site knows stands for itself. A licence WITH an exception is a licence of its own.
    """
    text = " ".join(typed.split())
    if text.casefold() in known:
        return single(known[text.casefold()], known, of_page=of_page)
    _refuse_size(text)
    try:
        tree = _parser.parse(text, simple=True)
    except (ExpressionError, IndexError) as error:  # IndexError: for "()"
        raise _unreadable(text, known) from error
    if sum(1 for _leaf in _leaves(tree)) > MOST_LICENCES:
        raise LicenceUnreadable(
            format_lazy(
                _("There are too many licences in this: name {number} at most."),
                number=MOST_LICENCES,
            )
        )
    alternatives = _alternatives(tree, known, of_page)
    return Expression(_written(tree, known), tuple(dict.fromkeys(alternatives)))


def _refuse_size(text: str) -> None:
    if not text:
        raise LicenceUnreadable(_("Name a licence, such as CC-BY-SA-4.0."))
    if len(text) > LONGEST:
        raise LicenceUnreadable(
            format_lazy(
                _("This is too long: name licences in {number} characters at most."),
                number=LONGEST,
            )
        )
    depth = deepest = 0
    for character in text:
        depth += {"(": 1, ")": -1}.get(character, 0)
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        raise LicenceUnreadable(_("There are too many brackets in one another: write it simpler."))


def _unreadable(text: str, known: Mapping[str, str]) -> LicenceUnreadable:
    return _refusal(
        _(
            "“{typed}” cannot be read. Write one licence, such as CC-BY-SA-4.0, or several with "
            "AND, OR and brackets between them."
        ),
        text,
        known,
    )


def _refusal(sentence: Words, typed: str, known: Mapping[str, str]) -> LicenceUnreadable:
    """The refusal in a sentence, with what may have been meant."""
    meant = spdx.nearest(typed, known.values())
    if not meant:
        return LicenceUnreadable(format_lazy(sentence, typed=_short(typed)))
    both = format_lazy("{} {}", sentence, _("Did you mean one of these: {names}?"))
    names = ", ".join(meant)
    return LicenceUnreadable(format_lazy(both, typed=_short(typed), names=names), meant)


def _short(typed: str) -> str:
    return typed if len(typed) <= _SHOWN else f"{typed[:_SHOWN]}…"


def _leaves(tree: Any) -> Iterator[Any]:
    if isinstance(tree, _parser.AND | _parser.OR):
        for part in tree.args:
            yield from _leaves(part)
    else:
        yield tree


def _alternatives(tree: Any, known: Mapping[str, str], of_page: bool) -> list[Alternative]:
    if isinstance(tree, _parser.OR):
        found = [one for part in tree.args for one in _alternatives(part, known, of_page)]
    elif isinstance(tree, _parser.AND):
        found = [()]
        for part in tree.args:
            added = _alternatives(part, known, of_page)
            _refuse_many(len(found) * len(added))
            found = [tuple(dict.fromkeys([*one, *other])) for one, other in product(found, added)]
    else:
        found = list(_versions(_licence(tree, known), known, of_page))
    _refuse_many(len(found))
    return found


def _refuse_many(number: int) -> None:
    if number > MOST_ALTERNATIVES:
        raise LicenceUnreadable(
            _("This leaves too many licences to choose from: name fewer of them.")
        )


def _written(tree: Any, known: Mapping[str, str], *, inside: bool = False) -> str:
    """The expression again, with identifiers as they are written."""
    if not isinstance(tree, _parser.AND | _parser.OR):
        return _licence(tree, known)
    word = " AND " if isinstance(tree, _parser.AND) else " OR "
    written = word.join(_written(part, known, inside=True) for part in tree.args)
    return f"({written})" if inside else written


def _licence(symbol: Any, known: Mapping[str, str]) -> str:
    """The identifier of one licence as it is written. Raises LicenceUnreadable."""
    if isinstance(symbol, LicenseWithExceptionSymbol):
        licence = _identifier(symbol.license_symbol.key, known)
        exception = symbol.exception_symbol.key
        found = spdx.exceptions().get(exception.casefold())
        if found is None:
            sentence = _("The SPDX list has no exception “{typed}”.")
            raise LicenceUnreadable(format_lazy(sentence, typed=_short(exception)))
        return f"{licence} WITH {found}"
    return _identifier(symbol.key, known)


def _identifier(key: str, known: Mapping[str, str]) -> str:
    folded = key.casefold()
    found = known.get(folded) or spdx.identifiers().get(folded)
    if found is not None:
        return found
    if spdx.is_own(key):
        return key
    if folded.endswith("+"):
        return _or_later(key, known)
    raise _refusal(_("Neither this site nor the SPDX list knows a licence “{typed}”."), key, known)


def _or_later(key: str, known: Mapping[str, str]) -> str:
    """An identifier with a plus sign, which means something where there are versions."""
    licence = _identifier(key[:-1], known)
    match = _VERSIONED.fullmatch(licence)
    if licence.endswith("+") or match is None or match["tail"].endswith(("-only", "-or-later")):
        raise LicenceUnreadable(
            format_lazy(
                _("A plus sign says “or a later version”, which means nothing after {licence}."),
                licence=licence,
            ),
            (licence,),
        )
    return f"{licence}+"


def _versions(licence: str, known: Mapping[str, str], of_page: bool) -> tuple[Alternative, ...]:
    """The licence and, where it says “or later”, the later versions that the site knows.

    The licence with its plus sign stays an alternative: it stands for versions to come.
    """
    plain = licence.removesuffix("+")
    match = _VERSIONED.fullmatch(plain)
    says_or_later = plain != licence or licence.endswith("-or-later")
    if match is None or not says_or_later or (of_page and licence.casefold() in known):
        return ((licence,),)
    later = sorted(
        (_number(other["version"]), name)
        for name in known.values()
        if (other := _VERSIONED.fullmatch(name)) is not None
        and (other["stem"], other["tail"]) == (match["stem"], match["tail"])
        and _number(other["version"]) > _number(match["version"])
    )
    names = dict.fromkeys([plain, *(name for _version, name in later), licence])
    return tuple((name,) for name in names)


def _number(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))
