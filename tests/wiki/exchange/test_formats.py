"""Lines of a history are read as they are, and broken ones are named with their numbers."""

import gzip
import hashlib
import json
import lzma
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wiki.exchange.histories import GARDEN, HOSTILE, make_line
from wiki.exchange.formats import (
    MAX_LINE,
    MAX_SUMMARY,
    BrokenLine,
    PastRevision,
    parse,
    read_revisions,
    summary_of,
)
from wiki.rendering import MAX_TEXT

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def read(path: Path) -> tuple[list[PastRevision], list[BrokenLine]]:
    items = list(read_revisions(path, now=NOW))
    good = [item for item in items if isinstance(item, PastRevision)]
    return good, [item for item in items if isinstance(item, BrokenLine)]


def parsed(**fields) -> PastRevision:
    return parse(1, make_line(**fields), now=NOW)


def test_a_history_is_read_with_authors_dates_and_licences():
    good, broken = read(GARDEN)
    assert not broken
    assert [revision.line for revision in good] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert good[0].author == "contributor-1"
    assert good[0].created == datetime(2019, 3, 1, 8, tzinfo=UTC)
    assert [revision.licence for revision in good[2:5]] == ["CC-BY-4.0", "CC0-1.0", "CC-BY-4.0"]
    assert good[6].licence == ""


def test_texts_are_those_of_the_file_to_the_byte():
    for revision, line in zip(read(GARDEN)[0], GARDEN.read_bytes().splitlines(), strict=True):
        assert revision.text == json.loads(line)["text"]


@pytest.mark.parametrize("compress", [lzma.compress, gzip.compress, bytes])
def test_a_file_is_decompressed_whatever_its_name(tmp_path, compress):
    path = tmp_path / "history"
    path.write_bytes(compress(GARDEN.read_bytes()))
    assert read(path) == read(GARDEN)


@pytest.mark.parametrize("compress", [lzma.compress, gzip.compress])
def test_what_comes_before_the_end_of_a_torn_file_is_read_and_the_tear_is_reported(
    tmp_path, compress
):
    line = make_line("".join(hashlib.sha256(b"%d" % n).hexdigest() for n in range(5000)))
    whole = compress(b"\n".join([line, line.replace(b"pond", b"lake"), line]))
    path = tmp_path / "torn.xz"
    path.write_bytes(whole[: len(whole) * 3 // 4])
    good, broken = read(path)
    assert [broken[-1].number] == [len(good) + 1]
    assert "not whole" in broken[-1].sentence


def test_every_broken_line_is_reported_and_the_good_ones_are_read():
    good, broken = read(HOSTILE)
    # The licences of lines 18 and 19 are for the wiki to judge.
    assert [revision.line for revision in good] == [1, 18, 19, 26]
    assert [line.number for line in broken] == [2, 4, 5, 6, *range(7, 18), *range(20, 26)]
    assert all(line.sentence.endswith(".") for line in broken)


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"page": None}, "page"),
        ({"author": None}, "author"),
        ({"date": None}, "date"),
        ({"date": (NOW + timedelta(days=3)).isoformat()}, "future"),
        ({"sha1": "0" * 40}, "sha1"),
        ({"page": "x" * 2000}, "page"),
        ({"comment": 5}, "comment"),
        ({"text": "x" * (MAX_TEXT + 1)}, "characters"),
    ],
)
def test_a_broken_line_says_what_is_wrong(fields, word):
    with pytest.raises(BrokenLine, match=word):
        parsed(**fields)


def test_an_endless_line_is_passed_by_and_the_next_one_read(tmp_path):
    path = tmp_path / "long.jsonl"
    path.write_bytes(b"[" * (2 * MAX_LINE + 5) + b"\n" + make_line() + b"\n")
    good, broken = read(path)
    assert [line.number for line in broken] == [1]
    assert [revision.line for revision in good] == [2]


def test_an_empty_text_is_a_text():
    assert parsed(text="").text == ""


def test_a_date_without_an_offset_is_utc():
    assert parsed(date="2020-01-01T12:00:00").created == datetime(2020, 1, 1, 12, tzinfo=UTC)


def test_no_email_address_is_kept():
    revision = parsed(
        author="contributor-1 <contributor-1@example.org>",
        comment="Fix\n\nCo-authored-by: contributor-2 <contributor.2+wiki@mail.example.org>",
    )
    assert revision.author == "contributor-1"
    assert revision.summary == "Fix Co-authored-by: contributor-2"


def test_a_summary_is_whole_when_it_fits_and_else_its_first_line():
    assert summary_of("One\n\ntwo\tthree ") == "One two three"
    assert summary_of("One\n" + "x" * MAX_SUMMARY) == "One"
    cut = summary_of("x" * (MAX_SUMMARY + 1))
    assert len(cut) == MAX_SUMMARY
    assert cut.endswith("…")


def test_the_key_is_that_of_the_revision_and_not_of_the_file():
    assert parsed().key == parse(99, make_line(comment="another"), now=NOW).key
    keys = {
        parsed().key,
        parsed(page="lake.md").key,
        parsed(commit="other").key,
        parsed(text="Toads.\n", commit=None).key,
        parsed(author="contributor-2").key,
        parsed(date="2020-01-02T00:00:00Z").key,
    }
    assert len(keys) == 6


def read_or_reported(number, line):
    """The revision that a line holds, or what is wrong with it; any other exception is ours."""
    try:
        return parse(number, line, now=NOW)
    except BrokenLine as broken:
        return broken


@given(st.binary(max_size=300))
def test_no_bytes_end_in_an_error_of_ours(line):
    outcome = read_or_reported(1, line)
    assert outcome.sentence if isinstance(outcome, BrokenLine) else outcome.text is not None


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
FIELDS = ["page", "author", "date", "text", "comment", "licence", "commit", "sha1"]


@given(st.dictionaries(st.sampled_from(FIELDS), JSON_VALUES))
def test_a_line_of_any_json_is_read_or_reported(changes):
    values = json.loads(make_line()) | changes
    outcome = read_or_reported(7, json.dumps(values).encode())
    if isinstance(outcome, BrokenLine):
        assert outcome.number == 7
        return
    assert outcome.text == values["text"]
    assert outcome.author
    assert len(outcome.summary) <= MAX_SUMMARY
    for kept in (outcome.page, outcome.author, outcome.summary, outcome.text):
        assert "\0" not in kept
        kept.encode()
