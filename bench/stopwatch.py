"""The seconds that go into certain functions, while something larger runs."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pkgutil import resolve_name
from typing import Any
from unittest.mock import patch


@contextmanager
def calls_timed(spent: list[float], *names: str) -> Iterator[None]:
    """Adds to `spent` the seconds of each call of the functions, named as `module.function`."""
    with ExitStack() as stack:
        for name in names:
            stack.enter_context(patch(name, _timed(resolve_name(name), spent)))
        yield


def _timed(call: Callable[..., Any], spent: list[float]) -> Callable[..., Any]:
    def wrapped(*arguments: Any, **options: Any) -> Any:
        started = time.perf_counter()
        try:
            return call(*arguments, **options)
        finally:
            spent.append(time.perf_counter() - started)

    return wrapped
