"""Finding articles: one interface, two engines.

An index of its own, keyed by article id, that knows nothing of articles: the actions call `index`
and `remove` in their transactions, and whoever shows results loads the articles by id through what
the reader may see. No query is wrong: quotation marks make a phrase, all else is words, and what
has no words finds nothing.
"""

from wiki.search.finding import (
    MAX_RESULTS,
    Completion,
    Hit,
    Results,
    complete,
    index,
    reindex,
    remove,
    search,
    suggest,
)
from wiki.search.folding import fold, sort_key

__all__ = [
    "MAX_RESULTS",
    "Completion",
    "Hit",
    "Results",
    "complete",
    "fold",
    "index",
    "reindex",
    "remove",
    "search",
    "sort_key",
    "suggest",
]
