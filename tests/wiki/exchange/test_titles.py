"""Titles and languages of imported pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiki.exchange.titles import MAX_TITLE, language_of, title_of

LANGUAGES = {"en", "fr", "de"}


@pytest.mark.parametrize(
    ("page", "text", "title"),
    [
        ("a/x.md", "---\nlang: en\ntitle: Legal things\n---\n\n# Other\n", "Legal things"),
        ("a/x.md", '---\ntitle: "It\'s: quoted"\n---\n', "It's: quoted"),
        ("a/x.md", "---\ntitle: It: is not quoted\n---\n", "It: is not quoted"),
        ("a/x.md", "---\ntitle: 2020\n---\n", "2020"),
        ("a/x.md", "---\ntitle: [a, list]\n---\n# Heading\n", "Heading"),
        ("a/x.md", "---\ntitle: '!'\n---\n# Heading\n", "Heading"),
        ("a/x.md", "---\nlang: en\n---\n## Heading\n", "Heading"),
        ("a/x.md", "\n## Commun\\(s\\) {#commun-s}\n", "Commun(s)"),
        ("a/x.md", "# **Bold** and `code` and [link](y.md) #\n", "Bold and code and link"),
        ("a/x.md", "# snake_case_stays\n", "snake_case_stays"),
        ("a/x.md", "Text first.\n\n# The only one\n", "The only one"),
        ("a/2-new_things.md", "Text first.\n\n# One\n\n# Two\n", "New things"),
        ("a/x-y.md", "Text first.\n\n## Section\n", "X y"),
        ("a/x.md", "```\n# no heading\n```\n", "X"),
        ("roles/README.md", "Text.", "Roles"),
        ("README.md", "Text.", "README"),
        ("a/!.md", "# !!!\n", "a/!.md"),
        ("!", "", ""),
    ],
)
def test_a_title_is_stated_or_a_heading_or_the_name_of_the_file(page, text, title):
    assert title_of(page, text) == title


@given(st.text(max_size=50), st.text(max_size=300))
def test_any_page_has_a_title_that_fits_or_none(page, text):
    title = title_of(page, f"---\ntitle: {text}\n---\n# {text}\n")
    assert len(title) <= MAX_TITLE
    assert title == " ".join(title.split())


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("guide/x.md", ("en", "")),
        ("guide/fr/x.md", ("fr", "guide/x.md")),
        ("fr/x.md", ("fr", "x.md")),
        ("guide/en/x.md", ("en", "")),
        ("guide/xx/x.md", ("en", "")),
        ("fr.md", ("en", "")),
        ("free/fr.md", ("en", "")),
    ],
)
def test_a_folder_named_after_a_language_tells_it_and_what_is_translated(page, found):
    assert language_of(page, "en", LANGUAGES) == found
