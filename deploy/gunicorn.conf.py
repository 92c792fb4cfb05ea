"""How gunicorn serves the wiki. PORT, BIND, WEB_WORKERS and WEB_THREADS change it."""

import os
import sys
from typing import Any


def _number(name: str, default: int, highest: int) -> int:
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdecimal() or not 1 <= int(value) <= highest:
        sys.exit(f"{name} is “{value}”: give a number from 1 to {highest}.")
    return int(value)


_port = _number("PORT", 8000, 65_535)

wsgi_app = "commons.wsgi:application"
bind = os.environ.get("BIND", "").strip() or f"127.0.0.1:{_port}"
# Threads wait for the database and for rendering, which has processes of its own; more workers
# than cores only help where requests compute.
worker_class = "gthread"
workers = _number("WEB_WORKERS", 2, 64)
threads = _number("WEB_THREADS", 8, 64)
preload_app = True
# Longer than the 20 seconds that a save waits for an embedded database that is busy.
timeout = 30
graceful_timeout = 25
keepalive = 5
# Nothing that a browser or our own forms send is longer.
limit_request_line = 8_190
limit_request_fields = 60
control_socket_disable = True
loglevel = "warning"


def when_ready(server: Any) -> None:
    """Say where the wiki is and how to become its admin."""
    print(f"The wiki is at http://{bind} (stop it with Ctrl+C).")
    print("To become admin: make admin", flush=True)


def post_fork(server: Any, worker: Any) -> None:
    """Give each worker connections of its own; two must not share one."""
    from django.db import connections

    connections.close_all()
