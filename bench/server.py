"""The wiki under gunicorn, as `make run` serves it, on a free port."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.load import Address, fetch

ROOT = Path(__file__).resolve().parent.parent
STARTS_WITHIN = 60  # seconds
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    """A gunicorn that runs."""

    address: Address
    pid: int

    def processor_seconds(self) -> float:
        """The time that its processes, and theirs, have spent computing so far."""
        parents, spent = {}, {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text().rpartition(")")[2].split()
            except OSError:  # it ended in this moment
                continue
            pid = int(path.parent.name)
            parents[pid], spent[pid] = int(fields[1]), int(fields[11]) + int(fields[12])
        family = {self.pid}
        while more := {pid for pid, parent in parents.items() if parent in family} - family:
            family |= more
        return sum(spent.get(pid, 0) for pid in family) / TICKS


@contextmanager
def serving(**switches: str) -> Iterator[Server]:
    """Serves the site that the environment describes, with `switches` of bench.settings."""
    address = ("127.0.0.1", _free_port())
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"],
        cwd=ROOT,
        env=os.environ | switches | {"PORT": str(address[1]), "BIND": ""},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(address, process)
        yield Server(address, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STARTS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(address: Address, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if fetch(address, "/healthz").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("gunicorn does not answer.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
