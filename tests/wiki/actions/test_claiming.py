"""Telling others that one reads an article for review, for some minutes."""

import datetime as dt

import pytest
from django.utils import timezone

from commons.log.models import LogEntry
from tests.factories import (
    fresh,
    make_admin,
    make_article,
    make_declined,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_topic,
    make_user,
    make_validated,
)
from wiki.actions import claiming
from wiki.actions.asking import ask_for_changes
from wiki.actions.errors import NotAllowed, NotDone
from wiki.models import Article, Claim, Maintainership, Rules, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    article = make_article(validated=True)
    make_edit(article, "More.\n")
    return fresh(article)


def claim(article: Article, name: str = "maintainer-1") -> Claim:
    return claiming.claim(actor=make_maintainer(name), article=article)


def minutes(claim: Claim) -> int:
    return round((claim.until - timezone.now()).total_seconds() / 60)


def test_a_claim_lasts_as_long_as_the_rules_say(article):
    assert minutes(claim(article)) == 10
    Rules.objects.update_or_create(pk=1, defaults={"claim_minutes": 3})
    assert minutes(claim(article, "maintainer-2")) == 3


def test_going_on_prolongs_the_one_claim_there_is(article):
    first = claim(article)
    Claim.objects.update(until=timezone.now() + dt.timedelta(minutes=1))
    again = claim(article)
    assert again.pk == first.pk
    assert minutes(Claim.objects.get()) == 10
    assert again.since == first.since


def test_several_may_read_at_once_and_nobody_is_kept_from_deciding(article):
    claim(article)
    claim(article, "maintainer-2")
    assert Claim.objects.in_force().count() == 2
    make_validated(article, actor=make_maintainer("maintainer-3"))
    assert fresh(article).is_validated


def test_leaving_ends_ones_own_claim_alone(article):
    claim(article)
    claim(article, "maintainer-2")
    for _time in range(2):
        claiming.release(actor=make_maintainer(), article=article)
    assert Claim.objects.get().user.username == "maintainer-2"


def ask(article: Article) -> None:
    maintainer = make_maintainer()
    ask_for_changes(actor=maintainer, article=article, reason="Why?", seen=2, seen_validated=1)


@pytest.mark.parametrize("decide", [make_validated, make_declined, ask])
def test_who_has_decided_is_done_reading(article, decide):
    claim(article)
    claim(article, "maintainer-2")
    decide(article)
    assert Claim.objects.get().user.username == "maintainer-2"


def test_claims_that_are_over_are_cleared_away_some_at_a_time(article, monkeypatch):
    monkeypatch.setattr(claiming, "FORGOTTEN_AT_ONCE", 2)
    for number in range(3):
        claim(article, f"maintainer-{number + 2}")
    Claim.objects.update(until=timezone.now() - dt.timedelta(seconds=1))
    assert not Claim.objects.in_force().exists()
    claim(article)
    assert Claim.objects.count() == 2
    claim(article)
    assert Claim.objects.get().user.username == "maintainer-1"


@pytest.mark.parametrize("actor", [make_user, make_guest])
def test_who_does_not_review_here_claims_nothing(article, actor):
    with pytest.raises(NotAllowed):
        claiming.claim(actor=actor(), article=article)
    assert not Claim.objects.exists()


def test_a_maintainer_of_other_topics_does_not_either():
    article = make_article(topics=[make_topic("water")])
    user = make_user("maintainer-7")
    Maintainership.objects.create(user=user, topic=make_topic("energy"))
    with pytest.raises(NotAllowed):
        claiming.claim(actor=User.objects.get(pk=user.pk), article=article)


def test_there_is_nothing_to_read_where_nothing_awaits(article):
    for nothing in (make_validated(article), make_deleted(make_article("Gone"))):
        with pytest.raises(NotDone):
            claiming.claim(actor=make_admin(), article=nothing)


def test_a_claim_is_no_act_of_governance(article):
    logged = LogEntry.objects.count()
    claim(article)
    claiming.release(actor=make_maintainer(), article=article)
    assert LogEntry.objects.count() == logged
