"""What is kept for readers of the latest and of the validated text, as an article goes its way."""

import importlib
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from tests.factories import (
    fresh,
    make_article,
    make_declined,
    make_deleted,
    make_edit,
    make_maintainer,
    make_user,
    make_validated,
)
from wiki.actions.links import format_again
from wiki.actions.moderating import restore_article
from wiki.actions.naming import rename_article
from wiki.actions.withdrawing import withdraw
from wiki.models import Article, Link, Rendering, Review
from wiki.rendering import RENDERER_VERSION
from wiki.search.entry import SearchEntry

pytestmark = pytest.mark.django_db

LATEST, VALIDATED, BOTH = (True, False), (False, True), (True, True)


def indexed(article: Article) -> tuple[str, str]:
    """The text that search keeps as the latest, and the one it keeps as the validated one."""
    texts = dict(SearchEntry.objects.values_list("pk", "text"))
    return texts.get(article.pk, ""), texts.get(-article.pk, "")


def linked(article: Article) -> dict[str, tuple[bool, bool]]:
    """What the article's texts link to, and in which of them."""
    rows = Link.objects.filter(source=article)
    return {row.slug: (row.in_latest, row.in_validated) for row in rows}


@pytest.fixture
def article() -> Article:
    """An article with a validated text and two changes that await."""
    made = make_article(text="First [[a]] and [[b]].", validated=True)
    make_edit(made, "Second [[b]] and [[c]].")
    make_edit(made, "Third [[b]] and [[d]].")
    return fresh(made)


def test_one_text_is_kept_where_the_latest_is_the_validated_one_or_none_is() -> None:
    article = make_article(text="First [[a]].")
    make_edit(article, "Second [[b]].")
    assert indexed(article) == ("Second b.", "")
    assert linked(article) == {"b": LATEST}
    make_validated(article)
    assert indexed(article) == ("Second b.", "")
    assert linked(article) == {"b": LATEST}


def test_the_validated_text_stays_while_changes_await(article: Article) -> None:
    assert indexed(article) == ("Third b and d.", "First a and b.")
    assert linked(article) == {"a": VALIDATED, "b": BOTH, "d": LATEST}


def test_validating_some_of_the_changes_moves_the_validated_text(article: Article) -> None:
    make_validated(article, up_to=2)
    assert indexed(article) == ("Third b and d.", "Second b and c.")
    assert linked(article) == {"b": BOTH, "c": VALIDATED, "d": LATEST}


def test_validating_all_leaves_one_text(article: Article) -> None:
    make_validated(article)
    assert indexed(article) == ("Third b and d.", "")
    assert linked(article) == {"b": LATEST, "d": LATEST}


def test_declining_leaves_the_validated_text_alone(article: Article) -> None:
    make_declined(article)
    assert indexed(article) == ("First a and b.", "")
    assert linked(article) == {"a": LATEST, "b": LATEST}


def test_withdrawing_a_validation_brings_the_one_before_back(article: Article) -> None:
    make_validated(article)
    verdict = Review.objects.filter(revision=fresh(article).latest).get()
    withdraw(actor=make_maintainer(), decision=verdict.decision, reason="A mistake.")
    assert indexed(article) == ("Third b and d.", "First a and b.")
    assert linked(article) == {"a": VALIDATED, "b": BOTH, "d": LATEST}
    first = Review.objects.get(revision__number=1, verdict=Review.Verdict.VALIDATED)
    withdraw(actor=make_maintainer(), decision=first.decision, reason="Another.")
    assert indexed(article) == ("Third b and d.", "")
    assert linked(article) == {"b": LATEST, "d": LATEST}


def test_what_is_deleted_is_found_by_neither_text_and_restored_by_both(article: Article) -> None:
    make_deleted(article)
    assert indexed(article) == ("", "")
    restore_article(actor=make_maintainer(), article=fresh(article), reason="It is needed.")
    assert indexed(article) == ("Third b and d.", "First a and b.")
    assert linked(article) == {"a": VALIDATED, "b": BOTH, "d": LATEST}


def test_each_text_has_the_title_of_its_time() -> None:
    article = make_article("Before", validated=True)
    rename_article(actor=make_user(), article=article, title="After", reason="", base=1)
    titles = dict(SearchEntry.objects.values_list("pk", "title"))
    assert titles == {article.pk: "After", -article.pk: "Before"}


def test_formatting_again_keeps_both_texts(article: Article) -> None:
    before = indexed(article), linked(article)
    SearchEntry.objects.filter(pk=-article.pk).delete()
    Link.objects.filter(source=article).update(in_validated=False)
    format_again(article.pk)
    assert (indexed(article), linked(article)) == before


@pytest.fixture
def migration() -> Any:
    return importlib.import_module("wiki.migrations.0016_search_versions")


def test_what_was_written_before_search_knew_two_texts_is_indexed(
    article: Article, migration: Any
) -> None:
    both = indexed(article)
    other = make_article("Another", "One text.", validated=True)
    SearchEntry.objects.filter(pk__lt=0).delete()
    editor = SimpleNamespace(connection=connection)
    migration.index_validated(apps, editor)
    assert indexed(article) == both
    assert indexed(other) == ("One text.", "")
    # Its links are learnt when it is formatted again, which this asks for.
    versions = Rendering.objects.values_list("revision__number", "renderer_version")
    assert dict(versions.filter(revision__article=article)) == {1: 0, 3: RENDERER_VERSION}
    migration.forget_validated(apps, editor)
    assert indexed(article) == (both[0], "")
