"""Signs that a change deserves a look."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.history.signals import (
    lines_with,
    links_added,
    longest_repeat,
    longest_shout,
    new_lines,
    share_removed,
)
from wiki.search.folding import words

TEXTS = st.text(alphabet="aA b!é\n", max_size=60)


def links(old, new):
    return links_added(old, new_lines(old, new))


@pytest.mark.parametrize(
    ("old", "new", "share"),
    [
        (100, 49, 51),
        (100, 50, 50),
        (1000, 501, 49),
        (100, 100, 0),
        (100, 500, 0),
        (3, 0, 100),
        (0, 0, 0),
        (0, 5, 0),
        (None, 5, 0),
    ],
)
def test_the_share_that_is_gone_is_in_whole_per_cent(old, new, share):
    assert share_removed(old, new) == share


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_share_that_is_gone_is_never_below_nothing_or_above_all(old, new):
    assert 0 <= share_removed(old, new) <= 100


def test_only_new_addresses_count_and_each_once():
    old = "See <https://example.org/a> and [the other](http://example.org/b)."
    new = old + " https://example.org/c, https://example.org/c. HTTPS://EXAMPLE.ORG/D"
    assert links(old, new) == 2
    assert links(new, old) == 0


def test_links_inside_the_wiki_do_not_count():
    assert links("", "[[Commons]] and [a page](/en/commons) and mail@example.org") == 0


def test_an_address_ends_where_the_sentence_goes_on():
    assert links("Read https://example.org/a", "Read (https://example.org/a).") == 0


def test_a_first_version_adds_no_links_however_many_sources_it_has():
    text = " ".join(f"https://example.org/{number}" for number in range(20))
    assert links(None, text) == 0
    assert links("", text) == 20


@given(st.lists(st.sampled_from(["a", "b https://example.org/c", "https://example.org/d"])))
def test_what_moves_to_other_lines_is_no_new_link(parts):
    old = " ".join(parts)
    assert links(old, "\n".join(reversed(parts))) == 0
    assert links("", "\n".join(parts)) == len({part[-1] for part in parts} - {"a"})


@given(TEXTS, TEXTS)
def test_new_lines_stand_in_the_new_text_alone(old, new):
    found = new_lines(old, new)
    assert not set(found) & set(old.splitlines())
    assert set(found) | set(old.splitlines()) >= set(new.splitlines())


@given(TEXTS)
def test_in_a_text_that_stays_no_line_is_new(text):
    assert new_lines(text, text) == []
    assert new_lines(None, text) == new_lines("", text)


@pytest.mark.parametrize(
    ("line", "times"),
    [
        ("Heeeeeeeeello", 9),
        ("What!!!!!!!!", 8),
        ("aAaAaAaA", 8),
        ("éééééééé", 8),
        ("Letters, well", 2),
        ("abc", 0),
        ("----------------------------", 0),
        ("| ---------- | :--------: |", 0),
        ("It was 10000000000 in one.", 0),
        ("at https://example.org/aaaaaaaaaaaa", 0),
        ("", 0),
    ],
)
def test_the_longest_row_of_one_letter_is_counted(line, times):
    assert longest_repeat(["abc", line]) == times


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("BUY THE BEST THINGS HERE TODAY", 6),
        ("Well: ACHETEZ ICI, MAINTENANT, TOUT DE SUITE!", 6),
        ("UNESCO, the EU and the UN", 0),
        ("WTO, WHO, ILO, FAO, EU", 0),
        ("The CC BY-SA and the GNU FDL", 0),
        ("THINGS TOGETHER and MAKE PRODUCTION COMMON GOODS", 4),
        ("https://example.org/AAAA/BBBB/CCCC/DDDD/EEEE/FFFF", 0),
        ("共同で作るもの。共同で作るもの。", 0),
        ("", 0),
    ],
)
def test_the_longest_row_of_words_in_capitals_is_counted(line, number):
    assert longest_shout(["A line.", line]) == number


def test_no_lines_hold_nothing():
    assert (longest_repeat([]), longest_shout([]), lines_with([], {"spam"}, words)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Buy spam here", True),
        ("SPAM!", True),
        ("Späm is meant, too", True),
        ("Spammers", False),
        ("antispam", False),
        ("a free offer", True),
        ("a free, offer", True),
        ("free of offers", False),
        ("", False),
    ],
)
def test_whole_words_and_phrases_are_found_however_they_are_spelt(line, found):
    assert lines_with([line], {"spam", "free offer"}, words) == found


def test_each_line_counts_once_and_every_line_that_holds_a_word():
    lines = ["spam spam eggs", "eggs", "nothing", "no spam"]
    assert lines_with(lines, {"spam", "eggs"}, words) == 3


def test_scripts_without_spaces_are_searched_inside_of_words():
    assert lines_with(["これは無料です"], set(), words, anywhere=("無料",)) == 1
    assert lines_with(["これは有料です"], set(), words, anywhere=("無料",)) == 0


@given(st.text(max_size=30))
def test_what_maintainers_list_is_never_a_pattern(word):
    folded = words(word)
    if folded:
        assert lines_with([f"before {word} after"], {folded}, words) == 1
    assert lines_with(["(a+)+$"], {".*", "(a+)+$"}, words) == 0


@pytest.mark.parametrize("text", ["a" * 7 + "b", "AB " * 9, "http://", "!?", "A" * 3 + " "])
def test_long_texts_take_no_longer_than_their_length(text):
    started = time.process_time()
    long = text * (100_000 // len(text))
    lines = new_lines("", long)
    longest_repeat(lines)
    longest_shout(lines)
    lines_with(lines, {f"word {number}" for number in range(200)}, words)
    links("", long)
    assert time.process_time() - started < 1
