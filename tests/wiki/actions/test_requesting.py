"""Asking for review: whom, how often, who is told, and what answers it."""

import datetime as dt

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from commons.log.models import LogEntry
from tests.factories import (
    fresh,
    make_admin,
    make_article,
    make_declined,
    make_edit,
    make_guest,
    make_maintainer,
    make_topic,
    make_user,
    make_validated,
)
from wiki.actions.asking import ask_for_changes
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.requesting import ask_for_review
from wiki.actions.reverting import revert_to
from wiki.models import Article, Maintainership, Notice, ReviewRequest, Topic, User

pytestmark = pytest.mark.django_db


def maintainer_of(topic: Topic, name: str) -> User:
    user = make_user(name)
    Maintainership.objects.create(user=user, topic=topic)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def article() -> Article:
    """Filed under energy, a part of production; a change of contributor-1's awaits."""
    above, topic = make_topic("production"), make_topic("energy")
    topic.parent = above
    topic.save()
    article = make_article(topics=[topic], validated=True, actor=make_guest())
    make_edit(article, "More.\n", actor=make_user("contributor-1"))
    return fresh(article)


def ask(article: Article, **whom: object) -> ReviewRequest:
    return ask_for_review(actor=make_user("contributor-1"), article=article, **whom)


def told() -> list[str]:
    notices = Notice.objects.filter(kind="request").order_by("user__username")
    return list(notices.values_list("user__username", flat=True))


def test_a_maintainer_asked_by_name_gets_a_notice_with_the_words(article):
    request = ask(article, maintainer=make_maintainer(), words="  Is the source good?  ")
    (notice,) = Notice.objects.filter(kind="request")
    assert (notice.user.username, notice.actor_name) == ("maintainer-1", "contributor-1")
    assert (notice.words, notice.first, notice.last) == ("Is the source good?", 2, 2)
    assert notice.difference_path.endswith("/diff/1..2")
    assert (request.number, request.answered) == (2, None)


def test_of_a_topic_those_who_look_after_it_or_what_it_is_part_of_are_told(article):
    maintainer_of(make_topic("energy"), "maintainer-2")
    maintainer_of(make_topic("production"), "maintainer-3")
    maintainer_of(make_topic("water"), "maintainer-4")
    make_maintainer("maintainer-5")
    ask(article, topic=make_topic("energy"))
    assert told() == ["maintainer-2", "maintainer-3"]


def test_where_nobody_looks_after_the_topic_those_of_all_topics_are_told(article):
    make_maintainer("maintainer-5")
    maintainer_of(make_topic("water"), "maintainer-4")
    ask(article, topic=make_topic("energy"))
    assert told() == ["maintainer-1", "maintainer-5"]  # the first has validated it


def test_a_notice_goes_by_mail_to_who_wants_that(
    article, settings, django_capture_on_commit_callbacks
):
    settings.EMAIL = {"EMAIL_URL": "x"}
    maintainer = make_maintainer()
    EmailAddress.objects.create(user=maintainer, email="m@example.org", verified=True, primary=True)
    maintainer.notice_mail, maintainer.notice_mail_since = "at_once", timezone.now()
    maintainer.save()
    with django_capture_on_commit_callbacks(execute=True):
        ask(article, maintainer=maintainer, words="Look at the table.")
    (sent,) = mail.outbox
    assert "Look at the table." in sent.body
    assert f"/review/{article.pk}" in sent.body
    assert "/review/decisions/" not in sent.body


def test_whom_one_cannot_ask_is_not_asked(article):
    for whom in (
        {},
        {"maintainer": make_maintainer(), "topic": make_topic("energy")},
        {"maintainer": make_user("contributor-3")},
        {"maintainer": maintainer_of(make_topic("water"), "maintainer-4")},
        {"maintainer": make_maintainer("maintainer-6", is_active=False)},
        {"topic": make_topic("water")},
    ):
        with pytest.raises(NotDone):
            ask(article, **whom)
    assert not ReviewRequest.objects.exists()


def test_nobody_asks_themselves(article):
    author = maintainer_of(make_topic("water"), "contributor-1")
    other = make_article("No topic", actor=author)
    with pytest.raises(NotDone):
        ask_for_review(actor=author, article=other, maintainer=author)


@pytest.mark.parametrize("name", ["contributor-2", "closed"])
def test_only_those_whose_change_awaits_ask(article, name):
    if name == "closed":
        make_edit(article, "And more.\n", actor=make_user("closed"))
        User.objects.filter(username="closed").update(is_active=False)
    with pytest.raises(NotAllowed):
        ask_for_review(actor=make_user(name), article=article, maintainer=make_maintainer())
    with pytest.raises(NotAllowed):
        ask_for_review(actor=make_guest(), article=article, maintainer=make_maintainer())


def test_after_a_decision_there_is_nothing_to_ask(article):
    make_validated(article)
    with pytest.raises(NotAllowed):
        ask(article, maintainer=make_maintainer())


def test_the_same_ones_are_asked_once_and_three_at_most(article):
    ask(article, topic=make_topic("energy"))
    with pytest.raises(NotDone, match="already"):
        ask(article, topic=make_topic("energy"))
    ask(article, maintainer=make_maintainer("maintainer-2"))
    ask(article, maintainer=make_maintainer("maintainer-3"))
    with pytest.raises(NotDone, match="Three"):
        ask(article, maintainer=make_maintainer("maintainer-4"))
    assert ReviewRequest.objects.count() == 3


def test_ten_requests_a_day_are_enough():
    maintainer = make_maintainer()
    for number in range(10):
        ask(make_article(f"Number {number}"), maintainer=maintainer)
    another = make_article("Another")
    with pytest.raises(NotDone, match="ten times"):
        ask(another, maintainer=maintainer)
    a_day = timezone.now() - dt.timedelta(days=1, minutes=1)
    ReviewRequest.objects.filter(article__title="Number 0").update(created=a_day)
    ask(another, maintainer=maintainer)


def asks_for_changes(article: Article) -> None:
    maintainer = make_maintainer()
    ask_for_changes(actor=maintainer, article=article, reason="Why?", seen=2, seen_validated=1)


def undoes(article: Article) -> None:
    revert_to(actor=make_user("contributor-5"), article=article, number=1, base=2)


@pytest.mark.parametrize("decide", [make_validated, make_declined, asks_for_changes, undoes])
def test_a_decision_answers_all_requests_of_the_article_and_of_no_other(article, decide):
    other = make_article("Other")
    ask(other, maintainer=make_maintainer())
    ask(article, maintainer=make_maintainer())
    ask(article, maintainer=make_maintainer("maintainer-2"))
    decide(article)
    assert ReviewRequest.objects.unanswered().get().article_id == other.pk


def test_asking_is_no_act_of_governance(article):
    logged = LogEntry.objects.count()
    ask(article, maintainer=make_maintainer())
    assert LogEntry.objects.count() == logged


def test_who_is_asked_finds_the_request(article):
    first = ask(article, topic=make_topic("energy"))
    second = ask(article, maintainer=make_admin())
    of = {
        "maintainer-2": maintainer_of(make_topic("energy"), "maintainer-2"),
        "maintainer-3": maintainer_of(make_topic("production"), "maintainer-3"),
        "maintainer-4": maintainer_of(make_topic("water"), "maintainer-4"),
        "admin-1": make_admin(),
        "contributor-1": make_user("contributor-1"),
    }
    found = {name: set(ReviewRequest.objects.to(actor)) for name, actor in of.items()}
    assert found == {
        "maintainer-2": {first},
        "maintainer-3": {first},
        "maintainer-4": set(),
        "admin-1": {first, second},
        "contributor-1": set(),
    }
