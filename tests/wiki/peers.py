"""Topics with peers, and candidates who meet rules that are easy to meet."""

import datetime as dt

from django.utils import timezone

from tests.factories import make_article, make_topic, make_user
from wiki.actions.candidacies import open_candidacy
from wiki.models import Candidacy, Maintainership, Rules, Topic, User
from wiki.models.rules import ONLY

WHY = "Because."


def make_rules(**numbers: int) -> Rules:
    """The rules of the site: one validated edit on one day is enough, unless said otherwise."""
    easy = {"validated_edits": 1, "days_active": 1, "most_reverted": 10, "endorsements": 2}
    return Rules.objects.update_or_create(pk=ONLY, defaults={**easy, **numbers})[0]


def make_peer(name: str, topic: Topic | None) -> User:
    """Somebody who maintains the topic, or (None) all."""
    user = make_user(name)
    Maintainership.objects.create(user=user, topic=topic, reason="Knows it.")
    return User.objects.get(pk=user.pk)


def make_candidate(name: str = "candidate-1", topic: Topic | None = None) -> User:
    """Somebody with a validated edit in the topic."""
    user = make_user(name)
    make_article(f"By {name}", actor=user, topics=[topic or make_topic()], validated=True)
    return user


def make_candidacy(*peers: str, closed: bool = False, topic: Topic | None = None) -> Candidacy:
    """An open candidacy of candidate-1 for themselves, with these peers of the topic.

    `closed`: its time is over.
    """
    make_rules()
    topic = topic or make_topic()
    for name in peers:
        make_peer(name, topic)
    candidate = make_candidate(topic=topic)
    # Whoever validated the candidate's edit, as factories do, is a peer no more.
    Maintainership.objects.filter(topic=None).update(until=timezone.now())
    made = open_candidacy(actor=candidate, user=candidate, topic=topic, reason=WHY)
    return is_over(made) if closed else made


def is_over(candidacy: Candidacy) -> Candidacy:
    """The candidacy, its time over."""
    passed = timezone.now() - dt.timedelta(minutes=1)
    Candidacy.objects.filter(pk=candidacy.pk).update(closes=passed)
    return Candidacy.objects.get(pk=candidacy.pk)
