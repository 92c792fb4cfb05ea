import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.addresses import MAX_SLUG, LinkTarget, article_path, parse_link, slug_of


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Peer production", "peer-production"),
        ("Économie de la contribution", "économie-de-la-contribution"),
        ("L’accès ouvert", "l-accès-ouvert"),
        ("C++ & friends!", "c-friends"),
        ("  Many   spaces\t", "many-spaces"),
        ("snake_case_title", "snake-case-title"),
        ("../../etc/passwd", "etc-passwd"),
        ("a\\b", "a-b"),
        ("nul\x00byte", "nul-byte"),
        ("right\u202eleft", "rightleft"),
        ("共有地", "共有地"),
        ("Ψηφιακά κοινά", "ψηφιακά-κοινά"),
        ("साझा संपत्ति", "साझा-संपत्ति"),
        ("e\u0301tat", "état"),
        ("\u0301lone mark", "lone-mark"),
        ("2 + 2", "2-2"),
        ("!!!", ""),
        ("", ""),
    ],
)
def test_a_title_has_one_slug(title, slug):
    assert slug_of(title) == slug


def test_a_long_title_is_cut_without_a_trailing_hyphen():
    assert slug_of("a" * 1000) == "a" * MAX_SLUG
    assert not slug_of("a" * (MAX_SLUG - 1) + " b").endswith("-")


@given(st.text())
def test_a_slug_is_safe_in_a_path_and_is_its_own_slug(title):
    slug = slug_of(title)
    assert slug_of(slug) == slug
    assert len(slug) <= MAX_SLUG
    assert unicodedata.is_normalized("NFC", slug)
    assert all(char == "-" or unicodedata.category(char)[0] in "LNM" for char in slug)
    assert not slug.startswith("-") and not slug.endswith("-") and "--" not in slug


@given(st.text())
def test_a_title_with_a_letter_or_a_digit_has_a_slug(title):
    has_word = any(unicodedata.category(char)[0] in "LN" for char in title)
    assert bool(slug_of(title)) is has_word


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("Commons", LinkTarget("en", "commons", "Commons")),
        ("  Free \n software ", LinkTarget("en", "free-software", "Free software")),
        ("fr:Logiciel libre", LinkTarget("fr", "logiciel-libre", "Logiciel libre")),
        ("fr: Commun", LinkTarget("fr", "commun", "Commun")),
        ("It: a novel", LinkTarget("en", "it-a-novel", "It: a novel")),
        ("xx:Commons", LinkTarget("en", "xx-commons", "xx:Commons")),
        ("Commons#The law", LinkTarget("en", "commons", "Commons", "The law")),
        ("fr:Commun#Le droit", LinkTarget("fr", "commun", "Commun", "Le droit")),
        ("#Here", LinkTarget("en", "", "", "Here")),
        ("fr:", LinkTarget("fr", "", "")),
        ("", LinkTarget("en", "", "")),
    ],
)
def test_a_link_target_is_read(target, expected):
    assert parse_link(target, "en", {"en", "fr"}) == expected


def test_any_language_has_a_prefix_when_none_are_named():
    assert parse_link("eo:Komunaĵo", "en").language == "eo"


def test_the_path_of_an_article_is_percent_encoded():
    assert article_path("fr", "état") == "/fr/%C3%A9tat"
    assert article_path("en", "peer-production") == "/en/peer-production"


@given(st.text(), st.text())
def test_a_path_never_has_more_than_two_segments(language, title):
    assert (
        article_path(language.encode("utf-8", "replace").decode(), slug_of(title)).count("/") == 2
    )
