"""The index in PostgreSQL: tsvector columns and trigrams on SearchEntry's table (see schema)."""

from typing import Any

from django.db import connections, transaction

from wiki.search.engine import MAX_RANKED, MAX_SORTED, Document, Scope, Title
from wiki.search.query import Query, Term

CONFIGURATIONS = {"en": "wiki_en", "fr": "wiki_fr"}
OTHER = "simple"  # lower case and nothing else
LAST_CHARACTER = "\U0010ffff"
ALIKE = "0.4"  # the share of common trigrams from which a title counts as near

# The condition on the language comes first: PostgreSQL then unpacks the vectors of fewer rows.
TITLES_BEGINNING = """
    SELECT id, title, language, title_key FROM wiki_searchentry AS entry
    WHERE {scope} AND title_key COLLATE "C" >= %s AND title_key COLLATE "C" < %s
    ORDER BY title_key COLLATE "C", id LIMIT %s
"""
TITLES_WITH = """
    SELECT * FROM (
        SELECT id, title, language, title_key FROM wiki_searchentry AS entry
        WHERE {scope} AND title_vector @@ ({match}) LIMIT %s
    ) AS found ORDER BY length(title_key), title_key COLLATE "C", id LIMIT %s
"""
TITLES_LIKE = """
    SELECT id, title, language, title_key FROM wiki_searchentry AS entry
    WHERE {scope} AND %s <%% title_key
    ORDER BY word_similarity(%s, title_key) + similarity(%s, title_key) DESC, id LIMIT %s
"""
TEXTS_WITH = """
    WITH found AS MATERIALIZED (
        SELECT id, text_vector FROM wiki_searchentry AS entry
        WHERE {scope} AND text_vector @@ ({match}) ORDER BY id LIMIT %s
    )
    SELECT id FROM found
    ORDER BY ts_rank(text_vector, ({match}), 1) DESC, id LIMIT %s
"""
COLUMNS = "language, title, title_key, text, title_vector, text_vector"


class PostgresEngine:
    """See engine.Engine. Every row is stemmed by the rules of its own language.

    A query in no stated language is stemmed by each of the rules. A title is kept unstemmed
    besides, for words that are not finished yet.
    """

    def __init__(self, alias: str) -> None:
        self.alias = alias

    def store(self, document: Document) -> None:
        configuration = CONFIGURATIONS.get(document.language, OTHER)
        title, text = document.title_tokens, document.text_tokens
        self._run(
            "INSERT INTO wiki_searchentry "
            f"(id, {COLUMNS}) "
            "VALUES (%s, %s, %s, %s, %s, to_tsvector(%s, %s) || to_tsvector('simple', %s), "
            "setweight(to_tsvector(%s, %s), 'A') || to_tsvector(%s, %s)) "
            "ON CONFLICT (id) DO UPDATE SET language = excluded.language, "
            "title = excluded.title, title_key = excluded.title_key, text = excluded.text, "
            "title_vector = excluded.title_vector, text_vector = excluded.text_vector",
            [
                *(document.id, document.language, document.title, document.key),
                *(document.text, configuration, title, title),
                *(configuration, title, configuration, text),
            ],
        )

    def copy(self, source: int, target: int) -> bool:
        if self._run("SELECT 1 FROM wiki_searchentry WHERE id = %s", [target]):
            return False
        self._run(
            f"INSERT INTO wiki_searchentry (id, {COLUMNS}) "
            f"SELECT %s, {COLUMNS} FROM wiki_searchentry WHERE id = %s",
            [target, source],
        )
        return True

    def remove(self, entry_id: int) -> None:
        self._run("DELETE FROM wiki_searchentry WHERE id = %s", [entry_id])

    def titles_beginning(self, key: str, scope: Scope, limit: int) -> list[Title]:
        condition, parameters = scope.condition()
        sql = TITLES_BEGINNING.format(scope=condition)
        rows = self._run(sql, [*parameters, key, key + LAST_CHARACTER, limit])
        return [Title(*row) for row in rows]

    def titles_with(self, query: Query, scope: Scope, limit: int) -> list[Title]:
        condition, parameters = scope.condition()
        match, words = _match(query, scope.language)
        sql = TITLES_WITH.format(scope=condition, match=match)
        rows = self._run(sql, [*parameters, *words, MAX_SORTED, limit])
        return [Title(*row) for row in rows]

    def titles_like(self, key: str, scope: Scope, limit: int) -> list[Title]:
        condition, parameters = scope.condition()
        sql = TITLES_LIKE.format(scope=condition)
        with transaction.atomic(using=self.alias):
            self._run("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [ALIKE])
            rows = self._run(sql, [*parameters, key, key, key, limit])
        return [Title(*row) for row in rows]

    def texts_with(self, query: Query, scope: Scope, limit: int) -> list[int]:
        condition, parameters = scope.condition()
        match, words = _match(query, scope.language)
        sql = TEXTS_WITH.format(scope=condition, match=match)
        rows = self._run(sql, [*parameters, *words, MAX_RANKED, *words, limit])
        return [row[0] for row in rows]

    def _run(self, sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
        with connections[self.alias].cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall() if cursor.description else []


def _match(query: Query, language: str | None) -> tuple[str, list[str]]:
    """SQL for the tsquery, and its parameters: no word of a reader becomes SQL or syntax."""
    if language is None:
        configurations = [*CONFIGURATIONS.values(), OTHER]
    else:
        configurations = [CONFIGURATIONS.get(language, OTHER)]
    pieces: list[str] = []
    parameters: list[str] = []
    for term in query.terms:
        function = "to_tsquery(%s, %s)" if term.prefix else "phraseto_tsquery(%s, %s)"
        pieces.append("(" + " || ".join([function] * len(configurations)) + ")")
        for configuration in configurations:
            parameters += [configuration, _argument(term)]
    return " && ".join(pieces), parameters


def _argument(term: Term) -> str:
    """A term holds letters, digits and marks only: nothing in it can end the quotation."""
    return f"'{term.text}':*" if term.prefix else term.text
