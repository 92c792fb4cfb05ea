"""The index in SQLite: FTS5 tables beside SearchEntry (see schema)."""

from typing import Any

from django.db import connections

from wiki.search.engine import MAX_RANKED, MAX_SORTED, Document, Scope, Title
from wiki.search.query import Query, Term, forms

TITLE_WEIGHT = 10.0  # a word in the title counts as much as so many in the text
LAST_CHARACTER = "\U0010ffff"
TABLES = {
    "wiki_search_text": "title, text",
    "wiki_search_title": "title",
    "wiki_search_near": "title",
}


class SQLiteEngine:
    """See engine.Engine. FTS5 has no stemmer for French: plurals are tried one by one instead."""

    def __init__(self, alias: str) -> None:
        self.alias = alias

    def store(self, document: Document) -> None:
        self.remove(document.id)
        self._run(
            "INSERT INTO wiki_searchentry (id, language, title, title_key, text) "
            "VALUES (%s, %s, %s, %s, %s)",
            [document.id, document.language, document.title, document.key, document.text],
        )
        self._run(
            "INSERT INTO wiki_search_text (rowid, title, text) VALUES (%s, %s, %s)",
            [document.id, document.title_tokens, document.text_tokens],
        )
        self._run(
            "INSERT INTO wiki_search_title (rowid, title) VALUES (%s, %s)",
            [document.id, document.title_tokens],
        )
        self._run(
            "INSERT INTO wiki_search_near (rowid, title) VALUES (%s, %s)",
            [document.id, f" {document.key} "],
        )

    def copy(self, source: int, target: int) -> bool:
        if self._run("SELECT 1 FROM wiki_searchentry WHERE id = %s", [target]):
            return False
        self._run(
            "INSERT INTO wiki_searchentry (id, language, title, title_key, text) "
            "SELECT %s, language, title, title_key, text FROM wiki_searchentry WHERE id = %s",
            [target, source],
        )
        for table, columns in TABLES.items():
            self._run(
                f"INSERT INTO {table} (rowid, {columns}) "
                f"SELECT %s, {columns} FROM {table} WHERE rowid = %s",
                [target, source],
            )
        return True

    def remove(self, entry_id: int) -> None:
        self._run("DELETE FROM wiki_searchentry WHERE id = %s", [entry_id])
        # The trigger has done the same; a table whose trigger got lost must not double its words.
        self._run("DELETE FROM wiki_search_text WHERE rowid = %s", [entry_id])
        self._run("DELETE FROM wiki_search_title WHERE rowid = %s", [entry_id])
        self._run("DELETE FROM wiki_search_near WHERE rowid = %s", [entry_id])

    def titles_beginning(self, key: str, scope: Scope, limit: int) -> list[Title]:
        condition, parameters = scope.condition()
        rows = self._run(
            "SELECT id, title, language, title_key FROM wiki_searchentry AS entry "
            f"WHERE title_key >= %s AND title_key < %s AND {condition} "
            "ORDER BY title_key, id LIMIT %s",
            [key, key + LAST_CHARACTER, *parameters, limit],
        )
        return [Title(*row) for row in rows]

    def titles_with(self, query: Query, scope: Scope, limit: int) -> list[Title]:
        condition, parameters = scope.condition()
        rows = self._run(
            "SELECT entry.id, entry.title, language, title_key FROM ("
            "SELECT rowid FROM wiki_search_title WHERE wiki_search_title MATCH %s LIMIT %s"
            ") AS found JOIN wiki_searchentry AS entry ON entry.id = found.rowid "
            f"WHERE {condition} "
            "ORDER BY length(title_key), title_key, entry.id LIMIT %s",
            [_match(query), MAX_SORTED, *parameters, limit],
        )
        return [Title(*row) for row in rows]

    def titles_like(self, key: str, scope: Scope, limit: int) -> list[Title]:
        padded = f" {key} "
        pieces = {padded[at : at + 3] for at in range(len(padded) - 2)}
        if not pieces:
            return []
        condition, parameters = scope.condition()
        rows = self._run(
            "SELECT entry.id, entry.title, language, title_key FROM wiki_search_near "
            "JOIN wiki_searchentry AS entry ON entry.id = wiki_search_near.rowid "
            f"WHERE wiki_search_near MATCH %s AND {condition} "
            "ORDER BY bm25(wiki_search_near), entry.id LIMIT %s",
            [" OR ".join(map(_quoted, sorted(pieces))), *parameters, limit],
        )
        return [Title(*row) for row in rows]

    def texts_with(self, query: Query, scope: Scope, limit: int) -> list[int]:
        condition, parameters = scope.condition()
        rows = self._run(
            "SELECT id FROM ("
            "SELECT entry.id, bm25(wiki_search_text, %s, 1.0) AS cost FROM wiki_search_text "
            "JOIN wiki_searchentry AS entry ON entry.id = wiki_search_text.rowid "
            f"WHERE wiki_search_text MATCH %s AND {condition} "
            "ORDER BY wiki_search_text.rowid LIMIT %s"
            ") ORDER BY cost, id LIMIT %s",
            [TITLE_WEIGHT, _match(query), *parameters, MAX_RANKED, limit],
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
