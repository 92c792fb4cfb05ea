"""What is kept beside an article for the queue says what the rows of its changes say."""

import pytest

from tests.factories import (
    fresh,
    make_article,
    make_declined,
    make_edit,
    make_guest,
    make_maintainer,
    make_user,
    make_validated,
)
from wiki.actions import pending
from wiki.models import Article

pytestmark = pytest.mark.django_db

TEXT = "Things that people make together.\n"


def kept(article: Article) -> dict[str, object]:
    return Article.objects.filter(pk=article.pk).values(*pending.FIELDS).get()


def recounted(article: Article) -> dict[str, object]:
    again = fresh(article)
    pending.recount(again)
    pending.measure(again)
    return {name: getattr(again, name) for name in pending.FIELDS}


def make_known(name: str) -> None:
    """A member whose first change is made and decided."""
    make_article(f"First of {name}", actor=make_user(name), validated=True)


def test_an_article_nobody_validated_counts_whole():
    article = make_article(text=TEXT)
    assert kept(article) == {
        "pending_change": len(TEXT),
        "pending_weight": len(TEXT),
        "pending_by_guest": False,
        "pending_by_newcomer": True,
        "pending_first_edit": True,
        "pending_licence": False,
    }


def test_nothing_is_kept_of_an_article_that_is_validated():
    article = make_article(validated=True)
    assert not any(kept(article).values())


def test_a_second_change_of_an_author_is_no_first_one():
    make_known("contributor-2")
    article = make_article(text=TEXT, validated=True)
    make_edit(article, TEXT + "More.\n", actor=make_user("contributor-2"))
    assert kept(article)["pending_first_edit"] is False
    make_edit(article, "Things.\n", actor=make_guest())
    assert kept(article)["pending_first_edit"] is True
    assert kept(article)["pending_by_guest"] is True
    assert kept(article)["pending_change"] == len("Things.\n") - len(TEXT)
    assert kept(article)["pending_weight"] == len(TEXT) - len("Things.\n")


def test_what_was_decided_counts_no_more():
    make_known("contributor-2")
    article = make_article(text=TEXT, validated=True)
    make_edit(article, TEXT + "By a guest.\n", actor=make_guest())
    make_edit(article, TEXT + "Short.\n", actor=make_user("contributor-2"))
    make_validated(article, up_to=2)
    assert kept(article) == recounted(article)
    assert kept(article)["pending_by_guest"] is False
    assert kept(article)["pending_first_edit"] is False
    assert kept(article)["pending_change"] == len("Short.\n") - len("By a guest.\n")
    make_declined(article)
    assert not any(kept(article).values())


def test_what_is_kept_is_what_the_rows_say_after_each_step():
    article = make_article(text=TEXT, actor=make_guest())
    people = [make_user("contributor-2"), make_guest(), make_user("contributor-3")]
    for number, author in enumerate(people * 2):
        make_edit(article, TEXT + "More.\n" * (number + 1), actor=author)
        assert kept(article) == recounted(article)
    for number in (1, 3, 6):
        make_validated(article, up_to=number, actor=make_maintainer())
        assert kept(article) == recounted(article)
