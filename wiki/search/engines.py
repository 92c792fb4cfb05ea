"""Which engine a database has."""

from django.db import connections, router

from wiki.search.engine import Engine
from wiki.search.entry import SearchEntry
from wiki.search.postgres import PostgresEngine
from wiki.search.sqlite import SQLiteEngine


def engine_at(alias: str) -> Engine:
    """The engine of the database `alias`."""
    vendor = connections[alias].vendor
    return SQLiteEngine(alias) if vendor == "sqlite" else PostgresEngine(alias)


def where_read() -> str:
    """The database that is searched."""
    return router.db_for_read(SearchEntry)


def where_written() -> str:
    """The database that the index is written to."""
    return router.db_for_write(SearchEntry)
