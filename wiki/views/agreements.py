"""How far a proposal of a licence has come, in the words of its page: who, how much, why, and the
passages that are left."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from wiki.actions.carrying_out import BY_AUTHORS, PERMITTED
from wiki.actions.consents import (
    FREE,
    OUT_OF_REACH,
    REFUSED,
    Agreement,
    Party,
    Taken,
)
from wiki.actions.grants import AGREED, BY_LICENCE, BY_PLEDGE, EARLIER
from wiki.history.remaining import Passages, passages_of
from wiki.models import Consent, LicenceProposal, Revision
from wiki.views.origins import in_per_cent

LONGEST_PASSAGE = 300  # characters
PASSAGES_SHOWN = 5  # of one author, or of one source
NOTHING = Passages([], 0)


class Row(NamedTuple):
    """One whose words stand, or stood, in the text."""

    name: str
    kind: str
    share: str
    # A word of `consents` and how it reads.
    state: str
    in_words: list[str]
    answer: Consent | None
    passages: Passages
    # Titles of texts with words of theirs, after which this one was made.
    behind: list[str]


class SourceRow(NamedTuple):
    """One source of which words stand, or stood, in the text."""

    title: str
    address: str
    expression: str
    key: int
    stands_against: bool
    in_words: str
    permission: Consent | None
    passages: Passages

    @property
    def link(self) -> str:
        """Its address where that leads anywhere; writers of old may have typed what they liked."""
        return self.address if self.address.startswith(("https://", "http://", "/")) else ""


@dataclass(frozen=True)
class Shares:
    """How much of a text may go along, agreed to go, and stands against it."""

    free: str
    agreed: str
    against: str


def shares(agreement: Agreement) -> Shares:
    """How the words of the text divide."""
    against = sum(party.needed for party in agreement.parties_against)
    agreed = sum(party.needed for party in agreement.parties if party.state == AGREED)
    free = agreement.words - against - agreed
    whole = agreement.words
    return Shares(*(in_per_cent(part, whole) for part in (free, agreed, against)))


def rows_of(proposal: LicenceProposal, agreement: Agreement, parties: Sequence[Party]) -> list[Row]:
    """These of the parties for the page, with the passages of those who stand against it."""
    text = proposal.article.text
    owners = {
        origin: at
        for at, party in enumerate(parties)
        if party.stands_against
        for origin in party.origins
    }
    left = passages_of(text, agreement.origins, owners, LONGEST_PASSAGE, PASSAGES_SHOWN)
    return [
        Row(
            party.name,
            party.kind,
            in_per_cent(party.words, agreement.words),
            party.state,
            _state_in_words(party),
            party.answer,
            left.get(at, NOTHING),
            sorted(party.behind),
        )
        for at, party in enumerate(parties)
    ]


def source_rows(proposal: LicenceProposal, agreement: Agreement) -> list[SourceRow]:
    """The sources for the page, those that stand against it first."""
    waiting = {title for party in agreement.parties_against for title in party.behind}
    left_of = [
        taken
        for taken in agreement.sources
        if taken.stands_against or (taken.is_asked_here and taken.source.title in waiting)
    ]
    taken_from = {taken.source.revision_id for taken in left_of}
    owners = {origin: origin for origin in agreement.origins if origin in taken_from}
    left = passages_of(
        proposal.article.text, agreement.origins, owners, LONGEST_PASSAGE, PASSAGES_SHOWN
    )
    ordered = sorted(agreement.sources, key=lambda taken: not taken.stands_against)
    return [
        SourceRow(
            taken.source.title,
            taken.source.address,
            taken.source.expression,
            taken.source.pk,
            taken.stands_against,
            _source_in_words(taken),
            taken.permission,
            left.get(taken.source.revision_id, NOTHING) if taken in left_of else NOTHING,
        )
        for taken in ordered
    ]


def rows_recorded(record: Sequence[dict[str, Any]]) -> tuple[list[Row], list[SourceRow]]:
    """What stood when it was carried out, as it was kept then."""
    parties = [one for one in record if "name" in one]
    whole = sum(one["words"] for one in parties)
    rows = [
        Row(
            one["name"],
            one["kind"],
            in_per_cent(one["words"], whole),
            "",
            [_reason_in_words(how, parse_datetime(when)) for how, when in one["reasons"]],
            None,
            NOTHING,
            [],
        )
        for one in parties
    ]
    sources = [
        SourceRow(
            one["title"],
            one["address"],
            "",
            0,
            False,
            " ".join(_reason_in_words(how, parse_datetime(when)) for how, when in one["reasons"]),
            None,
            NOTHING,
        )
        for one in record
        if "title" in one
    ]
    return rows, sources


def _state_in_words(party: Party) -> list[str]:
    if party.state in (FREE, AGREED):
        return [_reason_in_words(how, since) for how, since in party.reasons]
    if party.state == REFUSED:
        return [_("refused")]
    if party.state == OUT_OF_REACH:
        return [_why_out_of_reach(party)]
    if party.answer is not None:
        return [_("took the answer back")]
    return [_("has not answered yet")]


def _why_out_of_reach(party: Party) -> str:
    if party.kind == Revision.AuthorKind.GUEST:
        return _("wrote as a guest, and nobody can answer for a guest")
    if party.kind == Revision.AuthorKind.ELSEWHERE:
        return _("wrote on another site and cannot be asked here")
    return _("has closed the account and cannot be asked")


def _source_in_words(taken: Taken) -> str:
    if taken.is_free:
        return _reason_in_words(BY_LICENCE, None)
    if taken.is_asked_here:
        return _reason_in_words(BY_AUTHORS, None)
    if taken.permission is not None:
        return _reason_in_words(PERMITTED, taken.permission.created)
    return _("Its licence does not lead there, and its authors are not here to be asked.")


def _reason_in_words(how: str, since: dt.datetime | None) -> str:
    day = date_format(localtime(since), "DATE_FORMAT") if since else "–"
    if how == BY_PLEDGE:
        return _("gave all their text so by a pledge, on %(day)s") % {"day": day}
    if how == EARLIER:
        return _("agreed to such a change before, on %(day)s") % {"day": day}
    if how == AGREED:
        return _("agreed on %(day)s") % {"day": day}
    if how == BY_AUTHORS:
        return _("A text of this wiki: its authors are among those who are asked.")
    if how == PERMITTED:
        return _("Its authors allow it, as was recorded on %(day)s.") % {"day": day}
    return _("published under a licence that leads there")
