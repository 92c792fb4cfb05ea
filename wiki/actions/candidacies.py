"""Asking to maintain a topic, proposing somebody, or that somebody is a maintainer no more; what
peers say to it. The counting is in `wiki.actions.counting`."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wiki.actions.candidacy_steps import (
    close,
    held,
    record_step,
    require_member,
    require_reason,
    what_is_asked,
)
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.telling_roles import tell_opened
from wiki.models import Candidacy, Topic, User, Voice
from wiki.models.peers import ask_again_from, voters_on
from wiki.models.person import Actor
from wiki.models.rules import current_rules
from wiki.models.standing import Progress, has_validated_edit, standing_in
from wiki.models.topic import branches_of
from wiki.permissions import maintains

MOST = 10  # words of one person on one candidacy


def progress_of(user: User, topic: Topic) -> Progress:
    """How far somebody has come in a topic and those below it; three queries."""
    return Progress(standing_in(user, branches_of([topic.pk])), current_rules())


def open_candidacy(*, actor: Actor, user: User, topic: Topic, reason: str) -> Candidacy:
    """Asks that the actor themselves or somebody else becomes a maintainer of the topic.

    Raises NotAllowed, NotDone.
    """
    member = require_member(actor)
    require_reason(reason)
    if member.pk != user.pk and (member.is_blocked or not has_validated_edit(member)):
        raise NotAllowed(_("Who has at least one validated edit may propose somebody else."))
    with transaction.atomic():
        candidate = User.objects.select_for_update().get(pk=user.pk)
        _require_candidate(candidate, topic, is_self=member.pk == user.pk)
        return _open(Candidacy.Kind.APPOINTMENT, member, candidate, topic, reason)


def propose_removal(*, actor: Actor, user: User, topic: Topic | None, reason: str) -> Candidacy:
    """Asks the peers of a topic, or (None) of all topics, whether somebody is to be a maintainer
    of it no more.

    Raises NotAllowed, NotDone.
    """
    member = require_member(actor)
    if not maintains(member, topic):
        raise NotAllowed(only_peers_propose(topic))
    if member.pk == user.pk:
        raise NotDone(_("You can resign yourself: this needs nobody’s consent."))
    require_reason(reason)
    with transaction.atomic():
        concerned = User.objects.select_for_update().get(pk=user.pk)
        if not concerned.maintainerships.in_force().filter(topic=topic).exists():
            words = (
                _("%(name)s is not a maintainer of this topic itself.")
                if topic is not None
                else _("%(name)s is not a maintainer of all topics.")
            )
            raise NotDone(words % {"name": concerned.public_name})
        _require_time_to_pass(Candidacy.Kind.REMOVAL, concerned, topic)
        return _open(Candidacy.Kind.REMOVAL, member, concerned, topic, reason)


def only_peers_propose(topic: Topic | None) -> str:
    """Who may propose that somebody is a maintainer no more, in a sentence."""
    if topic is None:
        return _("Only those who look after all topics propose this.")
    return _("Only those who look after the topic propose this.")


def speak(*, actor: Actor, candidacy: Candidacy, endorses: bool, reason: str) -> Voice:
    """Endorses or objects; who spoke before changes their mind. Raises NotAllowed, NotDone."""
    member = require_member(actor)
    with transaction.atomic():
        current = held(candidacy)
        if not may_speak(member, current):
            raise NotAllowed(
                _(
                    "Peers of the topic speak here, but neither the person concerned nor who "
                    "proposed it."
                )
            )
        voice = _say(member, current, endorses, reason)
        new = {**what_is_asked(current), "endorses": endorses}
        record_step(member, "role.voice", current, reason, new)
        return voice


def answer_peers(*, actor: Actor, candidacy: Candidacy, text: str) -> Voice:
    """What the person concerned says; it is read beside the voices and does not count.

    Raises NotAllowed, NotDone.
    """
    member = require_member(actor)
    with transaction.atomic():
        current = held(candidacy)
        if member.pk != current.user_id:
            raise NotAllowed(_("Only the person concerned answers here."))
        voice = _say(member, current, False, text)
        record_step(member, "role.answer", current, text, what_is_asked(current))
        return voice


def withdraw_candidacy(*, actor: Actor, candidacy: Candidacy, reason: str) -> None:
    """Ends it without counting: by the candidate or who proposed it. Raises NotAllowed, NotDone.

    A proposal that somebody is a maintainer no more is not theirs to end.
    """
    member = require_member(actor)
    require_reason(reason)
    with transaction.atomic():
        current = held(candidacy)
        if not may_withdraw(member, current):
            raise NotAllowed(_("Only the candidate and who proposed it withdraw it."))
        close(current, Candidacy.Outcome.WITHDRAWN, member, reason)
        record_step(member, "role.withdraw", current, reason, old=what_is_asked(current))


def may_speak(actor: Actor, candidacy: Candidacy) -> bool:
    """Whether the actor's voice counts; a few queries.

    `maintains` knows what no row says: that somebody has yet to set up their second factor.
    """
    if not isinstance(actor, User) or not maintains(actor, candidacy.topic):
        return False
    return voters_on(candidacy).filter(pk=actor.pk).exists()


def may_withdraw(actor: Actor, candidacy: Candidacy) -> bool:
    """Whether the actor may end the candidacy before it is counted."""
    if not isinstance(actor, User):
        return False
    if candidacy.proposed_by_id == actor.pk:
        return True
    return candidacy.kind == Candidacy.Kind.APPOINTMENT and candidacy.user_id == actor.pk


def _open(kind: str, actor: User, user: User, topic: Topic | None, reason: str) -> Candidacy:
    """Writes the candidacy; the person is held. Raises NotDone when one is open or nobody votes."""
    if Candidacy.objects.is_open().filter(user=user, topic=topic).exists():
        words = _("Peers are speaking about %(name)s and this topic already.")
        raise NotDone(words % {"name": user.public_name})
    now = timezone.now()
    candidacy = Candidacy(
        kind=kind,
        user=user,
        topic=topic,
        proposed_by=actor,
        proposed_by_name=actor.public_name,
        reason=reason.strip(),
        opened=now,
        closes=now + dt.timedelta(days=current_rules().discussion_days),
    )
    if not voters_on(candidacy).exists():
        raise NotDone(
            _(
                "Nobody is left who could endorse this: an admin can give and end the role, with "
                "a public reason."
            )
        )
    candidacy.save(force_insert=True)
    new = {**what_is_asked(candidacy), "closes": candidacy.closes.date().isoformat()}
    record_step(actor, "role.candidacy", candidacy, reason, new)
    tell_opened(candidacy)
    return candidacy


def _require_candidate(user: User, topic: Topic, *, is_self: bool) -> None:
    """Raises NotDone when the member cannot become a maintainer of the topic now."""
    name = {"name": user.public_name}
    if not user.is_active:
        raise NotDone(_("The account of %(name)s is closed.") % name)
    if maintains(user, topic):
        raise NotDone(_("%(name)s looks after this topic already.") % name)
    if user.restrained_until is not None and user.restrained_until > timezone.now():
        raise NotDone(_("While a measure restrains %(name)s, they cannot be a candidate.") % name)
    _require_time_to_pass(Candidacy.Kind.APPOINTMENT, user, topic)
    if progress_of(user, topic).is_enough:
        return
    if is_self:
        raise NotDone(_("You do not meet yet what the rules ask: see how far you have come."))
    raise NotDone(_("%(name)s does not meet yet what the rules ask for this topic.") % name)


def _require_time_to_pass(kind: str, user: User, topic: Topic | None) -> None:
    """Raises NotDone where the peers did not accept the same not long ago."""
    again = ask_again_from(kind, user, topic, current_rules())
    if again is None:
        return
    words = {
        "name": user.public_name,
        "day": date_format(timezone.localtime(again), "DATETIME_FORMAT"),
    }
    raise NotDone(
        _("Peers were asked this about %(name)s and did not accept it: ask again from %(day)s on.")
        % words
    )


def _say(actor: User, candidacy: Candidacy, endorses: bool, reason: str) -> Voice:
    require_reason(reason)
    if candidacy.voices.filter(author=actor).count() >= MOST:
        raise NotDone(_("You have spoken often enough here."))
    return Voice.objects.create(
        candidacy=candidacy,
        author=actor,
        author_name=actor.public_name,
        endorses=endorses,
        reason=reason.strip(),
    )
