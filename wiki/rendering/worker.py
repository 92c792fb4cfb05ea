"""The process that formats: `python -m wiki.rendering.worker`.

It reads one JSON object a line from standard input and answers with one a line on standard
output, the first being `{"ready": true}`. It ends when its input does, and after any text that
was too hard: an interrupted parser is not worth trusting.

Three limits hold in here: a memory limit, a limit on processor time, and an alarm that interrupts
Python before the parent's own deadline does, early enough to find out which part was too hard.
"""

import contextlib
import json
import resource
import signal
import sys
import time
import traceback
from types import FrameType
from typing import Any, BinaryIO

from wiki.rendering.formatting import format_text
from wiki.rendering.suspects import Part, suspects

MEMORY = 512 * 1024 * 1024  # bytes of address space
FORMATTING_SHARE = 0.8  # of the deadline; what follows is for naming the part
NAMING_SHARE = 0.95
TRIED_PARTS = 8
ALARM_INTERVAL = 0.05  # an alarm that a callback swallowed rings again


class OutOfTimeError(BaseException):
    """The alarm. No Exception, so that no library can take it for one of its own."""


class Alarm:
    """Interrupts a block of Python code after some seconds."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def __enter__(self) -> None:
        signal.signal(signal.SIGALRM, self._ring)
        signal.setitimer(signal.ITIMER_REAL, max(self.seconds, 0.001), ALARM_INTERVAL)

    def __exit__(self, *exc_info: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)

    @staticmethod
    def _ring(signum: int, frame: FrameType | None) -> None:
        raise OutOfTimeError


def answer_to(request: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to a request: the formatted text, or `{"hard": …}`.

    A request has text, language, languages, missing (pairs) and deadline (seconds from now).
    """
    started = time.monotonic()
    deadline: float = request["deadline"]
    _limit_processor_time(deadline)
    try:
        with Alarm(deadline * FORMATTING_SHARE):
            return _formatted(request, request["text"])
    except (OutOfTimeError, RecursionError, MemoryError):
        pass
    except Exception:
        # A mistake in a parser, brought out by this text: the operator should hear of it.
        traceback.print_exc()
    left = deadline * NAMING_SHARE - (time.monotonic() - started)
    part = _hard_part(request, left)
    return {"hard": {"line": part.line, "start": part.start} if part else None}


def _formatted(request: dict[str, Any], text: str) -> dict[str, Any]:
    missing = {(language, slug) for language, slug in request["missing"]}
    result = format_text(text, request["language"], frozenset(request["languages"]), missing)
    return {
        "html": result.html,
        "contents": [
            [section.level, section.id, section.text]
            for section in result.sections
            if section.listed
        ],
        "links": [[link.language, link.slug, link.title] for link in result.links],
        "plain": result.plain,
    }


def _hard_part(request: dict[str, Any], seconds: float) -> Part | None:
    """Find the part that is too hard by formatting the likeliest ones on their own.

    It is the one that fails by itself, or that takes more than half of the time left.
    """
    until = time.monotonic() + seconds
    for part in suspects(request["text"], TRIED_PARTS):
        started = time.monotonic()
        try:
            with Alarm(until - started):
                _formatted(request, part.text)
        except OutOfTimeError:
            pass
        except Exception:
            return part
        if time.monotonic() - started > seconds / 2:
            return part
        if time.monotonic() >= until:
            break
    return None


def _limit_memory() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    # Systems other than Linux may refuse; the other limits hold there all the same.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _limit_processor_time(deadline: float) -> None:
    """Let the kernel end this process if it computes on though nobody waits for it any more."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    limit = int(usage.ru_utime + usage.ru_stime + deadline) + 2
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_CPU, (limit, hard))


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are none, or until one was too hard."""
    _send(answers, {"ready": True})
    for line in requests:
        answer = answer_to(json.loads(line))
        _send(answers, answer)
        if "hard" in answer:
            return


def _send(answers: BinaryIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


def main() -> None:
    """Set the limits and serve."""
    _limit_memory()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not be taken for an answer
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
