"""One worker process, seen from the parent: start it, ask it, end it."""

import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]  # the folder that holds the package `wiki`
START_DEADLINE = 20.0  # seconds; a machine that is short of memory starts slowly
MAX_ANSWER = 64 * 1024 * 1024  # bytes
_CHUNK = 64 * 1024


class WorkerDied(Exception):
    """The worker ended, or sent what is no answer."""


class WorkerTimedOut(Exception):
    """The worker did not answer in time. It has to be ended."""


class WorkerProcess:
    """A running worker. One thread at a time may use it.

    Raises RuntimeError if it does not come up: then the installation is broken, not a text.
    """

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "wiki.rendering.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            cwd=ROOT,
            # No secret of ours, and no database address, for the process that hostile text reaches.
            env={
                "PYTHONPATH": os.pathsep.join([str(ROOT), *_inherited_path()]),
                "PYTHONUTF8": "1",
                "LC_ALL": "C.UTF-8",
            },
            # A signal to the group of the server is the server's to handle.
            start_new_session=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in = self._process.stdin.fileno()
        self._out = self._process.stdout.fileno()
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)
        try:
            self._read_line(time.monotonic() + START_DEADLINE)
        except (WorkerDied, WorkerTimedOut) as error:
            self.end()
            raise RuntimeError("The process that formats articles does not start.") from error

    def ask(self, request: dict[str, Any], deadline: float) -> dict[str, Any]:
        """Send a request and return the answer to it, within `deadline` seconds.

        After WorkerDied or WorkerTimedOut the worker is of no more use.
        """
        until = time.monotonic() + deadline
        self._write(json.dumps(request).encode() + b"\n", until)
        return self._read_line(until)

    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def end(self) -> None:
        """Kill the process, if it runs, and free what it held."""
        self._process.kill()
        self._process.wait()
        self.forget()

    def forget(self) -> None:
        """Close our ends of the pipes and leave the process to whom it belongs."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _write(self, message: bytes, until: float) -> None:
        rest = memoryview(message)
        while rest:
            _wait(self._in, select.POLLOUT, until)
            try:
                rest = rest[os.write(self._in, rest[:_CHUNK]) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise WorkerDied from error

    def _read_line(self, until: float) -> dict[str, Any]:
        received = bytearray()
        while not received.endswith(b"\n"):
            _wait(self._out, select.POLLIN, until)
            try:
                chunk = os.read(self._out, _CHUNK)
            except BlockingIOError:
                continue
            if not chunk or len(received) > MAX_ANSWER:
                raise WorkerDied
            received += chunk
        answer: dict[str, Any] = json.loads(received)
        return answer


def _wait(descriptor: int, event: int, until: float) -> None:
    """Return when the descriptor is ready. `poll`, for it has no upper limit on descriptors."""
    poller = select.poll()
    poller.register(descriptor, event)
    left = until - time.monotonic()
    if left <= 0 or not poller.poll(left * 1000):
        raise WorkerTimedOut


def _inherited_path() -> list[str]:
    inherited = os.environ.get("PYTHONPATH")
    return [inherited] if inherited else []
