"""The identifiers of the SPDX list, and which of them somebody may have meant. Pure.

The list comes with the library that reads expressions, so that it is as new as the library.
"""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from itertools import chain
from typing import Any

from license_expression import get_license_index

# Identifiers that anybody may make up: they name a licence, but no list knows which.
_OWN = re.compile(r"(DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+", re.ASCII)
_LONGEST_GUESSED = 64
_GUESSES = 3


@cache
def identifiers() -> Mapping[str, str]:
    """Licences of the list, deprecated ones, too, as they are written; by their small letters."""
    return _listed(is_exception=False)


@cache
def exceptions() -> Mapping[str, str]:
    """What may follow WITH, as it is written, by its small letters."""
    return _listed(is_exception=True)


def _listed(*, is_exception: bool) -> dict[str, str]:
    index: list[dict[str, Any]] = get_license_index()
    names = chain.from_iterable(
        [entry.get("spdx_license_key"), *entry.get("other_spdx_license_keys", [])]
        for entry in index
        if bool(entry.get("is_exception")) is is_exception
    )
    return {
        name.casefold(): name
        for name in names
        if name and not is_own(name) and re.fullmatch(r"[A-Za-z0-9.+-]+", name)
    }


def is_own(name: str) -> bool:
    """Whether it is an identifier of somebody's own, such as LicenseRef-Charter."""
    return _OWN.fullmatch(name) is not None


def nearest(typed: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return up to three identifiers that may have been meant, those of `known` first."""
    if len(typed) > _LONGEST_GUESSED:
        return ()
    looked_for = re.sub(r"[\s_-]+", "-", typed.strip()).casefold()
    ours = {spdx.casefold(): spdx for spdx in known}
    listed = {**identifiers(), **ours}
    if looked_for in listed:
        return (listed[looked_for],)
    begins = [name for name in listed if looked_for and name.startswith(looked_for)]
    close = get_close_matches(looked_for, listed, _GUESSES)
    found = dict.fromkeys([*begins, *close])
    ranked = sorted(found, key=lambda name: name not in ours)  # stable: otherwise as found
    return tuple(listed[name] for name in ranked[:_GUESSES])
