"""What acts on proposals of licences have in common: held, closed, and logged."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from commons.log.record import record
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.revising import locked
from wiki.actions.telling_proposals import tell_closed
from wiki.models import Article, Contributor, LicenceProposal, User
from wiki.models.person import Actor
from wiki.permissions import can_review


def require_member(actor: Actor) -> User:
    """The actor as a member who is signed in. Raises NotAllowed."""
    if not isinstance(actor, User) or not actor.is_active:
        raise NotAllowed(_("Sign in to take part in this."))
    return actor


def held(proposal: LicenceProposal) -> LicenceProposal:
    """The proposal while it is open, its article locked: nobody edits, answers or carries it out
    until the transaction ends. Raises NotDone."""
    # The article first and the proposal after: what others did before the lock was given is read.
    article = locked(proposal.article_id)
    current = LicenceProposal.objects.select_related("old", "new").get(pk=proposal.pk)
    current.article = article
    if not current.is_open:
        raise NotDone(_("This is over already: nothing was changed. See below what became of it."))
    return current


def held_in_force(proposal: LicenceProposal) -> LicenceProposal:
    """The same while it can still be carried out. Raises NotDone."""
    current = held(proposal)
    if current.article.is_deleted:
        raise NotDone(_("This article was deleted: while it is, its licence is not changed."))
    if current.is_stale:
        raise NotDone(
            _(
                "The article stands under %(licence)s by now, so this cannot be carried out. Make "
                "a new proposal if it is still wanted."
            )
            % {"licence": current.article.licence.name}
        )
    return current


def may_withdraw(actor: Actor, proposal: LicenceProposal) -> bool:
    """Who proposed it withdraws it, and whoever decides on changes to the article."""
    if not isinstance(actor, User) or not actor.is_active:
        return False
    return proposal.proposed_by_id == actor.pk or can_review(actor, proposal.article)


def may_carry_out(actor: Actor, proposal: LicenceProposal) -> bool:
    """Who proposed it, contributors to the article, and whoever decides on changes to it."""
    if may_withdraw(actor, proposal):
        return True
    if not isinstance(actor, User) or not actor.is_active:
        return False
    return Contributor.objects.filter(article=proposal.article_id, user=actor).exists()


def close(proposal: LicenceProposal, actor: Actor | None, outcome: str, words: str = "") -> None:
    """Sets what became of a proposal that is held, and tells those whom it concerns."""
    proposal.outcome = outcome
    proposal.closed = timezone.now()
    proposal.closed_by_name = actor.public_name if actor is not None else ""
    proposal.closing_words = words.strip()
    proposal.save(
        update_fields=[
            "outcome", "closed", "closed_by_name", "closing_words", "revision", "record",
        ]
    )  # fmt: skip
    say_on_article(proposal.article_id)
    tell_closed(proposal, actor)


def say_on_article(article_id: int) -> None:
    """The article's page says whether a proposal is open, so kept pages of it are made anew."""
    Article.objects.filter(pk=article_id).update(touched=timezone.now())


def record_step(
    actor: Actor | None,
    action: str,
    proposal: LicenceProposal,
    reason: str = "",
    new: dict[str, Any] | None = None,
) -> None:
    """Logs a step, with the way to the proposal."""
    record(
        actor=actor,
        action=action,
        target=proposal.article,
        target_label=proposal.article.title,
        target_url=proposal.get_absolute_url(),
        old={"licence": proposal.old.spdx},
        new={"licence": proposal.new.spdx, **(new or {})},
        reason=reason,
    )
