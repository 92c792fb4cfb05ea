"""Who decides on a candidacy: the peers of a topic, what they said, and when to ask again."""

import datetime as dt
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from wiki.models.candidacy import Candidacy, Voice
from wiki.models.person import Maintainership, User, appointed_among
from wiki.models.rules import Rules
from wiki.models.topic import Topic
from wiki.models.topic_tree import topic_tree


def peers_of(topic: Topic | None) -> QuerySet[User]:
    """Those who look after the topic, or (None) all topics, now: its maintainers, those of the
    topics above it and of all topics, and admins; nobody who is blocked there. The queryset twin
    of `permissions.maintains`."""
    keys = [] if topic is None else [topic.pk, *(one.pk for one in topic_tree().above(topic))]
    terms = Maintainership.objects.in_force().filter(Q(topic=None) | Q(topic__in=keys))
    return appointed_among(User.objects.all(), terms, keys)


def voters_on(candidacy: Candidacy) -> QuerySet[User]:
    """The peers but for the person concerned and who proposed it."""
    return peers_of(candidacy.topic).exclude(
        pk__in=[candidacy.user_id, candidacy.proposed_by_id or candidacy.user_id]
    )


class Tally(NamedTuple):
    """Voices on a candidacy, and how many endorsements it takes."""

    endorsements: int
    objections: int
    needed: int

    @property
    def is_accepted(self) -> bool:
        return self.endorsements >= self.needed and self.endorsements > self.objections


def last_voices(candidacy: Candidacy) -> dict[int, Voice]:
    """The last voice of each who spoke and still has an account, by the key of the account."""
    rows = candidacy.voices.exclude(author=None).order_by("created", "pk")
    return {row.author_id: row for row in rows if row.author_id is not None}


def tally(candidacy: Candidacy, rules: Rules) -> Tally:
    """The voices as they would be counted now; three queries.

    Whoever is no peer any more does not count. Where there are fewer peers than endorsements
    needed, all of them must have endorsed, one at least.
    """
    voters = set(voters_on(candidacy).values_list("pk", flat=True))
    spoken = [voice for key, voice in last_voices(candidacy).items() if key in voters]
    endorsements = sum(voice.endorses for voice in spoken)
    return Tally(
        endorsements,
        len(spoken) - endorsements,
        max(1, min(rules.endorsements, len(voters))),
    )


def ask_again_from(kind: str, user: User, topic: Topic | None, rules: Rules) -> dt.datetime | None:
    """When peers who did not accept it may be asked the same again; None for now. One query."""
    refused = Candidacy.objects.filter(
        kind=kind, user=user, topic=topic, outcome=Candidacy.Outcome.REFUSED
    )
    last = refused.order_by("-opened", "-pk").values_list("closed", flat=True).first()
    again = last + dt.timedelta(days=rules.waiting_days) if last is not None else None
    return again if again is not None and again > timezone.now() else None
