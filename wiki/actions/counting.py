"""Counting the voices on a candidacy when its time is over, once."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.actions.candidacy_steps import close, locked, record_step, what_is_asked
from wiki.actions.errors import NotDone
from wiki.actions.roles import name_of_scope
from wiki.models import Candidacy, Maintainership, User
from wiki.models.peers import Tally, tally
from wiki.models.rules import current_rules


def count_voices(*, candidacy: Candidacy) -> Candidacy:
    """Decides a candidacy whose time is over as the rules say now, whoever sets it off.

    Raises NotDone before its time, and when it was decided already.
    """
    with transaction.atomic():
        current = locked(candidacy.pk)
        if not current.is_open:
            raise NotDone(_("The voices have been counted already."))
        if not current.is_due:
            raise NotDone(_("Peers may still speak: the voices are counted when the time is over."))
        counted = tally(current, current_rules())
        # Held as whoever appoints holds them, so that nobody is made a maintainer twice.
        user = User.objects.select_for_update().get(pk=current.user_id)
        stopped = current.kind == Candidacy.Kind.APPOINTMENT and user.is_restrained
        if counted.is_accepted and user.is_active and not stopped:
            close(current, Candidacy.Outcome.ACCEPTED)
            _carry_out(current, counted)
        else:
            close(current, Candidacy.Outcome.REFUSED)
            record_step(None, "role.refuse", current, _words(counted), old=what_is_asked(current))
        return current


def _carry_out(candidacy: Candidacy, counted: Tally) -> None:
    """Gives or ends the role, unless an admin did so meanwhile."""
    reason = _words(counted)
    user, topic = candidacy.user, candidacy.topic
    scope = {"topic": name_of_scope(topic)}
    terms = user.maintainerships.in_force().filter(topic=topic)
    if candidacy.kind == Candidacy.Kind.REMOVAL:
        terms.update(until=timezone.now())
        record_step(None, "role.end", candidacy, reason, old=scope)
        return
    if not terms.exists():
        Maintainership.objects.create(
            user=user, topic=topic, reason=f"{reason} {candidacy.get_absolute_url()}"
        )
    record_step(None, "role.appoint", candidacy, reason, new=scope)


def _words(counted: Tally) -> str:
    """What was counted, as the log keeps it: in one language, whoever set the counting off."""
    return (
        f"{counted.endorsements} endorsed, {counted.objections} objected; "
        f"{counted.needed} needed to endorse."
    )
