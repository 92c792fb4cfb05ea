"""What the two engines have in common: the shapes they exchange with search, and their limits."""

from dataclasses import dataclass
from typing import NamedTuple, Protocol

from wiki.search.query import Query

MAX_KEY = 300  # characters of a title compared; an index of PostgreSQL takes 2,700 bytes
MAX_TEXT = 500_000  # characters of a text kept for excerpts
MAX_TOKENS = (
    400_000  # bytes of tokens indexed; a tsvector takes 1 MB, at worst 2.1 bytes for each of these
)
MAX_TITLES = 200  # candidates by the beginning of the title
MAX_FOUND = 1_000  # results by words, the same number for titles and for texts
MAX_RANKED = (
    3_000  # texts compared by relevance; a common word is in more, and ranking them is slow
)
MAX_SORTED = 10_000  # titles compared by length, which is fast


@dataclass(frozen=True)
class Document:
    """An article ready for an engine: clean title and text, the title's key, tokens of both."""

    article_id: int
    language: str
    title: str
    key: str
    text: str
    title_tokens: str
    text_tokens: str


class Title(NamedTuple):
    """A title that was found, with its key (see folding.title_key)."""

    article_id: int
    title: str
    language: str
    key: str


class Engine(Protocol):
    """An index in one kind of database. Every list is bounded, in an order that never varies."""

    def store(self, document: Document) -> None:
        """Index `document` in place of what was there for the same article."""

    def remove(self, article_id: int) -> None:
        """Forget an article; no error when it is unknown."""

    def titles_beginning(self, key: str, language: str | None, limit: int) -> list[Title]:
        """Titles whose key begins with `key`, in alphabetical order."""

    def titles_with(self, query: Query, language: str | None, limit: int) -> list[Title]:
        """Titles that have every term, the shortest first."""

    def titles_like(self, key: str, language: str | None, limit: int) -> list[Title]:
        """Titles that share most pieces of three characters with `key`."""

    def texts_with(self, query: Query, language: str | None, limit: int) -> list[int]:
        """Ids of articles whose title and text together have every term, the best first.

        When more than MAX_RANKED have them, the best of those that were created first.
        """
