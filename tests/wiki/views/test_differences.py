import pytest
from django.template.loader import render_to_string

from licensing.models import Licence
from tests.factories import (
    fresh,
    make_article,
    make_edit,
    make_maintainer,
    make_topic,
    make_user,
)
from wiki.actions.naming import rename_article
from wiki.actions.relicensing import change_licence
from wiki.history.diff import compare
from wiki.models import Revision
from wiki.views.differences import difference_of

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>\"'&lt; \u202e[[x]]"


def html_of(old: str, new: str) -> str:
    return render_to_string("wiki/_hunks.html", {"hunks": compare(old, new)})


def test_the_first_revision_is_a_difference_from_nothing() -> None:
    topic = make_topic()
    article = make_article("Peer production", "One line.\n", topics=[topic])
    difference = difference_of(article, 0, 1)
    assert difference.old is None
    assert [row.kind for hunk in difference.hunks for row in hunk.rows] == ["added"]
    assert difference.title is not None
    assert (difference.title.old, difference.title.new) == (None, "Peer production")
    assert difference.licence is not None
    assert difference.licence.new.spdx == "CC-BY-SA-4.0"
    assert difference.topics is not None
    assert difference.topics.new == [topic]


def test_an_edit_of_the_text_changes_neither_title_nor_licence_nor_topics() -> None:
    article = make_article(text="One line.\n")
    make_edit(article, "One long line.\n")
    difference = difference_of(fresh(article), 1, 2)
    assert (difference.title, difference.licence, difference.topics) == (None, None, None)
    assert difference.hunks
    assert not difference.is_empty


def test_a_change_of_topics_alone_is_a_difference() -> None:
    old, new = make_topic("old"), make_topic("new")
    article = make_article(text="One line.\n", topics=[old])
    make_edit(article, "One line.\n", topics=[new])
    difference = difference_of(fresh(article), 1, 2)
    assert difference.hunks == []
    assert difference.topics is not None
    assert (difference.topics.old, difference.topics.new) == ([old], [new])
    assert not difference.is_empty


def test_a_new_title_and_a_new_licence_are_shown_with_the_old_ones() -> None:
    article = make_article("Peer <b>one</b>", licence="CC0-1.0")
    article = fresh(article)
    rename_article(actor=make_user(), article=article, title="Peer two", reason="Clearer.", base=1)
    change_licence(
        actor=make_maintainer(),
        article=fresh(article),
        licence=Licence.objects.get(spdx="CC-BY-SA-4.0"),
        reason="As agreed.",
        base=2,
    )
    latest = fresh(article).latest.number
    difference = difference_of(fresh(article), 1, latest)
    assert difference.title is not None
    assert (difference.title.old, difference.title.new) == ("Peer <b>one</b>", "Peer two")
    assert difference.licence is not None
    assert difference.licence.old is not None
    assert difference.licence.old.spdx == "CC0-1.0"
    html = render_to_string("wiki/_difference.html", {"difference": difference})
    assert "Peer &lt;b&gt;one&lt;/b&gt;" in html
    assert "CC0 1.0" in html
    assert "CC BY-SA 4.0" in html


def test_a_revision_and_itself_say_the_same() -> None:
    assert difference_of(make_article(), 1, 1).is_empty


@pytest.mark.parametrize(("old", "new"), [(1, 2), (2, 1), (0, 0), (1, 0), (7, 9)])
def test_a_revision_that_does_not_exist_is_said_to_be_missing(old: int, new: int) -> None:
    article = make_article()
    with pytest.raises(Revision.DoesNotExist):
        difference_of(article, old, new)


def test_no_revision_of_another_article_is_opened() -> None:
    article = make_article("One")
    other = make_article("Two")
    make_edit(other, "Longer.\n")
    with pytest.raises(Revision.DoesNotExist):
        difference_of(article, 1, 2)


def test_a_difference_costs_five_queries_at_most(django_assert_max_num_queries) -> None:
    article = make_article("One", topics=[make_topic("a")])
    make_edit(article, "Another text.\n", topics=[make_topic("b"), make_topic("c")])
    article = fresh(article)
    with django_assert_max_num_queries(5):
        difference = difference_of(article, 1, 2)
        render_to_string("wiki/_difference.html", {"difference": difference})


def test_changed_words_are_marked_and_said() -> None:
    html = html_of("The work is planned by many.\n", "The work is carried out by many.\n")
    assert 'class="row changed"' in html
    assert "Changed line:" in html
    assert "removed:" in html.partition("<del>")[2].partition("</del>")[0]
    assert "planned" in html.partition("<del>")[2].partition("</del>")[0]
    assert "carried out" in html.partition("<ins>")[2].partition("</ins>")[0]
    assert "±" in html


def test_removed_and_added_lines_carry_a_sign_and_a_word() -> None:
    html = html_of("a\nb\n", "b\nc\n")
    removed, _same, added = html.split('<div class="row ')[1:]
    assert "−" in removed
    assert "Removed line:" in removed
    assert "<del>a</del>" in removed
    assert "+" in added
    assert "Added line:" in added
    assert "<ins>c</ins>" in added


def test_lines_that_are_left_out_are_counted() -> None:
    before = "".join(f"{number}\n" for number in range(40))
    html = html_of(before, before.replace("20\n", "twenty\n"))
    assert "18 lines without a change" in html
    assert "17 lines without a change" in html


def test_an_empty_line_is_said_to_be_empty() -> None:
    assert "empty line" in html_of("a\n", "a\n\n")


def test_a_difference_that_is_cut_says_so() -> None:
    html = html_of("", "line\n" * 6_000)
    assert "too long to be compared in full" in html
    assert html.count('class="row added"') == 5_000


def test_texts_that_are_the_same_are_said_to_be() -> None:
    assert "The text is the same" in html_of("a\n", "a\r\n")


@pytest.mark.parametrize("turned", [False, True])
def test_nothing_in_a_text_becomes_markup(turned: bool) -> None:
    texts = (f"safe {HOSTILE} words here\n{HOSTILE}\n", "safe words here\nother\n")
    html = html_of(*(texts[::-1] if turned else texts))
    assert "<script" not in html
    assert "&lt;script&gt;" in html
