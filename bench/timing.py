"""Says in a header how much of a request went into formatting text."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from wiki import rendering

HEADER = "X-Bench-Rendering"  # seconds


class RenderingTimeMiddleware:
    """Wraps `rendering.render` once and tells each request the time that it spent in there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.spent = threading.local()
        self.render = rendering.render
        rendering.render = self._timed

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.spent.seconds = 0.0
        response = self.get_response(request)
        response[HEADER] = f"{self.spent.seconds:.6f}"
        return response

    def _timed(self, *arguments: Any, **options: Any) -> rendering.Rendered:
        started = time.perf_counter()
        try:
            return self.render(*arguments, **options)
        finally:
            self.spent.seconds = getattr(self.spent, "seconds", 0) + time.perf_counter() - started
