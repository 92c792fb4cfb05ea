"""Putting an article under a licence that all agreed to whose words are in it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from licensing.models import Role
from wiki.actions import formatting
from wiki.actions.consents import Agreement, Taken, agreement_on
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.grants import AGREED, BY_LICENCE, BY_PLEDGE
from wiki.actions.permitting import require_may_edit, require_may_save
from wiki.actions.proposal_steps import close, held_in_force, may_carry_out, require_member
from wiki.actions.relicensing import put_under
from wiki.actions.revising import own_verdict
from wiki.models import Article, LicenceProposal, Revision
from wiki.models.person import Actor
from wiki.models.revision import SUMMARY_LENGTH

# How sources go along: their authors, who are not here, allowed it elsewhere; or are among those
# who were asked.
PERMITTED, BY_AUTHORS = "permission", "authors"


def carry_out(*, actor: Actor, proposal: LicenceProposal) -> Revision:
    """Writes the revision from which on the article stands under the licence that was proposed.

    Only when nothing stands against it, worked out anew while nobody else edits or answers. Who
    had agreed by then, and when, is kept with the proposal and in the public log. Raises
    NotAllowed, NotDone.
    """
    member = require_member(actor)
    seen = Article.objects.get(pk=proposal.article_id)
    require_may_edit(member, seen)
    rendered = formatting.render(seen.text, seen.language)
    with transaction.atomic():
        current = held_in_force(proposal)
        article = current.article
        if not may_carry_out(member, current):
            raise NotAllowed(
                _("Only who proposed it, authors and maintainers of the article carry it out.")
            )
        require_may_save(member, article)
        if article.text != seen.text:
            raise NotDone(
                _(
                    "Nothing was done, for the article was changed in this very moment. Look at "
                    "what is left, and press again."
                )
            )
        agreement = agreement_on(current)
        _require_clear(current, agreement)
        # Where a maintainer vouches for what somebody wrote elsewhere, another one looks at it.
        vouched = any(taken.permission for taken in agreement.sources)
        current.record = record_of(agreement)
        current.revision = put_under(
            article,
            current.new,
            actor=member,
            summary=Truncator(" ".join(current.reason.split())).chars(SUMMARY_LENGTH),
            rendered=rendered,
            judge=None if vouched else own_verdict(member, article),
            url=current.get_absolute_url(),
            consents=_in_short(agreement),
        )
        close(current, member, LicenceProposal.Outcome.CARRIED_OUT)
        return current.revision


def record_of(agreement: Agreement) -> list[dict[str, Any]]:
    """Whose words the text had and why each went along, as it is kept for good; see
    `LicenceProposal.record`."""
    parties = [
        {
            "name": party.name,
            "kind": party.kind,
            "words": party.words,
            "reasons": _noted(party.reasons) if not agreement.needs_nobody else [],
        }
        for party in agreement.parties
    ]
    return parties + [_source_noted(taken) for taken in agreement.sources]


def _source_noted(taken: Taken) -> dict[str, Any]:
    permission = None if taken.is_free or taken.is_asked_here else taken.permission
    how, since = (BY_AUTHORS if taken.is_asked_here else BY_LICENCE), None
    if permission is not None:
        how, since = PERMITTED, permission.created
    return {
        "title": taken.source.title,
        "address": permission.address if permission else taken.source.address,
        "reasons": _noted([(how, since)]),
    }


def _noted(reasons: Sequence[tuple[str, dt.datetime | None]]) -> list[list[str]]:
    return [[how, since.isoformat() if since else ""] for how, since in reasons]


def _in_short(agreement: Agreement) -> dict[str, Any]:
    """The same for the public log: who agreed when, and for which sources that can be read."""
    if agreement.needs_nobody:
        return {}
    said = [(party.name, *reason) for party in agreement.parties for reason in party.reasons]
    agreed = {
        name: since.date().isoformat() for name, how, since in said if how == AGREED and since
    }
    pledged = [name for name, how, _since in said if how == BY_PLEDGE]
    permitted = {
        taken.source.title: taken.permission.address
        for taken in agreement.sources
        if taken.permission is not None
    }
    found = {"agreed": agreed, "pledged": pledged, "permissions": permitted}
    return {key: value for key, value in found.items() if value}


def _require_clear(proposal: LicenceProposal, agreement: Agreement) -> None:
    """Raises NotDone, with who and what is left, while anything stands against it."""
    if proposal.new.role != Role.OFFERED:
        raise NotDone(
            _("%(licence)s is not offered here any more, so this cannot be carried out.")
            % {"licence": proposal.new.name}
        )
    if agreement.is_clear:
        return
    left = [party.name for party in agreement.parties_against]
    left += [f"“{taken.source.title}”" for taken in agreement.sources_against]
    shown = ", ".join(left[:5]) + ("…" if len(left) > 5 else "")
    raise NotDone(
        _("Nothing was changed, for this still stands against it: %(left)s. See what is left.")
        % {"left": shown}
    )
