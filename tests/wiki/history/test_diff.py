"""The difference between two texts, as data to show."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wiki.history.diff import MAX_ROWS, MAX_SIZE, Hunk, Row, Span, compare, inline, size_of


def shown(hunks: list[Hunk]) -> list[str]:
    """Return the rows as a reader sees them in one column: kept, [-taken out-] and {+put in+}."""
    signs = {"same": "{}", "del": "[-{}-]", "ins": "{{+{}+}}"}
    return [
        "".join(signs[span.kind].format(span.text) for span in inline(row))
        for hunk in hunks
        for row in hunk.rows
    ]


def numbered(first: int, last: int) -> str:
    return "".join(f"line {i}\n" for i in range(first, last + 1))


def test_equal_texts_have_no_difference() -> None:
    assert compare("a\nb\n", "a\nb\n") == []
    assert compare("a\r\nb", "a\nb\n") == []
    assert compare("", "") == []


def test_changed_words_are_marked_in_the_line() -> None:
    hunks = compare("The commons is a resource.\n", "The commons are a shared resource.\n")
    assert shown(hunks) == ["The commons [-is-]{+are+} a{+ shared+} resource."]
    assert hunks[0].rows == [
        Row(
            "changed",
            1,
            1,
            [
                Span("same", "The commons "),
                Span("del", "is"),
                Span("same", " a"),
                Span("same", " resource."),
            ],
            [
                Span("same", "The commons "),
                Span("ins", "are"),
                Span("same", " a"),
                Span("ins", " shared"),
                Span("same", " resource."),
            ],
        )
    ]


def test_words_that_changed_side_by_side_are_marked_as_one_phrase() -> None:
    hunks = compare("we share the old tools here", "we share some new tools here")
    assert shown(hunks) == ["we share [-the old-]{+some new+} tools here"]


def test_scripts_without_spaces_are_compared_by_character() -> None:
    assert shown(compare("共有地の悲劇について", "共有地の喜劇について")) == [
        "共有地の[-悲-]{+喜+}劇について"
    ]


def test_lines_with_little_in_common_stand_as_removed_and_added() -> None:
    assert shown(compare("Fishing rights by the lake\n", "A licence is data\n")) == [
        "[-Fishing rights by the lake-]",
        "{+A licence is data+}",
    ]


def test_a_reworded_line_is_paired_across_a_new_paragraph() -> None:
    old = "Title\n\nPeople share what they make with each other.\n"
    new = "Title\n\nA whole new paragraph.\n\nPeople share all they make with each other.\n"
    assert shown(compare(old, new)) == [
        "Title",
        "",
        "{+A whole new paragraph.+}",
        "{++}",
        "People share [-what-]{+all+} they make with each other.",
    ]


def test_far_unchanged_lines_are_folded_and_counted() -> None:
    old = numbered(1, 30)
    [first, second] = compare(old, old.replace("line 5\n", "").replace("line 20\n", "other\n"))
    assert (first.old_start, first.new_start, first.hidden_before) == (3, 3, 2)
    assert (second.old_start, second.new_start, second.hidden_before) == (18, 17, 10)
    assert (first.hidden_after, second.hidden_after) == (0, 8)
    assert [row.kind for row in first.rows] == ["same", "same", "removed", "same", "same"]
    assert [(row.old_number, row.new_number) for row in second.rows] == [
        (18, 17),
        (19, 18),
        (20, None),
        (None, 19),
        (21, 20),
        (22, 21),
    ]


def test_a_single_line_is_shown_rather_than_folded() -> None:
    old = numbered(1, 11)
    one_between = old.replace("line 3\n", "").replace("line 9\n", "")
    assert len(compare(old, one_between)) == 1
    two_between = old.replace("line 2\n", "").replace("line 9\n", "")
    assert len(compare(old, two_between)) == 2


def test_the_context_is_chosen_by_the_caller() -> None:
    old = numbered(1, 9)
    new = old.replace("line 5\n", "")
    assert len(compare(old, new, context=0)[0].rows) == 1
    assert len(compare(old, new, context=9)[0].rows) == 9
    assert compare(old, new, context=9)[0].hidden_after == 0


def test_a_first_version_is_all_added() -> None:
    [hunk] = compare("", "a\n\nb")
    assert [(row.kind, row.new_number) for row in hunk.rows] == [
        ("added", 1),
        ("added", 2),
        ("added", 3),
    ]


def test_size_counts_characters_and_each_line_end_once() -> None:
    assert size_of("é\r\n水\n") == 4
    assert size_of("") == 0


lines = st.lists(
    st.lists(st.sampled_from(["a", "b", "the", "commons", " ", " ", ".", "水"]), max_size=7).map(
        "".join
    ),
    max_size=9,
)


@settings(max_examples=300, deadline=None)
@given(old=lines, new=lines, context=st.integers(0, 3))
def test_a_difference_holds_every_line_of_both_texts_once_and_in_order(
    old: list[str], new: list[str], context: int
) -> None:
    hunks = compare("".join(f"{x}\n" for x in old), "".join(f"{x}\n" for x in new), context=context)
    olds, news = list(old), list(new)
    rebuilt: list[str] = []
    at = 0
    for hunk in hunks:
        rebuilt += olds[at : at + hunk.hidden_before]
        at += hunk.hidden_before
        assert (hunk.old_start, hunk.new_start) == (at + 1, len(rebuilt) + 1)
        for row in hunk.rows:
            assert "".join(s.text for s in inline(row) if s.kind != "ins") == (
                "".join(s.text for s in row.old or [])
            )
            assert "".join(s.text for s in inline(row) if s.kind != "del") == (
                "".join(s.text for s in row.new or [])
            )
            if row.old is not None:
                assert "".join(span.text for span in row.old) == olds[at]
                assert row.old_number == at + 1
                at += 1
            if row.new is not None:
                rebuilt.append("".join(span.text for span in row.new))
                assert row.new_number == len(rebuilt)
    rebuilt += olds[at:]
    assert rebuilt == news
    assert not hunks or hunks[-1].hidden_after == len(olds) - at


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("a " * 200_000, "a " * 100_000 + "b " + "a " * 100_000, id="one long line"),
        pytest.param("!" * 400_000, "?!" * 200_000, id="one line of marks"),
        pytest.param("a\n" * 20_000, "a\n" * 9_000 + "b\n" + "a\n" * 11_001, id="equal lines"),
        pytest.param("a\n" * 200_000, "b\n" * 200_000, id="nothing in common"),
        pytest.param(
            "".join(f"{i} {i % 7} old\n" for i in range(25_000)),
            "".join(f"{i} {i % 7} new\n" for i in range(25_000)),
            id="every line reworded",
        ),
        pytest.param(
            *(
                "".join(
                    " ".join(str(i * j * step % 97) for j in range(150)) + "\n" for i in range(900)
                )
                for step in (3, 5)
            ),
            id="long lines of the same words",
        ),
    ],
)
def test_a_hostile_text_holds_nobody_up(old: str, new: str) -> None:
    started = time.process_time()
    hunks = compare(old, new)
    assert time.process_time() - started < 2
    assert hunks


def test_a_difference_too_long_to_read_is_cut_and_says_so() -> None:
    hunks = compare("", "a\n" * (MAX_ROWS + 1))
    assert sum(len(hunk.rows) for hunk in hunks) == MAX_ROWS
    assert hunks[-1].truncated
    assert not compare("", "a\n" * MAX_ROWS)[-1].truncated


def test_texts_beyond_the_limit_are_shown_as_one_replaced_stretch() -> None:
    base = "a line\n" * (MAX_SIZE // 7)
    [hunk] = compare("first\nx\n" + base, "first\ny\nx\nz\n" + base)
    assert hunk.truncated
    assert shown([hunk])[:3] == ["first", "{+y+}", "x"]
