"""What stands in another text is found, and its words keep the authors that they have there."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.history.authorship import tokens_of
from wiki.history.shingles import (
    WORDS_TO_COPY,
    Added,
    changed,
    kept,
    prose_of,
    taken_over,
)

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


# Passages ----------------------------------------------------------------------------------------

WORD = st.text(alphabet="abcdefgäéß", min_size=1, max_size=3)
PASSAGE = st.lists(WORD, min_size=WORDS_TO_COPY, max_size=70)
MARK = st.sampled_from([" ", ", ", ". ", "\n", "\n\n", " – ", " **", "\n- "])
LOWER, UPPER = [f"word{number}" for number in range(60)], [f"WORD{number}" for number in range(60)]


def sentence(words, every=0):
    """Words as a text; each of so many is another one."""
    kept_words = [
        f"else{number}" if every and number % every == 0 else word
        for number, word in enumerate(words, start=1)
    ]
    return " ".join(kept_words)


def copied(new, other, old=""):
    """The passages that are found, as they are written."""
    added = Added(old, new)
    return [added.beginning_of(one, 10_000) for one in added.passages_from(other)]


@given(PASSAGE, st.lists(MARK, min_size=5, max_size=5), st.data())
def test_every_passage_of_forty_words_is_found(words, marks, data):
    """Wherever it stands in either text, whatever marks and breaks it was given there."""
    here, there = (data.draw(st.lists(WORD, max_size=20)) for _text in range(2))
    marked = "".join(f"{word}{marks[at % 5]}" for at, word in enumerate(words)).strip()
    new = f"{sentence(here)}\n{marked}\n{sentence(here[::-1])}"
    other = f"{sentence(there)} {sentence(words)} {sentence(there[::-1])}"
    found = Added("", new).passages_from(other)
    assert sum(one.words for one in found) >= len(words)


def test_nearly_every_passage_of_forty_words_shares_enough_to_be_looked_at():
    chance = random.Random(4)
    looked_at = 0
    for _passage in range(1_000):
        words = [f"word{chance.randrange(10_000)}" for _word in range(WORDS_TO_COPY)]
        added = Added("", sentence(words))
        shared = added.numbers.keys() & kept(prose_of(f"before {sentence(words)} after").known)
        looked_at += added.closeness(shared) >= 2
    assert looked_at >= 990


def test_fewer_words_are_no_copy_and_nothing_is_looked_up():
    words = LOWER[: WORDS_TO_COPY - 1]
    assert copied(sentence(words), sentence(words)) == []
    assert Added("", sentence(words)).numbers == {}
    assert Added("", sentence(LOWER[:WORDS_TO_COPY])).numbers


def test_capitals_marks_and_line_breaks_change_nothing():
    assert copied(", ".join(UPPER), "\n".join(LOWER)) == [", ".join(UPPER)]


def test_a_passage_with_every_tenth_word_changed_is_found():
    [passage] = copied(f"Before it. {sentence(LOWER, every=10)} And after.", sentence(LOWER))
    assert passage.startswith("word0 word1") and passage.endswith("word58")


def test_a_passage_with_every_third_word_changed_is_another():
    assert copied(sentence(LOWER, every=3), sentence(LOWER)) == []


def test_two_passages_far_apart_are_two():
    between = " ".join(f"own{number}" for number in range(30))
    new = f"{sentence(LOWER)} {between} {sentence(LOWER)}"
    assert copied(new, sentence(LOWER)) == [sentence(LOWER)] * 2


def test_what_stood_here_before_was_not_added():
    old = f"{sentence(LOWER)}\n\nOther words."
    assert copied(f"Other words.\n\n{sentence(LOWER)}", sentence(LOWER), old) == []
    assert Added(old, f"{old} More.").numbers == {}


def test_small_words_that_stayed_do_not_break_a_passage_apart():
    old = sentence(LOWER, every=2)
    assert copied(sentence(LOWER), sentence(LOWER), old) == [sentence(LOWER)]


@pytest.mark.parametrize(
    "quoted",
    [
        "> {}",
        "> {}\nand the same paragraph goes on.",
        "They say: “{}” (page 4).",
        "„{}“",
        "« {} »",
        'They say: "{}".',
        '**"{}"**',
    ],
)
def test_a_marked_quotation_is_left_alone(quoted):
    quotation = quoted.format(sentence(LOWER))
    assert copied(quotation, sentence(LOWER)) == []
    assert copied(sentence(LOWER), quotation) == []
    assert copied(f"{quotation}\n\n{sentence(UPPER)}", sentence(LOWER)) == [sentence(UPPER)]


@pytest.mark.parametrize(
    "unquoted",
    [
        '6" and {} and 5"',
        "“ {}",
        "» {} «",
        '"One ends.\n\n{} Another begins"',
        "a > b {}",
    ],
)
def test_what_only_looks_like_a_quotation_is_compared(unquoted):
    assert copied(unquoted.format(sentence(LOWER)), sentence(LOWER)) != []


def test_a_quotation_that_goes_on_and_on_is_none():
    assert copied(f"“{sentence(LOWER * 10)}”", sentence(LOWER)) != []


def test_addresses_are_no_words():
    text = f"[a](https://example.org/{'/'.join(LOWER)}) and https://example.org/{'/'.join(LOWER)}"
    assert len(prose_of(text).starts) == 2


def test_brought_words_are_those_of_the_passage_with_their_origins():
    new, other = f"Mine. {sentence(LOWER)} Mine.", f"{sentence(LOWER)} And more."
    added = Added("", new)
    [brought] = added.brought_from(other, range(63), added.passages_from(other))
    assert (brought.start, list(brought.origins)) == (2, list(range(60)))


@given(TEXT, TEXT)
def test_rows_follow_a_text_step_by_step(old, new):
    """What is more and less of each step leads from the shingles of one to those of the other."""
    more, less = changed(old, new)
    before, now = kept(prose_of(old).known), kept(prose_of(new).known)
    assert (before - less) | more == now
    assert not more & before and less <= before


@pytest.mark.parametrize("hostile", ["a " * 100_000, "“" * 200_000, '"a ' * 60_000, "\n>" * 90_000])
def test_no_text_takes_long(hostile):
    started = time.perf_counter()
    Added("", hostile).passages_from(hostile[::-1])
    assert time.perf_counter() - started < 8
