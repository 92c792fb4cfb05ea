"""Who has to agree before an article goes under another licence, and how far that has come.

Worked out from the words that stand in the latest text, each time it is asked: a share that is
never stored cannot be out of date. There is no threshold: one word is somebody's word.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from wiki.actions.grants import (
    AGREED,
    BY_LICENCE,
    Grant,
    Ways,
    grants_of,
    last_of,
    permissions_for,
)
from wiki.actions.ingredients import Ingredients, Origin, ingredients_of
from wiki.models import Consent, LicenceProposal, Source
from wiki.models.person import User

# Where somebody's words stand: they may go along; or they do not yet.
FREE, WAITING, REFUSED, OUT_OF_REACH = "free", "waiting", "refused", "out_of_reach"
# Those that stand against it first, of these whom nobody can ask last.
_ORDER = (REFUSED, WAITING, OUT_OF_REACH, AGREED, FREE)


@dataclass
class Party:
    """Somebody whose words stand in the text, or behind it; numbers are of words and marks."""

    name: str
    kind: str
    user_id: int | None
    is_active: bool
    words: int = 0
    # Those of them that go along only if they agree, and the revisions that these are from.
    needed: int = 0
    origins: set[int] = field(default_factory=set)
    # Texts of this wiki with words of theirs, after which this one was made, that need it as well.
    behind: set[str] = field(default_factory=set)
    # How those are settled that go along in any case (by licence, pledge, an earlier consent), and
    # since when, where somebody said so.
    settled: dict[str, dt.datetime | None] = field(default_factory=dict)
    answer: Consent | None = None

    @property
    def is_needed(self) -> bool:
        """Whether anything is asked of them."""
        return self.needed > 0 or bool(self.behind)

    @property
    def state(self) -> str:
        """FREE where nothing is asked of them, or how they answered, or why nobody asks them."""
        if not self.is_needed:
            return FREE
        answer = self.answer.answer if self.answer is not None else ""
        if answer == Consent.Answer.AGREES:
            return AGREED
        if answer == Consent.Answer.REFUSES:
            return REFUSED
        return WAITING if self.is_active else OUT_OF_REACH

    @property
    def stands_against(self) -> bool:
        return self.state not in (FREE, AGREED)

    @property
    def reasons(self) -> list[tuple[str, dt.datetime | None]]:
        """By what right their words go along, and since when; of what does not, nothing."""
        found = sorted(self.settled.items())
        if self.state == AGREED and self.answer is not None:
            found.append((AGREED, self.answer.created))
        return found


@dataclass(frozen=True)
class Taken:
    """A source of which words stand in the text, or in one that this one was made after."""

    source: Source
    # Its licence leads there, or its words kept their own authors, who are asked as such.
    is_free: bool
    # It is of this wiki: its authors are among those who are asked.
    is_asked_here: bool
    permission: Consent | None

    @property
    def stands_against(self) -> bool:
        return not (self.is_free or self.is_asked_here) and self.permission is None


@dataclass(frozen=True)
class Agreement:
    """How far a proposal has come.

    `is_known`: it was kept who wrote what. `needs_nobody`: the licence of the article leads to
    the proposed one by itself, so that nothing is asked of anybody.
    """

    words: int
    parties: Sequence[Party]
    sources: Sequence[Taken]
    origins: Sequence[int]
    is_known: bool
    needs_nobody: bool

    @property
    def parties_against(self) -> list[Party]:
        return [party for party in self.parties if party.stands_against]

    @property
    def sources_against(self) -> list[Taken]:
        return [taken for taken in self.sources if taken.stands_against]

    @property
    def is_clear(self) -> bool:
        """Whether nothing stands against it."""
        if self.needs_nobody:
            return True
        return self.is_known and not self.parties_against and not self.sources_against

    def party_of(self, actor: object) -> Party | None:
        """The actor among those whose words stand in the text or behind it."""
        if not isinstance(actor, User):
            return None
        return next((party for party in self.parties if party.user_id == actor.pk), None)


def agreement_on(proposal: LicenceProposal) -> Agreement:
    """How far an open proposal has come, with `article` as it stands.

    Seven queries, and two more for each step behind the text; see `ingredients_of`.
    """
    article, ways = proposal.article, Ways(proposal.new.spdx)
    found = ingredients_of(article, ways.open_from)
    parties = _parties(proposal, found, ways)
    parties.sort(key=lambda party: (_ORDER.index(party.state), -party.words, party.name))
    return Agreement(
        words=len(found.origins or ()),
        parties=parties,
        sources=_sources(proposal, found, ways),
        origins=found.origins or (),
        is_known=found.origins is not None,
        needs_nobody=ways.open_from(article.licence.spdx),
    )


def _parties(proposal: LicenceProposal, found: Ingredients, ways: Ways) -> list[Party]:
    here, rows, words = proposal.article_id, found.rows(), found.words
    users = {row.user_id for row in rows.values() if row.user_id is not None}
    grants = grants_of(users, {here, *(row.article_id for row in rows.values())})
    answers = last_of(Consent.objects.filter(proposal=proposal, source=None), "author_id")
    by_user = {row.author_id: row for row in answers if row.author_id is not None}
    parties: dict[tuple[int | None, str, str], Party] = {}
    for key, row in rows.items():
        if row.whose not in parties:
            party = Party(row.name, row.kind, row.user_id, bool(row.is_active))
            party.answer = by_user.get(row.user_id) if row.user_id is not None else None
            parties[row.whose] = party
        _count(
            parties[row.whose],
            key,
            words.get(key, 0),
            found.behind.get(key, set()),
            how_settled(row, grants.get(row.user_id or 0, ()), here, ways),
        )
    return list(parties.values())


def _count(
    party: Party,
    key: int,
    words: int,
    behind: set[str],
    settled: tuple[str, dt.datetime | None],
) -> None:
    """Adds words of one revision to those of who wrote it."""
    how, since = settled
    party.words += words
    if how:
        party.settled[how] = since
        return
    party.behind |= behind
    party.needed += words
    if words:
        party.origins.add(key)


def how_settled(
    row: Origin, grants: Sequence[Grant], here: int, ways: Ways
) -> tuple[str, dt.datetime | None]:
    """Why words from there may go along whatever their author answers, and since when somebody
    said so; empty if they may not."""
    if ways.open_from(row.licence):
        return BY_LICENCE, None
    articles = (here, row.article_id)
    for grant in grants:
        if ways.open_from(grant.licence) and grant.covers(articles, row.recorded):
            return grant.how, grant.given
    return "", None


def _sources(proposal: LicenceProposal, found: Ingredients, ways: Ways) -> list[Taken]:
    permissions: Mapping[int, Consent] = {}
    if found.sources:
        permissions = permissions_for((one.pk for one in found.sources), proposal, ways)
    return [
        Taken(
            source,
            ways.open_from(source.expression) or _kept_its_authors(source),
            source.pk in found.asked_here,
            permissions.get(source.pk),
        )
        for source in found.sources
    ]


def _kept_its_authors(source: Source) -> bool:
    """Whether the words from there are kept as those of their authors here, who are asked."""
    return source.origin_id is not None and source.is_exact
