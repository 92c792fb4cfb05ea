import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.search.query import MAX_TERMS, forms, parse


def texts(typed):
    return [term.text for term in parse(typed).terms]


def test_words_are_looked_for_one_by_one():
    assert texts("Peer Production") == ["peer", "production"]


def test_quotation_marks_keep_words_together():
    assert texts('"peer production" commons') == ["peer production", "commons"]
    assert texts("« bien commun »") == ["bien commun"]
    assert texts("“bien commun”") == ["bien commun"]


def test_a_quotation_mark_without_its_pair_separates_words():
    assert texts('peer "production') == ["peer", "production"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("the tragedy of the commons", ["tragedy", "commons"]),
        ("l'économie des communs", ["economie", "communs"]),
        ("qu’est-ce que l’entraide", ["entraide"]),
        ("O'Reilly", ["o", "reilly"]),
        ("Ostrom's principles", ["ostrom", "principles"]),
        ("the", ["the"]),
        ("l'", ["l"]),
        ('"the commons"', ["the commons"]),
    ],
)
def test_words_that_say_little_count_only_when_there_is_no_other(typed, expected):
    assert texts(typed) == expected


@pytest.mark.parametrize("operator", ["NOT", "NEAR", "not", "&", "|", "!", "<->", ":*", "^", "-"])
def test_operators_of_the_engines_are_words_or_nothing(operator):
    expected = ["alpha", operator.lower(), "beta"] if operator.isalpha() else ["alpha", "beta"]
    assert texts(f"alpha {operator} beta") == expected


def test_terms_are_capped():
    assert len(parse(" ".join(f"word{n}" for n in range(100))).terms) == MAX_TERMS


def test_the_same_word_twice_is_one_term():
    assert texts("commons Commons COMMONS") == ["commons"]


def test_the_last_word_may_go_on_when_asked_but_not_a_quoted_one():
    assert parse("peer prod").open_ended().terms[-1].prefix
    assert not parse('"peer prod"').open_ended().terms[-1].prefix


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("commons", "common"),
        ("commun", "communs"),
        ("journal", "journaux"),
        ("journaux", "journal"),
        ("jeux", "jeu"),
        ("réseaux", "réseau"),
        ("community", "communities"),
        ("communities", "community"),
        ("licences", "licence"),
        ("boxes", "box"),
    ],
)
def test_plurals_and_singulars_are_tried(word, other):
    assert forms(word)[0] == word
    assert other in forms(word)


@given(st.text(max_size=600))
def test_any_input_gives_bounded_terms_of_letters_digits_and_marks(typed):
    query = parse(typed)
    assert len(query.terms) <= MAX_TERMS
    for term in query.terms:
        assert term.words
        for word in term.words:
            assert any(character.isalnum() for character in word)
            assert {unicodedata.category(character)[0] for character in word} <= set("LNM")
