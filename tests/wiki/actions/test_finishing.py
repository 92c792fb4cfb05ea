"""Editing and validating in one go."""

import pytest

from commons.log.models import LogEntry
from tests.factories import (
    fresh,
    make_article,
    make_edit,
    make_guest,
    make_maintainer,
    make_topic,
    make_user,
)
from wiki.actions.drafts import Draft
from wiki.actions.errors import ChangedMeanwhile, NotAllowed, NothingChanged
from wiki.actions.finishing import edit_and_validate
from wiki.models import Contributor, Notice, Review, Revision

pytestmark = pytest.mark.django_db

BETTER = Draft("First.\n\nSecond, with a source.\n", (), "Names the source", "key-1")


@pytest.fixture
def article():
    """Validated at 1, with revisions 2 and 3 awaiting."""
    article = make_article(text="First.\n", validated=True)
    make_edit(article, "First.\n\nSecond.\n", actor=make_user("contributor-2"))
    make_edit(article, "First.\n\nSecond!\n", actor=make_guest())
    return fresh(article)


def finish(article, actor=None, draft=BETTER, seen=3, validated=1, **more):
    return edit_and_validate(
        actor=actor or make_maintainer(),
        article=article,
        draft=draft,
        seen=seen,
        seen_validated=validated,
        **more,
    )


def states(article):
    return list(Revision.objects.order_by("number").values_list("state", flat=True))


def test_the_edit_is_saved_and_everything_up_to_it_validated(article):
    revision = finish(article, comment="Thanks, I added the source.")
    article = fresh(article)
    assert article.text == BETTER.text
    assert article.validated == article.latest == revision
    assert (article.pending_count, article.pending_since) == (0, None)
    assert states(article) == ["validated"] * 4
    rows = Review.objects.filter(by_edit=False, revision__number__gt=1)
    assert {row.revision.number for row in rows} == {2, 3}
    assert {row.comment for row in rows} == {"Thanks, I added the source."}
    assert len({row.decision for row in rows}) == 1
    assert Review.objects.get(revision=revision).by_edit


def test_authors_are_told_and_credited(article):
    finish(article, comment="Thanks.")
    notice = Notice.objects.get(user=make_user("contributor-2"))
    assert (notice.verdict, notice.words) == ("validated", "Thanks.")
    names = set(Contributor.objects.values_list("name", flat=True))
    assert {"contributor-2", "maintainer-1"} <= names


def test_the_log_says_how_far(article):
    finish(article)
    entry = LogEntry.objects.latest("pk")
    assert (entry.action, entry.new) == ("review.validate", {"revisions": [2, 4]})


def test_what_changed_meanwhile_is_not_validated_unseen(article):
    make_edit(article, "First.\n\nSecond!\n\nUnseen.\n", actor=make_user("contributor-5"))
    with pytest.raises(ChangedMeanwhile):
        finish(article)
    assert states(article) == ["validated"] + ["awaiting"] * 3
    assert "Unseen." in fresh(article).text


def test_a_verdict_given_meanwhile_stops_it_too(article):
    finish(article, make_maintainer("maintainer-2"))
    with pytest.raises(ChangedMeanwhile):
        finish(article, draft=Draft("Other.\n"))
    assert fresh(article).text == BETTER.text


def test_the_same_form_sent_twice_makes_one_revision(article):
    assert finish(article) == finish(article)
    assert len(states(article)) == 4


def test_without_a_change_nothing_is_saved_or_decided(article):
    with pytest.raises(NothingChanged):
        finish(article, draft=Draft("First.\n\nSecond!\n"))
    assert states(article) == ["validated", "awaiting", "awaiting"]


def test_other_topics_are_a_change(article):
    finish(article, draft=Draft("First.\n\nSecond!\n", [make_topic()]))
    assert [topic.slug for topic in article.topics.all()] == ["production"]


@pytest.mark.parametrize("actor", [make_guest, lambda: make_user("contributor-4")])
def test_only_maintainers_do_this(article, actor):
    with pytest.raises(NotAllowed):
        finish(article, actor())
    assert states(article) == ["validated", "awaiting", "awaiting"]


def test_an_article_that_was_never_validated_is_validated_so(db):
    article = make_article(text="First.\n")
    finish(article, seen=1, validated=0)
    assert fresh(article).is_validated
    assert states(article) == ["validated", "validated"]
