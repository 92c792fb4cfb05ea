"""`python -m bench` runs, with tiny sizes; what it measures is looked at in a run of full size."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.figures import Figure, from_json, ninety_fifth, table
from bench.load import WrongAnswer, whole_length

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "sqlite"
EXPECTED = {
    "reading": {"page kept / bare view", "page made anew, queries", "304, processor time"},
    "history": {"page 1 and page 2, slower / faster", "long history / short history"},
    "visit": {"first visit, gzip", "first visit, brotli, requests"},
    "saving": {"saving and seeing it again, median", "share of formatting"},
    "review": {"longest waiting, slower / faster", "largest change, slower / faster"},
    "crediting": {"after 30 / after 3 revisions, spent crediting"},
    "copying": {"found word for word", "a new article at 40 pages, added", "40 pages / 20 pages"},
}


@pytest.mark.sqlite  # it takes half a minute, and on PostgreSQL runs the same lines
def test_every_measurement_runs_and_is_kept(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--small", "--database", DATABASE]
        + ["--results", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (file,) = tmp_path.glob("*.json")
    kept = json.loads(file.read_text())
    assert kept["small"] is True
    named = kept["figures"][DATABASE]
    assert set(named) == set(EXPECTED)
    for name, expected in EXPECTED.items():
        figures = {figure["name"]: from_json(figure) for figure in named[name]}
        assert expected <= set(figures)
        assert all(figure.value >= 0 for figure in figures.values())
        assert f"{name} on {DATABASE}" in done.stdout
    queries = [figure for figure in named["reading"] if figure["name"].endswith("queries")]
    assert [figure["value"] for figure in queries if not 1 <= figure["value"] <= 2] == []


@pytest.mark.parametrize(
    ("figure", "kept", "words"),
    [
        (Figure("ratio", 0.61, at_least=0.6), True, "≥ 0.6 kept"),
        (Figure("ratio", 0.59, at_least=0.6), False, "≥ 0.6 NOT KEPT"),
        (Figure("bytes", 35.0, "kB", at_most=35), True, "≤ 35 kept"),
        (Figure("bytes", 35.1, "kB", at_most=35), False, "≤ 35 NOT KEPT"),
        (Figure("time", 4.2, "ms"), True, ""),
    ],
)
def test_a_figure_says_whether_it_keeps_to_its_bound(figure, kept, words):
    assert figure.is_kept is kept
    assert figure.bound == words
    assert words in table([figure])
    assert from_json(figure.as_json()) == figure


def test_of_twenty_values_one_is_above_the_ninety_fifth_percentile():
    assert ninety_fifth([float(value) for value in range(20, 0, -1)]) == 19
    assert ninety_fifth([3.0]) == 3


def test_an_answer_is_whole_when_all_its_body_is_there():
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\ncontent-length: 5\r\n\r\n"
    assert whole_length(head[:-1]) is None
    assert whole_length(head) == len(head) + 5
    unchanged = b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"
    assert whole_length(unchanged) == len(unchanged)
    with pytest.raises(WrongAnswer):
        whole_length(b"HTTP/1.1 200 OK\r\n\r\n")
