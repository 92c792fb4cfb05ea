"""The wiki as `make run` serves it: gunicorn, an embedded database, the starter articles."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = Path(sys.executable)

pytestmark = pytest.mark.e2e


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(address: str, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(address, headers=headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.status, answer.read().decode()


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, float]]:
    """Prepare and serve the wiki as `make run` does; the value is its address and the start's time.

    The time, in seconds, runs from the command to the first good answer of /healthz.
    """
    site = {"DATA_DIR": str(folder), "PORT": str(free_port()), "PYTHONUNBUFFERED": "1"}
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **site}
    address = f"http://127.0.0.1:{site['PORT']}"
    started = time.monotonic()
    prepare = [str(PYTHON), "-m", "deploy.prepare"]
    prepared = subprocess.run(prepare, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert prepared.returncode == 0, prepared.stdout + prepared.stderr
    serve = [str(PYTHON.parent / "gunicorn"), "--config", "deploy/gunicorn.conf.py"]
    output = (folder / "output").open("w+")
    with (
        output,
        subprocess.Popen(serve, cwd=ROOT, env=environment, stdout=output, stderr=output) as server,
    ):
        try:
            while not answers(f"{address}/healthz"):
                assert server.poll() is None, (folder / "output").read_text()
                assert time.monotonic() - started < 60
                time.sleep(0.05)
            yield address, time.monotonic() - started
        finally:
            server.terminate()
    assert server.returncode == 0, (folder / "output").read_text()
    said = (folder / "output").read_text()
    assert said.splitlines() == [
        f"The wiki is at {address} (stop it with Ctrl+C).",
        "To become admin: make admin",
    ]


def answers(address: str) -> bool:
    try:
        return get(address)[0] == 200
    except OSError:
        return False


def test_a_stranger_gets_a_wiki_with_articles_and_a_second_start_is_quick_and_keeps_them(
    tmp_path: Path,
) -> None:
    with served(tmp_path) as (address, _):
        status, home = get(address)
        assert status == 200
        assert '.css"' in home
        assert get(f"{address}/en/commons")[0] == 200
        style = home.partition('rel="stylesheet" href="')[2].partition('"')[0]
        assert get(address + style)[0] == 200
        # The name changes with the content, so that browsers may keep it for ever.
        assert Path(style).stem.count(".") == 1
    database = tmp_path / "db.sqlite3"
    size = database.stat().st_size
    with served(tmp_path) as (address, seconds):
        assert seconds < 5
        assert get(f"{address}/en/commons")[0] == 200
    assert database.stat().st_size == size
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_what_was_read_is_written_when_the_server_ends(tmp_path: Path) -> None:
    with served(tmp_path) as (address, _):
        for _read in range(5):
            get(f"{address}/en/commons", **{"User-Agent": "Mozilla/5.0 Firefox/140.0"})
        get(f"{address}/en/commons")
    with sqlite3.connect(tmp_path / "db.sqlite3") as database:
        rows = database.execute("SELECT slug, reads FROM wiki_article WHERE reads > 0").fetchall()
    assert rows == [("commons", 5)]


def test_pages_that_an_earlier_version_formatted_are_formatted_again_at_the_start(
    tmp_path: Path,
) -> None:
    with served(tmp_path) as (address, _):
        assert "Formatted long ago." not in get(f"{address}/en/commons")[1]
    with sqlite3.connect(tmp_path / "db.sqlite3") as database:
        database.execute(
            "UPDATE wiki_rendering SET html = '<p>Formatted long ago.</p>', renderer_version = 0 "
            "WHERE revision_id IN (SELECT latest_id FROM wiki_article WHERE slug = 'commons')"
        )
    database.close()
    with served(tmp_path) as (address, _):
        page = get(f"{address}/en/commons")[1]
    assert "Formatted long ago." not in page
    assert 'class="prose"' in page
