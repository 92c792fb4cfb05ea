"""How far somebody has come in a topic, counted from what they wrote."""

import datetime as dt

import pytest

from tests.factories import (
    fresh,
    make_article,
    make_declined,
    make_deleted,
    make_edit,
    make_maintainer,
    make_topic,
    make_user,
    make_validated,
)
from tests.wiki.peers import make_rules
from wiki.actions.candidacies import progress_of
from wiki.actions.reverting import revert_to
from wiki.models import Revision, Topic
from wiki.models.standing import Progress, Standing, has_validated_edit, standing_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic() -> Topic:
    return make_topic()


def standing(topic: Topic, name: str = "contributor-1") -> Standing:
    return standing_in(make_user(name), frozenset([topic.pk]))


def test_who_wrote_nothing_there_stands_at_nothing(topic):
    make_article("Elsewhere", validated=True)
    assert standing(topic) == Standing(0, 0, 0, 0)
    assert standing(topic).share_against == 0


def test_validated_edits_are_counted_and_those_that_await_are_not(topic):
    article = make_article(topics=[topic], validated=True)
    make_edit(article, "Waits.")
    make_edit(article, "By another.", actor=make_user("contributor-2"))
    assert standing(topic) == Standing(validated=1, days=1, decided=1, against=0)
    assert standing(topic, "contributor-2") == Standing(validated=0, days=1)


def test_days_are_counted_once_however_much_was_written_on_them(topic):
    article = make_article(topics=[topic])
    for text in ("Second.", "Third."):
        make_edit(article, text)
    moment = dt.datetime(2026, 3, 1, 23, 59, tzinfo=dt.UTC)
    Revision.objects.filter(number=1).update(created=moment)
    Revision.objects.filter(number=2).update(created=moment + dt.timedelta(minutes=2))
    Revision.objects.filter(number=3).update(created=moment + dt.timedelta(hours=20))
    assert standing(topic).days == 2


def test_what_was_declined_counts_against(topic):
    article = make_article(topics=[topic], validated=True)
    make_edit(article, "Advertising.")
    make_declined(article)
    assert standing(topic) == Standing(validated=1, days=1, decided=2, against=1)
    assert standing(topic).share_against == 50


def test_what_a_validated_revert_undid_counts_against_and_what_was_before_does_not(topic):
    article = make_article(topics=[topic], validated=True)
    make_edit(article, "Nonsense.")
    make_validated(article)
    article = fresh(article)
    make_edit(article, "Another's.", actor=make_user("contributor-2"))
    make_validated(article)
    revert_to(actor=make_maintainer(), article=fresh(article), number=1, base=3, summary="No.")
    assert standing(topic) == Standing(validated=2, days=1, decided=2, against=1)
    assert standing(topic, "contributor-2").against == 1


def test_who_goes_back_on_their_own_edit_has_nothing_against_them(topic):
    article = make_article(topics=[topic], validated=True)
    make_edit(article, "A slip.")
    make_validated(article)
    revert_to(actor=make_user(), article=fresh(article), number=1, base=2, summary="A slip.")
    make_validated(article)
    assert standing(topic).against == 0


def test_a_revert_that_nobody_validated_is_no_verdict(topic):
    article = make_article(topics=[topic], validated=True)
    make_edit(article, "Fine.")
    make_validated(article)
    revert_to(
        actor=make_user("contributor-2"), article=fresh(article), number=1, base=2, summary="No."
    )
    Revision.objects.filter(number=3).update(state=Revision.State.AWAITING)
    assert standing(topic).against == 0


def test_deleted_articles_count_no_more(topic):
    make_deleted(make_article(topics=[topic], validated=True))
    assert standing(topic) == Standing()


def test_topics_below_count_and_an_article_of_two_counts_once(topic):
    below = make_topic("tools")
    below.parent = topic
    below.save()
    make_article("Hammer", topics=[below], validated=True)
    make_article("Saw", topics=[topic, below], validated=True)
    assert progress_of(make_user(), topic).standing.validated == 2
    assert progress_of(make_user(), below).standing.validated == 2


@pytest.mark.parametrize(
    ("found", "enough"),
    [
        (Standing(20, 10, 20, 2), True),
        (Standing(19, 10, 20, 1), False),
        (Standing(20, 9, 20, 1), False),
        (Standing(20, 10, 20, 3), False),
    ],
)
def test_all_three_rules_are_to_be_met(found, enough):
    rules = make_rules(validated_edits=20, days_active=10, most_reverted=10)
    assert Progress(found, rules).is_enough is enough


def test_standing_costs_one_query_however_much_was_written(topic, django_assert_num_queries):
    for number in range(4):
        make_article(f"Article {number}", topics=[topic], validated=True)
    user = make_user()
    with django_assert_num_queries(1):
        standing_in(user, frozenset([topic.pk]))


def test_whether_anything_of_theirs_was_validated():
    article = make_article()
    assert not has_validated_edit(make_user())
    make_validated(article)
    assert has_validated_edit(make_user())
