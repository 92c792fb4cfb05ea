"""Words that a text shares with another keep the authors that they have there."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.history.authorship import tokens_of
from wiki.history.shingles import taken_over

THERE = "Nobody owns the well alone. Who draws water on a Sunday tells the others first."


def words(new, other, origins=None, **more):
    """What was taken over, as text, and the origins that it has."""
    tokens = [token.text for token in tokens_of(new)]
    keys = origins or list(range(len(tokens_of(other))))
    found = taken_over(new, other, keys, **more)
    return [(" ".join(tokens[one.start : one.end]), list(one.origins)) for one in found]


def test_a_sentence_keeps_the_origins_that_it_has_there():
    assert words("As they say: who cares? Nobody owns the well alone.", THERE) == [
        ("Nobody owns the well alone .", [0, 1, 2, 3, 4, 5])
    ]


def test_two_runs_in_another_order_are_two():
    new = "Who draws water on a Sunday, and nobody else. As before: nobody owns the well alone."
    assert words(new.replace("nobody owns", "Nobody owns"), THERE) == [
        ("Who draws water on a Sunday", [6, 7, 8, 9, 10, 11]),
        ("Nobody owns the well alone .", [0, 1, 2, 3, 4, 5]),
    ]


def test_a_few_words_in_common_are_none():
    assert words("Nobody owns the wood alone.", THERE) == []


def test_marks_alone_are_none():
    table = "| --- | --- | --- |\n| a | b | c |"
    assert words("| --- | --- | --- |\n| x | y | z |", table) == []


def test_the_longest_of_several_places_is_taken():
    there = "one two three four five. one two three four five six seven."
    assert words("one two three four five six seven.", there) == [
        ("one two three four five six seven .", [6, 7, 8, 9, 10, 11, 12, 13])
    ]


def test_what_stands_twice_in_the_new_text_is_taken_over_twice():
    [first, second] = words(f"{THERE} And again. {THERE}", THERE)
    assert first == second


def test_there_is_an_origin_for_each_token():
    with pytest.raises(ValueError, match="one origin for each token"):
        taken_over("a", "a b", [1])


def test_a_text_that_repeats_itself_does_not_take_long():
    hostile = "a b " * 20_000
    started = time.perf_counter()
    taken_over(hostile, hostile, [1] * 40_000)
    assert time.perf_counter() - started < 5


TEXT = st.lists(st.sampled_from(["a", "b", "c", "d.", "|", "漢", "\n"]), max_size=60).map(" ".join)


@given(TEXT, TEXT, st.integers(2, 7))
def test_whatever_is_taken_over_stands_there_with_those_origins(new, other, at_least):
    news, others = ([token.text for token in tokens_of(text)] for text in (new, other))
    end = 0
    for one in taken_over(new, other, range(len(others)), at_least=at_least):
        assert one.start >= end and one.end - one.start >= at_least
        assert [others[key] for key in one.origins] == news[one.start : one.end]
        end = one.end


@given(TEXT, st.text(max_size=20), st.text(max_size=20))
def test_a_text_put_into_another_is_found(passage, before, after):
    passage = f"first second third {passage} fourth fifth"
    new = f"{before}\n{passage}\n{after}"
    size = len(tokens_of(passage))
    found = taken_over(new, passage, [1] * size)
    assert sum(len(one.origins) for one in found) >= size
