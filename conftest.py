"""What all tests share. Fixtures for tests in a browser stand in tests/browser.py."""

import os

import hypothesis
import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import translation

# A shared machine can be slow for a moment; tests of speed measure it themselves.
hypothesis.settings.register_profile("wiki", parent=hypothesis.settings(), deadline=None)
hypothesis.settings.load_profile("wiki")

# What these find wrong is shown value by value, as in a test.
pytest.register_assert_rewrite("tests.play", "tests.wiki.views.reckoning")
pytest_plugins = ["tests.browser"]

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}
POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the other database is for, and let migrated data outlive real transactions.

    What asks no database is the same on both and is run once, with SQLite.
    """
    other = "sqlite" if POSTGRESQL else "postgres"
    left_out = [
        item
        for item in items
        if item.get_closest_marker(other) or (POSTGRESQL and not _asks_the_database(item))
    ]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
    for item in items:
        _keep_migrated_data(item)


def _asks_the_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or bool(DATABASE_FIXTURES & {*fixtures})


@pytest.fixture(autouse=True)
def _language() -> None:
    """Begin in the language of the site: a request leaves its own behind in this thread."""
    translation.deactivate()


@pytest.fixture(autouse=True)
def _no_second_look_by_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave nothing to chance: tests that want a second look say so."""
    monkeypatch.setattr("wiki.actions.second_looks.drawn", lambda share: False)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Let every connection know what migrations left, not only the one that ran them.

    Once a browser runs, its event loop gives the tests that follow a connection of their own.
    """
    contents = getattr(connection, "_test_serialized_contents", None)
    if contents is not None:
        BaseDatabaseWrapper._test_serialized_contents = contents  # type: ignore[attr-defined]


def _keep_migrated_data(item: pytest.Item) -> None:
    """Have the database put back as migrations left it (with licences) before the test.

    A test with real transactions ends by emptying every table, so the next one would find none.
    """
    mark = item.get_closest_marker("django_db")
    options = dict(mark.kwargs) if mark else {}
    fixtures = getattr(item, "fixturenames", ())
    if {"live_server", "transactional_db"} & set(fixtures):
        options["transaction"] = True
    if options.get("transaction"):
        options["serialized_rollback"] = True
        item.add_marker(pytest.mark.django_db(**options), append=False)
