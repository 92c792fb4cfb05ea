"""A question of licence that nobody has decided goes along with the text that it is about."""

import pytest

from licensing.models import Licence
from tests.factories import (
    TEXT,
    fresh,
    make_article,
    make_edit,
    make_maintainer,
    make_user,
    make_validated,
)
from tests.wiki.proposals import taken, write
from wiki.actions.carrying import NewPage, copy_article
from wiki.actions.crediting import NewSource
from wiki.actions.reverting import revert_to
from wiki.models import Article, Revision, Source, User

pytestmark = pytest.mark.django_db

OPEN = f"{TEXT}\nFrom the tables of a data base.\n"


def with_question(licence: str = "CC0-1.0") -> Article:
    """An article with a source of which nobody knows yet whether it may stand there."""
    article = make_article("Tables", licence=licence)
    made = write(article, OPEN, actor=make_user("contributor-2"), sources=[unsettled()])
    assert made.asks_licence
    return fresh(article)


def unsettled() -> NewSource:
    return taken("ODbL-1.0", answer="R")


def go_back(article: Article, number: int, actor: User) -> Revision:
    latest = fresh(article).latest
    return revert_to(
        actor=actor, article=fresh(article), number=number, summary="Back.", base=latest.number
    )


def test_a_question_that_comes_back_is_asked_again_whoever_brings_it_back():
    article = make_validated(make_article("Tables", licence="CC0-1.0"))
    write(article, OPEN, actor=make_user("contributor-2"), sources=[unsettled()])
    maintainer = make_maintainer("maintainer-5")
    assert not go_back(article, 1, maintainer).asks_licence
    back = go_back(article, 2, maintainer)
    assert back.asks_licence
    assert back.state == Revision.State.AWAITING


def test_a_question_is_not_asked_again_of_what_still_stands_or_was_decided():
    article = with_question()
    more = make_edit(article, f"{OPEN}\nMore.\n", actor=make_user("contributor-3"))
    assert not more.asks_licence
    make_validated(fresh(article))
    go_back(article, 1, make_user("contributor-3"))
    assert not go_back(article, 2, make_user("contributor-3")).asks_licence


def test_a_question_goes_along_with_a_copy():
    article = with_question()
    page = NewPage("Tables anew", Licence.objects.get(spdx="CC0-1.0"), "Another view.", "key-1")
    made = copy_article(actor=make_user("contributor-3"), article=article, number=2, page=page)
    assert made.asks_licence
    assert [source.answer for source in Source.objects.surviving_in(made)].count("R") == 1
