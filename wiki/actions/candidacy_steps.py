"""Steps of what is done about candidacies: who acts, holding one, closing it, logging a step."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.recording import record_on_person
from wiki.actions.roles import name_of_scope
from wiki.actions.telling_roles import tell_closed
from wiki.models import Candidacy, User
from wiki.models.person import Actor


def require_member(actor: Actor) -> User:
    """The actor as a member who is signed in. Raises NotAllowed."""
    if not isinstance(actor, User) or not actor.is_active:
        raise NotAllowed(_("Sign in to take part in this."))
    return actor


def held(candidacy: Candidacy) -> Candidacy:
    """The candidacy, locked, while peers may still speak. Raises NotDone."""
    current = locked(candidacy.pk)
    if not current.is_open:
        raise NotDone(_("This is decided already: nothing was added to it."))
    if current.is_due:
        raise NotDone(_("The time for this is over: what is left is to count the voices."))
    return current


def locked(key: int) -> Candidacy:
    """The candidacy, locked until the transaction ends, with those whom it concerns."""
    Candidacy.objects.select_for_update().only("pk").get(pk=key)
    return Candidacy.objects.select_related("user", "topic", "proposed_by").get(pk=key)


def close(candidacy: Candidacy, outcome: str, actor: User | None = None, words: str = "") -> None:
    """Sets what became of a candidacy that is held, and tells those whom it concerns."""
    candidacy.outcome = outcome
    candidacy.closed = timezone.now()
    candidacy.save(update_fields=["outcome", "closed"])
    tell_closed(candidacy, actor, words)


def what_is_asked(candidacy: Candidacy) -> dict[str, Any]:
    """How the log names what peers are asked."""
    return {"topic": name_of_scope(candidacy.topic), "kind": candidacy.kind}


def record_step(
    actor: User | None,
    action: str,
    candidacy: Candidacy,
    reason: str,
    new: dict[str, Any] | None = None,
    old: dict[str, Any] | None = None,
) -> None:
    """Logs a step about the person concerned, with the way to the candidacy."""
    address = candidacy.get_absolute_url()
    record_on_person(actor, action, candidacy.user, reason, old, new, address)


def require_reason(reason: str) -> None:
    """Raises NotDone for who says nothing."""
    if not reason.strip():
        raise NotDone(_("Say why: the reason is public."))
