"""Under which licences, besides those that their texts were published under, authors gave them.

A grant is not taken back: what a consent or a pledge covered while it stood stays covered.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from licensing.compatibility import LicenceUnreadable, may_adapt
from licensing.in_force import matrix_in_force
from wiki.models import Consent, LicenceProposal, Pledge

# How somebody's words came to be settled.
BY_LICENCE, BY_PLEDGE, EARLIER, AGREED = "licence", "pledge", "earlier", "agreed"


@dataclass(frozen=True)
class Grant:
    """An author's grant of their text: all (None) or that in one article, recorded until then."""

    licence: str
    how: str
    given: dt.datetime
    until: dt.datetime | None = None
    article_id: int | None = None

    def covers(self, article_ids: Collection[int], recorded: dt.datetime) -> bool:
        """Whether words are covered that were recorded then, of an article or standing in one."""
        is_in_time = self.until is None or recorded <= self.until
        return is_in_time and (self.article_id is None or self.article_id in article_ids)


class Ways:
    """Which licences lead to one licence, each looked up once."""

    def __init__(self, target: str) -> None:
        self.target = target
        self._matrix = matrix_in_force()
        self._known: dict[str, bool] = {}

    def open_from(self, source: str) -> bool:
        """Whether text under `source`, an SPDX id or expression, may go into a page under the
        licence; not where nobody can read what it says."""
        if source not in self._known:
            try:
                self._known[source] = may_adapt(source, self.target, self._matrix).allowed
            except LicenceUnreadable:
                self._known[source] = False
        return self._known[source]


def grants_of(users: Collection[int], article_ids: Collection[int]) -> Mapping[int, list[Grant]]:
    """What members granted by pledges, and by consents to what was carried out before in these
    articles, by the key of the member; two queries."""
    found: defaultdict[int, list[Grant]] = defaultdict(list)
    for pledge in Pledge.objects.filter(user__in=users).select_related("licence"):
        if pledge.user_id is not None:
            grant = Grant(pledge.licence.spdx, BY_PLEDGE, pledge.created, pledge.ended)
            found[pledge.user_id].append(grant)
    carried_out = LicenceProposal.objects.carried_out().filter(article__in=article_ids)
    rows = Consent.objects.filter(proposal__in=carried_out, author__in=users, source=None)
    for row in last_of(rows.select_related("proposal__new"), "author_id"):
        if row.answer == Consent.Answer.AGREES and row.author_id is not None:
            ended, article = row.proposal.closed, row.proposal.article_id
            grant = Grant(row.proposal.new.spdx, EARLIER, row.created, ended, article)
            found[row.author_id].append(grant)
    return found


def last_of(rows: QuerySet[Consent], whose: str) -> list[Consent]:
    """The last answer of each to each proposal: the one that counts. One query."""
    ordered = rows.order_by("created", "pk")
    return list({(getattr(row, whose), row.proposal_id): row for row in ordered}.values())


def permissions_for(
    sources: Iterable[int], proposal: LicenceProposal, ways: Ways
) -> dict[int, Consent]:
    """What authors of sources wrote, by the key of the source: for this proposal, or for one that
    was carried out and leads to its licence. One query."""
    rows = Consent.objects.filter(source__in=list(sources)).select_related("proposal__new")
    return {
        row.source_id: row
        for row in last_of(rows, "source_id")
        if row.source_id is not None and row.answer == Consent.Answer.AGREES
        if row.proposal_id == proposal.pk
        or (
            row.proposal.outcome == LicenceProposal.Outcome.CARRIED_OUT
            and ways.open_from(row.proposal.new.spdx)
        )
    }
