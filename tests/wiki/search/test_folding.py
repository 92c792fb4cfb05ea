import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.search.folding import aligned_words, clean, fold, pairs, title_key, tokens, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Économie", "economie"),
        ("ÉCONOMIE", "economie"),
        ("E\u0301conomie", "economie"),
        ("Cœur", "coeur"),
        ("CŒUR", "coeur"),
        ("Ægypte", "aegypte"),
        ("Straße", "strasse"),
        ("Łódź", "lodz"),
        ("Smørrebrød", "smorrebrod"),
        ("İstanbul", "istanbul"),
        ("ISTANBUL", "istanbul"),
        ("Ψηφιακά Κοινός", "ψηφιακα κοινοσ"),
        ("Ёлка", "елка"),
        ("ﬁn", "fin"),
        ("１２３", "123"),
        ("x²", "x2"),
        ("مُشَاع", "مشاع"),
        ("أرض", "ارض"),
        ("שָׁלוֹם", "שלום"),
        ("ガス", "ガス"),
        ("ｶﾞｽ", "ガス"),
        ("한글", "한글"),
        ("साझा", "साझा"),
        ("bio\u00addiversity", "biodiversity"),
        ("", ""),
    ],
)
def test_folding_forgives_accents_case_and_ligatures(text, folded):
    assert unicodedata.normalize("NFKC", fold(text)) == folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’économie, c'est quoi ?", "l economie c est quoi"),
        ("peer-to-peer/commons_based", "peer to peer commons based"),
        ("  many \n\t spaces ", "many spaces"),
        ("nul\x00byte", "nul byte"),
        ("lone\ud800surrogate", "lone surrogate"),
        ("½ price", "1 2 price"),
        ("!?…", ""),
    ],
)
def test_words_stand_between_single_spaces_without_punctuation(text, expected):
    assert words(text) == expected


def test_titles_that_differ_by_punctuation_and_accents_share_a_key():
    assert title_key("Pair-à-pair") == title_key("pair a pair") == title_key("PAIR A PAIR!")


def test_a_title_of_signs_alone_has_the_signs_for_a_key():
    assert title_key(" ?! ") == "?!"
    assert title_key("☕") != title_key("🌍")


def test_a_script_without_spaces_becomes_pairs_of_characters():
    assert pairs("公地") == ["516cx5730", "5730x"]
    assert tokens("the 公地 here", 1000) == "the 516cx5730 5730x here"


def test_tokens_are_cut_at_a_whole_character():
    assert tokens("ψψψψ", 5) == "ψψ"


def test_a_word_that_never_ends_is_cut():
    assert tokens("a" * 5000, 10_000) == "a" * 64


def test_aligned_words_know_where_they_come_from():
    text = "Le cœur, ½ et l'été"
    folded, places = aligned_words(text)
    start = folded.index("ete")
    assert text[places[start] : places[start + 2] + 1] == "été"


@given(st.text())
def test_folding_twice_changes_nothing_more(text):
    assert words(words(text)) == words(text)


@given(st.text())
def test_words_do_not_depend_on_how_accents_are_composed(text):
    text = clean(text)
    assert words(unicodedata.normalize("NFD", text)) == words(text)


@given(st.text())
def test_every_aligned_character_has_a_place(text):
    text = clean(text)
    folded, places = aligned_words(text)
    assert len(places) == len(folded) + 1
    assert places == sorted(places)
    assert places[-1] == len(text)


@given(st.text(), st.integers(min_value=1, max_value=50))
def test_tokens_never_exceed_their_bytes(text, limit):
    assert len(tokens(text, limit).encode()) <= limit
