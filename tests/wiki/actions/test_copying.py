"""Copying from another article is noticed without anyone saying so."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.models import Licence
from tests.factories import (
    TEXT,
    fresh,
    make_article,
    make_deleted,
    make_edit,
    make_maintainer,
    make_user,
)
from tests.wiki.actions.copies import OTHERS, PASSAGE, copy_to, make_well, sources
from wiki.actions.beginning import create_article
from wiki.actions.drafts import Draft
from wiki.actions.editing import save_edit
from wiki.actions.errors import NotDone
from wiki.actions.importing import Destination, Past, start_history
from wiki.actions.moderating import restore_article
from wiki.actions.reverting import revert_to
from wiki.history.authorship import tokens_of
from wiki.models import Contributor, Source

pytestmark = pytest.mark.django_db
WORDS = len(tokens_of(PASSAGE))


@pytest.fixture
def well():
    return make_well()


def words(article):
    rows = Contributor.objects.filter(article=article, words__gt=0)
    return dict(rows.values_list("name", "words"))


# Credit -----------------------------------------------------------------------------------------


def test_words_from_another_article_are_credited_to_who_wrote_them_there(well):
    article = make_article()
    revision = copy_to(article)
    assert words(article)["contributor-5"] == WORDS
    assert "contributor-2" not in words(article)
    [source] = sources(article)
    assert source.revision == revision and source.origin == well.latest
    assert source.title == "The well" and source.address == "/en/the-well/revisions/1"
    assert source.authors == "contributor-5" and source.expression == "CC-BY-SA-4.0"
    assert [licence.spdx for licence in source.licences.all()] == ["CC-BY-SA-4.0"]
    assert source.is_noticed and source.answer == "Y" and source.way == Source.Way.VERBATIM
    assert not revision.asks_licence and not fresh(article).pending_licence


def test_a_new_article_that_copies_is_credited_as_well(well):
    article = make_article("My well", f"Mine.\n\n{PASSAGE}\n", actor=make_user("contributor-2"))
    assert words(article) == {"contributor-2": 2, "contributor-5": WORDS}
    assert [source.origin for source in sources(article)] == [well.latest]


def test_a_changed_word_is_of_who_changed_it(well):
    article = make_article()
    copy_to(article, PASSAGE.replace("summer", "spring").replace("oldest", "youngest"))
    assert words(article)["contributor-5"] == WORDS - 2
    assert words(article)["contributor-2"] == 2


def test_the_exact_revision_is_named_and_several_authors_most_first(well):
    make_edit(well, f"{OTHERS}\nMore.\n", actor=make_user("contributor-6"))
    changed = f"{OTHERS}\nMore.\n".replace("Whoever comes late waits", "Who is late may wait long")
    make_edit(well, changed, actor=make_user("contributor-6"))
    article = make_article()
    copy_to(article, PASSAGE.replace("Whoever comes late waits", "Who is late may wait long"))
    [source] = sources(article)
    assert source.origin.number == 3
    assert source.authors == "contributor-5, contributor-6"
    assert words(article)["contributor-6"] == 5


def test_what_was_copied_before_is_credited_to_where_it_began(well):
    second = make_article("A second well")
    copy_to(second)
    third = make_article("A third well")
    copy_to(third)
    assert [source.title for source in sources(third)] == ["The well"]
    assert words(third)["contributor-5"] == WORDS


def test_two_passages_of_one_article_are_one_source(well):
    more = " ".join(f"stone{number}" for number in range(50))
    make_edit(well, f"{OTHERS}\n{more}\n", actor=make_user("contributor-5"))
    article = make_article()
    copy_to(article)
    copy_to(article, more)
    assert len(sources(article)) == 1
    assert words(article)["contributor-5"] == WORDS + 50


def test_it_is_found_in_the_latest_text_alone(well):
    make_edit(well, "All was rewritten.\n", actor=make_user("contributor-6"))
    article = make_article()
    copy_to(article)
    assert sources(article) == []


def test_a_deleted_article_is_not_compared_with_until_it_is_restored(well):
    make_deleted(well)
    article, other = make_article(), make_article("Another page")
    copy_to(article)
    assert sources(article) == []
    make_edit(article, TEXT)
    restore_article(actor=make_maintainer(), article=fresh(well), reason="A mistake.")
    copy_to(other)
    assert [source.title for source in sources(other)] == ["The well"]


def test_text_that_moves_inside_an_article_is_no_copy(well):
    lines = OTHERS.split("\n\n")
    make_edit(well, "\n\n".join(lines[::-1]), actor=make_user("contributor-2"))
    assert sources(well) == []


def test_text_that_comes_home_is_no_copy(well):
    """It began here, went to another article and was taken out; who puts it back copies nothing."""
    article = make_article("A second well", licence="CC-BY-SA-4.0")
    copy_to(article)
    make_edit(well, "About wells.\n", actor=make_user("contributor-3"))
    make_edit(well, f"About wells.\n\n{PASSAGE}\n", actor=make_user("contributor-4"))
    assert sources(well) == []
    make_edit(well, "About wells.\n", actor=make_user("contributor-3"))
    revert_to(actor=make_user("contributor-4"), article=fresh(well), number=1, base=4)
    assert sources(well) == []


def test_a_marked_quotation_is_left_alone(well):
    article = make_article(licence="CC0-1.0")
    copy_to(article, "> " + PASSAGE.replace("\n", "\n> "))
    copy_to(article, f"“{PASSAGE}”, as the sheet says.")
    assert sources(article) == []
    assert "contributor-5" not in words(article)


# Imports ----------------------------------------------------------------------------------------


def past(text, number=1, licence="CC-BY-4.0"):
    return Past(
        text=text,
        author="somebody elsewhere",
        created=dt.datetime(2020, 1, number, tzinfo=dt.UTC),
        summary="",
        licence=Licence.objects.get(spdx=licence),
        key=f"import:{number}",
    )


def test_an_imported_history_is_credited_and_never_stopped(well):
    article = start_history(
        destination=Destination("en", "Imported"),
        past=[past("First.\n"), past(f"First.\n\n{PASSAGE}\n", 2), past(f"{PASSAGE}\n", 3)],
        is_whole=True,
    )
    [source] = sources(article)
    assert source.origin == well.latest and source.answer == "N"
    assert source.revision.number == 2 and source.revision.asks_licence
    assert fresh(article).pending_licence
    assert words(article) == {"contributor-5": WORDS}


def test_what_was_imported_is_found_like_what_was_written_here():
    imported = start_history(
        destination=Destination("en", "Imported"),
        past=[past("First.\n"), past(OTHERS, 2)],
        is_whole=True,
    )
    article = make_article()
    copy_to(article)
    assert [source.origin for source in sources(article)] == [fresh(imported).latest]


# What it costs ----------------------------------------------------------------------------------


def queries_of(article, text):
    current = fresh(article)
    actor = make_user("contributor-3")
    draft = Draft(text, [])
    with CaptureQueriesContext(connection) as queries:
        save_edit(actor=actor, article=current, base=current.latest.number, draft=draft)
    return [query["sql"] for query in queries]


def test_fewer_words_than_a_passage_has_ask_nothing_more(well):
    article = make_article()
    few = " ".join(PASSAGE.split()[:35])
    asked = [
        sql
        for sql in queries_of(article, f"{TEXT}\n{few}\n")
        if sql.startswith("SELECT") and "wiki_shingle" in sql and "GROUP BY" not in sql
    ]
    assert asked == []


def test_what_is_copied_from_nowhere_costs_one_query(well):
    article = make_article()
    few = queries_of(article, f"{TEXT}\n{' '.join(f'few{n}' for n in range(39))}\n")
    many = queries_of(article, f"{TEXT}\n{' '.join(f'many{n}' for n in range(60))}\n")
    assert len(many) <= len(few) + 1


def test_a_copy_costs_no_more_queries_in_many_articles():
    counts = []
    for number in (1, 8):
        for index in range(number):
            make_article(f"Well {number} {index}", f"{OTHERS} {index} {number}.\n")
        article = make_article(f"Copy {number}")
        counts.append(len(queries_of(article, f"{TEXT}\n{PASSAGE}\n")))
        make_edit(article, TEXT)
    assert counts[1] <= counts[0] + 2


def test_the_same_form_sent_again_is_the_revision_that_it_made(well):
    article = fresh(make_article())
    draft = Draft(f"{TEXT}\n{PASSAGE}\n", [], key="one")
    actor = make_user("contributor-2")
    first, second = (
        save_edit(actor=actor, article=article, base=1, draft=draft).revision for _time in range(2)
    )
    assert first == second and len(sources(article)) == 1


def test_a_copy_on_top_of_anothers_edit_is_credited(well):
    article = make_article()
    mine = f"{PASSAGE}\n\n{TEXT}"
    make_edit(article, f"{TEXT}\nBy another.\n", actor=make_user("contributor-3"))
    actor = make_user("contributor-2")
    saved = save_edit(actor=actor, article=fresh(article), base=1, draft=Draft(mine))
    assert saved.merged and words(article)["contributor-5"] == WORDS


def test_creating_with_a_title_that_is_taken_says_so_first(well):
    with pytest.raises(NotDone, match="already an article"):
        create_article(
            actor=make_user(),
            language="en",
            title="The well",
            licence=Licence.objects.get(spdx="CC0-1.0"),
            draft=Draft(OTHERS),
        )
