"""What is copied from another article stands where its licence lets it: else it is kept out, or
a maintainer is asked."""

import pytest

from licensing.models import Licence
from tests.factories import (
    fresh,
    make_article,
    make_edit,
    make_guest,
    make_maintainer,
    make_topic,
    make_user,
    make_validated,
)
from tests.wiki.actions.copies import OTHERS, PASSAGE, claimed, copy_to, make_well, sources
from wiki.actions.copying import CopyRefused
from wiki.actions.drafts import Draft
from wiki.actions.editing import save_edit
from wiki.actions.errors import NotDone
from wiki.actions.finishing import edit_and_validate
from wiki.actions.relicensing import change_licence
from wiki.models import Revision, Topic, Trust

pytestmark = pytest.mark.django_db


@pytest.fixture
def well():
    return make_well()


def test_where_the_licences_do_not_go_together_nothing_is_saved(well):
    article = make_article(licence="CC0-1.0")
    with pytest.raises(CopyRefused) as refusal:
        copy_to(article)
    assert refusal.value.articles == [well]
    sentence = refusal.value.sentence
    assert "“The well”" in sentence and "“The village dug the well together" in sentence
    assert "CC BY-SA 4.0" in sentence and "begin its lines with “>”" in sentence
    assert fresh(article).latest.number == 1


def test_a_new_article_that_may_not_copy_is_not_made(well):
    with pytest.raises(CopyRefused):
        make_article("My well", OTHERS, actor=make_user("contributor-2"), licence="CC0-1.0")
    assert not Revision.objects.filter(title="My well").exists()


def test_ones_own_text_may_be_put_under_another_licence(well):
    article = make_article(licence="CC0-1.0")
    revision = copy_to(article, actor=make_user("contributor-5"))
    assert [source.origin for source in sources(article)] == [well.latest]
    assert not revision.asks_licence


def test_own_text_that_others_wrote_parts_of_is_not_ones_own(well):
    changed = OTHERS.replace("Whoever comes late waits", "Who is late may have to wait long")
    make_edit(well, changed, actor=make_user("contributor-6"))
    article = make_article(licence="CC0-1.0")
    with pytest.raises(CopyRefused):
        copy_to(article, changed, actor=make_user("contributor-5"))


def test_who_took_text_from_elsewhere_cannot_give_it_on_as_their_own():
    importer = make_user("contributor-5")
    well = make_article("The well", "Wells.\n", actor=importer)
    draft = Draft(f"Wells.\n\n{PASSAGE}\n", sources=[claimed()])
    save_edit(actor=importer, article=well, base=1, draft=draft)
    article = make_article(licence="CC0-1.0")
    with pytest.raises(CopyRefused):
        copy_to(article, actor=importer)
    assert not sources(article)


def test_a_guest_has_no_account_by_which_text_is_their_own():
    guest = make_guest()
    make_article("The well", OTHERS, actor=guest)
    article = make_article(licence="CC0-1.0")
    with pytest.raises(CopyRefused):
        copy_to(article, actor=guest)


def test_what_was_given_under_an_earlier_licence_stays_given():
    well = make_article("The well", OTHERS, actor=make_user("contributor-5"), licence="CC0-1.0")
    change_licence(
        actor=make_user("contributor-6"),
        article=fresh(well),
        licence=Licence.objects.get(spdx="CC-BY-SA-4.0"),
        reason="As the others.",
        base=1,
    )
    article = make_article(licence="CC0-1.0")
    copy_to(article)
    [source] = sources(article)
    assert (source.origin.number, source.expression) == (1, "CC0-1.0")


def test_the_article_that_lets_the_text_in_is_the_one_that_is_named(well):
    free = make_article("Free well", OTHERS, actor=make_user("contributor-5"), licence="CC0-1.0")
    article = make_article(licence="CC0-1.0")
    copy_to(article)
    # With what that one has taken from the well: its author may give it, others may not.
    assert {source.origin for source in sources(article)} == {free.latest, well.latest}
    assert {source.answer for source in sources(article)} == {"Y"}


@pytest.fixture
def unsettled(well):
    """The well under a licence of which nobody knows whether it goes with that of the others."""
    by = Licence.objects.get(spdx="CC-BY-3.0")
    Revision.objects.filter(article=well).update(licence=by)
    Licence.objects.filter(spdx="LAL-1.3").update(role="offered")
    well.licence = by
    well.save(update_fields=["licence"])
    return fresh(well)


def test_an_unsettled_question_is_saved_and_asked(unsettled):
    article = make_article(licence="LAL-1.3", validated=True)
    revision = copy_to(article)
    assert revision.asks_licence and fresh(article).pending_licence
    assert [source.answer for source in sources(article)] == ["R"]
    make_validated(article)
    assert not fresh(article).pending_licence


def test_who_is_trusted_does_not_answer_it_by_editing(unsettled):
    topic = make_topic()
    Topic.objects.filter(pk=topic.pk).update(trusts=True)
    trusted = make_user("contributor-2")
    Trust.objects.create(user=trusted, topic=topic, given_by_name="maintainer-1", reason="Good.")
    article = make_article(licence="LAL-1.3", topics=[topic], validated=True)
    assert copy_to(article, "Of my own.", actor=trusted).state == Revision.State.VALIDATED
    assert copy_to(article, actor=trusted).state == Revision.State.AWAITING


def test_a_maintainer_does_not_answer_it_by_editing(unsettled):
    article = make_article(licence="LAL-1.3", validated=True)
    maintainer = make_maintainer()
    assert copy_to(article, "Of my own.", actor=maintainer).state == Revision.State.VALIDATED
    assert copy_to(article, actor=maintainer).state == Revision.State.AWAITING
    assert fresh(article).pending_licence


def finish(article, actor, more=""):
    current = fresh(article)
    return edit_and_validate(
        actor=actor,
        article=current,
        draft=Draft(f"{current.text}\n{more}\n{PASSAGE}\n"),
        seen=current.latest.number,
        seen_validated=current.validated.number if current.validated else 0,
    )


def test_who_edits_and_validates_is_told_to_let_another_decide(unsettled):
    article = make_article(licence="LAL-1.3")
    with pytest.raises(NotDone, match="another maintainer"):
        finish(article, make_maintainer())
    assert fresh(article).validated is None


def test_the_article_that_the_question_is_about_is_named(unsettled):
    other = "A second passage, of an article whose licence fits: " + PASSAGE[::-1].replace(
        "\n", " "
    )
    make_article("Another well", other, licence="LAL-1.3")
    article = make_article(licence="LAL-1.3")
    with pytest.raises(NotDone, match="“The well”"):
        finish(article, make_maintainer(), more=other)


def test_who_edits_and_validates_copies_with_credit_or_not_at_all(well):
    article, gift = make_article(), make_article("A gift", licence="CC0-1.0")
    finish(article, make_maintainer())
    assert [source.origin for source in sources(article)] == [well.latest]
    with pytest.raises(CopyRefused):
        finish(gift, make_maintainer())
    assert fresh(gift).validated is None
