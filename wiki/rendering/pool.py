"""At most so many workers for each process of ours, shared by its threads.

Workers start when they are first needed and stay. A worker that dies or is too slow is replaced.
A process made by `fork` (a server that loads the application first) starts its own workers.
"""

import atexit
import os
import threading
import time
from typing import Any

from wiki.rendering.process import WorkerDied, WorkerProcess, WorkerTimedOut


class WorkerFailed(Exception):
    """No worker lived to answer this request."""


class Pool:
    """Workers for the threads of one process; a thread waits while all of them are busy."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._reset()
        atexit.register(self.close)
        os.register_at_fork(after_in_child=self._forget)

    def run(self, request: dict[str, Any], deadline: float) -> dict[str, Any]:
        """Return a worker's answer to the request.

        The answer comes within `deadline` seconds from when a worker is free, or WorkerFailed is
        raised. A worker that dies at once is taken to have been ill before, and the request is
        given to another with the time that is left.
        """
        with self._free:
            worker = self._take()
            until = time.monotonic() + deadline
            try:
                return self._ask(worker, request, deadline)
            except WorkerDied as error:
                left = until - time.monotonic()
                if left < deadline / 2:
                    raise WorkerFailed from error
            try:
                return self._ask(self._take(), request, left)
            except WorkerDied as error:
                raise WorkerFailed from error

    def close(self) -> None:
        """End all workers, those at work included."""
        for worker in list(self._all):
            self._end(worker)
        self._idle.clear()

    def _ask(
        self, worker: WorkerProcess, request: dict[str, Any], deadline: float
    ) -> dict[str, Any]:
        try:
            answer = worker.ask({**request, "deadline": deadline}, deadline)
        except WorkerTimedOut as error:
            self._end(worker)
            raise WorkerFailed from error
        except BaseException:
            self._end(worker)
            raise
        if "hard" in answer:
            self._end(worker)  # it ends by itself; this collects it
        else:
            self._idle.append(worker)
        return answer

    def _take(self) -> WorkerProcess:
        """Return a living worker. List and set operations are atomic, so this needs no lock."""
        while True:
            try:
                worker = self._idle.pop()
            except IndexError:
                worker = WorkerProcess()
                self._all.add(worker)
                return worker
            if worker.is_alive():
                return worker
            self._end(worker)

    def _end(self, worker: WorkerProcess) -> None:
        self._all.discard(worker)
        worker.end()

    def _reset(self) -> None:
        self._free = threading.BoundedSemaphore(self._size)
        self._idle: list[WorkerProcess] = []
        self._all: set[WorkerProcess] = set()

    def _forget(self) -> None:
        """After a fork: the workers and the waiting threads are the parent's."""
        for worker in self._all:
            worker.forget()
        self._reset()
