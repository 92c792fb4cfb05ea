"""Proposing another licence for an article, and ending a proposal without it."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from licensing.in_force import between
from licensing.models import Licence, Role
from wiki.actions.consents import agreement_on
from wiki.actions.crediting import catch_up, leading
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.permitting import require_may_edit, require_may_save
from wiki.actions.proposal_steps import (
    close,
    held,
    may_withdraw,
    record_step,
    require_member,
    say_on_article,
)
from wiki.actions.revising import LEADING_CONTRIBUTORS, locked
from wiki.actions.telling_proposals import tell_opened
from wiki.models import Article, Authorship, LicenceProposal, User
from wiki.models.person import Actor
from wiki.models.proposal import open_proposal

MOST_A_DAY = 5  # by one person: each asks everybody who wrote the article
LAPSED_BECAUSE = "The licence of the article was changed in another way."


def propose_licence(
    *, actor: Actor, article: Article, licence: Licence, reason: str
) -> LicenceProposal:
    """Asks all whose words are in the article whether it may go under a licence that its present
    one does not lead to. Raises NotAllowed, NotDone."""
    member = require_member(actor)
    require_may_edit(member, article)
    if licence.role != Role.OFFERED:
        raise NotDone(_("This licence is not offered here: choose one from the list."))
    if not reason.strip():
        raise NotDone(_("Say why: the authors decide by that."))
    with transaction.atomic():
        current = locked(article.pk)
        require_may_save(member, current)
        _require_needed(current, licence)
        _require_none_open(current)
        _require_not_too_often(member)
        _know_who_wrote_what(current)
        proposal = LicenceProposal.objects.create(
            article=current,
            old=current.licence,
            new=licence,
            reason=reason.strip(),
            proposed_by=member,
            proposed_by_name=member.public_name,
        )
        say_on_article(current.pk)
        tell_opened(proposal, agreement_on(proposal))
        record_step(member, "proposal.open", proposal, reason)
        return proposal


def withdraw_proposal(*, actor: Actor, proposal: LicenceProposal, reason: str) -> None:
    """Ends a proposal; answers stay readable, and nobody is bound by one. Raises NotAllowed,
    NotDone."""
    member = require_member(actor)
    if not reason.strip():
        raise NotDone(_("Say why: the reason is public."))
    with transaction.atomic():
        current = held(proposal)
        if not may_withdraw(member, current):
            raise NotAllowed(
                _("Only who proposed it and maintainers of the article withdraw a proposal.")
            )
        close(current, member, LicenceProposal.Outcome.WITHDRAWN, reason)
        record_step(member, "proposal.withdraw", current, reason)


def lapse_open(article: Article) -> None:
    """Ends the proposal that is open on an article whose licence is another one by now.

    The caller holds the article.
    """
    proposal = open_proposal(article)
    if proposal is None:
        return
    proposal.article = article
    if proposal.is_stale:
        close(proposal, None, LicenceProposal.Outcome.LAPSED)
        record_step(None, "proposal.lapse", proposal, LAPSED_BECAUSE)


def _require_needed(article: Article, licence: Licence) -> None:
    """Raises NotDone where the article has the licence, or gets it without anybody's consent."""
    if article.licence_id == licence.pk:
        raise NotDone(_("The article stands under this licence already."))
    if between(article.licence, licence).allowed:
        raise NotDone(
            _(
                "%(old)s lets the article go under %(new)s without asking anybody: change the "
                "licence at once."
            )
            % {"old": article.licence.name, "new": licence.name}
        )


def _require_none_open(article: Article) -> None:
    """Raises NotDone while another proposal is open; one that nobody can carry out makes room."""
    lapse_open(article)
    other = open_proposal(article)
    if other is not None:
        raise NotDone(
            _(
                "There is a proposal already to put this article under %(licence)s: one is decided "
                "after the other."
            )
            % {"licence": other.new.name}
        )


def _require_not_too_often(member: User) -> None:
    since = timezone.now() - dt.timedelta(days=1)
    if LicenceProposal.objects.filter(proposed_by=member, opened__gt=since).count() >= MOST_A_DAY:
        raise NotDone(
            _("You have made many proposals within a day, and each asks many. Go on tomorrow.")
        )


def _know_who_wrote_what(article: Article) -> None:
    """Goes through a history that is older than the note of who wrote what."""
    if not Authorship.objects.filter(pk=article.latest_id).exists():
        catch_up(article)
        article.leading_contributors = leading(article, LEADING_CONTRIBUTORS)
        article.save(update_fields=["contributor_count", "leading_contributors"])
