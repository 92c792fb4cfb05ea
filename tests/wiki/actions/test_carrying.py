"""Copies, splits and joins: licences compared, histories linked, every author credited."""

import pytest

from commons.log.models import LogEntry
from licensing.models import Licence
from tests.factories import (
    fresh,
    make_article,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_protection,
    make_user,
    make_validated,
)
from tests.wiki.actions.copies import PASSAGE, claimed, make_well
from wiki.actions.beginning import create_article
from wiki.actions.carrying import NewPage, copy_article, join_articles, split_article
from wiki.actions.copying import CopyRefused
from wiki.actions.drafts import Draft
from wiki.actions.errors import AddressTaken, NotAllowed, NotDone, NothingTaken
from wiki.actions.sourcing import SourceRefused
from wiki.models import Article, Contributor, Revision, Source

pytestmark = pytest.mark.django_db

TEXT = """Things that people make together.

## Of wells

Whoever draws water keeps the rope in order.[^1]

## Of woods

Whoever fells a tree plants another one.

[^1]: As the oldest of the rules says.
"""


@pytest.fixture
def article() -> Article:
    made = make_article("Commons", TEXT)
    make_edit(
        made,
        TEXT.replace("Whoever fells a tree", "Whoever fells an old tree"),
        actor=make_user("contributor-2"),
    )
    return fresh(made)


def licence(spdx="CC-BY-SA-4.0"):
    return Licence.objects.get(spdx=spdx)


def words(article):
    rows = Contributor.objects.filter(article=article, words__gt=0)
    return dict(rows.values_list("name", "words"))


def copied(article, **changes):
    values = {"title": "Commons anew", "licence": licence(), "reason": "Another view."} | changes
    return copy_article(
        actor=make_user("contributor-3"), article=article, number=2, page=NewPage(**values)
    )


def split(article, section=0, base=2, **changes):
    values = {"title": "Of wells", "licence": article.licence, "reason": "Long enough."} | changes
    return split_article(
        actor=make_user("contributor-3"),
        article=article,
        base=base,
        section=section,
        page=NewPage(**values),
    )


def joined(article, other, text=None, base=2, actor=None, sources=()):
    text = text or f"{article.text}\n## More\n\n{other.text}"
    draft = Draft(text, (), "One subject.", "key-1", sources=sources)
    return join_articles(
        actor=actor or make_user("contributor-3"),
        article=article,
        base=base,
        other=other,
        other_base=fresh(other).latest.number,
        draft=draft,
    )


# Copies ----------------------------------------------------------------------------------------


def test_a_copy_says_the_same_and_credits_the_same_people(article):
    made = copied(article)
    assert fresh(made.article).text == article.text
    assert made.kind == Revision.Kind.COPY
    assert words(made.article) == words(article)
    leading = fresh(made.article).leading_contributors
    assert leading[:2] == article.leading_contributors
    source = Source.objects.surviving_in(made).get()
    assert source.origin == article.latest
    assert source.address == "/en/commons/revisions/2"
    assert source.authors == "contributor-1, contributor-2"


def test_what_a_copy_says_stays_credited_when_it_is_edited(article):
    made = copied(article)
    make_edit(made.article, f"{article.text}\nAnd more.\n", actor=make_user("contributor-4"))
    now = words(made.article)
    assert now["contributor-1"] == words(article)["contributor-1"]
    assert Source.objects.surviving_in(fresh(made.article).latest).count() == 1


def test_a_copy_of_a_copy_leads_to_both(article):
    first = copied(article)
    second = copy_article(
        actor=make_user("contributor-4"),
        article=first.article,
        number=1,
        page=NewPage("A third one", licence()),
    )
    assert words(second.article) == words(article)
    titles = Source.objects.surviving_in(second).values_list("title", flat=True)
    assert set(titles) == {"Commons", "Commons anew"}


def test_a_copy_under_a_licence_that_the_text_does_not_allow_is_refused(article):
    with pytest.raises(SourceRefused, match="quote a short passage"):
        copied(article, licence=licence("CC0-1.0"))
    assert Article.objects.count() == 1


def test_a_copy_may_stand_under_a_licence_that_is_allowed():
    made = copy_article(
        actor=make_user(),
        article=make_article("Freely", "Free words here.\n", licence="CC0-1.0"),
        number=1,
        page=NewPage("Freely anew", licence()),
    )
    assert made.licence == licence()
    assert Source.objects.get().expression == "CC0-1.0"


def test_a_copy_needs_an_address_of_its_own(article):
    with pytest.raises(AddressTaken):
        copied(article, title="Commons")
    with pytest.raises(NotDone, match="at least one letter"):
        copied(article, title="!")
    with pytest.raises(Revision.DoesNotExist):
        copy_article(actor=make_user(), article=article, number=9, page=NewPage("Other", licence()))


def test_the_log_says_what_was_copied(article):
    copied(article)
    entry = LogEntry.objects.get(action="article.copy")
    assert (entry.target_label, entry.new) == ("Commons anew", {"from": "Commons, 2"})


# Splits ----------------------------------------------------------------------------------------


def test_a_section_becomes_an_article_with_its_notes_and_authors(article):
    made = split(article)
    text = fresh(made.article).text
    assert text.startswith("Whoever draws water keeps the rope in order.[^1]")
    assert text.endswith("[^1]: As the oldest of the rules says.\n")
    assert set(words(made.article)) == {"contributor-1"}
    assert Source.objects.surviving_in(made).get().origin == article.latest
    rest = fresh(article)
    assert "## Of wells\n\n[[Of wells]]\n\n## Of woods" in rest.text
    assert rest.latest.kind == Revision.Kind.SPLIT
    assert LogEntry.objects.filter(action="article.split").exists()


def test_a_section_is_one_of_the_text_that_was_seen(article):
    for section in (-1, 2, 99):
        with pytest.raises(NotDone, match="Choose a section"):
            split(article, section)
    with pytest.raises(NotDone, match="has changed since"):
        split(article, base=1)
    assert Article.objects.count() == 1


def test_a_split_that_finds_no_address_changes_neither(article):
    make_article("Of wells")
    with pytest.raises(AddressTaken):
        split(article)
    assert fresh(article).latest.number == 2


# Joins -----------------------------------------------------------------------------------------


def test_the_text_of_both_stands_in_one_and_each_word_is_its_authors(article):
    other = make_article("Pastures", "Cattle graze by turns there.\n", actor=make_user("herder"))
    revision = joined(article, other)
    assert revision.kind == Revision.Kind.JOIN
    now = words(article)
    assert now["herder"] == words_in("Cattle graze by turns there.")
    assert set(now) == {"contributor-1", "contributor-2", "herder", "contributor-3"}
    assert Source.objects.surviving_in(revision).get().origin.article_id == other.pk
    left = fresh(other)
    assert left.text == "[[Commons]]\n"
    assert left.latest.number == 2


def test_the_same_form_twice_joins_once(article):
    other = make_article("Pastures", "Cattle graze by turns there.\n", actor=make_user("herder"))
    text = f"{article.text}\n{other.text}"
    assert joined(article, other, text) == joined(article, fresh(other), text)


def test_what_a_join_takes_from_anywhere_else_is_credited_as_in_an_edit(article):
    make_well()
    other = make_article("Pastures", "Cattle graze by turns there.\n", actor=make_user("herder"))
    text = f"{article.text}\n{other.text}\n{PASSAGE}\n\nTold elsewhere in few words.\n"
    revision = joined(article, other, text, sources=[claimed("CC-BY-4.0", Source.Way.ADAPTED)])
    titles = {source.title for source in Source.objects.surviving_in(revision)}
    assert titles == {"Pastures", "The well", "A page elsewhere"}
    assert {"herder", "contributor-5"} <= set(words(article))


def test_a_join_that_takes_what_may_not_go_there_changes_neither():
    make_well()
    free = make_article("Freely", "Free words stand here.\n", licence="CC0-1.0")
    other = make_article("Pastures", "Cattle graze by turns there.\n", licence="CC0-1.0")
    with pytest.raises(CopyRefused):
        joined(free, other, f"{free.text}\n{other.text}\n{PASSAGE}\n", base=1)
    assert (fresh(free).latest.number, fresh(other).latest.number) == (1, 1)


def test_an_article_under_a_licence_that_does_not_fit_is_not_joined(article):
    other = make_article("Freely", "Free words stand here.\n", licence="CC0-1.0")
    with pytest.raises(SourceRefused):
        joined(fresh(other), fresh(article), base=1)
    assert fresh(other).latest.number == 1
    assert joined(article, other).number == 3


def test_joins_that_make_no_sense_are_refused_in_words(article):
    with pytest.raises(NotDone, match="cannot be joined with itself"):
        joined(article, article)
    french = make_article("Communs", "Les vaches y paissent.\n", language="fr")
    with pytest.raises(NotDone, match="in one language"):
        joined(article, french)
    other = make_article("Pastures", "Cattle graze by turns there.\n")
    with pytest.raises(NothingTaken):
        joined(article, other, text=f"{article.text}\nSomething else altogether.\n")
    assert fresh(other).latest.number == 1
    with pytest.raises(NotDone, match="has changed since"):
        joined(article, other, base=1)


def test_a_deleted_article_is_not_joined(article):
    other = make_deleted(make_article("Pastures", "Cattle graze by turns there.\n"))
    with pytest.raises(NotDone):
        joined(article, other)


def test_who_may_not_edit_one_of_them_joins_none(article):
    other = make_article("Pastures", "Cattle graze by turns there.\n")
    make_protection(other)
    with pytest.raises(NotAllowed):
        joined(article, other, actor=make_guest())
    assert fresh(article).latest.number == 2


def test_a_maintainers_join_of_validated_texts_is_validated(article):
    other = make_article("Pastures", "Cattle graze by turns there.\n", validated=True)
    article = make_validated(article)
    revision = joined(article, other, actor=make_maintainer("maintainer-5"))
    assert revision.state == Revision.State.VALIDATED
    assert fresh(other).is_validated


# Translations ----------------------------------------------------------------------------------


def test_a_translation_is_credited_to_the_very_revision_it_is_of(article):
    made = create_article(
        actor=make_user("translator"),
        language="fr",
        title="Communs",
        licence=licence(),
        draft=Draft("Ce que des gens font ensemble.\n"),
        translation_of=article,
    )
    source = Source.objects.surviving_in(made).get()
    assert (source.way, source.origin) == (Source.Way.TRANSLATED, article.latest)
    make_edit(made.article, "Ce que des gens font ensemble, et plus.\n")
    assert Source.objects.surviving_in(fresh(made.article).latest).count() == 1


def words_in(text):
    from wiki.history.authorship import tokens_of

    return len(tokens_of(text))
