"""Who wrote what is kept with each revision, as rows."""

import datetime as dt
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from licensing.models import Licence
from tests.factories import (
    TEXT,
    fresh,
    make_article,
    make_declined,
    make_edit,
    make_maintainer,
    make_user,
)
from wiki.actions.crediting import NewSource
from wiki.actions.naming import rename_article
from wiki.actions.reverting import revert_to
from wiki.actions.revising import Change, add_revision, locked
from wiki.history.authorship import Brought, tokens_of
from wiki.history.versions import Author
from wiki.models import Authorship, Contributor, EarlierPassage, Revision, Source
from wiki.rendering import Rendered

pytestmark = pytest.mark.django_db
MORE = f"{TEXT}\nA line by another hand.\n"


def shares(article):
    """Words and marks in the latest text by the number of the revision that they are from."""
    origins = Authorship.objects.get(pk=fresh(article).latest_id).origins
    assert len(origins) == len(tokens_of(fresh(article).text))
    numbers = dict(Revision.objects.values_list("pk", "number"))
    return dict(Counter(numbers[key] for key in origins))


def words(article):
    rows = Contributor.objects.filter(article=article)
    return dict(rows.values_list("name", "words"))


def write(article, text, *, actor, sources=(), brought=()):
    """As an action writes that has found sources in what is saved."""
    with transaction.atomic():
        current = locked(article.pk)
        current.text = text
        current.save(update_fields=["text"])
        change = Change(Author.of(actor), Revision.Kind.EDIT, sources=sources, brought=brought)
        return add_revision(current, change, Rendered("<p>…</p>", [], [], "…"))


def source(**fields):
    values = {
        "way": Source.Way.VERBATIM,
        "title": "A page elsewhere",
        "address": "https://example.org/page",
        "authors": "somebody",
        "expression": "CC-BY-4.0",
        "licences": [Licence.objects.get(spdx="CC-BY-4.0")],
        "taken": dt.date(2026, 5, 1),
        "answer": "Y",
    }
    return NewSource(**values | fields)


def surviving(article):
    return [row.title for row in Source.objects.surviving_in(fresh(article).latest).in_order()]


def test_each_word_is_of_the_revision_that_brought_it_in():
    article = make_article()
    make_edit(article, MORE, actor=make_user("contributor-2"))
    assert shares(article) == {
        1: len(tokens_of(TEXT)),
        2: len(tokens_of("A line by another hand.")),
    }
    assert words(article) == {
        "contributor-1": len(tokens_of(TEXT)),
        "contributor-2": len(tokens_of("A line by another hand.")),
    }
    assert fresh(article).leading_contributors[0] == ["contributor-1", "member"]


def test_a_text_that_was_declined_and_written_again_is_its_first_authors():
    article = make_article(validated=True)
    make_edit(article, MORE, actor=make_user("contributor-2"))
    make_declined(article)
    assert words(article)["contributor-2"] == 0
    make_edit(article, MORE, actor=make_user("contributor-3"))
    assert words(article)["contributor-2"] == len(tokens_of("A line by another hand."))
    assert words(article)["contributor-3"] == 0


def test_a_revert_gives_the_words_back_to_who_wrote_them():
    article = make_article()
    make_edit(article, "Blank.\n", actor=make_user("contributor-2"))
    revert_to(actor=make_user("contributor-3"), article=fresh(article), number=1, base=2)
    assert shares(article) == {1: len(tokens_of(TEXT))}
    assert EarlierPassage.objects.filter(article=article).exists()


def test_a_renaming_leaves_every_word_to_who_wrote_it():
    article = make_article()
    make_edit(article, MORE, actor=make_user("contributor-2"))
    before = shares(article)
    rename_article(
        actor=make_maintainer(),
        article=fresh(article),
        title="Making together",
        reason="Plainer.",
        base=2,
    )
    assert shares(article) == before


def test_a_source_stays_as_long_as_a_word_of_it_stands():
    article = make_article()
    copied = "This sentence stood elsewhere first."
    write(article, f"{TEXT}\n{copied}\n", actor=make_user(), sources=[source()])
    assert surviving(article) == ["A page elsewhere"]
    make_edit(article, f"{TEXT}\n{copied}\nAnd one more.\n", actor=make_user("contributor-2"))
    assert surviving(article) == ["A page elsewhere"]
    assert fresh(article).latest.source_count == 1
    make_edit(article, TEXT)
    assert surviving(article) == []
    assert fresh(article).latest.source_count == 0


def test_a_source_comes_back_with_its_words():
    article = make_article()
    write(article, f"{TEXT}\nIt stood elsewhere first.\n", actor=make_user(), sources=[source()])
    make_edit(article, TEXT)
    revert_to(actor=make_user("contributor-2"), article=fresh(article), number=2, base=3)
    assert surviving(article) == ["A page elsewhere"]


def test_words_from_another_article_keep_their_authors_and_their_source():
    other = make_article(
        "Another page", "Written there, by another hand.\n", actor=make_user("contributor-5")
    )
    article = make_article()
    text = f"{TEXT}\nWritten there, by another hand.\n"
    size = len(tokens_of("Written there, by another hand."))
    brought = Brought(len(tokens_of(TEXT)), [other.latest.pk] * size)
    taken = source(title="Another page", origin=other.latest, is_exact=True)
    write(article, text, actor=make_user(), sources=[taken], brought=[brought])
    assert words(article)["contributor-5"] == size
    assert fresh(article).contributor_count == 2
    assert Contributor.objects.get(article=article, name="contributor-5").revisions == 0
    # The revision that copied wrote no word of its own: the words' own authors keep the source.
    assert surviving(article) == ["Another page"]
    make_edit(article, f"{text}More.\n")
    assert surviving(article) == ["Another page"]
    make_edit(article, TEXT)
    assert surviving(article) == [] and words(article)["contributor-5"] == 0
    revert_to(actor=make_user(), article=fresh(article), number=2, base=4)
    assert surviving(article) == ["Another page"] and words(article)["contributor-5"] == size


def test_what_an_earlier_version_wrote_is_caught_up_on():
    article = make_article()
    make_edit(article, MORE, actor=make_user("contributor-2"))
    other = make_article("Another page")
    expected = shares(article), words(article)
    Authorship.objects.all().delete()
    EarlierPassage.objects.all().delete()
    Contributor.objects.update(words=0)
    call_command("attribute")
    assert (shares(article), words(article)) == expected
    assert shares(other)
    assert call_command("attribute") is None


def test_who_saves_before_the_command_ran_gets_it_right_all_the_same():
    article = make_article()
    make_edit(article, MORE, actor=make_user("contributor-2"))
    Authorship.objects.all().delete()
    make_edit(article, f"{MORE}And more.\n", actor=make_user("contributor-3"))
    assert shares(article) == {
        1: len(tokens_of(TEXT)),
        2: len(tokens_of("A line by another hand.")),
        3: len(tokens_of("And more.")),
    }


def test_a_save_asks_no_more_of_a_long_history_than_of_a_short_one():
    """Queries, whatever the number of revisions; what they cost is measured in `bench`."""
    counts = []
    for revisions in (3, 40):
        article = make_article(f"With {revisions} revisions")
        for number in range(revisions):
            make_edit(
                article, f"{TEXT}\nLine {number}.\n", actor=make_user(f"contributor-{number % 3}")
            )
        with CaptureQueriesContext(connection) as queries:
            make_edit(article, f"{TEXT}\nThe last line.\n")
        counts.append(len(queries))
    assert abs(counts[0] - counts[1]) <= 1  # one makes the author no newcomer any more


def test_a_save_asks_no_more_where_many_hands_wrote_than_where_few_did():
    def asked(hands: int) -> int:
        article = make_article(f"By {hands} hands", TEXT)
        text = TEXT
        for number in range(hands):
            text += f"\nLine {number} is by somebody else again.\n"
            make_edit(article, text, actor=make_user(f"contributor-{number + 2}"))
        assert len(words(article)) == hands + 1
        with CaptureQueriesContext(connection) as queries:
            make_edit(article, f"{text}\nA last line.\n", actor=make_user("contributor-2"))
        return len(queries)

    assert asked(2) == asked(12)
