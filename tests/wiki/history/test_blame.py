"""A text with its authors at the margin: no word is lost, and each stands under its revision."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.history import blame
from wiki.history.authorship import is_word, tokens_of
from wiki.history.blame import Line, Piece, lines_of, pages_of, passages_of


def written(lines: list[Line]) -> list[str]:
    return [
        line.before + "".join(piece.text + piece.after for piece in line.pieces) for line in lines
    ]


def test_words_in_a_row_of_one_origin_are_one_piece():
    (line,) = lines_of("Commons are  always shared.", [1, 1, 2, 1, 1])
    assert line.pieces == [
        Piece("Commons are", "  ", 1, 2),
        Piece("always", " ", 2, 1),
        Piece("shared.", "", 1, 1),
    ]


def test_a_line_is_of_who_wrote_most_of_its_words_and_of_equals_the_first():
    assert lines_of("one two three", [1, 2, 2])[0].main == 2
    assert lines_of("one two", [2, 1])[0].main == 2
    assert lines_of("one — … two two", [1, 2, 2, 2, 3])[0].main == 1
    assert lines_of("…", [2])[0].main == 2
    assert lines_of("  ", [])[0].main is None


def test_lines_in_a_row_of_one_origin_are_one_passage_with_the_empty_lines_between():
    lines = lines_of("\none\n\ntwo\nthree\n\nfour\n", [1, 1, 2, 1])
    found = [
        (passage.origin, [line.number for line in passage.lines]) for passage in passages_of(lines)
    ]
    assert found == [(1, [1, 2, 3, 4]), (2, [5, 6]), (1, [7])]


def test_a_text_without_a_word_is_a_passage_of_nobody():
    assert [passage.origin for passage in passages_of(lines_of("\n \n", []))] == [None]


@pytest.mark.parametrize("origins", [[], [1], [1, 1, 1]])
def test_there_is_one_origin_for_each_word(origins):
    with pytest.raises(ValueError):
        lines_of("two words", origins)


@given(text=st.text(alphabet="ab .\n\t共", max_size=60), seed=st.integers(1, 5))
def test_no_character_is_lost_and_none_comes_twice(text: str, seed: int):
    tokens = tokens_of(text)
    origins = [number // seed % 3 for number in range(len(tokens))]
    lines = lines_of(text, origins)
    assert "\n".join(written(lines)) == text.removesuffix("\n")
    counts = [piece.words for line in lines for piece in line.pieces]
    assert sum(counts) == sum(is_word(token.text) for token in tokens)
    assert [line for page in pages_of(lines) for line in page] == lines
    assert [line for passage in passages_of(lines) for line in passage.lines] == lines


def test_no_page_is_without_end(monkeypatch):
    monkeypatch.setattr(blame, "MOST_PIECES", 4)
    monkeypatch.setattr(blame, "MOST_LINES", 3)
    lines = lines_of("a b c d e f\ng\nh\n\ni\nj", [*range(6), 1, 1, 1, 1])
    pages = pages_of(lines)
    assert [[line.number for line in page] for page in pages] == [[1], [1, 2, 3], [4, 5, 6]]
    assert all(sum(len(line.pieces) for line in page) <= 4 for page in pages)
    assert "".join(written(pages[0] + pages[1])) == "a b c d e fgh"
