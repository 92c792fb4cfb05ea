"""Whether somebody may decide on changes of their own: only where the site's rules say so."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from wiki.actions.errors import NotAllowed
from wiki.models import Revision, User
from wiki.models.person import Actor
from wiki.models.rules import current_rules


def own_among(actor: Actor, revisions: Sequence[Revision]) -> list[Revision]:
    """Those of the revisions that the actor wrote.

    To take out a change that one declines is a part of that decision, no edit of one's own.
    """
    if not isinstance(actor, User):
        return []
    edits = [revision for revision in revisions if revision.kind != Revision.Kind.UNDO]
    return [revision for revision in edits if revision.author_id == actor.pk]


def require_others_changes(actor: Actor, revisions: Sequence[Revision]) -> None:
    """Raises NotAllowed when the actor wrote one of them and the site does not allow that.

    `revisions` are what a decision would cover, by number. No query where all are others'.
    """
    sentence = why_not_own(actor, revisions)
    if sentence:
        raise NotAllowed(sentence)


def why_not_own(actor: Actor, revisions: Sequence[Revision]) -> str:
    """Why the actor does not decide on all of them, and on what instead; empty when they may."""
    own = own_among(actor, revisions)
    if not own or current_rules().own_decisions:
        return ""
    words = [
        _(
            "Change %(number)s is your own: on this site nobody decides on their own edits, so "
            "another maintainer decides on it."
        )
        % {"number": own[0].number}
    ]
    earlier = [revision.number for revision in revisions if revision.number < own[0].number]
    if earlier:
        words.append(
            _("You can decide on what came before it: validate up to revision %(number)s.")
            % {"number": earlier[-1]}
        )
    if getattr(actor, "is_admin", False):
        words.append(
            _(
                "The rule is “maintainers may decide on their own edits”: as an admin you can "
                "change it in /admin/, under “rules”."
            )
        )
    return " ".join(words)
