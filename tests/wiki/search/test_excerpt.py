from hypothesis import given
from hypothesis import strategies as st

from wiki.search.excerpt import LENGTH, excerpt
from wiki.search.folding import clean

FILLER = "Some other words that fill the page and say nothing. " * 20


def marked(segments):
    return [text for text, is_match in segments if is_match]


def joined(segments):
    return "".join(text for text, _ in segments)


def test_words_are_marked_as_they_are_written():
    segments = excerpt("L'Économie des communs est vaste.", ["economie", "communs"])
    assert marked(segments) == ["Économie", "communs"]
    assert joined(segments) == "L'Économie des communs est vaste."


def test_the_place_where_most_words_stand_together_is_shown():
    text = f"peer at first. {FILLER} A word on peer production follows. {FILLER}"
    segments = excerpt(text, ["peer", "production"])
    assert marked(segments) == ["peer", "production"]
    assert joined(segments).startswith("… ")
    assert joined(segments).endswith(" …")


def test_plurals_are_marked():
    assert marked(excerpt("Many communities share.", ["community"])) == ["communities"]


def test_other_forms_are_marked_when_the_word_itself_is_missing():
    assert marked(excerpt("An economical way.", ["economics"])) == ["economical"]
    assert marked(excerpt("Economics, economical.", ["economics"])) == ["Economics"]


def test_a_text_without_the_words_shows_its_beginning():
    segments = excerpt("Begins here. " + FILLER, ["absent"])
    assert joined(segments).startswith("Begins here.")
    assert marked(segments) == []


def test_ligatures_do_not_shift_the_marks():
    assert marked(excerpt("Le cœur, l'œuvre et ½ mètre", ["oeuvre", "metre"])) == ["œuvre", "mètre"]


def test_a_script_without_spaces_is_marked_inside_a_run():
    assert marked(excerpt("これは公共地です", ["公共地"])) == ["公共地"]


def test_an_empty_text_has_no_excerpt():
    assert excerpt("", ["word"]) == []


def test_html_stays_text():
    text = "<script>alert(1)</script> word"
    assert joined(excerpt(text, ["word"])) == text


def test_one_endless_word_is_cut():
    assert len(joined(excerpt("x" * 50_000, ["xxxx"]))) <= LENGTH + 4


@given(st.text(max_size=2000), st.lists(st.sampled_from(["a", "ab", "公", "e"]), max_size=4))
def test_an_excerpt_is_a_bounded_piece_of_the_text(text, marks):
    text = clean(text)
    shown = joined(excerpt(text, marks))
    assert len(shown) <= LENGTH + 4
    assert shown.removeprefix("… ").removesuffix(" …") in " ".join(text.split())
