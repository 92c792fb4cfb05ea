"""The shingles of each article's latest text are kept as rows, step by step."""

import pytest
from django.core.management import call_command

from tests.factories import TEXT, fresh, make_article, make_edit, make_maintainer, make_user
from tests.wiki.actions.copies import OTHERS, PASSAGE, copy_to, sources
from wiki.actions import comparing
from wiki.actions.naming import rename_article
from wiki.actions.reverting import revert_to
from wiki.history.shingles import kept, prose_of
from wiki.models import Article, Shingle

pytestmark = pytest.mark.django_db


def rows(article):
    return set(Shingle.objects.filter(article=article).values_list("number", flat=True))


def expected(article):
    return kept(prose_of(fresh(article).text).known)


def test_rows_are_those_of_the_latest_text():
    article = make_article("The well", OTHERS)
    assert rows(article) == expected(article) != set()
    make_edit(article, f"{OTHERS}\nOne more thing about it, as they say on Sundays.\n")
    assert rows(article) == expected(article)
    make_edit(article, TEXT)
    assert rows(article) == expected(article)
    revert_to(actor=make_user(), article=fresh(article), number=1, base=3)
    assert rows(article) == expected(article)


def test_only_what_differs_is_written(django_assert_num_queries):
    article = make_article("The well", OTHERS)
    current = fresh(article)
    with django_assert_num_queries(0):
        comparing.keep_shingles(current, current.text)
    before, current.text = current.text, current.text.replace("dry summer", "wet autumn")
    with django_assert_num_queries(3):  # what goes, what is common of what comes, what comes
        comparing.keep_shingles(current, before)
    assert rows(article) == kept(prose_of(current.text).known)


def test_what_an_earlier_version_did_not_keep_is_caught_up_on():
    well = make_article("The well", OTHERS, actor=make_user("contributor-5"))
    Shingle.objects.all().delete()
    Article.objects.update(is_compared=False)
    call_command("index_articles")
    assert rows(well) == expected(well) and fresh(well).is_compared
    assert not comparing.not_compared().exists()
    article = make_article()
    copy_to(article)
    assert [source.origin for source in sources(article)] == [well.latest]


def test_who_saves_before_the_command_ran_has_all_of_the_text_kept():
    article = make_article("The well", OTHERS)
    Shingle.objects.filter(pk__in=list(Shingle.objects.values_list("pk", flat=True)[:3])).delete()
    Article.objects.update(is_compared=False)
    make_edit(article, f"{OTHERS}\nMore.\n")
    assert rows(article) == expected(article)


def test_of_a_common_phrase_only_some_rows_are_kept_and_copies_are_still_found(monkeypatch):
    monkeypatch.setattr(comparing, "ARTICLES_PER_SHINGLE", 3)
    for number in range(5):
        make_article(f"Well {number}", f"{PASSAGE}\n\nIn place {number}.\n")
    counts = [
        Shingle.objects.filter(number=number).count() for number in kept(prose_of(PASSAGE).known)
    ]
    assert set(counts) == {3}
    article = make_article()
    copy_to(article)
    assert len(sources(article)) == 1


def test_many_shingles_are_asked_for_in_parts(monkeypatch):
    monkeypatch.setattr(comparing, "AT_ONCE", 4)
    well = make_article("The well", OTHERS)
    assert rows(well) == expected(well)
    found = comparing.sharing(expected(well), apart_from=None)
    assert set(found[well.pk]) == expected(well)
    assert comparing.sharing(expected(well), apart_from=well) == {}
    make_edit(well, TEXT)
    assert rows(well) == expected(well)


def test_a_renaming_leaves_the_rows_as_they_are():
    article = make_article("The well", OTHERS)
    before = rows(article)
    rename_article(
        actor=make_maintainer(), article=fresh(article), title="A well", reason="Plainer.", base=1
    )
    assert rows(article) == before
