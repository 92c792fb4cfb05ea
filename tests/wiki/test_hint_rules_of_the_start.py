"""The rules for hints that every site begins with, as the migration puts them in."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from wiki.actions.hint_values import sound
from wiki.models import HintRule

pytestmark = pytest.mark.django_db

SIGNALS = [
    ("share_removed", 50),
    ("links_added", 5),
    ("first_edit", 1),
    ("declined_before", 1),
    ("reverted_before", 1),
    ("licence_question", 1),
    ("repeated", 8),
    ("capitals", 4),
]


def measured():
    return list(HintRule.objects.values_list("signal", "threshold"))


def test_a_site_begins_with_these_rules_in_this_order():
    assert measured() == SIGNALS


def test_maintainers_could_have_written_each_of_them():
    rules = list(HintRule.objects.all())
    for rule in rules:
        rule.full_clean()
        values = {field.name: getattr(rule, field.name) for field in HintRule._meta.fields}
        assert sound(values, [other for other in rules if other != rule]) == values
        assert rule.name_en != rule.name_fr and rule.meaning_en != rule.meaning_fr


def test_the_migration_goes_back_and_forth_and_keeps_what_was_added():
    """Through the migration's own functions: other tables stay as they are."""
    executor = MigrationExecutor(connection)
    key = next(
        key for key in executor.loader.graph.nodes if key[0] == "wiki" and "hint_rules" in key[1]
    )
    migration = executor.loader.get_migration(*key)
    apps = executor.loader.project_state([key]).apps
    (operation,) = migration.operations
    HintRule.objects.create(name_en="mine", signal="words", words="word", position=99)
    editor = SimpleNamespace(connection=connection)
    operation.reverse_code(apps, editor)  # type: ignore[attr-defined]
    assert measured() == [("words", 1)]
    operation.code(apps, editor)  # type: ignore[attr-defined]
    operation.code(apps, editor)  # type: ignore[attr-defined]  # a second time adds nothing
    assert measured() == [*SIGNALS, ("words", 1)]
