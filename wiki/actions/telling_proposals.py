"""Telling authors of proposals to change a licence: that they are asked, and what became of it."""

from collections.abc import Collection

from wiki.actions.consents import WAITING, Agreement, agreement_on
from wiki.actions.mailing import mail_after_commit
from wiki.models import Article, Consent, LicenceProposal, Notice, User
from wiki.models.notice import ASKED, OPENED
from wiki.models.person import Actor
from wiki.models.proposal import open_proposal


def tell_opened(proposal: LicenceProposal, agreement: Agreement) -> None:
    """Tells all members whose words are in the text: that they are asked, or that nobody need ask.

    Who proposes it is told nothing.
    """
    members = [party for party in agreement.parties if party.is_active and party.user_id]
    for what in (ASKED, OPENED):
        told = {
            party.user_id
            for party in members
            if (what == ASKED) is (party.state == WAITING) and party.user_id is not None
        }
        _tell(proposal, told - {proposal.proposed_by_id or 0}, what, proposal.reason)


def ask_new_authors(article: Article) -> None:
    """Asks those who wrote since a proposal was opened, in the transaction of what they wrote.

    One query where none is open.
    """
    proposal = open_proposal(article)
    if proposal is None or proposal.old_id != article.licence_id:
        return
    proposal.article = article
    waiting = {
        party.user_id
        for party in agreement_on(proposal).parties
        if party.state == WAITING and party.user_id is not None
    }
    asked = Notice.objects.filter(proposal=proposal, verdict=ASKED, user__in=waiting)
    waiting -= {*asked.values_list("user_id", flat=True), proposal.proposed_by_id}
    _tell(proposal, waiting, ASKED, proposal.reason)


def tell_closed(proposal: LicenceProposal, actor: Actor | None) -> None:
    """Tells everybody who was told of it or answered, and who proposed it; not who ended it."""
    told = Notice.objects.filter(proposal=proposal).values_list("user_id", flat=True)
    answered = Consent.objects.filter(proposal=proposal).values_list("author_id", flat=True)
    keys = {*told, *answered, proposal.proposed_by_id} - {actor.pk if actor else None}
    whom = [key for key in keys if key is not None]
    active = User.objects.filter(pk__in=whom, is_active=True).values_list("pk", flat=True)
    _tell(proposal, set(active), proposal.outcome, proposal.closing_words, actor)


def _tell(
    proposal: LicenceProposal,
    whom: Collection[int | None],
    what: str,
    words: str,
    actor: Actor | None = None,
) -> None:
    """Writes the notices; those of an open proposal are from who proposed it."""
    if proposal.is_open:
        account, name = proposal.proposed_by_id, proposal.proposed_by_name
    else:
        account, name = (actor.pk if actor else None), proposal.closed_by_name
    notices = Notice.objects.bulk_create(
        Notice(
            user_id=user_id,
            article_id=proposal.article_id,
            proposal=proposal,
            kind=Notice.Kind.LICENCE,
            verdict=what,
            actor_id=account,
            actor_name=name,
            words=words,
        )
        for user_id in sorted(key for key in whom if key is not None)
    )
    mail_after_commit(notices)
