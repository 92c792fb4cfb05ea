"""The hints of the queue: what deserves a look, explained, within a few queries."""

import pytest
from django.urls import reverse

from tests.factories import make_article, make_declined, make_edit, make_guest, make_user
from wiki.views import hints

pytestmark = pytest.mark.django_db

TEXT = "Things that people make together.\n" * 4
LINKS = "".join(f"See <https://example.org/{number}>.\n" for number in range(5))


@pytest.fixture
def known():
    """A member whose first change was made and decided."""
    user = make_user("contributor-2")
    make_article("First steps", actor=user, validated=True)
    return user


def hints_shown(client):
    page = client.get(reverse("review"))
    return {
        row.article.title: [str(hint.name) for hint in row.hints] for row in page.context["rows"]
    }


def changed_to(text, author, before=TEXT, title="Peer production"):
    article = make_article(title, before, validated=True)
    make_edit(article, text, actor=author)
    return article


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (TEXT + "More.\n", []),
        ("Things.\n", ["large removal"]),
        (TEXT + LINKS, ["many links added"]),
        (TEXT + "BUY THE BEST THINGS HERE TODAY\n", ["unusual text"]),
    ],
)
def test_a_change_shows_its_signs(client, known, text, expected):
    changed_to(text, known)
    assert hints_shown(client) == {"Peer production": expected}


def test_what_was_validated_already_gives_no_sign(client, known):
    before = TEXT + LINKS + "BUY THE BEST THINGS HERE TODAY\n"
    changed_to(before + "More.\n", known, before=before)
    assert hints_shown(client) == {"Peer production": []}


def test_first_edits_are_told(client):
    changed_to(TEXT + "More.\n", make_guest())
    assert hints_shown(client) == {"Peer production": ["first edit"]}


def test_who_was_declined_there_before_is_told_there_alone(client, known):
    article = changed_to(TEXT + "More.\n", known)
    make_declined(article)
    make_edit(article, TEXT + "More again.\n", actor=known)
    changed_to(TEXT + "More.\n", known, title="Elsewhere")
    other = changed_to(TEXT + "Less.\n", known, title="By another")
    make_declined(other)
    make_article("Other steps", actor=make_user("contributor-3"), validated=True)
    make_edit(other, TEXT + "More.\n", actor=make_user("contributor-3"))
    assert hints_shown(client) == {
        "Peer production": ["declined before"],
        "Elsewhere": [],
        "By another": [],
    }


def test_each_hint_is_explained_on_the_spot(client, known):
    changed_to("Things.\n", known)
    page = client.get(reverse("review")).content.decode()
    assert "<dt>Large removal</dt><dd>More than half of the validated text is gone.</dd>" in page
    assert "They say nothing about whether a change is good." in page


def test_very_long_texts_are_not_read_for_a_list(client, known, monkeypatch):
    monkeypatch.setattr(hints, "LONGEST", len(TEXT))
    changed_to(TEXT + LINKS, known)
    assert hints_shown(client) == {"Peer production": []}


def test_hints_cost_as_many_queries_for_many_articles(client, django_assert_max_num_queries):
    for number in range(8):
        changed_to(TEXT + LINKS, make_user(f"contributor-{number}"), title=f"Number {number}")
    with django_assert_max_num_queries(10):
        assert len(hints_shown(client)) == 8
