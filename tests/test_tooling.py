"""What builds, pins and serves the wiki does what README and Makefile promise."""

import gettext
import hashlib
import os
import re
import runpy
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import psycopg2
import pytest

from deploy.translations import compile_translations

ROOT = Path(__file__).resolve().parent.parent
# Whatever tells a package client where to fetch from; which address follows does not matter.
NAMES_A_REGISTRY = re.compile(
    r"(?<!no-emit-)(?<!-)--(?:extra-)?index-url\b|--find-links|\bregistry\s*=\s*[\"']?http"
    r"|\"resolved\":|^deb(?:-src)? http",
    re.MULTILINE,
)
REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)((?: ;[^\\]*)?) \\$", re.MULTILINE)


def pinned(name: str) -> dict[str, str]:
    """Return the versions that a requirements file pins."""
    text = (ROOT / name).read_text()
    return {match[1].lower(): match[2] for match in REQUIREMENT.finditer(text)}


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize(
    "line",
    [
        "--index-url https://packages.example.org/simple",
        "--extra-index-url=https://packages.example.org",
        "registry=https://packages.example.org",
        'registry = "https://packages.example.org"',
        '"resolved": "https://packages.example.org/a.tgz"',
        "deb http://packages.example.org stable main",
    ],
)
def test_what_names_a_registry_is_recognised(line: str) -> None:
    assert NAMES_A_REGISTRY.search(line)
    assert not NAMES_A_REGISTRY.search("uv pip compile --no-emit-index-url")


def test_no_file_names_a_package_registry() -> None:
    files = [path for path in tracked_files() if path != Path(__file__)]
    assert len(files) > 50
    found = [
        str(path.relative_to(ROOT))
        for path in files
        if NAMES_A_REGISTRY.search(path.read_text(errors="replace"))
    ]
    assert found == []
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert "http" not in (ROOT / name).read_text()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_to_a_version_and_its_hashes(name: str) -> None:
    text = re.sub(r"^\s*#.*\n", "", (ROOT / name).read_text(), flags=re.MULTILINE)
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert len(blocks) > 20
    for block in blocks:
        first, *hashes = block.splitlines()
        assert REQUIREMENT.fullmatch(first), first
        assert hashes
        assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line) for line in hashes)


def test_requirements_hold_all_that_the_project_asks_for_and_tests_use_the_same_versions() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked_for = {re.split(r"[\[<>=]", name)[0].lower() for name in project["dependencies"]}
    run, dev = pinned("requirements.txt"), pinned("requirements-dev.txt")
    assert asked_for <= set(run)
    assert run.items() <= dev.items()


def test_the_licence_is_the_official_text_of_the_agpl() -> None:
    digest = hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest()
    assert digest == "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"


def test_ci_runs_what_make_test_runs_and_nothing_else() -> None:
    script = ROOT / ".ci/run"
    assert os.access(script, os.X_OK)
    commands = [line for line in script.read_text().splitlines() if line and line[0] != "#"]
    assert commands[0] == "set -euo pipefail"
    assert commands[-1] == "make test"
    assert len(commands) == 3


def run_script(
    name: str, *arguments: str, path: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/bash", str(ROOT / "deploy" / name), *arguments],
        env={"PATH": str(path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder to be the only one that programs are looked for in."""
    for name in ("id", "env", "dirname"):
        (tmp_path / name).symlink_to(f"/usr/bin/{name}")
    return tmp_path


def make_program(folder: Path, name: str, body: str) -> None:
    (folder / name).write_text(f"#!/bin/bash\n{body}\n")
    (folder / name).chmod(0o755)


def test_packages_whose_programs_are_there_are_left_alone(programs: Path) -> None:
    make_program(programs, "apt-get", f"echo called >> {programs}/log")
    done = run_script("packages.sh", "env:coreutils", f"{programs}/i*:x", path=programs)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    assert not (programs / "log").exists()


def test_missing_packages_are_installed_by_name_after_a_fresh_list(programs: Path) -> None:
    make_program(programs, "sudo", 'exec "$@"')
    # The first attempt fails, as on a machine that has no list of packages yet.
    body = f'echo "$@" >> {programs}/log\n[ "$1" = update ] || [ -e {programs}/listed ] && exit 0\n'
    make_program(programs, "apt-get", body + f"echo > {programs}/listed\nexit 100")
    done = run_script("packages.sh", "no-such:some-package", "env:coreutils", path=programs)
    assert done.returncode == 0
    calls = (programs / "log").read_text().splitlines()
    assert [call.split()[0] for call in calls] == ["install", "update", "install"]
    assert all(call.endswith(" some-package") for call in calls if call.startswith("install"))


def test_without_apt_one_is_told_what_to_install(programs: Path) -> None:
    done = run_script("packages.sh", "no-such:some-package", path=programs)
    assert done.returncode == 1
    assert done.stderr == "Please install these first, as your system does it: some-package\n"


def test_without_the_right_to_install_one_is_told_what_to_run(programs: Path) -> None:
    make_program(programs, "apt-get", f"echo called >> {programs}/log")
    (programs / "id").unlink()
    make_program(programs, "id", "echo 1000")
    done = run_script("packages.sh", "no-such:some-package", path=programs)
    assert done.returncode == 1
    assert done.stderr == "Please run this as root first: apt-get install some-package\n"
    assert not (programs / "log").exists()


def test_debians_package_for_environments_is_installed_when_its_module_is_missing(
    programs: Path,
) -> None:
    make_program(programs, "sudo", 'exec "$@"')
    make_program(programs, "apt-get", f'echo "$@" >> {programs}/log')
    (programs / "bash").symlink_to("/bin/bash")
    body = f"""
        case "$*" in
          *ensurepip*) exit 1 ;;
          *print*) echo 3.11 ;;
          *venv*) echo "$@" >> {programs}/log ;;
        esac"""
    make_program(programs, "python3", body)
    done = run_script("environment.sh", "python3", str(programs / "made"), path=programs)
    assert done.returncode == 0, done.stderr
    installed, made = (programs / "log").read_text().splitlines()
    assert installed.endswith(" python3.11-venv")
    assert made == f"-m venv --clear {programs}/made"


def test_an_old_python_is_refused_with_a_sentence(programs: Path) -> None:
    make_program(programs, "python3", "exit 1")
    done = run_script("environment.sh", "python3", str(programs / "venv"), path=programs)
    assert done.returncode == 1
    assert "needs Python 3.11 or newer" in done.stderr


def test_translations_are_compiled_when_they_changed(tmp_path: Path) -> None:
    source = tmp_path / "fr/LC_MESSAGES/django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "Edit"\nmsgstr "Modifier"\n\n#, fuzzy\nmsgid "Save"\nmsgstr "Sauver"\n'
    )
    [target] = compile_translations(tmp_path)
    with target.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert catalogue.gettext("Edit") == "Modifier"
    assert catalogue.gettext("Save") == "Save"
    assert compile_translations(tmp_path) == []
    later = target.stat().st_mtime_ns + 1
    os.utime(source, ns=(later, later))
    assert compile_translations(tmp_path) == [target]


def test_the_server_for_tests_stops_when_its_command_is_ended_from_outside(tmp_path: Path) -> None:
    script = f"echo $DATABASE_URL > {tmp_path}/new; mv {tmp_path}/new {tmp_path}/url; exec sleep 60"
    command = [sys.executable, "-m", "tests.postgres", "/bin/sh", "-c", script]
    with subprocess.Popen(command, cwd=ROOT) as process:
        deadline = time.monotonic() + 30
        while not (tmp_path / "url").exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        url = (tmp_path / "url").read_text().strip()
        psycopg2.connect(url).close()
        process.terminate()
        assert process.wait(timeout=30) == 143
    with pytest.raises(psycopg2.OperationalError, match="refused"):
        psycopg2.connect(url)


def gunicorn_settings(monkeypatch: pytest.MonkeyPatch, **environment: str) -> dict[str, object]:
    for name in ("PORT", "BIND", "WEB_WORKERS", "WEB_THREADS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(ROOT / "deploy/gunicorn.conf.py"))


def test_the_server_listens_on_this_machine_alone_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert gunicorn_settings(monkeypatch)["bind"] == "127.0.0.1:8000"
    assert gunicorn_settings(monkeypatch, PORT="9000")["bind"] == "127.0.0.1:9000"
    assert gunicorn_settings(monkeypatch, BIND="0.0.0.0:80")["bind"] == "0.0.0.0:80"


@pytest.mark.parametrize("port", ["eighty", "0", "65536", "-1", "8000.5"])
def test_a_bad_port_is_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    with pytest.raises(SystemExit) as refused:
        gunicorn_settings(monkeypatch, PORT=port)
    assert str(refused.value) == f"PORT is “{port}”: give a number from 1 to 65535."
