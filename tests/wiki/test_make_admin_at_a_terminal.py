"""`manage.py make_admin` as a program of its own: what it asks at a terminal, and without one."""

import os
import pty
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
NEW = "violet anchors under glass"


def environment_of(folder: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "DATA_DIR": str(folder)}


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a site that nobody has used: made once, which takes longest."""
    folder = tmp_path_factory.mktemp("site")
    migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(migrate, cwd=ROOT, env=environment_of(folder), check=True)
    return folder


@pytest.fixture
def folder(migrated: Path, tmp_path: Path) -> Path:
    """A copy for one test."""
    return Path(shutil.copytree(migrated, tmp_path / "data"))


class Terminal:
    """The command in a terminal of its own, as somebody at a keyboard has it."""

    def __init__(self, folder: Path) -> None:
        self.said = ""
        self.read = 0  # up to where `wait_for` found what it waited for
        keyboard, screen = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "make_admin"],
            cwd=ROOT,
            env=environment_of(folder),
            stdin=screen,
            stdout=screen,
            stderr=screen,
            start_new_session=True,
        )
        os.close(screen)
        self.keyboard = keyboard

    def wait_for(self, words: str) -> None:
        """Read until the words stand on the screen after what was read before."""
        deadline = time.monotonic() + 60
        while words not in self.said[self.read :]:
            assert time.monotonic() < deadline, self.said
            if select.select([self.keyboard], [], [], 0.2)[0]:
                try:
                    self.said += os.read(self.keyboard, 4096).decode()
                except OSError:  # the program ended
                    assert words in self.said[self.read :], self.said
        self.read = self.said.index(words, self.read) + len(words)

    def type(self, line: str) -> None:
        os.write(self.keyboard, f"{line}\n".encode())

    def close(self) -> None:
        """End the program if it still runs."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.keyboard)


def test_at_a_terminal_it_asks_until_it_can_be_done_and_shows_no_password(folder):
    terminal = Terminal(folder)
    try:
        terminal.wait_for("Name: ")
        terminal.type("no spaces")
        terminal.wait_for("Use letters and digits")
        terminal.wait_for("Name: ")
        terminal.type("admin-9")
        terminal.wait_for("Password: ")
        terminal.type("first-of-two")
        terminal.wait_for("again: ")
        terminal.type("second-of-two")
        terminal.wait_for("The two passwords differ")
        terminal.wait_for("Password: ")
        terminal.type(NEW)
        terminal.wait_for("again: ")
        terminal.type(NEW)
        terminal.wait_for("The account admin-9 is made; it is an admin.")
        terminal.process.wait(timeout=60)
    finally:
        terminal.close()
    assert terminal.process.returncode == 0
    for secret in ("first-of-two", "second-of-two", NEW):
        assert secret not in terminal.said


def test_without_a_terminal_it_says_how_to_give_the_password(folder):
    ran = subprocess.run(
        [sys.executable, "manage.py", "make_admin", "--name", "admin-9"],
        cwd=ROOT,
        env=environment_of(folder),
        input="visible-secret\nvisible-secret\n",
        capture_output=True,
        text=True,
        start_new_session=True,
    )
    assert ran.returncode == 1
    assert "ADMIN_PASSWORD" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert "visible-secret" not in ran.stdout + ran.stderr
