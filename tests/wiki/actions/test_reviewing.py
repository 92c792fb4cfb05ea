"""Verdicts on changes that are live already."""

import pytest

from commons.log.append_only import AppendOnly
from commons.log.models import LogEntry
from tests.factories import make_admin, make_article, make_maintainer, make_protection, make_user
from tests.wiki.actions.test_editing import edit
from wiki import history
from wiki.actions.errors import ChangedMeanwhile, NotAllowed, NotDone
from wiki.actions.measuring import lift_measure
from wiki.actions.naming import rename_article
from wiki.actions.reviewing import decline, validate
from wiki.actions.roles import end_maintainership
from wiki.models import Article, Guest, Rendering, Review, Revision, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def maintainer():
    return make_maintainer("maintainer-1")


@pytest.fixture
def article(maintainer):
    """Validated at 1, with revisions 2, 3 and 4 awaiting."""
    article = make_article(text="Validated.")
    validate(actor=maintainer, article=article, up_to=1, seen=1, seen_validated=0)
    for text in ("Second.", "Third.", "Fourth."):
        edit(article, text)
    return Article.objects.get(pk=article.pk)


def states(article):
    rows = Revision.objects.filter(article=article).order_by("number")
    return [row.state for row in rows]


def test_validating_up_to_a_change_covers_each_revision_with_a_row(article, maintainer):
    rows = validate(
        actor=maintainer, article=article, up_to=3, seen=4, seen_validated=1, comment="Thanks"
    )
    article.refresh_from_db()
    assert [row.revision.number for row in rows] == [2, 3]
    assert len({row.decision for row in rows}) == 1
    assert states(article) == ["validated"] * 3 + ["awaiting"]
    assert (article.validated.number, article.pending_count) == (3, 1)
    assert article.pending_since == Revision.objects.get(number=4).recorded
    assert "Third." in Rendering.objects.get(revision=article.validated).html


def test_validating_all_leaves_nothing_awaiting(article, maintainer):
    validate(actor=maintainer, article=article, up_to=4, seen=4, seen_validated=1)
    article.refresh_from_db()
    assert article.is_validated
    assert (article.pending_count, article.pending_since) == (0, None)
    assert Rendering.objects.filter(revision__article=article).count() == 1


def test_declining_shows_the_validated_text_as_a_new_revision_and_keeps_the_declined(
    article, maintainer
):
    revision = decline(
        actor=maintainer, article=article, seen=4, seen_validated=1, reason="No source."
    )
    article.refresh_from_db()
    assert states(article) == ["validated", "declined", "declined", "declined", "validated"]
    assert (revision.number, revision.kind) == (5, Revision.Kind.REVERT)
    assert article.text == "Validated." and article.validated == revision
    assert history.read(article, 4).text == "Fourth."
    declined = Review.objects.filter(verdict=Review.Verdict.DECLINED)
    assert {row.comment for row in declined} == {"No source."} and declined.count() == 3


def test_declining_takes_a_new_title_back_and_both_addresses_lead_there(article, maintainer):
    old = article.title
    rename_article(
        actor=make_user("contributor-5"), article=article, title="Spam", reason="Ha", base=4
    )
    decline(actor=maintainer, article=article, seen=5, seen_validated=1, reason="No.")
    article.refresh_from_db()
    assert article.title == old
    assert [alias.slug for alias in article.aliases.all()] == ["spam"]
    logged = LogEntry.objects.latest("pk")
    assert (logged.target_label, logged.target_url) == (old, article.get_absolute_url())
    assert (logged.old, logged.new) == ({"title": "Spam"}, {"revisions": [2, 5], "title": old})


def test_declining_a_title_whose_address_went_to_another_article_says_what_to_do(
    article, maintainer
):
    old = article.title
    somebody = make_user("contributor-5")
    rename_article(actor=somebody, article=article, title="Spam", reason="Ha", base=4)
    make_article(old)
    with pytest.raises(NotDone, match="rename that one first"):
        decline(actor=maintainer, article=article, seen=5, seen_validated=1, reason="No.")
    article.refresh_from_db()
    assert (article.title, article.pending_count) == ("Spam", 4)


def test_declining_needs_a_reason(article, maintainer):
    with pytest.raises(NotDone, match="why"):
        decline(actor=maintainer, article=article, seen=4, seen_validated=1, reason="  ")
    assert states(article)[-1] == "awaiting"


def test_declining_what_was_never_validated_says_what_to_do_instead(maintainer):
    article = make_article()
    with pytest.raises(NotDone, match="delete"):
        decline(actor=maintainer, article=article, seen=1, seen_validated=0, reason="No.")


def test_a_decision_on_an_article_that_changed_meanwhile_is_not_made(article, maintainer):
    edit(article, "Fifth.", actor=Guest("guest-3"))
    with pytest.raises(ChangedMeanwhile) as caught:
        validate(actor=maintainer, article=article, up_to=4, seen=4, seen_validated=1)
    assert caught.value.seen == 4
    with pytest.raises(ChangedMeanwhile):
        decline(actor=maintainer, article=article, seen=4, seen_validated=1, reason="No.")
    assert states(article)[1:] == ["awaiting"] * 4


def test_the_second_of_two_maintainers_decides_nothing(article, maintainer):
    validate(actor=maintainer, article=article, up_to=4, seen=4, seen_validated=1)
    other = make_maintainer("maintainer-2")
    with pytest.raises(ChangedMeanwhile):
        decline(actor=other, article=article, seen=4, seen_validated=1, reason="No.")
    assert Review.objects.filter(reviewer=other).count() == 0


def test_only_maintainers_decide(article):
    for actor in (Guest("guest-1"), make_user("contributor-4")):
        with pytest.raises(NotAllowed):
            validate(actor=actor, article=article, up_to=4, seen=4, seen_validated=1)


def test_validating_a_change_that_does_not_await_is_refused(article, maintainer):
    for number in (1, 99):
        with pytest.raises(NotDone):
            validate(actor=maintainer, article=article, up_to=number, seen=4, seen_validated=1)


def test_a_verdict_cannot_be_changed_or_deleted_and_outlives_the_account(article, maintainer):
    row = Review.objects.filter(reviewer=maintainer).first()
    with pytest.raises(AppendOnly):
        row.delete()
    row.comment = "Otherwise"
    with pytest.raises(AppendOnly):
        row.save()
    with pytest.raises(AppendOnly):
        Review.objects.all().delete()
    with pytest.raises(AppendOnly):
        Review.objects.update(comment="Otherwise")
    maintainer.delete()
    row = Review.objects.get(pk=row.pk)
    assert (row.reviewer, row.reviewer_name) == (None, "maintainer-1")


def decided(article):
    """All that decisions left behind: their rows, the states, and what readers can rely on."""
    article = Article.objects.get(pk=article.pk)
    return {
        "rows": list(Review.objects.order_by("pk").values()),
        "states": states(article),
        "validated": article.validated,
        "text": article.text,
        "awaiting": article.pending_count,
    }


def test_verdicts_stay_when_the_role_of_who_gave_them_ends(article, maintainer):
    validate(actor=maintainer, article=article, up_to=2, seen=4, seen_validated=1)
    before = decided(article)
    assert (len(before["rows"]), before["validated"].number) == (2, 2)
    end_maintainership(actor=make_admin(), user=maintainer, reason="A year has passed.")
    former = User.objects.get(pk=maintainer.pk)
    with pytest.raises(NotAllowed):
        validate(actor=former, article=article, up_to=4, seen=4, seen_validated=2)
    assert decided(article) == before


def test_verdicts_stay_when_an_article_is_protected_and_when_that_is_lifted(article, maintainer):
    decline(actor=maintainer, article=article, seen=4, seen_validated=1, reason="No source.")
    before = decided(article)
    assert (len(before["rows"]), before["validated"].number) == (5, 5)
    protection = make_protection(article, actor=make_maintainer("maintainer-2"))
    with pytest.raises(NotAllowed):
        edit(article, "Sixth.")
    assert decided(article) == before
    lift_measure(actor=make_maintainer("maintainer-2"), measure=protection, reason="Calm again.")
    assert decided(article) == before
    edit(article, "Sixth.")
    assert decided(article)["validated"] == before["validated"]


def test_every_decision_is_in_the_public_log(article, maintainer):
    validate(actor=maintainer, article=article, up_to=3, seen=4, seen_validated=1)
    decline(actor=maintainer, article=article, seen=4, seen_validated=3, reason="No source.")
    actions = LogEntry.objects.order_by("pk").values_list("action", "new")
    assert list(actions)[-2:] == [
        ("review.validate", {"revisions": [2, 3]}),
        ("review.decline", {"revisions": [4, 4]}),
    ]
