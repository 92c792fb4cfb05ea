"""An import killed half way goes on where it was; the whole is the same."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from commons.log.models import LogEntry
from tests.wiki.exchange.histories import make_long_history
from tests.wiki.exchange.importing import everything
from wiki import history
from wiki.models import Article, Revision

ROOT = Path(__file__).resolve().parents[3]
PAGES, REVISIONS = 3, 9

# Imports in small transactions and says so after each revision, until it is killed.
IMPORT_SLOWLY = """
import sys, time
import django
django.setup()
from django.core.management import call_command
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from wiki.actions import importing
from wiki.exchange import applying
applying.REVISIONS_AT_ONCE = 4
write = importing.add_revision

def slowly(*arguments):
    revision = write(*arguments)
    print("written", flush=True)
    time.sleep(0.05)
    return revision

importing.add_revision = slowly
call_command("import_revisions", sys.argv[2], "--language=en", "--licence=CC-BY-4.0", verbosity=0)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("written", [2, 10, 20, PAGES * REVISIONS - 1])
def test_an_import_killed_half_way_is_completed_by_the_next_one(tmp_path, written):
    path = make_long_history(tmp_path / "history.jsonl", pages=PAGES, revisions=REVISIONS)
    _import_until_killed(path, after=written)
    if not settings.EMBEDDED:
        time.sleep(0.5)  # PostgreSQL notices a dead client a moment later
    assert Revision.objects.count() < PAGES * REVISIONS
    for article in Article.objects.all():  # what stands, stands whole
        assert article.latest.number == article.revisions.count()
        assert article.latest.rendering.html

    _import(path)
    completed = everything()
    _import(path)  # and adds nothing to what is whole

    assert everything() == completed
    assert LogEntry.objects.count() == PAGES
    for article in Article.objects.all():
        said = [history.read(article, number + 1) for number in range(REVISIONS)]
        assert [(version.number, version.text) for version in said] == _told(path, article.title)
        assert article.text == said[-1].text
        assert article.latest.number == article.revisions.count() == REVISIONS
        assert "Line 8." in article.latest.rendering.html


def _import(path: Path) -> None:
    call_command("import_revisions", str(path), "--language=en", "--licence=CC-BY-4.0", verbosity=0)


def _told(path: Path, title: str) -> list[tuple[int, str]]:
    """What the file says that the page was, with the numbers that follow from its order."""
    texts = [json.loads(line)["text"] for line in path.read_text().splitlines()]
    return list(enumerate((text for text in texts if text.startswith(f"# {title}\n")), start=1))


def _import_until_killed(path: Path, *, after: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", IMPORT_SLOWLY, str(connection.settings_dict["NAME"]), str(path)],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        seen = 0
        for line in child.stdout:
            seen += line == "written\n"
            if seen == after:
                child.send_signal(signal.SIGKILL)
                break
    assert seen == after
