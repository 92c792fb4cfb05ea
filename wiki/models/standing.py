"""How far somebody has come in a topic: what they wrote there, and what became of it."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import TruncDate

from wiki.models.article import Article
from wiki.models.person import User
from wiki.models.revision import Revision
from wiki.models.rules import Rules

# Of an edit that was decided on, or that was undone before anybody decided.
FOR, AGAINST = (
    (Revision.State.VALIDATED,),
    (Revision.State.DECLINED, Revision.State.UNDONE),
)


@dataclass(frozen=True)
class Standing:
    """What somebody did in the articles of a branch of topics that are not deleted.

    `decided` are the edits that do not await; of them `against` were declined, undone before a
    decision, or reverted by somebody else in a way that was validated.
    """

    validated: int = 0
    days: int = 0
    decided: int = 0
    against: int = 0

    @property
    def share_against(self) -> float:
        """Per cent of what was decided; 0 when nothing was."""
        return 100 * self.against / self.decided if self.decided else 0.0


class Progress(NamedTuple):
    """Standing beside the rules: what is there, what is needed, and whether that is enough."""

    standing: Standing
    rules: Rules

    @property
    def enough_edits(self) -> bool:
        return self.standing.validated >= self.rules.validated_edits

    @property
    def enough_days(self) -> bool:
        return self.standing.days >= self.rules.days_active

    @property
    def few_against(self) -> bool:
        return self.standing.share_against <= self.rules.most_reverted

    @property
    def is_enough(self) -> bool:
        """Whether they may ask to maintain the topic."""
        return self.enough_edits and self.enough_days and self.few_against


def standing_in(user: User, branch: frozenset[int]) -> Standing:
    """Somebody's numbers in a branch of topics; one query over what they wrote themselves."""
    reverted = Revision.objects.filter(
        ~Q(author=user),
        article=OuterRef("article"),
        kind=Revision.Kind.REVERT,
        state=Revision.State.VALIDATED,
        number__gt=OuterRef("number"),
        reverted_to__number__lt=OuterRef("number"),
    )
    mine = Revision.objects.filter(
        author=user, article__in=Article.objects.live().in_branch(branch).values("pk")
    ).exclude(kind=Revision.Kind.IMPORT)
    counted = mine.annotate(
        reverted=Exists(reverted), day=TruncDate("created", tzinfo=dt.UTC)
    ).aggregate(
        validated=Count("pk", filter=Q(state__in=FOR)),
        days=Count("day", distinct=True),
        decided=Count("pk", filter=Q(state__in=(*FOR, *AGAINST))),
        against=Count("pk", filter=Q(state__in=AGAINST) | Q(state__in=FOR, reverted=True)),
    )
    return Standing(**counted)


def has_validated_edit(user: User) -> bool:
    """Whether anything that they wrote here was validated."""
    return Revision.objects.filter(author=user, state__in=FOR).exists()
