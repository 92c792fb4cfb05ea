"""Who wrote what: each word is the revision's that brought it in."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wiki.history.remembering import History
from wiki.history.authorship import Brought, attribute, origins_of, runs_of, tokens_of

ONE = "Commons are shared. Nobody owns them alone.\n\nPeople look after them together, by rules."


def test_all_of_a_first_text_is_its_own():
    assert set(History().say(ONE).origins) == {1}


def test_what_is_added_is_of_who_added_it():
    assert History().say("Commons are shared.").say("Commons are always shared.").by() == {
        1: "Commons are shared .",
        2: "always",
    }


def test_what_is_taken_out_leaves_the_rest_as_it_was():
    history = History().say(ONE).say(ONE.replace("Nobody owns them alone.", ""))
    assert set(history.origins) == {1}


def test_a_passage_that_moves_stays_its_authors():
    first, second = ONE.split("\n\n")
    history = History().say(first).say(ONE).say(f"{second}\n\n{first}")
    assert history.by() == {
        1: "Commons are shared . Nobody owns them alone .",
        2: "People look after them together , by rules .",
    }


def test_words_that_move_inside_a_rewritten_passage_stay_their_authors():
    old = "When the well was dug the village wrote down who may draw water on which day."
    new = "On which day? When the well was dug the village wrote nothing, who may draw water knows."
    history = History().say(old).say(new)
    assert "When the well was dug the village wrote" in history.by()[1]
    assert "who may draw water" in history.by()[1]
    assert "nothing" in history.by()[2]


def test_a_reverted_word_is_its_first_authors():
    """Blanked by one, brought back by another: neither wrote a word of it."""
    history = History().say(ONE).say("Nonsense.").say(ONE)
    assert set(history.origins) == {1}


def test_a_sentence_that_comes_back_much_later_is_its_first_authors():
    history = History().say(ONE).say("Other words stand here now.")
    for number in range(20):
        history.say(f"Other words stand here now, {number} times.")
    history.say("Nobody owns them alone. I say so.")
    assert history.by()[1] == "Nobody owns them alone ."


def test_who_brings_back_what_was_removed_twice_gets_no_credit():
    history = History().say(ONE).say("Gone.").say(ONE).say("Gone again.").say(ONE)
    assert set(history.origins) == {1}


def test_a_passage_written_anew_owes_nothing_to_small_words_in_common():
    old = "The rules of the wood are older than the parish and nobody wrote them down."
    new = "Of all engines the largest was the one that pumped, and it burnt through coal by tons."
    assert set(History().say(old).say(new).origins) == {2}


def test_words_from_another_text_keep_their_authors():
    added = "A passage from another page, word for word."
    text = f"{ONE}\n\n{added}"
    start = len(tokens_of(ONE))
    history = History().say(ONE)
    history.say(text, [Brought(start, [77] * len(tokens_of(added)))])
    assert set(history.origins) == {1, 77}


def test_words_that_were_here_before_are_not_from_another_text():
    history = History().say(ONE).say("Gone now, all of it.")
    history.say(f"More. {ONE}", [Brought(0, [77, 77])])
    assert Counter(history.origins)[77] == 2
    history = History().say(ONE)
    history.say(ONE, [Brought(0, [77] * 3)])
    assert set(history.origins) == {1}


def test_a_sentence_ends_where_scripts_without_spaces_end_it():
    history = History().say("共有地は皆のものです。規則があります。").say("規則があります。")
    assert set(history.origins) == {1}


def test_origins_must_fit_the_text():
    with pytest.raises(ValueError, match="one origin for each token"):
        attribute("two words", [1], "two words", 2)


TEXTS = st.lists(
    st.text(alphabet="ab .\n!é漢", max_size=30) | st.sampled_from([ONE, ONE[:40], ONE[20:], ""]),
    min_size=1,
    max_size=8,
)


@given(TEXTS)
def test_every_token_has_one_origin_that_had_it(texts):
    """Whatever the texts: an origin for each token, of a text that has this token."""
    history = History()
    said = {}
    for text in texts:
        history.say(text)
        said[history.revision] = Counter(token.text for token in tokens_of(text))
        tokens = tokens_of(text)
        assert len(history.origins) == len(tokens)
        for token, origin in zip(tokens, history.origins, strict=True):
            assert said[origin][token.text]


@given(TEXTS, st.integers(0, 7))
def test_going_back_gives_every_long_passage_back(texts, index):
    """Whoever restores an earlier text is the author of nothing of three words and more in it."""
    history = History()
    for text in [*texts, ONE]:
        history.say(text)
    first = history.revision
    history.say(texts[index % len(texts)]).say(ONE)
    assert max(history.origins) <= first


@given(st.lists(st.integers(1, 5), max_size=50))
def test_runs_say_the_same_in_short(origins):
    assert origins_of(runs_of(origins)) == origins
