"""Pledges: once and for every article, "all that I write here is also under this licence"."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commons.log.record import record
from licensing.models import Licence
from wiki.actions.errors import NotAllowed, NotDone
from wiki.models import Pledge, User
from wiki.models.person import Actor

# What ties nobody who reuses the text to more than naming its authors.
PLEDGED = ("CC0-1.0", "CC-BY-4.0")


def may_be_pledged() -> list[Licence]:
    """The licences that one may give all of one's text under, the freest first."""
    return sorted(Licence.objects.filter(spdx__in=PLEDGED), key=lambda one: PLEDGED.index(one.spdx))


def give_pledge(*, actor: Actor, licence: Licence) -> Pledge:
    """Gives all text of the actor here under the licence, too: what there is and what they will
    write, until the pledge ends. Raises NotAllowed, NotDone."""
    member = _require_member(actor)
    if licence.spdx not in PLEDGED:
        raise NotDone(_("Choose one of the licences on this page."))
    with transaction.atomic():
        # Held, so that the same form sent twice at once makes one pledge.
        User.objects.select_for_update(no_key=True).get(pk=member.pk)
        if Pledge.objects.filter(user=member, licence=licence, ended=None).exists():
            raise NotDone(_("You have made this pledge already: it stands."))
        pledge = Pledge.objects.create(user=member, user_name=member.public_name, licence=licence)
        _record(member, "pledge.give", licence)
        return pledge


def end_pledge(*, actor: Actor, licence: Licence) -> Pledge:
    """Leaves out of a pledge what the actor writes from now on. What they wrote until now stays
    under the licence: it was given to everybody. Raises NotAllowed, NotDone."""
    member = _require_member(actor)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=member.pk)
        pledge = Pledge.objects.filter(user=member, licence=licence, ended=None).first()
        if pledge is None:
            raise NotDone(_("You have made no such pledge, or ended it already."))
        pledge.ended = timezone.now()
        pledge.save(update_fields=["ended"])
        _record(member, "pledge.end", licence)
        return pledge


def _require_member(actor: Actor) -> User:
    if not isinstance(actor, User) or not actor.is_active:
        raise NotAllowed(_("Sign in to give your text under another licence."))
    return actor


def _record(member: User, action: str, licence: Licence) -> None:
    record(
        actor=member,
        action=action,
        target=member,
        target_label=member.public_name,
        target_url=member.get_absolute_url(),
        new={"licence": licence.spdx},
    )
