"""Prepares the site that the environment describes, measures, and writes the figures to a file.

`python -m bench.measure FILE small|full NAME…`; bench/__main__.py calls it once for a database.
"""

import json
import sys
from pathlib import Path

import django
from django.core.management import call_command

from bench.figures import Figure
from bench.sizes import SMALL, Sizes


def main(file: Path, sizes: Sizes, names: list[str]) -> None:
    """Measure what is named, in the order given."""
    django.setup()
    call_command("load_starter", verbosity=0)
    figures = {name: [figure.as_json() for figure in _measured(name, sizes)] for name in names}
    file.write_text(json.dumps(figures))


def _measured(name: str, sizes: Sizes) -> list[Figure]:
    print(f"  measuring {name} …", file=sys.stderr, flush=True)
    from bench import copying, crediting, history, reading, review, saving, visit

    measures = {
        "reading": reading.measure,
        "history": history.measure,
        "visit": visit.measure,
        "saving": saving.measure,
        "review": review.measure,
        "copying": copying.measure,
        "crediting": crediting.measure,
    }
    return measures[name](sizes)


if __name__ == "__main__":
    main(Path(sys.argv[1]), SMALL if sys.argv[2] == "small" else Sizes(), sys.argv[3:])
