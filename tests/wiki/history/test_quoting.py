"""A passage that was copied is found in the text that was written, and no other is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.history.authorship import tokens_of
from wiki.history.quoting import Place, places_of, read_at, words_at, written_at

TEXT = """# Commons

The *commons* are **what people** share: see [[Commons|the well]] and
[a long book](https://example.org/book "On wells").[^1] Nobody owns them alone.

1. People look after them together, by rules.
2. The well is [deep][b].

![A well, seen from above](/files/well.png) It is un**known** how deep.

Nobody owns them alone. Étang — 共有地の悲劇。

[b]: https://example.org/deep
[^1]: It was written by neighbours.
"""
SHORT = ["ab", "cd", "ef", "gh", "ij.", "kl,"]


def quoted(passage: str, text: str = TEXT) -> list[str]:
    return [written_at(text, place) for place in places_of(text, passage)]


@pytest.mark.parametrize(
    ("passage", "written"),
    [
        ("The commons are what people share", "The *commons* are **what people** share"),
        ("  the COMMONS\nare\twhat people share: ", "The *commons* are **what people** share:"),
        ("see the well and a long book.", "see [[Commons|the well]] and\n[a long book"),
        (
            "the well and a long book.[1] Nobody owns",
            'the well]] and\n[a long book](https://example.org/book "On wells").[^1] Nobody owns',
        ),
        ("together, by rules. The well is deep", "together, by rules.\n2. The well is [deep"),
        ("ommons are what peopl", "commons* are **what people"),
        ("deep. It is unknown how deep.", None),
        ("E\u0301tang", "Étang"),
        ("共有地の悲劇。", "共有地の悲劇。"),
        ("有地の", "有地の"),
        ("written by neighbours", "written by neighbours"),
        ("[a long book](https://example.org/book", "a long book](https://example.org/book"),
        ("https://example.org/deep", "https://example.org/deep"),
    ],
)
def test_a_passage_is_found_whatever_became_of_its_markup_and_spaces(passage, written):
    found = quoted(passage)
    if written is None:
        assert len(found) == 1 and found[0].endswith("how deep.")
    else:
        assert found[:1] == [written]


def test_all_places_of_the_same_words_are_found():
    assert quoted("Nobody owns them alone.") == ["Nobody owns them alone."] * 2
    first, second = places_of(TEXT, "Nobody owns them alone.")
    assert first.end <= second.start


@pytest.mark.parametrize(
    "passage",
    [
        "", " \n ", "…", "—", "Enclosures are what people fear.", "commonss",
        "alone. them owns Nobody", "a", "people people people people people people",
        "The commons", "The commons are what lords take: see the law and a long fence.",
    ],
)  # fmt: skip
def test_what_does_not_stand_there_is_not_found(passage):
    expected = ["The *commons"] if passage == "The commons" else []
    if passage == "a":
        expected = ["a"]
    assert quoted(passage) == expected


def test_words_that_formatting_put_between_do_no_harm():
    copied = (
        "The commons (link to this section) are what people share: see the well and a long book. "
        "Nobody owns them alone. People look after them together"
    )
    assert quoted(copied) == [TEXT[TEXT.index("The *") : TEXT.index(", by rules")]]


def test_the_words_of_a_place_are_those_that_readers_see():
    (place,) = places_of(TEXT, "see the well and a long book. Nobody")
    words = [tokens_of(TEXT)[index].text for index in words_at(TEXT, place)]
    assert words == ["see", "the", "well", "and", "a", "long", "book", "Nobody"]
    (place,) = places_of(TEXT, "https://example.org/deep")
    assert [tokens_of(TEXT)[index].text for index in words_at(TEXT, place)] == [
        "https", "example", "org", "deep",
    ]  # fmt: skip


def test_a_place_is_read_without_markup():
    (place,) = places_of(TEXT, "The commons are what people share: see the well and a long book. N")
    read = "The commons are what people share: see the well and a long book. Nobody"
    assert read_at(TEXT, place) == read
    whole = Place(0, len(tokens_of(TEXT)))
    assert read_at(TEXT, whole).startswith("Commons The commons are")
    assert "https" not in read_at(TEXT, whole) and "png" not in read_at(TEXT, whole)


def test_a_place_beyond_the_text_has_no_words():
    assert words_at("two words", Place(5, 9)) == []
    assert written_at("two words", Place(5, 9)) == ""


@given(
    words=st.lists(
        st.sampled_from(["ab", "cd", "ef", "gh", "ij.", "kl,", "共", "é"]), min_size=1, max_size=40
    )
)
def test_every_piece_of_a_plain_text_is_found_where_it_stands(words):
    text = " ".join(words)
    tokens = tokens_of(text)
    middle = words[len(words) // 3 : 2 * len(words) // 3 + 1]
    found = places_of(text, " ".join(middle))
    assert found
    place = found[0]
    assert 0 <= place.start < place.end <= len(tokens)
    assert words_at(text, place)


@pytest.mark.parametrize(
    "text",
    ["[" * 50_000, "](" * 50_000, "[[" * 50_000, "a " * 100_000, "![" * 50_000, "&" * 100_000],
    ids=lambda text: text[:4],
)
def test_no_text_takes_long(text):
    assert places_of(text, "b " * 2_000) == []
    places_of(text, text[:2_000])
