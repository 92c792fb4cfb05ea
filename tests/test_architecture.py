"""Import rules that import-linter cannot state: which modules do without a database."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# What reaches the database, by the beginning of its name.
DATABASE = ("django.db", "django.contrib", "wiki.models", "licensing.models", "reversion")
WITHOUT_DATABASE = sorted(
    {
        *(ROOT / "wiki/rendering").rglob("*.py"),
        *(
            ROOT / f"wiki/history/{name}.py"
            for name in (
                "align",
                "authorship",
                "blame",
                "diff",
                "merge",
                "quoting",
                "remaining",
                "words",
            )
        ),
        *(
            ROOT / f"licensing/{name}.py"
            for name in (
                "attribution",
                "citing",
                "compatibility",
                "credit_forms",
                "expressions",
                "flows",
                "matrix",
                "notices",
                "reasons",
                "ruling",
                "spdx",
                "words",
            )
        ),
        ROOT / "wiki/addresses.py",
    }
)


def imported(source: str, package: str = "") -> set[str]:
    """Return the full names of what the source imports, wherever in it the import stands."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1]
            module = ".".join([*(above if node.level else []), *filter(None, [node.module])])
            names |= {f"{module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=str(path.relative_to(ROOT))) for path in WITHOUT_DATABASE]
)
def test_a_module_that_works_on_text_alone_does_without_the_database(path: Path) -> None:
    package = ".".join(path.relative_to(ROOT).parent.parts)
    assert [name for name in imported(path.read_text(), package) if name.startswith(DATABASE)] == []


def test_imports_are_found_wherever_they_stand() -> None:
    source = "def f():\n    from django import db\nfrom .. import models\nimport django.db.models"
    assert imported(source, "wiki.rendering") == {"django.db", "wiki.models", "django.db.models"}


@pytest.mark.parametrize(
    ("name", "user"),
    [
        # The page of the maintainers who decide about it.
        ("read_hidden", "wiki/views/hiding.py"),
        # What reckons who wrote which word, and keeps none of them.
        ("texts_to_attribute", "wiki/actions/crediting.py"),
    ],
)
def test_hidden_text_is_opened_in_one_place_for_one_purpose(name: str, user: str) -> None:
    uses = {
        str(path.relative_to(ROOT))
        for folder in ("commons", "licensing", "wiki")
        for path in (ROOT / folder).rglob("*.py")
        if name in path.read_text()
    }
    assert uses == {"wiki/history/__init__.py", "wiki/history/versions.py", user}
