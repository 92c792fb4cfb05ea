"""Nothing governs in silence: every action either writes the public log or says why it does not."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from django.utils import translation

import wiki.actions
from commons.log import sentences
from commons.log.models import LogEntry
from licensing import actions as licensing_actions
from licensing import cells
from tests.wiki.actions.governance import TABLE

GOVERNING = {name: row for name, row in TABLE.items() if not isinstance(row, str)}
_CODE = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z_]*)+")


def modules() -> list[ModuleType]:
    found = pkgutil.walk_packages(wiki.actions.__path__, "wiki.actions.")
    return [licensing_actions, cells, *(importlib.import_module(module.name) for module in found)]


def acts() -> Iterator[str]:
    """Public functions that are called by keyword, as all actions are.

    What is left are steps that actions are made of: they run inside of one.
    """
    for module in modules():
        for name, function in inspect.getmembers(module, inspect.isfunction):
            parameters = inspect.signature(function).parameters.values()
            is_act = any(p.kind is p.KEYWORD_ONLY for p in parameters) and not name.startswith("_")
            if is_act and function.__module__ == module.__name__:
                yield f"{module.__name__}.{name}"


def logged_codes() -> set[str]:
    """The codes that stand in calls of the modules that log."""
    trees = [ast.parse(Path(str(module.__file__)).read_text()) for module in modules()]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {
        node.value
        for call in calls
        for argument in [*call.args, *(keyword.value for keyword in call.keywords)]
        for node in ast.walk(argument)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if _CODE.fullmatch(node.value)
    }


def test_every_action_stands_in_the_table() -> None:
    known = set(acts())
    assert known - set(TABLE) == set(), (
        "add a line to tests/wiki/actions/governance.py or governance_of_people.py"
    )
    assert set(TABLE) - known == set()


@pytest.mark.django_db
@pytest.mark.parametrize("name", GOVERNING)
def test_an_act_of_governance_leaves_its_rows(name: str) -> None:
    act, codes = GOVERNING[name]
    act()
    logged = list(LogEntry.objects.order_by("pk").values_list("action", flat=True))
    assert logged == codes.split()


def test_every_code_that_actions_log_has_a_sentence_and_none_is_left_over() -> None:
    tried = {code for _act, codes in GOVERNING.values() for code in codes.split()}
    assert logged_codes() == set(sentences._sentences) == tried


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_sentence_names_what_it_is_about(language: str) -> None:
    # Of all licences at once, of all starter articles, of the rules of the site.
    of_many = {"licence.reorder", "content.starter", "rules.change", "rules.settings"}
    with translation.override(language):
        for code in sentences._sentences:
            entry = LogEntry(action=code, area=code.partition(".")[0], target_label="<This one>")
            said = sentences.describe(entry)
            assert code not in said
            assert ("<This one>" in said) is (code not in of_many)
        assert {code.partition(".")[0] for code in sentences._sentences} <= set(sentences.areas())
        assert all(name != code for code, name in sentences.areas().items())
