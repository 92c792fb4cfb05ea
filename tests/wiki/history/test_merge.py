"""Merging three ways, held against the git program and against hostile texts."""

import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wiki.history.merge import END_MARK, MAX_SIZE, Labels, Merge, has_marks, merge3

BASE = "one\ntwo\nthree\nfour\nfive\n"


def git_merge(folder: Path, base: str, theirs: str, mine: str) -> tuple[str, bool]:
    """Merge with git; return what it prints and whether it found no conflict."""
    for name, text in {"base": base, "theirs": theirs, "mine": mine}.items():
        (folder / name).write_bytes(text.encode())
    command = ["git", "merge-file", "-p", "-q", "theirs", "base", "mine"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    assert done.returncode >= 0 and not done.stderr
    return done.stdout.decode(), done.returncode == 0


@pytest.mark.parametrize(
    ("theirs", "mine", "merged"),
    [
        pytest.param("ONE\ntwo\nthree\nfour\nfive\n", BASE, "ONE\ntwo\nthree\nfour\nfive\n"),
        pytest.param(
            "ONE\ntwo\nthree\nfour\nfive\n",
            "one\ntwo\nthree\nfour\nFIVE\n",
            "ONE\ntwo\nthree\nfour\nFIVE\n",
            id="a change at each end",
        ),
        pytest.param(
            "one\nTWO\nthree\nfour\nfive\n",
            "one\nTWO\nthree\nfour\nfive\nsix\n",
            "one\nTWO\nthree\nfour\nfive\nsix\n",
            id="the same change on both sides and another",
        ),
        pytest.param(
            "two\nthree\nfour\nfive\n",
            "one\ntwo\nthree\n",
            "two\nthree\n",
            id="each removes other lines",
        ),
        pytest.param(
            "zero\none\ntwo\nthree\nfour\nfive\n",
            "one\ntwo\nthree\nfour\nfive\nsix\n",
            "zero\none\ntwo\nthree\nfour\nfive\nsix\n",
            id="each adds at another end",
        ),
        pytest.param(
            "one\nthree\nfour\nfive\n",
            "one\nthree\nfour\nfive\n",
            "one\nthree\nfour\nfive\n",
            id="both remove the same line",
        ),
    ],
)
def test_changes_that_do_not_touch_are_both_taken_as_git_does(
    tmp_path: Path, theirs: str, mine: str, merged: str
) -> None:
    assert merge3(BASE, theirs, mine) == Merge(merged, True, [])
    assert git_merge(tmp_path, BASE, theirs, mine) == (merged, True)


@pytest.mark.parametrize(
    ("theirs", "mine"),
    [
        pytest.param(
            "ONE\ntwo\nthree\nfour\nfive\n", "Un\ntwo\nthree\nfour\nfive\n", id="same line"
        ),
        pytest.param(
            "ONE\ntwo\nthree\nfour\nfive\n", "one\nTWO\nthree\nfour\nfive\n", id="next line"
        ),
        pytest.param("two\nthree\nfour\nfive\n", "Un\ntwo\nthree\nfour\nfive\n", id="one removes"),
        pytest.param(BASE + "six\n", BASE + "sept\n", id="both add at the end"),
        pytest.param("six\n" + BASE, "sept\n" + BASE, id="both add at the start"),
        pytest.param("", "one\ntwo\nTHREE\nfour\nfive\n", id="one empties the text"),
    ],
)
def test_changes_that_touch_are_a_conflict_as_in_git(
    tmp_path: Path, theirs: str, mine: str
) -> None:
    merge = merge3(BASE, theirs, mine)
    assert not merge.clean and len(merge.conflicts) == 1
    assert git_merge(tmp_path, BASE, theirs, mine)[1] is False
    assert set(theirs.split("\n")) | set(mine.split("\n")) <= set(merge.text.split("\n"))


def test_a_proposal_shows_both_sides_between_marks_in_the_writers_words() -> None:
    merge = merge3(
        "before\nold\nafter\n",
        "before\ncommon\nhers\nafter\n",
        "before\ncommon\nmine\nafter\n",
        labels=Labels("enregistré entre-temps", "votre texte", "fin"),
    )
    assert merge.text == (
        "before\ncommon\n<<<<<<< enregistré entre-temps\nhers\n======= votre texte\nmine\n"
        ">>>>>>> fin\nafter\n"
    )
    [conflict] = merge.conflicts
    assert (conflict.base, conflict.theirs, conflict.mine) == (["old"], ["hers"], ["mine"])


def test_marks_left_in_a_text_are_noticed_and_a_quoted_mark_is_not() -> None:
    proposal = merge3("a\n", "b\n", "c\n").text
    assert has_marks(proposal)
    assert has_marks(proposal.replace("\n", "\r\n"))
    assert not has_marks(proposal.replace(END_MARK, ""))
    assert not has_marks(BASE)
    assert not has_marks(">>>>>>> quoted\n======= \n<<<<<<< \n")


def test_line_ends_do_not_make_a_change() -> None:
    merge = merge3(BASE.replace("\n", "\r\n"), BASE.replace("one", "ONE"), BASE.replace("\n", "\r"))
    assert merge == Merge(BASE.replace("one", "ONE"), True, [])


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        ("a\nb\nc", "A\nb\nc", "a\nb\nC", "A\nb\nC"),
        ("a\nb\nc", "A\nb\nc\n", "a\nb\nc", "A\nb\nc\n"),
        ("a\nb\nc\n", "a\nb\nc", "A\nb\nc\n", "A\nb\nc"),
        ("a\nb\nc\n", "A\nb\nc\n", "a\nb\n\n", "A\nb\n\n"),
        ("", "a\n", "a\n", "a\n"),
        ("a\n", "", "", ""),
        ("\n", "\n", "a\n", "a\n"),
    ],
)
def test_a_final_line_end_is_merged_like_any_change(
    base: str, theirs: str, mine: str, merged: str
) -> None:
    assert merge3(base, theirs, mine) == Merge(merged, True, [])


def test_characters_that_only_some_programs_take_for_line_ends_stay_in_their_line() -> None:
    merge = merge3("a\u2028b\x0cc\nd\ne\n", "a\u2028b\x0cc\nd\nE\n", "a\u2028B\x0cc\nd\ne\n")
    assert merge == Merge("a\u2028B\x0cc\nd\nE\n", True, [])


def edits(base: list[str], side: str, draw: st.DrawFn) -> list[str]:
    """Return the base with some lines removed, replaced, and lines of this side's own added."""
    lines: list[str] = []
    for number, line in enumerate([*base, None]):
        what = draw(st.sampled_from(["keep"] * 5 + ["remove", "replace", "add"]))
        if what in ("add", "replace"):
            lines += [f"{side}{number}", *draw(st.sampled_from([[], [f"{side}{number}b"]]))]
        if what in ("add", "keep") and line is not None:
            lines.append(line)
    return lines


@st.composite
def three_texts(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    """Return a base of lines that all differ, and two texts made from it."""
    base = [f"base{i}" for i in range(draw(st.integers(0, 12)))]
    first = draw(st.sampled_from(["theirs", "both"]))
    second = "mine" if first == "theirs" else draw(st.sampled_from(["mine", "both"]))
    return base, edits(base, first, draw), edits(base, second, draw)


def text(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=three_texts())
def test_any_merge_of_texts_without_repeated_lines_is_what_git_makes_of_it(
    tmp_path: Path, texts: tuple[list[str], list[str], list[str]]
) -> None:
    base, theirs, mine = map(text, texts)
    merge = merge3(base, theirs, mine)
    printed, clean = git_merge(tmp_path, base, theirs, mine)
    assert merge.clean == clean
    if clean:
        assert merge.text == printed


@settings(max_examples=300, deadline=None)
@given(texts=three_texts())
def test_a_merge_neither_loses_nor_doubles_a_line(
    texts: tuple[list[str], list[str], list[str]],
) -> None:
    base, theirs, mine = texts
    merge = merge3(text(base), text(theirs), text(mine))
    lines = merge.text.splitlines()
    for line in {*theirs, *mine} - {*base}:
        assert line in lines
    for line in {*base} & {*theirs} & {*mine}:
        assert line in lines
    if merge.clean:
        assert len(lines) == len(set(lines))
        for line in base:
            assert (line in lines) == (line in theirs and line in mine)
        for side in (theirs, mine):
            kept = [line for line in side if line in lines]
            assert kept == [line for line in lines if line in side]


repeated = st.lists(st.sampled_from("abc"), max_size=14).map(text)


@settings(max_examples=300, deadline=None)
@given(base=repeated, theirs=repeated, mine=repeated)
def test_where_lines_repeat_the_laws_of_merging_still_hold(
    base: str, theirs: str, mine: str
) -> None:
    """Repeated lines can be aligned in more than one way, so here git may differ from us."""
    merge = merge3(base, theirs, mine)
    other_way = merge3(base, mine, theirs)
    assert merge.clean == other_way.clean
    if merge.clean:
        assert merge.text == other_way.text
    else:
        for conflict in merge.conflicts:
            assert conflict.theirs != conflict.mine
    assert merge3(base, theirs, theirs) == Merge(theirs, True, [])
    assert merge3(base, base, mine) == Merge(mine, True, [])
    assert merge3(base, theirs, base) == Merge(theirs, True, [])


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "merged"),
    [
        pytest.param(
            "One. Two. Three.\n",
            "One, changed. Two. Three.\n",
            "One. Two. Three, changed.\n",
            "One, changed. Two. Three, changed.\n",
            id="a sentence at each end",
        ),
        pytest.param(
            "Un\u00a0! «\u00a0Deux.\u00a0» Trois.\n",
            "Une\u00a0! «\u00a0Deux.\u00a0» Trois.\n",
            "Un\u00a0! «\u00a0Deux.\u00a0» Trois ? Oui.\n",
            "Une\u00a0! «\u00a0Deux.\u00a0» Trois ? Oui.\n",
            id="French punctuation",
        ),
        pytest.param(
            "一。二。三。\n", "零。二。三。\n", "一。二。四。\n", "零。二。四。\n", id="no spaces"
        ),
        pytest.param(
            "One. Two. Three.\n",
            "Zero. One. Two. Three.\n",
            "One. Two.\n",
            "Zero. One. Two.\n",
            id="one added, one removed",
        ),
    ],
)
def test_changes_to_different_sentences_of_a_paragraph_are_both_taken(
    base: str, theirs: str, mine: str, merged: str
) -> None:
    assert merge3(base, theirs, mine) == Merge(merged, True, [])
    assert merge3(base, mine, theirs) == Merge(merged, True, [])


@pytest.mark.parametrize(
    ("base", "theirs", "mine"),
    [
        ("One. Two.\n", "One, hers. Two.\n", "One, mine. Two.\n"),
        ("One. Two.\n", "One, hers. Two.\n", "One. Two, mine.\n"),
        ("One. Two. Three.\n", "", "One. Two. Three, mine.\n"),
        ("One. Two. Three.\n", "One. Two. Three.\nHers.\n", "One. Two. Three, mine.\n"),
    ],
)
def test_changes_to_one_sentence_or_to_neighbours_are_a_conflict(
    base: str, theirs: str, mine: str
) -> None:
    assert not merge3(base, theirs, mine).clean


def every_other_line(name: str) -> str:
    return "".join(f"shared {i}\n" if i % 2 else f"{name} {i}\n" for i in range(20_000))


@pytest.mark.parametrize(
    ("base", "theirs", "mine", "clean"),
    [
        pytest.param("a\n" * 200_000, "a\n" * 200_001, "b\n" + "a\n" * 200_000, True, id="equal"),
        pytest.param(
            *(text([f"{side}{i}" for i in range(60_000)]) for side in "abc"), False, id="different"
        ),
        pytest.param(*map(every_other_line, "abc"), False, id="every other line"),
        pytest.param("a " * 200_000, "a " * 200_001, "b" + "a " * 200_000, False, id="one line"),
        pytest.param(
            *(
                text([f"{side}{i}. " + "a. b. c. d. " * 2_000 + f"{i}." for i in range(20)])
                for side in "abc"
            ),
            False,
            id="long lines of short sentences",
        ),
        pytest.param(
            *(text([str(i * i % step) for i in range(80_000)]) for step in (149, 151, 157)),
            False,
            id="few lines again and again",
        ),
    ],
)
def test_a_hostile_text_holds_nobody_up(base: str, theirs: str, mine: str, clean: bool) -> None:
    started = time.process_time()
    merge = merge3(base, theirs, mine)
    assert time.process_time() - started < 2
    assert merge.clean is clean


def test_a_text_beyond_the_limit_is_one_conflict_with_both_sides_whole() -> None:
    base = "a line\n" * (MAX_SIZE // 7 + 1)
    merge = merge3(base, base + "hers\n", "mine\n" + base)
    assert not merge.clean and len(merge.conflicts) == 1
    assert merge.text.count("a line\n") >= base.count("\n")
    assert "\nhers\n" in merge.text and "\nmine\n" in merge.text
    assert merge3(base, base, base + "mine\n") == Merge(base + "mine\n", True, [])
