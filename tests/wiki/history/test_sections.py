"""Sections of a text, by headings."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from wiki.history.sections import sections_of, with_its_notes

TEXT = """Lead.

## One

First.[^a]

### Inside one

Deeper.

## Two ##

Second.[^b]

```
## No heading
```

[^a]: A note
    that goes on.

[^b]: Another.
"""


def test_each_heading_holds_what_is_below_it_down_to_the_next_of_its_level():
    found = sections_of(TEXT)
    assert [(one.level, one.title) for one in found] == [(2, "One"), (3, "Inside one"), (2, "Two")]
    one, inside, two = found
    assert TEXT[one.start : one.body] == "## One\n"
    assert TEXT[one.body : one.end].strip().endswith("Deeper.")
    assert TEXT[inside.body : inside.end] == "\nDeeper.\n\n"
    assert two.end == len(TEXT)
    assert one.end == two.start


def test_a_text_without_headings_has_no_sections():
    assert sections_of("Just words\n#hashtag\n    # code\n") == []


def test_the_last_line_may_lack_its_end():
    assert sections_of("# A")[0].body == 3


def test_notes_that_stand_elsewhere_come_along():
    one = sections_of(TEXT)[0]
    part = with_its_notes(TEXT[one.body : one.end], TEXT)
    assert part.endswith("\n\n[^a]: A note\n    that goes on.\n")
    assert "[^b]" not in part


def test_notes_that_are_there_are_not_doubled():
    assert with_its_notes(TEXT, TEXT) == TEXT


def test_a_note_that_is_nowhere_is_left_alone():
    assert with_its_notes("See.[^x]\n", "No notes.\n") == "See.[^x]\n"


@given(st.text(alphabet="#ab \n`~[^]:", max_size=120))
def test_sections_lie_within_the_text_and_never_cross(text):
    found = sections_of(text)
    for one in found:
        assert 0 <= one.start < one.body <= one.end <= len(text)
    for one, other in pairwise(found):
        assert one.start < other.start
        assert one.end <= other.start or one.end >= other.end
    with_its_notes(text[: len(text) // 2], text)
