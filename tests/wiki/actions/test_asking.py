"""Asking the authors for changes: the text stays live, and awaits."""

import pytest

from commons.log.models import LogEntry
from tests.factories import fresh, make_article, make_edit, make_maintainer, make_user
from wiki.actions.asking import ask_for_changes
from wiki.actions.errors import ChangedMeanwhile, NotAllowed, NotDone
from wiki.actions.reviewing import decline, validate
from wiki.actions.verdicts import last_word
from wiki.models import Article, Guest, Notice, Review, Revision

pytestmark = pytest.mark.django_db

SEEN = {"seen": 3, "seen_validated": 1}
REASON = "Name a source for the second trait."


@pytest.fixture
def maintainer():
    return make_maintainer("maintainer-1")


@pytest.fixture
def article(maintainer) -> Article:
    """Validated at 1, with revisions 2 and 3 awaiting."""
    article = make_article(text="Validated.", validated=True)
    make_edit(article, "Second.", actor=make_user("contributor-2"))
    make_edit(article, "Third.", actor=Guest("guest-1"))
    return fresh(article)


def test_asking_covers_each_change_with_a_row_and_leaves_text_and_states(article, maintainer):
    rows = ask_for_changes(actor=maintainer, article=article, reason=REASON, **SEEN)
    assert [row.revision.number for row in rows] == [2, 3]
    assert {(row.verdict, row.comment) for row in rows} == {("asked", REASON)}
    assert len({row.decision for row in rows}) == 1
    now = fresh(article)
    assert (now.text, now.latest.number, now.validated.number) == ("Third.", 3, 1)
    assert (now.pending_count, now.pending_since) == (2, article.pending_since)
    assert now.asked_at is not None and now.touched > article.touched
    assert set(Revision.objects.filter(number__gt=1).values_list("state", flat=True)) == {
        "awaiting"
    }


def test_asking_is_in_the_public_log_and_told_to_the_author(article, maintainer):
    ask_for_changes(actor=maintainer, article=article, reason=REASON, **SEEN)
    logged = LogEntry.objects.latest("pk")
    assert (logged.action, logged.new) == ("review.ask", {"revisions": [2, 3]})
    assert logged.reason == REASON
    notice = Notice.objects.get(user__username="contributor-2")
    assert (notice.verdict, notice.words) == ("asked", REASON)


def test_an_edit_takes_the_mark_off_and_all_its_changes_await(article, maintainer):
    ask_for_changes(actor=maintainer, article=article, reason=REASON, **SEEN)
    make_edit(article, "Third, with a source.")
    now = fresh(article)
    assert (now.asked_at, now.pending_count) == (None, 3)


def test_deciding_on_everything_takes_the_mark_off(article, maintainer):
    ask_for_changes(actor=maintainer, article=article, reason=REASON, **SEEN)
    validate(actor=maintainer, article=article, up_to=2, **SEEN)
    assert fresh(article).asked_at is not None
    validate(actor=maintainer, article=article, up_to=3, seen=3, seen_validated=2)
    assert fresh(article).asked_at is None


def test_declining_takes_the_mark_off(article, maintainer):
    ask_for_changes(actor=maintainer, article=article, reason=REASON, **SEEN)
    decline(actor=maintainer, article=article, reason="Nobody came back.", **SEEN)
    assert fresh(article).asked_at is None


def test_asking_needs_a_reason_a_maintainer_and_something_to_decide_on(article, maintainer):
    with pytest.raises(NotDone, match="Say what you ask for"):
        ask_for_changes(actor=maintainer, article=article, reason=" ", **SEEN)
    for actor in (Guest("guest-1"), make_user("contributor-4")):
        with pytest.raises(NotAllowed):
            ask_for_changes(actor=actor, article=article, reason=REASON, **SEEN)
    validate(actor=maintainer, article=article, up_to=3, **SEEN)
    with pytest.raises(NotDone, match="No change awaits"):
        ask_for_changes(actor=maintainer, article=article, reason="x", seen=3, seen_validated=3)
    assert not Review.objects.filter(verdict="asked").exists()


def test_who_had_not_seen_that_somebody_asked_decides_nothing(article, maintainer):
    other = make_maintainer("maintainer-2")
    before = last_word(article)
    ask_for_changes(actor=maintainer, article=article, reason=REASON, **SEEN)
    with pytest.raises(ChangedMeanwhile):
        ask_for_changes(actor=other, article=article, reason="Shorter.", **SEEN)
    for decide in (ask_for_changes, decline):
        with pytest.raises(ChangedMeanwhile):
            decide(actor=other, article=article, reason="No.", seen_word=before, **SEEN)
    with pytest.raises(ChangedMeanwhile):
        validate(actor=other, article=article, up_to=3, seen_word=before, **SEEN)
    assert not Review.objects.filter(reviewer=other).exists()


def test_who_saw_it_may_ask_for_more(article, maintainer):
    ask_for_changes(actor=maintainer, article=article, reason=REASON, **SEEN)
    other = make_maintainer("maintainer-2")
    seen = last_word(article)
    ask_for_changes(actor=other, article=article, reason="Shorter.", seen_word=seen, **SEEN)
    assert Review.objects.filter(verdict="asked").count() == 4


def test_finding_the_last_word_asks_once_whatever_awaits(article, django_assert_max_num_queries):
    for number in range(5):
        make_edit(article, f"More {number}.")
    with django_assert_max_num_queries(1):
        last_word(article)
