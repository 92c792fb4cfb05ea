"""A process killed in the middle of a save leaves the article as it was."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.factories import make_article
from wiki import history
from wiki.actions.drafts import Draft
from wiki.actions.editing import save_edit
from wiki.models import Article, Guest, Revision

ROOT = Path(__file__).resolve().parents[3]

# Saves an article but stops, with everything written and nothing committed, until it is killed.
SAVE_AND_HANG = """
import sys, time
import django
django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from wiki.actions import revising
from wiki.actions.drafts import Draft
from wiki.actions.editing import save_edit
from wiki.models import Article, Guest

def hang(article):
    print("written", flush=True)
    time.sleep(60)

revising.formatting.drop_old_renderings = hang
article = Article.objects.get(pk=int(sys.argv[2]))
save_edit(actor=Guest("guest-1"), article=article, base=1, draft=Draft("Half.", [], "", "k"))
"""


@pytest.mark.django_db(transaction=True)
def test_a_save_killed_half_way_leaves_the_old_article_whole_and_the_next_save_works():
    article = make_article(text="Whole.")
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            SAVE_AND_HANG,
            str(connection.settings_dict["NAME"]),
            str(article.pk),
        ],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "written\n"
        child.send_signal(signal.SIGKILL)
    _wait_for_the_lock_to_go()

    article = Article.objects.get(pk=article.pk)
    assert article.text == "Whole."
    assert article.latest is not None and article.latest.number == 1
    assert Revision.objects.filter(article=article).count() == 1
    saved = save_edit(
        actor=Guest("guest-1"), article=article, base=1, draft=Draft("Half.", [], "", "k")
    )
    assert saved.revision.number == 2
    assert history.read(article, 2).text == "Half."


def _wait_for_the_lock_to_go() -> None:
    """PostgreSQL notices a dead client a moment later."""
    if not settings.EMBEDDED:
        time.sleep(0.5)
