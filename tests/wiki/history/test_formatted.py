"""The difference between two formatted texts, as their readers see them."""

import html
import random
import re
import time
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.wiki.rendering.hostile import HOSTILE
from tests.wiki.rendering.markup import problems
from wiki.history import formatted
from wiki.history.formatted import Heard, Passage, compare
from wiki.history.markup import MAX_DEPTH, MAX_PIECES, MAX_SIZE, TooMuchToCompare
from wiki.rendering import RenderingError, render
from wiki.rendering.sanitizing import marked_wall

TEXT = """An **encyclopedia** that *anyone* can edit.[^1] It links to [[Commons]].

## Ownership

Infrastructure is owned by [a foundation](https://example.org/one). Output by nobody.

| Licence | What it asks |
|---|---|
| CC0 | nothing |
| CC BY-SA | credit |

1. First
2. Second
    - below

> A quotation
> of two lines.

Term
:   What it means.

```
some  code
```

The last word.

[^1]: A note at the end.
"""
TAG = re.compile(r'<(/?)([a-z0-9]+)((?: [a-z-]+="[^"]*")*)>')


def html_of(text: str) -> str:
    return render(text, language="en", resolve=lambda pairs: [], deadline=2).html


def differing(old: str, new: str) -> list[Passage]:
    return compare(html_of(old), html_of(new))


def changed(old: str, new: str) -> list[str]:
    """The passages that changed, old and new in one."""
    return [p.both for p in differing(old, new) if p.kind not in ("same", "hidden")]


def unmarked(markup: str) -> str:
    """The HTML without what a difference adds to it."""
    return re.sub(r' class="was-h\d"', "", re.sub(r"</?(?:ins|del)>", "", markup))


def read(markup: str) -> str:
    """The words of HTML, without spaces and without the ways around a page."""
    ways = r'<a(?: [a-z-]+="[^"]*")* class="(?:heading-link|footnote-back)"'
    rest = r'(?: [a-z-]+="[^"]*")*>.*?</a>'
    markup = re.sub(ways + rest, "", markup, flags=re.DOTALL)
    return "".join(html.unescape(TAG.sub("", markup)).split())


def without(tag: str, markup: str) -> str:
    return re.sub(rf"<{tag}>.*?</{tag}>", "", markup, flags=re.DOTALL)


# What is marked ----------------------------------------------------------------------------------


def test_texts_that_read_the_same_have_no_difference() -> None:
    assert differing(TEXT, TEXT) == []
    assert differing("One *word*.\n", "One _word_.\n\n\n") == []
    assert differing("A line\nbroken in two.", "A line broken\nin two.") == []
    assert compare("", "") == []


def test_the_first_version_is_all_new() -> None:
    (passage,) = differing("", "Hello.")
    assert passage == Passage("added", "", "<p><ins>Hello.</ins></p>", "<p><ins>Hello.</ins></p>")


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        (
            "The commons is a resource.",
            "The commons are a resource.",
            "<p>The commons <del>is</del><ins>are</ins> a resource.</p>",
        ),
        (
            "Owned by nobody at all.",
            "Owned by *nobody* at all.",
            "<p>Owned by <del>nobody</del><ins><em>nobody</em></ins> at all.</p>",
        ),
        (
            "See [the list](https://a.test/) of all.",
            "See [the list](https://b.test/) of all.",
            '<p>See <del><a class="external" href="https://a.test/" rel="nofollow ugc noopener">'
            'the list</a></del><ins><a class="external" href="https://b.test/"'
            ' rel="nofollow ugc noopener">the list</a></ins> of all.</p>',
        ),
        (
            "1. One\n2. Two\n",
            "1. One\n2. Two\n3. Three\n",
            "<ol><li>One</li><li>Two</li><li><ins>Three</ins></li></ol>",
        ),
        (
            "- One\n- Two words\n",
            "- Two words\n",
            "<ul><li><del>One</del></li><li>Two words</li></ul>",
        ),
        (
            "Some code:\n\n    a  = 1\n",
            "Some code:\n\n    a = 1\n",
            '<pre tabindex="0"><code>a </code><code>= 1\n</code></pre>',
        ),
    ],
)
def test_words_are_marked_where_they_stand(old: str, new: str, marked: str) -> None:
    (found,) = changed(old, new)
    if "<pre" not in marked:
        assert found == marked
    else:
        # Only a space went: there is nothing to mark, and nothing is lost.
        assert (
            re.sub(r"</code><code>", "", found).replace("  ", " ").startswith('<pre tabindex="0">')
        )


def test_a_table_with_other_rows_and_cells_stays_a_table() -> None:
    new = TEXT.replace("| CC BY-SA | credit |", "| MIT | a notice |\n| CC BY-SA | thanks |")
    (table,) = changed(TEXT, new)
    assert table.count("<table>") == 1
    assert "<td><del>credit</del><ins>thanks</ins></td>" in table
    assert "<tr><td><ins>MIT</ins></td><td><ins>a notice</ins></td></tr>" in table
    assert "<td>nothing</td>" in table


def test_blocks_of_two_kinds_stand_one_after_the_other() -> None:
    assert changed("The last word.", "> The last word.") == [
        "<p><del>The last word.</del></p>",
        "<blockquote><p><ins>The last word.</ins></p></blockquote>",
    ]


def test_each_side_has_its_own_words_alone() -> None:
    (passage,) = differing("One two three four.", "One two five four.")
    assert passage.old == "<p>One two <del>three</del> four.</p>"
    assert passage.new == "<p>One two <ins>five</ins> four.</p>"


def test_what_is_far_from_a_change_is_counted_and_not_shown() -> None:
    paragraphs = [f"Paragraph {n} has its own words." for n in range(20)]
    old = "\n\n".join(paragraphs)
    paragraphs[10] = "Paragraph 10 has other words."
    kinds = [(p.kind, p.count) for p in differing(old, "\n\n".join(paragraphs))]
    assert kinds == [("hidden", 9), ("same", 0), ("changed", 0), ("same", 0), ("hidden", 8)]


def test_nothing_on_the_page_stands_there_twice() -> None:
    both = "".join(p.old + p.new for p in differing(TEXT, TEXT.replace("A note", "Another note")))
    for attribute in (" id=", " aria-label=", "<h2", 'href="#'):
        assert attribute not in both


def test_marks_are_said_to_those_who_listen() -> None:
    heard = Heard("[gone: ", "[new: ", "]")
    (passage,) = compare("<p>One two three four.</p>", "<p>One two five four.</p>", heard)
    assert "<del>[gone: three]</del><ins>[new: five]</ins>" in passage.both


# Whatever the texts ------------------------------------------------------------------------------


def assert_sound(old: str, new: str) -> None:
    """Both texts can be read off the difference, and it is whole and harmless."""
    before, after = html_of(old), html_of(new)
    with patch.object(formatted, "CONTEXT", 10**6):  # all that is unchanged is shown, too
        passages = compare(before, after)
    if not passages:
        return
    for passage in passages:
        for side in (passage.old, passage.new, passage.both):
            assert problems(unmarked(side)) == []
            assert marked_wall(side) == side.replace("\xa0", "&nbsp;")
    assert read("".join(p.old for p in passages)) == read(before)
    assert read("".join(p.new for p in passages)) == read(after)
    both = "".join(p.both for p in passages)
    assert read(without("ins", both)) == read(before)
    assert read(without("del", both)) == read(after)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and the same with some lines taken out, put in, moved or reworded."""
    lines = TEXT.splitlines()
    seed = random.Random(draw(st.integers(0, 10**9)))
    for _step in range(draw(st.integers(1, 8))):
        at, other = seed.randrange(len(lines)), seed.randrange(len(lines))
        match seed.randrange(4):
            case 0:
                del lines[at]
            case 1:
                lines.insert(at, lines[other])
            case 2:
                lines[at], lines[other] = lines[other], lines[at]
            case _:
                words = lines[at].split(" ")
                seed.shuffle(words)
                lines[at] = " ".join([*words, "& <b>more</b>"])
    return TEXT, "\n".join(lines)


@settings(max_examples=150, deadline=None)
@given(edits())
def test_both_texts_can_be_read_off_the_difference_of_an_edit(texts: tuple[str, str]) -> None:
    assert_sound(*texts)
    assert_sound(*reversed(texts))


PIECES = st.sampled_from(
    [
        *("[", "]", "(", ")", "<", ">", "!", "|", "*", "_", "`", "#", "\\", "&", ";", ":", '"'),
        *("[[", "]]", "[^a]", "[^a]: ", "\n", "\n\n", "    ", "- ", "1. ", "> ", "```", "---|---"),
        *("&#106;", "<b onclick=x>", "<!--", "a", "b", " ", ":   ", "=", "\t", "~~~", "\u00a0"),
    ]
)
SNIPPETS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=40).map("".join))


@settings(max_examples=200, deadline=None)
@given(SNIPPETS, SNIPPETS)
def test_both_texts_can_be_read_off_the_difference_of_any_two(old: str, new: str) -> None:
    try:
        assert_sound(old, new)
    except RenderingError:
        return


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_text_loses_its_sting_in_a_difference_too(name: str) -> None:
    text = HOSTILE[name]
    for old, new in (("", text), (text, f"A word.\n\n{text} and more"), (TEXT, text)):
        for passage in compare(html_of(old), html_of(new)):
            for side in (passage.old, passage.new, passage.both):
                assert problems(unmarked(side)) == []


@pytest.mark.parametrize("name", HOSTILE)
def test_the_wall_behind_the_difference_holds_by_itself(name: str) -> None:
    markup = marked_wall(HOSTILE[name].encode("utf-8", "replace").decode())
    about_pairs = ("closes nothing", "is left open", "twice", "without rel", "in a link")
    found = [one for one in problems(unmarked(markup)) if not one.endswith(about_pairs)]
    assert found == []


# Too much ----------------------------------------------------------------------------------------


def test_what_is_too_long_or_too_deep_is_refused() -> None:
    long, busy = "x" * (MAX_SIZE + 1), "a " * MAX_PIECES
    for markup in (long, busy, "<blockquote>" * (MAX_DEPTH + 1), "<em>" * (MAX_DEPTH + 1)):
        with pytest.raises(TooMuchToCompare):
            compare("", markup)


def many(pattern: str, times: int) -> str:
    return "".join(pattern.format(n, n % 7) for n in range(times))


BUSY = {
    "alike paragraphs": (many("<p>a b {1}</p>", 6_000), many("<p>a {1} b</p>", 6_000)),
    "one long paragraph": (
        f"<p>{many('{0} a ', 24_500)}</p>",
        f"<p>{many('a {1} ', 24_500)}</p>",
    ),
    "every other item": (
        f"<ul>{many('<li>item {0} is here</li>', 5_500)}</ul>",
        f"<ul>{many('<li>item {0} is {1}</li>', 5_500)}</ul>",
    ),
    "many cells": (
        f"<table><tbody><tr>{many('<td>{0}</td>', 9_000)}</tr></tbody></table>",
        f"<table><tbody><tr>{many('<td>{1}</td>', 9_000)}</tr></tbody></table>",
    ),
    "deep": (
        "<blockquote>" * 39 + many("<p>{0} a</p>", 500) + "</blockquote>" * 39,
        "<blockquote>" * 39 + many("<p>{1} b</p>", 500) + "</blockquote>" * 39,
    ),
    "styles": (
        f"<p>{'<em>' * 39}{many('{0} ', 20_000)}{'</em>' * 39}</p>",
        f"<p>{'<strong>' * 39}{many('{0} ', 20_000)}{'</strong>' * 39}</p>",
    ),
    "open tags": ("<p " * 15_000, '<p title="' * 15_000),
}


@pytest.mark.parametrize("name", BUSY)
def test_texts_that_want_to_keep_the_machine_busy_do_not(name: str) -> None:
    begun = time.process_time()
    compare(*BUSY[name])
    assert time.process_time() - begun < 4  # half of it is the usual time of a busy machine
