"""Settings come from the environment, and a bad value is answered with a sentence."""

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from commons import environment as env

ROOT = Path(__file__).resolve().parent.parent.parent
LONG_KEY = "k" * 50


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function that sets the variable `NAME`."""

    def set_to(value: str) -> None:
        monkeypatch.setenv("NAME", value)

    monkeypatch.delenv("NAME", raising=False)
    return set_to


def test_what_is_not_set_has_its_default(given: Any, tmp_path: Path) -> None:
    assert env.text("NAME", "Commons") == "Commons"
    assert env.flag("NAME", True) is True
    assert env.choice("NAME", "en", ["en", "fr"]) == "en"
    assert env.words("NAME", ["localhost"]) == ["localhost"]
    assert env.directory("NAME", tmp_path / "data") == tmp_path / "data"
    assert env.email("NAME") == {}
    assert env.database("NAME", tmp_path)["NAME"] == str(tmp_path / "db.sqlite3")


def test_what_is_set_counts(given: Any, tmp_path: Path) -> None:
    given(" Our Commons ")
    assert env.text("NAME", "Commons") == "Our Commons"
    given("No")
    assert env.flag("NAME", True) is False
    given("fr")
    assert env.choice("NAME", "en", ["en", "fr"]) == "fr"
    given("wiki.example.org, wiki.example.net")
    assert env.words("NAME", []) == ["wiki.example.org", "wiki.example.net"]
    given(str(tmp_path / "made" / "at once"))
    assert env.directory("NAME", tmp_path).is_dir()


def test_addresses_of_databases_are_taken_apart(given: Any, tmp_path: Path) -> None:
    given("postgres://wiki:p%40ss@db.example.org:5433/wiki")
    found = env.database("NAME", tmp_path)
    assert found["ENGINE"] == "django.db.backends.postgresql"
    assert (found["USER"], found["PASSWORD"]) == ("wiki", "p@ss")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("db.example.org", 5433, "wiki")
    given(f"sqlite:///{tmp_path}/other.sqlite3")
    found = env.database("NAME", tmp_path)
    assert found["ENGINE"] == "django.db.backends.sqlite3"
    assert found["NAME"] == f"{tmp_path}/other.sqlite3"


def test_addresses_of_mail_servers_are_taken_apart(given: Any) -> None:
    given("smtp+tls://wiki:secret@mail.example.org:587")
    found = env.email("NAME")
    assert found["EMAIL_HOST"] == "mail.example.org"
    assert found["EMAIL_USE_TLS"] is True


@pytest.mark.parametrize(
    ("read", "value", "sentence"),
    [
        (lambda _: env.text("NAME", "x"), "  ", "NAME is empty: give it a value"),
        (lambda _: env.text("NAME", "x"), "x" * 101, "longer than 100 characters"),
        (lambda _: env.flag("NAME", True), "maybe", "NAME is “maybe”: say yes or no"),
        (lambda _: env.choice("NAME", "en", ["en", "fr"]), "de", "must be one of en, fr"),
        (lambda _: env.words("NAME", []), ",,", "NAME holds only commas"),
        (lambda _: env.directory("NAME", Path("x")), "/proc/no", "cannot be made"),
        (lambda p: env.database("NAME", p), "mysql://localhost/wiki", "must begin with sqlite"),
        (lambda p: env.database("NAME", p), "wiki.sqlite3", "must begin with sqlite"),
        (lambda p: env.database("NAME", p), "postgres://localhost:99999/wiki", "cannot be read"),
        (lambda p: env.database("NAME", p), "postgres://localhost/", "names no database"),
        (lambda _: env.email("NAME"), "mail.example.org", "must begin with smtp"),
        (lambda p: env.secret_key("NAME", p, embedded=False), "short", "at least 50 random"),
        (lambda p: env.secret_key("NAME", p, embedded=False), "", "NAME is not set"),
    ],
)
def test_a_bad_value_is_answered_with_what_to_do(
    given: Any, tmp_path: Path, read: Any, value: str, sentence: str
) -> None:
    given(value)
    with pytest.raises(ImproperlyConfigured, match=sentence) as refused:
        read(tmp_path)
    assert str(refused.value).startswith(("NAME ", "The file"))
    assert str(refused.value).endswith(".")


def test_a_password_is_never_repeated_in_what_is_said(given: Any, tmp_path: Path) -> None:
    given("mysql+secret://wiki:hunter2@localhost/wiki")
    with pytest.raises(ImproperlyConfigured) as refused:
        env.database("NAME", tmp_path)
    assert "hunter2" not in str(refused.value)


def test_the_embedded_wiki_makes_its_key_once_and_keeps_it_to_itself(
    given: Any, tmp_path: Path
) -> None:
    key = env.secret_key("NAME", tmp_path, embedded=True)
    assert len(key) >= 50
    assert env.secret_key("NAME", tmp_path, embedded=True) == key
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    given(LONG_KEY)
    assert env.secret_key("NAME", tmp_path, embedded=True) == LONG_KEY


def test_half_a_key_in_the_file_is_not_used(given: Any, tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("half")
    with pytest.raises(ImproperlyConfigured, match="holds no whole key"):
        env.secret_key("NAME", tmp_path, embedded=True)


def started(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "deploy.prepare"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"READERS_SEE": "both"}, "READERS_SEE is “both”: it must be one of latest, validated."),
        ({"MEMBERS_SEE": "both"}, "MEMBERS_SEE is “both”: it must be one of latest, validated."),
        (
            {"DATABASE_URL": "postgres://localhost/wiki"},
            "SECRET_KEY is not set: with your own database, give at least 50 random characters.",
        ),
        (
            {"DATABASE_URL": "postgres://localhost/wiki", "SECRET_KEY": LONG_KEY},
            "ALLOWED_HOSTS is not set: with your own database, list the names the site answers to.",
        ),
    ],
)
def test_a_start_with_a_bad_setting_ends_with_one_sentence(
    tmp_path: Path, environment: dict[str, str], sentence: str
) -> None:
    done = started(tmp_path, **environment)
    assert done.returncode == 1
    assert done.stderr.strip() == sentence
