"""What the two engines have in common: the shapes they exchange with search, and their limits."""

from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

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
    """A text ready for an engine: clean title and text, the title's key, tokens of both.

    `id` is that of its SearchEntry.
    """

    id: int
    language: str
    title: str
    key: str
    text: str
    title_tokens: str
    text_tokens: str


@dataclass(frozen=True)
class Scope:
    """What is searched: a language (None: all), and of each article the text that counts.

    `counts` is SQL on a row of SearchEntry under the name `entry`.
    """

    language: str | None
    counts: str
    parameters: tuple[Any, ...]

    def condition(self) -> tuple[str, list[Any]]:
        """SQL for both, the cheaper first, and its parameters."""
        if self.language is None:
            return self.counts, [*self.parameters]
        return f"language = %s AND {self.counts}", [self.language, *self.parameters]


class Title(NamedTuple):
    """A title that was found, with its key (see folding.title_key); `id` is its SearchEntry's."""

    id: int
    title: str
    language: str
    key: str

    @property
    def article_id(self) -> int:
        return abs(self.id)


class Engine(Protocol):
    """An index in one kind of database. Every list is bounded, in an order that never varies."""

    def store(self, document: Document) -> None:
        """Index `document` in place of what was there under the same id."""

    def copy(self, source: int, target: int) -> bool:
        """Index what stands under one id under another, too; False when something is there."""

    def remove(self, entry_id: int) -> None:
        """Forget a text; no error when it is unknown."""

    def titles_beginning(self, key: str, scope: Scope, limit: int) -> list[Title]:
        """Titles whose key begins with `key`, in alphabetical order."""

    def titles_with(self, query: Query, scope: Scope, limit: int) -> list[Title]:
        """Titles that have every term, the shortest first."""

    def titles_like(self, key: str, scope: Scope, limit: int) -> list[Title]:
        """Titles that share most pieces of three characters with `key`."""

    def texts_with(self, query: Query, scope: Scope, limit: int) -> list[int]:
        """Ids of entries whose title and text together have every term, the best first.

        When more than MAX_RANKED have them, the best of the first by id.
        """
