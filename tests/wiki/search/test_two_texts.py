"""Articles of which a validated text is kept beside the latest one."""

import pytest

from tests.factories import make_article
from wiki.models import Article
from wiki.search import (
    complete,
    drop_validated,
    index,
    keep_as_validated,
    reindex,
    remove,
    search,
    suggest,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    """An article that was called “Okapi” and is called “Tapir” now."""
    article = make_article("Okapi", "giraffe")
    assert keep_as_validated(article.pk)
    index(article.pk, language="en", title="Tapir", text="zebra")
    return article


def shown(*articles):
    return Article.objects.filter(pk__in=[article.pk for article in articles])


def found(query, **options):
    return [hit.title for hit in search(query, **options).hits]


def test_who_says_nothing_searches_the_latest_text(article):
    assert found("zebra") == ["Tapir"]
    assert found("giraffe") == found("okapi") == []


def test_who_is_shown_the_validated_text_searches_that_alone(article):
    where = {"validated_shown": shown(article)}
    assert found("giraffe", **where) == found("okapi", **where) == ["Okapi"]
    assert found("zebra", **where) == found("tapir", **where) == []
    assert [one.title for one in complete("oka", **where)] == ["Okapi"]
    assert complete("tap", **where) == suggest("tapiir", **where) == []
    assert [one.title for one in suggest("okappi", **where)] == ["Okapi"]
    (hit,) = search("giraffe", **where).hits
    assert hit.article_id == article.pk
    assert ("giraffe", True) in hit.excerpt


@pytest.mark.parametrize("language", [None, "en"])
def test_a_word_of_both_texts_finds_the_article_once(article, language):
    index(article.pk, language="en", title="Tapir", text="giraffe")
    for where in (shown(article), shown()):
        results = search("giraffe", language=language, validated_shown=where)
        assert len(results.hits) == results.total == 1
    assert found("giraffe", language="fr", validated_shown=shown(article)) == []


def test_what_has_one_text_is_searched_by_everybody(article):
    other = make_article("Quagga", "giraffe")
    where = {"validated_shown": shown(article, other)}
    assert found("giraffe", **where) == ["Okapi", "Quagga"]
    assert set(found("giraffe", validated_shown=shown())) == {"Quagga"}


def test_a_validated_text_that_is_kept_is_not_written_over_by_a_later_one(article):
    assert not keep_as_validated(article.pk)
    assert found("giraffe", validated_shown=shown(article)) == ["Okapi"]


def test_the_validated_text_can_be_another_or_none(article):
    where = {"validated_shown": shown(article)}
    index(article.pk, language="en", title="Gnu", text="horn", is_validated=True)
    assert found("horn", **where) == ["Gnu"]
    assert found("giraffe", **where) == []
    drop_validated(article.pk)
    assert found("horn", **where) == []
    assert found("zebra", **where) == ["Tapir"]


def test_what_is_removed_is_found_by_neither_text(article):
    remove(article.pk)
    for where in (None, shown(article)):
        for query in ("zebra", "giraffe", "okapi", "tapir"):
            assert found(query, validated_shown=where) == []


def test_indexing_all_anew_keeps_both_texts(article):
    assert list(reindex()) == [-article.pk, article.pk]
    assert found("zebra") == ["Tapir"]
    assert found("giraffe", validated_shown=shown(article)) == ["Okapi"]
