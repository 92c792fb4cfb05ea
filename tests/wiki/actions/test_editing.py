"""Creating, editing and reverting."""

import hashlib

import pytest
from django.db import IntegrityError, transaction

from licensing.models import Licence
from tests.factories import make_article, make_declined, make_maintainer, make_user
from wiki import history
from wiki.actions.beginning import create_article
from wiki.actions.drafts import Draft
from wiki.actions.editing import save_edit
from wiki.actions.errors import AddressTaken, EditConflict, NotAllowed, NotDone, NothingChanged
from wiki.actions.moderating import delete_article
from wiki.actions.naming import rename_article
from wiki.actions.relicensing import change_licence
from wiki.actions.reverting import revert_to
from wiki.actions.reviewing import validate
from wiki.models import Article, Contributor, Guest, Link, Rendering, Revision, Topic, Visitor

pytestmark = pytest.mark.django_db


def edit(article, text, *, actor=None, base=None, key="", topics=None, summary=""):
    article = Article.objects.select_related("latest").get(pk=article.pk)
    topics = list(article.topics.all()) if topics is None else topics
    draft = Draft(text, topics, summary, key)
    return save_edit(
        actor=actor or Guest("guest-1"),
        article=article,
        base=article.latest.number if base is None else base,
        draft=draft,
    )


def create(title="Stigmergy", *, spdx="CC0-1.0", key="", text="Traces.", actor=None):
    return create_article(
        actor=actor or make_user(),
        language="en",
        title=title,
        licence=Licence.objects.get(spdx=spdx),
        draft=Draft(text, [], "New", key),
    )


def test_a_new_article_has_a_first_revision_that_awaits_validation():
    revision = create()
    article = Article.objects.get()
    assert (article.slug, article.latest) == ("stigmergy", revision)
    assert (revision.number, revision.parent, revision.kind) == (1, None, Revision.Kind.CREATION)
    assert (article.pending_count, article.pending_since) == (1, revision.recorded)
    assert article.validated is None
    assert Rendering.objects.get().html == "<p>Traces.</p>"


def test_a_revision_says_who_when_why_under_which_licence_and_how_much():
    user = make_user("contributor-7")
    article = make_article(text="One.")
    revision = edit(article, "One, two.", actor=user, summary="Counts on").revision
    assert revision.number == 2
    assert revision.parent is not None and revision.parent.number == 1
    assert (revision.author, revision.author_name) == (user, "contributor-7")
    assert (revision.summary, revision.kind) == ("Counts on", Revision.Kind.EDIT)
    assert revision.licence == article.licence
    assert revision.sha256 == hashlib.sha256(b"One, two.").hexdigest()
    assert (revision.size, revision.size_change) == (9, 5)


def test_a_version_holds_title_text_licence_and_topics_and_keeps_them_when_they_change():
    topic = Topic.objects.create(slug="commons", name_en="Commons", name_fr="Communs")
    article = make_article(title="Commons", text="Old.")
    edit(article, "New.", topics=[topic])
    first, second = history.read(article, 1), history.read(article, 2)
    assert (first.text, first.topic_ids) == ("Old.", [])
    assert (second.text, second.topic_ids) == ("New.", [topic.pk])
    assert (second.title, second.licence_id) == ("Commons", article.licence_id)


def test_the_credit_outlives_the_account():
    user = make_user("contributor-7")
    article = make_article()
    revision = edit(article, "More.", actor=user).revision
    user.delete()
    revision.refresh_from_db()
    assert (revision.author, revision.author_name) == (None, "contributor-7")
    assert Contributor.objects.filter(article=article, name="contributor-7").exists()


def test_two_edits_of_different_lines_are_merged_and_the_writer_is_told():
    article = make_article(text="One.\n\nTwo.\n\nThree.")
    edit(article, "One!\n\nTwo.\n\nThree.", base=1)
    saved = edit(article, "One.\n\nTwo.\n\nThree!", base=1, actor=Guest("guest-2"))
    assert saved.merged
    assert saved.revision.kind == Revision.Kind.MERGE
    assert history.read(article, 3).text == "One!\n\nTwo.\n\nThree!"


def test_topics_that_two_writers_choose_at_once_are_merged_too():
    one, two, three = (
        Topic.objects.create(slug=slug, name_en=slug, name_fr=slug) for slug in "abc"
    )
    article = make_article(text="One.\n\nTwo.\n\nThree.", topics=[one, two])
    edit(article, "One!\n\nTwo.\n\nThree.", base=1, topics=[one, two, three])
    edit(article, "One.\n\nTwo.\n\nThree!", base=1, topics=[two])
    assert set(Article.objects.get().topics.all()) == {two, three}


def test_two_edits_of_the_same_line_lose_nothing_and_save_nothing():
    article = make_article(text="One.")
    edit(article, "One, says the first.", base=1)
    with pytest.raises(EditConflict) as caught:
        edit(article, "One, says the second.", base=1)
    conflict = caught.value.conflict
    assert conflict.theirs.number == 2
    assert conflict.their_text == "One, says the first."
    assert "says the first" in conflict.merge.text and "says the second" in conflict.merge.text
    assert Revision.objects.count() == 2


def test_a_text_with_the_marks_of_a_conflict_is_not_saved():
    article = make_article(text="One.")
    edit(article, "One, says the first.", base=1)
    with pytest.raises(EditConflict) as caught:
        edit(article, "One, says the second.", base=1)
    with pytest.raises(NotDone, match="marks"):
        edit(article, caught.value.conflict.merge.text, base=2)


def test_an_unknown_base_is_treated_as_a_conflict_not_as_an_error():
    article = make_article(text="One.")
    with pytest.raises(EditConflict):
        edit(article, "Two.", base=99)


def test_the_same_form_sent_again_gives_the_revision_it_made():
    article = make_article(text="One.")
    first = edit(article, "Two.", key="k", base=1)
    again = edit(article, "Two.", key="k", base=1)
    assert again.revision == first.revision
    assert create("Holoptism", key="new").pk == create_again("Holoptism", key="new").pk


def create_again(title, *, key):
    from wiki.models import User

    return create(title, key=key, actor=User.objects.get())


def test_the_form_sent_again_with_another_text_is_a_new_edit():
    article = make_article(text="One.")
    edit(article, "One.\n\nTwo.", key="k", base=1)
    edit(article, "One.\n\nTwo.\n\nThree.", key="k", base=2)
    assert Revision.objects.count() == 3


def test_somebody_elses_form_key_answers_nothing():
    article = make_article(text="One.")
    edit(article, "Two.", key="k", actor=Guest("guest-1"))
    saved = edit(article, "Three.", key="k", actor=Guest("guest-2"))
    assert saved.revision.number == 3


def test_a_text_that_is_the_same_saves_nothing():
    article = make_article(text="One.")
    with pytest.raises(NothingChanged):
        edit(article, "One.")


def test_line_ends_are_made_plain_and_nul_is_dropped():
    article = make_article(text="One.")
    edit(article, "Two\r\nlines\0.")
    assert history.read(article, 2).text == "Two\nlines."


def test_a_title_without_a_letter_is_refused_with_a_sentence():
    with pytest.raises(NotDone, match="letter"):
        create("!?")


def test_a_taken_address_is_refused_and_names_the_article():
    create("Stigmergy")
    with pytest.raises(AddressTaken) as caught:
        create("STIGMERGY", actor=make_user("contributor-2"))
    assert caught.value.article.title == "Stigmergy"


@pytest.mark.parametrize("spdx", ["CC-BY-SA-3.0", "PPL", "CC-BY-NC-4.0", "CC-BY-4.0"])
def test_only_offered_licences_can_be_chosen(spdx):
    with pytest.raises(NotDone, match="licence"):
        create(spdx=spdx)


def test_the_database_refuses_an_article_and_a_revision_without_licence():
    revision = create()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.update(licence=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Revision.objects.filter(pk=revision.pk).update(licence=None)


def test_visitors_write_only_where_guests_may(settings):
    settings.GUESTS_MAY_EDIT = False
    article = make_article()
    with pytest.raises(NotAllowed, match="Sign in"):
        edit(article, "Mine.", actor=Visitor())


def test_nobody_writes_without_a_name_that_can_be_credited():
    article = make_article()
    with pytest.raises(NotAllowed):
        edit(article, "Mine.", actor=Visitor())
    assert Revision.objects.count() == 1


def test_a_deleted_article_takes_no_edit():
    article = make_article()
    delete_article(actor=make_maintainer(), article=article, reason="Advertising.")
    with pytest.raises(NotAllowed, match="deleted"):
        edit(article, "Mine.")


def test_links_are_kept_as_rows_and_wanted_pages_come_to_life_everywhere():
    article = make_article(text="See [[Holoptism]].")
    assert Link.objects.get().slug == "holoptism"
    assert 'class="new"' in article.latest.rendering.html
    with pytest.MonkeyPatch.context() as patch:
        run_on_commit_at_once(patch)
        make_article(title="Holoptism", text="All see all.")
    html = Rendering.objects.get(revision=article.latest).html
    assert 'class="new"' not in html and "/en/holoptism" in html


def run_on_commit_at_once(patch):
    patch.setattr(transaction, "on_commit", lambda run: run())


def test_a_revert_is_a_new_revision_with_the_old_text():
    article = make_article(text="One.")
    edit(article, "Two.")
    revision = revert_to(actor=make_user("contributor-9"), article=article, number=1, base=2)
    assert (revision.number, revision.kind) == (3, Revision.Kind.REVERT)
    assert revision.reverted_to is not None and revision.reverted_to.number == 1
    assert Article.objects.get().text == "One."
    assert history.read(article, 2).text == "Two."


def test_a_revert_is_refused_when_the_article_changed_meanwhile():
    article = make_article(text="One.")
    edit(article, "Two.")
    edit(article, "Three.")
    with pytest.raises(NotDone, match="changed"):
        revert_to(actor=make_user("contributor-9"), article=article, number=1, base=2)


def validated_article(text="Validated."):
    article = make_article(text=text)
    validate(
        actor=make_maintainer("maintainer-9"), article=article, up_to=1, seen=1, seen_validated=0
    )
    return Article.objects.get(pk=article.pk)


def test_a_maintainers_edit_on_a_validated_text_is_validated_by_that_edit():
    article = validated_article()
    maintainer = make_maintainer("maintainer-1")
    revision = edit(article, "Better.", actor=maintainer).revision
    article.refresh_from_db()
    assert article.validated == revision and article.pending_count == 0
    verdict = revision.reviews.get()
    assert (verdict.reviewer, verdict.by_edit) == (maintainer, True)


def test_a_maintainers_edit_on_changes_that_await_validates_nothing():
    article = validated_article()
    edit(article, "By a guest.")
    revision = edit(article, "By a maintainer.", actor=make_maintainer("maintainer-1")).revision
    article.refresh_from_db()
    assert revision.state == Revision.State.AWAITING
    assert article.pending_count == 2 and article.validated.number == 1


def test_a_revert_to_the_validated_text_is_validated_whoever_makes_it():
    article = validated_article()
    edit(article, "Nonsense.")
    revision = revert_to(actor=Guest("guest-2"), article=article, number=1, base=2)
    article.refresh_from_db()
    assert article.validated == revision and article.pending_count == 0
    assert revision.reviews.get().by_edit
    assert Revision.objects.get(number=2).state == Revision.State.UNDONE


def test_a_guest_cannot_have_an_outdated_validated_text_validated_again():
    article = validated_article("First.")
    edit(article, "Second.", actor=make_maintainer("maintainer-1"))
    revision = revert_to(actor=Guest("guest-2"), article=article, number=1, base=2)
    assert revision.state == Revision.State.AWAITING
    again = revert_to(actor=make_maintainer("maintainer-2"), article=article, number=2, base=3)
    assert again.state == Revision.State.VALIDATED


def renamed(article):
    article.refresh_from_db()
    rename_article(
        actor=make_user("contributor-9"), article=article, title="Spam", reason="", base=1
    )


def relicensed(article):
    article.refresh_from_db()
    change_licence(
        actor=make_user("contributor-9"),
        article=article,
        licence=Licence.objects.get(spdx="CC-BY-SA-4.0"),
        reason="",
        base=1,
    )


@pytest.mark.parametrize("spoil", [renamed, relicensed])
def test_a_revert_to_the_validated_text_validates_no_title_and_no_licence(spoil):
    article = make_article(text="Old.", licence="CC0-1.0", validated=True)
    spoil(article)
    edit(article, "Nonsense.")
    revision = revert_to(actor=Guest("guest-2"), article=article, number=1, base=3)
    article.refresh_from_db()
    assert revision.state == Revision.State.AWAITING
    assert (article.validated.number, article.pending_count) == (1, 3)


def test_a_revert_to_the_validated_text_under_other_topics_awaits():
    other = Topic.objects.create(slug="other", name_en="Other", name_fr="Autre")
    article = make_article(text="Old.", topics=[other], validated=True)
    edit(article, "Old.", topics=[], actor=make_maintainer())
    edit(article, "Nonsense.")
    revision = revert_to(actor=Guest("guest-2"), article=article, number=1, base=3)
    assert revision.state == Revision.State.AWAITING


def test_a_text_does_not_come_back_under_a_licence_that_its_own_forbids():
    article = make_article(text="Old.", licence="CC0-1.0", validated=True)
    relicensed(article)
    edit(article, "Under share-alike.")
    article = make_declined(article)
    with pytest.raises(NotDone, match=r"CC BY-SA|Attribution"):
        revert_to(actor=make_maintainer(), article=article, number=3, base=4)
    assert Revision.objects.count() == 4
