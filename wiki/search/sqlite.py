"""The index in SQLite: FTS5 tables beside SearchEntry (see schema)."""

from typing import Any

from django.db import connections

from wiki.search.engine import MAX_RANKED, MAX_SORTED, Document, Title
from wiki.search.query import Query, Term, forms

TITLE_WEIGHT = 10.0  # a word in the title counts as much as so many in the text
LAST_CHARACTER = "\U0010ffff"


class SQLiteEngine:
    """See engine.Engine. FTS5 has no stemmer for French: plurals are tried one by one instead."""

    def __init__(self, alias: str) -> None:
        self.alias = alias

    def store(self, document: Document) -> None:
        article_id = document.article_id
        self.remove(article_id)
        self._run(
            "INSERT INTO wiki_searchentry (article_id, language, title, title_key, text) "
            "VALUES (%s, %s, %s, %s, %s)",
            [article_id, document.language, document.title, document.key, document.text],
        )
        self._run(
            "INSERT INTO wiki_search_text (rowid, title, text) VALUES (%s, %s, %s)",
            [article_id, document.title_tokens, document.text_tokens],
        )
        self._run(
            "INSERT INTO wiki_search_title (rowid, title) VALUES (%s, %s)",
            [article_id, document.title_tokens],
        )
        self._run(
            "INSERT INTO wiki_search_near (rowid, title) VALUES (%s, %s)",
            [article_id, f" {document.key} "],
        )

    def remove(self, article_id: int) -> None:
        self._run("DELETE FROM wiki_searchentry WHERE article_id = %s", [article_id])
        # The trigger has done the same; a table whose trigger got lost must not double its words.
        self._run("DELETE FROM wiki_search_text WHERE rowid = %s", [article_id])
        self._run("DELETE FROM wiki_search_title WHERE rowid = %s", [article_id])
        self._run("DELETE FROM wiki_search_near WHERE rowid = %s", [article_id])

    def titles_beginning(self, key: str, language: str | None, limit: int) -> list[Title]:
        rows = self._run(
            "SELECT article_id, title, language, title_key FROM wiki_searchentry "
            "WHERE title_key >= %s AND title_key < %s AND (%s IS NULL OR language = %s) "
            "ORDER BY title_key, article_id LIMIT %s",
            [key, key + LAST_CHARACTER, language, language, limit],
        )
        return [Title(*row) for row in rows]

    def titles_with(self, query: Query, language: str | None, limit: int) -> list[Title]:
        rows = self._run(
            "SELECT article_id, e.title, language, title_key FROM ("
            "SELECT rowid FROM wiki_search_title WHERE wiki_search_title MATCH %s LIMIT %s"
            ") AS found JOIN wiki_searchentry AS e ON e.article_id = found.rowid "
            "WHERE (%s IS NULL OR language = %s) "
            "ORDER BY length(title_key), title_key, article_id LIMIT %s",
            [_match(query), MAX_SORTED, language, language, limit],
        )
        return [Title(*row) for row in rows]

    def titles_like(self, key: str, language: str | None, limit: int) -> list[Title]:
        padded = f" {key} "
        pieces = {padded[at : at + 3] for at in range(len(padded) - 2)}
        if not pieces:
            return []
        rows = self._run(
            "SELECT article_id, e.title, language, title_key FROM wiki_search_near "
            "JOIN wiki_searchentry AS e ON e.article_id = wiki_search_near.rowid "
            "WHERE wiki_search_near MATCH %s AND (%s IS NULL OR language = %s) "
            "ORDER BY bm25(wiki_search_near), article_id LIMIT %s",
            [" OR ".join(map(_quoted, sorted(pieces))), language, language, limit],
        )
        return [Title(*row) for row in rows]

    def texts_with(self, query: Query, language: str | None, limit: int) -> list[int]:
        rows = self._run(
            "SELECT article_id FROM ("
            "SELECT article_id, bm25(wiki_search_text, %s, 1.0) AS cost FROM wiki_search_text "
            "JOIN wiki_searchentry ON article_id = wiki_search_text.rowid "
            "WHERE wiki_search_text MATCH %s AND (%s IS NULL OR language = %s) "
            "ORDER BY wiki_search_text.rowid LIMIT %s"
            ") ORDER BY cost, article_id LIMIT %s",
            [TITLE_WEIGHT, _match(query), language, language, MAX_RANKED, limit],
        )
        return [row[0] for row in rows]

    def _run(self, sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
        with connections[self.alias].cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall() if cursor.description else []


def _match(query: Query) -> str:
    """The terms in FTS5's syntax. They hold letters, digits and marks only, and are quoted, too."""
    return " AND ".join(map(_term, query.terms))


def _term(term: Term) -> str:
    if term.prefix:
        return f"{_quoted(term.text)} *"
    if term.literal:
        return _quoted(term.text)
    return f"({' OR '.join(map(_quoted, forms(term.text)))})"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
