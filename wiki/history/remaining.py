"""Passages of a text that are from certain revisions, with the words around them. Pure: no ORM."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .authorship import Token, tokens_of

# So many characters of the same line are shown before and after a passage, for it to be found.
AROUND = 40


class Passage(NamedTuple):
    """Words in a row, and what stands before and after them in their lines."""

    before: str
    text: str
    after: str


class Passages(NamedTuple):
    """The first passages of one owner, and how many there are in all."""

    shown: list[Passage]
    number: int


def passages_of(
    text: str, origins: Sequence[int], owners: Mapping[int, int], longest: int, most: int
) -> dict[int, Passages]:
    """Return for each owner the first `most` passages that stand in the text.

    `origins` has one revision for each word and mark, `owners` says whose a revision is; words of
    others are left out. A passage is shown with `longest` characters at most. Raises ValueError
    when there are more or fewer origins than words and marks.
    """
    runs: dict[int, list[tuple[Token, Token]]] = {owner: [] for owner in owners.values()}
    before = None
    for token, origin in zip(tokens_of(text), origins, strict=True):
        owner = owners.get(origin)
        if owner is not None and owner == before:
            runs[owner][-1] = (runs[owner][-1][0], token)
        elif owner is not None:
            runs[owner].append((token, token))
        before = owner
    return {
        owner: Passages([_passage(text, *run, longest) for run in found[:most]], len(found))
        for owner, found in runs.items()
    }


def _passage(text: str, first: Token, last: Token, longest: int) -> Passage:
    start, end = first.start, last.start + len(last.text)
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    words = text[start:end]
    if len(words) > longest:
        words = f"{words[: longest - 1]}…"
    before, after = text[line_start:start], text[end:line_end]
    return Passage(
        f"…{before[-AROUND:]}" if len(before) > AROUND else before,
        words,
        f"{after[:AROUND]}…" if len(after) > AROUND else after,
    )
