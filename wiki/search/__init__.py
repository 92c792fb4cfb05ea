"""Finding articles: one interface, two engines.

An index of its own that knows nothing of articles: the actions call `index` and what stands beside
it in their transactions, and whoever shows results loads the articles by id through what the reader
may see. It holds an article's latest text and, where that is another, its validated one; whoever
searches says of which articles the validated one counts. No query is wrong: quotation marks make a
phrase, all else is words, and what has no words finds nothing.
"""

from wiki.search.finding import (
    MAX_RESULTS,
    Completion,
    Hit,
    Results,
    complete,
    search,
    suggest,
)
from wiki.search.folding import fold, sort_key
from wiki.search.writing import drop_validated, index, keep_as_validated, reindex, remove

__all__ = [
    "MAX_RESULTS",
    "Completion",
    "Hit",
    "Results",
    "complete",
    "drop_validated",
    "fold",
    "index",
    "keep_as_validated",
    "reindex",
    "remove",
    "search",
    "sort_key",
    "suggest",
]
