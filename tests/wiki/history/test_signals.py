"""Signs that a change deserves a look."""

import time

import pytest

from wiki.history.signals import is_unusual, links_added, removes_most


@pytest.mark.parametrize(
    ("old", "new", "most"),
    [(100, 49, True), (100, 50, False), (100, 100, False), (0, 0, False), (0, 5, False)],
)
def test_a_large_removal_takes_more_than_half(old, new, most):
    assert removes_most(old, new) is most


def test_only_new_addresses_count_and_each_once():
    old = "See <https://example.org/a> and [the other](http://example.org/b)."
    new = old + " https://example.org/c, https://example.org/c. HTTPS://EXAMPLE.ORG/D"
    assert links_added(old, new) == 2
    assert links_added(new, old) == 0


def test_links_inside_the_wiki_do_not_count():
    assert links_added("", "[[Commons]] and [a page](/en/commons) and mail@example.org") == 0


def test_an_address_ends_where_the_sentence_goes_on():
    assert links_added("Read https://example.org/a", "Read (https://example.org/a).") == 0


@pytest.mark.parametrize(
    "text",
    [
        "Heeeeeeeeello",
        "What!!!!!!!!",
        "aaaaaaaa",
        "éééééééé",
        "BUY THE BEST THINGS HERE TODAY",
        "Well: ACHETEZ ICI, MAINTENANT, TOUT DE SUITE!",
    ],
)
def test_long_runs_are_unusual(text):
    assert is_unusual("", f"A line.\n{text}\n")


@pytest.mark.parametrize(
    "text",
    [
        "Things that people make together.",
        "----------------------------",
        "| ---------- | :--------: |",
        "==========",
        "It was 10000000000 in all.",
        "UNESCO, the EU and the UN",
        "WTO, WHO, ILO, FAO, EU",
        "The CC BY-SA and the GNU FDL",
        "https://example.org/AAAA/BBBB/CCCC/DDDD/EEEE/FFFF",
        "共同で作るもの。共同で作るもの。",
        "wwwwwww",
        "",
    ],
)
def test_ordinary_text_is_not_unusual(text):
    assert not is_unusual("", text)


def test_what_stood_there_before_is_not_unusual():
    old = "A line.\nBUY THE BEST THINGS HERE TODAY\n"
    assert not is_unusual(old, old + "Another line.\n")


@pytest.mark.parametrize("text", ["a" * 7 + "b", "AB " * 9, "http://", "!?", "A" * 3 + " "])
def test_long_texts_take_no_longer_than_their_length(text):
    started = time.process_time()
    long = text * (100_000 // len(text))
    is_unusual("", long)
    links_added("", long)
    assert time.process_time() - started < 1
