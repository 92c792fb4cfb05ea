"""Which words of a text stand in another one, with whoever wrote them there. Pure: no ORM."""

from collections import defaultdict
from collections.abc import Sequence

from .authorship import TOKENS_TO_MOVE, WORDS_TO_RECALL, Brought, is_word, tokens_of

# Places in the other text that are tried for each beginning of a run. A text that says the same
# over and over has more; then the longest run from one of the first is good enough.
PLACES = 8


def taken_over(
    new_text: str, other_text: str, other_origins: Sequence[int], *, at_least: int = TOKENS_TO_MOVE
) -> list[Brought]:
    """Return the runs of at least so many tokens of `new_text` that stand in `other_text`, too.

    From left to right, at each place the longest; no token is in two. `other_origins` has one key
    for each token of the other text: each run has those from there. Marks alone are no run, nor
    are fewer words than say by themselves where they came from.
    """
    news = [token.text for token in tokens_of(new_text)]
    others = [token.text for token in tokens_of(other_text)]
    if len(other_origins) != len(others):
        raise ValueError("There is one origin for each token of the other text.")
    places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(others) - at_least + 1):
        waiting = places[tuple(others[at : at + at_least])]
        if len(waiting) < PLACES:
            waiting.append(at)
    found: list[Brought] = []
    at = 0
    while at <= len(news) - at_least:
        sizes = {
            one: _length(news, at, others, one)
            for one in places.get(tuple(news[at : at + at_least]), [])
        }
        if not sizes:
            at += 1
            continue
        start = max(sizes, key=sizes.__getitem__)
        size = sizes[start]
        if sum(map(is_word, news[at : at + size])) >= min(at_least, WORDS_TO_RECALL):
            found.append(Brought(at, list(other_origins[start : start + size])))
        at += size
    return found


def _length(news: Sequence[str], at: int, others: Sequence[str], start: int) -> int:
    """How many tokens from these two places on are the same."""
    size = 0
    longest = min(len(news) - at, len(others) - start)
    while size < longest and news[at + size] == others[start + size]:
        size += 1
    return size
