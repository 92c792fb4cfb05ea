"""Appointing maintainers and ending their term, by admins, with a public reason."""

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.recording import record_on_person
from wiki.models import Maintainership, Topic, User
from wiki.permissions import can_appoint


def appoint_maintainer(
    *, actor: User, user: User, reason: str, topic: Topic | None = None
) -> Maintainership:
    """Makes somebody a maintainer from now on, of a topic or (None) of all.

    Raises NotAllowed, NotDone.
    """
    _require(actor, reason)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        if user.maintainerships.in_force().filter(topic=topic).exists():
            raise NotDone(_already(user, topic))
        row = Maintainership.objects.create(
            user=user, topic=topic, appointed_by=actor, reason=reason
        )
        record_on_person(actor, "role.appoint", user, reason, new={"topic": name_of_scope(topic)})
        return row


def end_maintainership(*, actor: User, user: User, reason: str, topic: Topic | None = None) -> None:
    """Ends somebody's terms as a maintainer now, all or that of a topic; verdicts stay.

    Raises NotAllowed, NotDone.
    """
    _require(actor, reason)
    with transaction.atomic():
        terms = user.maintainerships.in_force().select_related("topic")
        if topic is not None:
            terms = terms.filter(topic=topic)
        names = [name_of_scope(term.topic) for term in terms.order_by("since", "pk")]
        if not terms.update(until=timezone.now()):
            raise NotDone(_("%(name)s is not a maintainer.") % {"name": user.public_name})
        record_on_person(actor, "role.end", user, reason, old={"topic": names})


def end_term(*, actor: User, term: Maintainership, reason: str) -> None:
    """Ends one term of somebody who may have others. Raises NotAllowed, NotDone."""
    _require(actor, reason)
    with transaction.atomic():
        if not Maintainership.objects.in_force().filter(pk=term.pk).update(until=timezone.now()):
            raise NotDone(_("This has already ended."))
        old = {"topic": name_of_scope(term.topic)}
        record_on_person(actor, "role.end", term.user, reason, old=old)


def name_of_scope(topic: Topic | None) -> str:
    """How the log names what somebody maintains; empty for all topics."""
    return topic.name_en if topic is not None else ""


def _already(user: User, topic: Topic | None) -> str:
    if topic is None:
        return _("%(name)s is already a maintainer of all topics.") % {"name": user.public_name}
    names = {"name": user.public_name, "topic": topic.name}
    return _("%(name)s is already a maintainer of %(topic)s.") % names


def set_admin(*, actor: User | None, user: User, admin: bool, reason: str) -> None:
    """Makes somebody an admin, or no longer one. `actor` None: at the server's command line.

    Raises NotAllowed, NotDone.
    """
    if actor is not None:
        _require(actor, reason)
    with transaction.atomic():
        others = _other_admins(user)
        if not admin and not others:
            raise NotDone(
                _("The last admin cannot lose the role: make somebody else an admin first.")
            )
        current = User.objects.select_for_update().get(pk=user.pk)
        if admin == (current.is_staff and current.is_superuser):
            words = _("%(name)s is already an admin.") if admin else _("%(name)s is not an admin.")
            raise NotDone(words % {"name": user.public_name})
        user.is_staff = user.is_superuser = admin
        user.save(update_fields=["is_staff", "is_superuser"])
        record_on_person(actor, "role.admin" if admin else "role.not_admin", user, reason)


def set_active(*, actor: User | None, user: User, active: bool, reason: str) -> None:
    """Closes an account to signing in, or opens it again. `actor` None: at the command line.

    Raises NotAllowed, NotDone.
    """
    if actor is not None:
        _require(actor, reason)
    if actor == user:
        raise NotDone(_("You cannot close your own account here."))
    with transaction.atomic():
        others = _other_admins(user)
        current = User.objects.select_for_update().get(pk=user.pk)
        if not active and current.is_admin and not others:
            raise NotDone(
                _("The last admin cannot lose the role: make somebody else an admin first.")
            )
        if current.is_active == active:
            raise NotDone(
                _("This account is already open.")
                if active
                else _("This account is already closed.")
            )
        user.is_active = active
        user.save(update_fields=["is_active"])
        record_on_person(actor, "account.open" if active else "account.close", user, reason)


def enrol_admin(*, name: str, password: str, email: str = "") -> User:
    """Makes the member of this name an admin who can sign in: at the server's command line.

    The account is made when there is none and opened when it is closed. An empty password keeps
    the one there is. Who runs the server vouches for the e-mail address. Raises NotDone.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().filter(username=name).first()
        if user is None:
            if not password:
                raise NotDone(_("A new account needs a password."))
            user = User.objects.create_user(name, password=password)
        elif password:
            user.set_password(password)
            user.save(update_fields=["password"])
        if email:
            _confirm_email(user, email)
        if not user.is_active:
            set_active(actor=None, user=user, active=True, reason="")
        if not user.is_admin:
            set_admin(actor=None, user=user, admin=True, reason="")
        return user


def _confirm_email(user: User, email: str) -> None:
    """Makes the address the user's own, confirmed. Raises NotDone when somebody else has it."""
    known = EmailAddress.objects.filter(email__iexact=email)
    if known.exclude(user=user).filter(verified=True).exists():
        raise NotDone(_("Somebody else signs in with this e-mail address: enter another one."))
    row = known.filter(user=user).first() or EmailAddress(user=user, email=email)
    row.verified = True
    row.save()
    row.set_as_primary()


def _other_admins(user: User) -> list[User]:
    """The admins besides this person, held until the transaction ends.

    All in one order: two who end each other's role at once wait for each other.
    """
    admins = User.objects.filter(is_superuser=True, is_staff=True, is_active=True)
    return [row for row in admins.select_for_update().order_by("pk") if row.pk != user.pk]


def _require(actor: User, reason: str) -> None:
    if not can_appoint(actor):
        raise NotAllowed(_("Only admins give and end roles."))
    if not reason.strip():
        raise NotDone(_("Say why: the reason is public."))
