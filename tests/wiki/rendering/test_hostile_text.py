import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.wiki.rendering.exhausting import EXHAUSTING
from tests.wiki.rendering.hostile import HOSTILE
from tests.wiki.rendering.markup import problems
from wiki.rendering import RenderingError, TooHardToFormat, render
from wiki.rendering.sanitizing import clean, first_wall, second_wall


def html_of(text, **options):
    return render(text, language="en", resolve=lambda pairs: [], **options).html


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_is_published_without_its_sting(name):
    assert problems(html_of(HOSTILE[name])) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_has_harmless_headings_and_link_targets(name):
    rendered = render(HOSTILE[name], language="fr", resolve=lambda pairs: pairs)
    for heading in rendered.contents:
        assert heading.level in range(2, 7)
        assert f'id="{heading.id}"' in rendered.html
    for link in rendered.links:
        assert link.slug
        assert "/" not in link.slug
        assert link.language.isalpha()


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("wall", [first_wall, second_wall, clean])
def test_each_wall_holds_by_itself_when_markup_reaches_it(name, wall):
    html = wall(HOSTILE[name].encode("utf-8", "replace").decode())
    # Whether tags pair up is decided before the walls; what they let through is their business.
    about_pairs = ("closes nothing", "is left open", "twice", "without rel", "in a link")
    assert [problem for problem in problems(html) if not problem.endswith(about_pairs)] == []


def test_there_are_at_least_200_hostile_texts_and_no_two_alike():
    assert len(set(HOSTILE.values())) == len(HOSTILE) >= 200


@pytest.mark.parametrize("name", EXHAUSTING)
def test_an_exhausting_text_is_given_up_in_time_and_the_next_one_is_formatted(name):
    deadline = 0.8
    html_of("warm")
    begun = time.monotonic()
    with contextlib.suppress(TooHardToFormat):
        assert problems(html_of(EXHAUSTING[name], deadline=deadline)) == []
    assert time.monotonic() - begun < deadline + 0.5
    assert html_of("*next*") == "<p><em>next</em></p>"


PIECES = st.sampled_from(
    [
        *("[", "]", "(", ")", "<", ">", "!", "|", "*", "_", "`", "#", "\\", "&", ";", ":", '"'),
        *("[[", "]]", "[^a]", "[^a]: ", "\n", "\n\n", "    ", "- ", "1. ", "> ", "```", "---|---"),
        *("javascript:", "http://a.test", "&#106;", "<b onclick=x>", "<!--", "\x02", "\x03", "a"),
        *("{: .x }", ":   ", "//", "data:", "fr:", "\x00", "\u202e", "=", "\t", "|", "~~~", "1"),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join)))
def test_no_text_whatever_gets_disallowed_markup_published(text):
    try:
        html = html_of(text, deadline=2)
    except RenderingError:
        return
    assert problems(html) == []
