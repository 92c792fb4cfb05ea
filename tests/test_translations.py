"""French is complete: whatever the interface says in English it also says in French."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[polib.POFile]:
    """The French translations, brought up to what the sources of this moment say."""
    copy = tmp_path_factory.mktemp("sources")
    for name in ("commons", "licensing", "wiki", "templates", "locale"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "manage.py", copy)
    made = subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale", "fr", "--no-obsolete"],
        cwd=copy,
        env={"PATH": "/usr/bin:/bin", "DATA_DIR": str(copy / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    yield polib.pofile(str(copy / "locale/fr/LC_MESSAGES/django.po"))
    shutil.rmtree(copy)


def texts(entry: polib.POEntry) -> list[str]:
    """Return the entry's translations, one for each plural form."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_the_interface_has_words_to_translate(catalogue: polib.POFile) -> None:
    assert len(catalogue) > 100


def test_every_sentence_has_a_french_translation(catalogue: polib.POFile) -> None:
    missing = [entry.msgid for entry in catalogue if not all(texts(entry))]
    assert missing == []


def test_no_translation_is_a_guess(catalogue: polib.POFile) -> None:
    assert [entry.msgid for entry in catalogue if entry.fuzzy] == []


def test_translations_name_the_same_placeholders(catalogue: polib.POFile) -> None:
    wrong: list[tuple[str, str]] = []
    for entry in catalogue:
        expected = {*PLACEHOLDER.findall(entry.msgid), *PLACEHOLDER.findall(entry.msgid_plural)}
        for number, text in enumerate(filter(None, texts(entry))):
            found = set(PLACEHOLDER.findall(text))
            # "One page" needs no number, in French either.
            may_leave_out = bool(entry.msgid_plural) and number == 0
            if found - expected or (expected - found and not may_leave_out):
                wrong.append((entry.msgid, text))
    assert wrong == []


def test_gettext_finds_no_fault_in_the_catalogue() -> None:
    catalogue = ROOT / "locale/fr/LC_MESSAGES/django.po"
    command = ["msgfmt", "--check", "--output-file=/dev/null", str(catalogue)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")
