"""What stands beside SearchEntry's table, by engine, for migrations to run.

SQLite has three FTS5 tables, whose rowid is the id of the SearchEntry. They hold folded tokens (see
folding), not the text itself, hence neither external content nor a tokenizer that folds. A trigger
empties them with SearchEntry (a flush between tests, an admin with a console); every search joins
SearchEntry besides, so that a row left behind can never be shown. A later migration that makes
SQLite rebuild SearchEntry's table has to call `drop` before and `create` after. (Renaming a column,
SQLite rewrites index and trigger by itself: `{key}` is what the primary key is called.)

PostgreSQL has two tsvector columns, written together with the row and not generated: the tokens
they are made from are folded in Python and not stored. The dictionaries have no stop words, so that
quoted phrases are found whole; query.COMMON_WORDS does their work. pg_trgm is a trusted extension:
owning the database suffices. (In a database with the locale “C” it knows ASCII letters alone:
titles in other scripts are found as ever, but not suggested for words that are nearly right.)
"""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE_TABLES = ("wiki_search_text", "wiki_search_title", "wiki_search_near")
SQLITE_CREATE = (
    "CREATE VIRTUAL TABLE wiki_search_text USING fts5("
    "title, text, tokenize = 'unicode61 remove_diacritics 0')",
    "CREATE VIRTUAL TABLE wiki_search_title USING fts5("
    "title, tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3')",
    "CREATE VIRTUAL TABLE wiki_search_near USING fts5(title, tokenize = 'trigram')",
    "CREATE INDEX wiki_search_key ON wiki_searchentry (title_key, {key})",
    "CREATE TRIGGER wiki_search_removed AFTER DELETE ON wiki_searchentry BEGIN "
    + " ".join(f"DELETE FROM {table} WHERE rowid = old.{{key}};" for table in SQLITE_TABLES)
    + " END",
)
SQLITE_DROP = (
    "DROP TRIGGER IF EXISTS wiki_search_removed",
    "DROP INDEX IF EXISTS wiki_search_key",
    *(f"DROP TABLE IF EXISTS {table}" for table in SQLITE_TABLES),
)

POSTGRES_STEMMERS = {"wiki_en": "english", "wiki_fr": "french"}
POSTGRES_CREATE = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    *(
        statement
        for name, stemmer in POSTGRES_STEMMERS.items()
        for statement in (
            f"CREATE TEXT SEARCH DICTIONARY {name} (TEMPLATE = snowball, LANGUAGE = {stemmer})",
            f"CREATE TEXT SEARCH CONFIGURATION {name} (COPY = {stemmer})",
            f"ALTER TEXT SEARCH CONFIGURATION {name} "
            f"ALTER MAPPING REPLACE {stemmer}_stem WITH {name}",
        )
    ),
    "ALTER TABLE wiki_searchentry ADD COLUMN title_vector tsvector NOT NULL DEFAULT '', "
    "ADD COLUMN text_vector tsvector NOT NULL DEFAULT ''",
    "CREATE INDEX wiki_search_title ON wiki_searchentry USING gin (title_vector)",
    "CREATE INDEX wiki_search_text ON wiki_searchentry USING gin (text_vector)",
    "CREATE INDEX wiki_search_near ON wiki_searchentry USING gin (title_key gin_trgm_ops)",
    'CREATE INDEX wiki_search_key ON wiki_searchentry (title_key COLLATE "C", {key})',
    # Without it, PostgreSQL unpacks every text to find the few in a language (160 ms of 40,000).
    "CREATE INDEX wiki_search_language ON wiki_searchentry (language, {key})",
)
POSTGRES_DROP = (
    "DROP INDEX IF EXISTS wiki_search_language, wiki_search_key, wiki_search_near, "
    "wiki_search_text, wiki_search_title",
    "ALTER TABLE wiki_searchentry DROP COLUMN IF EXISTS text_vector, "
    "DROP COLUMN IF EXISTS title_vector",
    *(
        f"DROP TEXT SEARCH {kind} IF EXISTS {name}"
        for name in POSTGRES_STEMMERS
        for kind in ("CONFIGURATION", "DICTIONARY")
    ),
)  # the extension stays: somebody else may use it


def create(apps: Any, schema_editor: BaseDatabaseSchemaEditor, key: str = "id") -> None:
    """Make what the engine of this database needs beside SearchEntry's table."""
    _run(schema_editor, SQLITE_CREATE, POSTGRES_CREATE, key)


def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Undo `create`."""
    _run(schema_editor, SQLITE_DROP, POSTGRES_DROP)


def _run(
    schema_editor: BaseDatabaseSchemaEditor,
    sqlite: tuple[str, ...],
    postgres: tuple[str, ...],
    key: str = "",
) -> None:
    for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgres:
        schema_editor.execute(statement.format(key=key))
