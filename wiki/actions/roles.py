"""Appointing maintainers and ending their term, by admins, with a public reason."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commons.log.record import record
from wiki.actions.errors import NotAllowed, NotDone
from wiki.models import Maintainership, User
from wiki.permissions import can_appoint


def appoint_maintainer(*, actor: User, user: User, reason: str) -> Maintainership:
    """Makes somebody a maintainer from now on. Raises NotAllowed, NotDone."""
    _require(actor, reason)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if user.maintainerships.in_force().exists():
            raise NotDone(_("%(name)s is a maintainer already.") % {"name": user.public_name})
        row = Maintainership.objects.create(user=user, appointed_by=actor, reason=reason)
        _record(actor, "role.appoint", user, reason)
        return row


def end_maintainership(*, actor: User, user: User, reason: str) -> None:
    """Ends somebody's term as a maintainer now; verdicts stay. Raises NotAllowed, NotDone."""
    _require(actor, reason)
    with transaction.atomic():
        ended = user.maintainerships.in_force().update(until=timezone.now())
        if not ended:
            raise NotDone(_("%(name)s is not a maintainer.") % {"name": user.public_name})
        _record(actor, "role.end", user, reason)


def set_admin(*, actor: User | None, user: User, admin: bool, reason: str) -> None:
    """Makes somebody an admin, or no longer one. `actor` None: at the server's command line.

    Raises NotAllowed, NotDone.
    """
    if actor is not None:
        _require(actor, reason)
    with transaction.atomic():
        others = User.objects.filter(is_superuser=True, is_staff=True, is_active=True)
        if not admin and not others.exclude(pk=user.pk).exists():
            raise NotDone(_("The last admin cannot be taken away: make somebody else admin first."))
        user.is_staff = user.is_superuser = admin
        user.save(update_fields=["is_staff", "is_superuser"])
        _record(actor, "role.admin" if admin else "role.not_admin", user, reason)


def set_active(*, actor: User, user: User, active: bool, reason: str) -> None:
    """Closes an account to signing in, or opens it again. Raises NotAllowed, NotDone."""
    _require(actor, reason)
    if actor == user:
        raise NotDone(_("You cannot close your own account here."))
    with transaction.atomic():
        user.is_active = active
        user.save(update_fields=["is_active"])
        _record(actor, "account.open" if active else "account.close", user, reason)


def _require(actor: User, reason: str) -> None:
    if not can_appoint(actor):
        raise NotAllowed(_("Only admins give and end roles."))
    if not reason.strip():
        raise NotDone(_("Say why: the reason is public."))


def _record(actor: User | None, action: str, user: User, reason: str) -> None:
    record(
        actor=actor,
        action=action,
        target=user,
        target_label=user.public_name,
        target_url=user.get_absolute_url(),
        reason=reason,
    )
