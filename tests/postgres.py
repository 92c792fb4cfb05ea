"""A PostgreSQL server for tests: on a free port, in a folder that goes away, stopped afterwards.

`python -m tests.postgres COMMAND…` runs a command with DATABASE_URL set to such a server and ends
with the command's own status.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEBIAN_PROGRAMS = Path("/usr/lib/postgresql")
# The server refuses to run as root; Debian's package makes this user.
USER = "postgres"
# Nothing of a test needs to survive a crash of the machine, and waiting for the disk takes most
# of the time. Tests open up to 50 connections at once, in each of several processes.
OPTIONS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "300",
    "shared_buffers": "128MB",
    "log_min_messages": "fatal",
    "timezone": "UTC",
}


@contextmanager
def running() -> Iterator[str]:
    """Start a server; the value is its address as for DATABASE_URL, with an empty database."""
    folder = Path(tempfile.mkdtemp(prefix="wiki-postgres-"))
    try:
        password = secrets.token_hex(16)
        port = _free_port()
        _make_cluster(folder, password, port)
        _run("pg_ctl", "start", "-w", "-s", "-t", "60", "-D", folder / "data", "-l", folder / "log")
        try:
            yield f"postgres://{USER}:{password}@127.0.0.1:{port}/postgres"
        finally:
            _run("pg_ctl", "stop", "-s", "-m", "immediate", "-D", folder / "data")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make_cluster(folder: Path, password: str, port: int) -> None:
    secret = folder / "password"
    secret.write_text(password)
    secret.chmod(0o600)
    if os.geteuid() == 0:
        owner = pwd.getpwnam(USER)
        for path in (folder, secret):
            os.chown(path, owner.pw_uid, owner.pw_gid)
    how = ["--auth=scram-sha-256", f"--username={USER}", f"--pwfile={secret}"]
    # One locale on every machine, so that the order of letters is the same everywhere.
    text = ["--encoding=UTF8", "--locale=C.UTF-8"]
    _run("initdb", "--no-sync", *how, *text, "-D", folder / "data")
    with (folder / "data" / "postgresql.conf").open("a") as file:
        file.write(f"port = {port}\n")
        file.writelines(f"{name} = '{value}'\n" for name, value in OPTIONS.items())


def _run(program: str, *arguments: str | Path) -> None:
    """Run one of PostgreSQL's programs, as its own user when we are root."""
    as_user = ["runuser", "-u", USER, "--"] if os.geteuid() == 0 else []
    command = [*as_user, _path_of(program), *map(str, arguments)]
    # Not a pipe: the server that pg_ctl starts would hold it open.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(command, cwd="/", stdout=output, stderr=output, check=False)
        if done.returncode:
            output.seek(0)
            sys.exit(f"{program} failed:\n{output.read().decode(errors='replace')}")


def _path_of(program: str) -> str:
    """Return where the program is: newest Debian version first, then the search path."""
    installed = sorted(DEBIAN_PROGRAMS.glob("*/bin"), key=lambda p: float(p.parent.name))
    for folder in reversed(installed):
        if (folder / program).exists():
            return str(folder / program)
    found = shutil.which(program)
    if not found:
        sys.exit(f"{program} is missing: install Debian's package postgresql.")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(command: list[str]) -> int:
    """Run the command beside a server; return its exit status."""
    if not command:
        sys.exit("Usage: python -m tests.postgres COMMAND…")
    # Ended from outside, Python would leave the server running.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with running() as url:
        return subprocess.run(
            command, env={**os.environ, "DATABASE_URL": url}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
