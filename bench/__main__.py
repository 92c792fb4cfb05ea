"""`python -m bench`: see the package."""

import argparse
import json
import os
import platform
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import bench
from bench.figures import Figure, from_json, table

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results"
NAMES = ("reading", "history", "visit", "saving", "review", "copying", "crediting")
DATABASES = ("sqlite", "postgres")
# What this shell happens to set is not what is measured.
CLEARED = (
    "BIND",
    "DATABASE_URL",
    "DEBUG",
    "DEFAULT_LANGUAGE",
    "EMAIL_FROM",
    "EMAIL_URL",
    "GUESTS_MAY_EDIT",
    "MEMBERS_SEE",
    "READERS_SEE",
    "SITE_NAME",
    "WEB_THREADS",
    "WEB_WORKERS",
)
# The server of tests does not wait for the disk; one that keeps people's work does.
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")

Results = dict[str, dict[str, list[Figure]]]


def main() -> int:
    """Measure, show, keep; 1 when a bound is not kept."""
    options = _options()
    results: Results = {}
    try:
        for database in options.database or DATABASES:
            print(f"On {database}:", file=sys.stderr, flush=True)
            results[database] = _measured_on(database, options.names or list(NAMES), options.small)
            _show(database, results[database])
    finally:  # what is measured stays when the other database is missing
        if results:
            _keep(results, options.results, is_small=options.small)
    kept = [
        figure.is_kept for named in results.values() for one in named.values() for figure in one
    ]
    return 0 if options.small or all(kept) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=bench.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], metavar="NAME", default=[])
    parser.add_argument("--database", action="append", choices=DATABASES)
    parser.add_argument("--small", action="store_true", help="only show that everything runs")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder for the figures")
    return parser.parse_args()


def _measured_on(database: str, names: list[str], is_small: bool) -> dict[str, list[Figure]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wiki-bench-")))
        environment = {name: value for name, value in os.environ.items() if name not in CLEARED}
        environment |= {
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "DATA_DIR": str(folder / "data"),
            "SECRET_KEY": secrets.token_urlsafe(48),
            "ALLOWED_HOSTS": "127.0.0.1",
            "HTTPS": "no",
            "SECOND_FACTOR": "offered",
        }
        if database == "postgres":
            environment["DATABASE_URL"] = stack.enter_context(_durable_postgres())
        file = folder / "figures.json"
        size = "small" if is_small else "full"
        for command in (
            ["-m", "deploy.prepare"],
            ["-m", "bench.measure", str(file), size, *names],
        ):
            subprocess.run(
                [sys.executable, *command], cwd=ROOT, env=environment, check=True, stdout=sys.stderr
            )
        figures = json.loads(file.read_text())
    return {name: [from_json(values) for values in figures[name]] for name in names}


@contextmanager
def _durable_postgres() -> Iterator[str]:
    """A PostgreSQL server of its own that keeps what it says it keeps."""
    import psycopg2

    from tests import postgres

    with postgres.running() as url:
        connection = psycopg2.connect(url)
        connection.autocommit = True
        with connection.cursor() as cursor:
            for name in DURABLE:
                cursor.execute(f"ALTER SYSTEM SET {name} = 'on'")
            cursor.execute("SELECT pg_reload_conf()")
        connection.close()
        yield url


def _show(database: str, named: dict[str, list[Figure]]) -> None:
    for name, figures in named.items():
        if not figures:
            print(f"\n{name} on {database}: not measured, see above.", flush=True)
            continue
        print(f"\n{name} on {database}\n{table(figures)}", flush=True)


def _keep(results: Results, folder: Path, *, is_small: bool) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    values = {
        "when": now.isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "small": is_small,
        "figures": {
            database: {name: [figure.as_json() for figure in one] for name, one in named.items()}
            for database, named in results.items()
        },
    }
    path = folder / f"{now:%Y-%m-%dT%H%M%S}.json"
    path.write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n")
    print(f"\nKept in {path}")


if __name__ == "__main__":
    sys.exit(main())
