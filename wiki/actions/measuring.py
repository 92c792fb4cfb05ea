"""Measures by degrees on members and guests: given, given anew, lifted, each in the public log."""

import datetime as dt
from types import MappingProxyType

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commons.log.record import record
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.revising import locked
from wiki.history.versions import Author
from wiki.models import Appeal, Article, Measure, Revision, Topic, User
from wiki.models.article import Protection
from wiki.models.person import Actor
from wiki.models.rules import current_rules
from wiki.permissions import can_give, can_measure

ON_PEOPLE = MappingProxyType(
    {
        Measure.Kind.NOTICE: "measure.notice",
        Measure.Kind.SLOWED: "measure.slow",
        Measure.Kind.TOPIC_BLOCK: "measure.topic_block",
        Measure.Kind.BLOCK: "measure.block",
    }
)


def person_named(name: str) -> User | None:
    """The member of this name, or None for a guest who wrote under it. Raises NotDone."""
    user = User.objects.filter(username=name).first()
    if user is None:
        guests = Revision.objects.filter(author_kind=Revision.AuthorKind.GUEST)
        if not guests.filter(author_name=name).exists():
            raise NotDone(_("Nobody of this name has written here."))
    return user


def give_measure(
    *,
    actor: Actor,
    name: str,
    kind: str,
    reason: str,
    until: dt.datetime | None,
    topic: Topic | None = None,
) -> Measure:
    """Gives a measure to the member or guest of this name, until a moment.

    One that is in force of the same kind (and topic) ends, and its row stays; notices stand beside
    one another. Raises NotAllowed, NotDone.
    """
    user = person_named(name)
    if kind not in ON_PEOPLE:
        raise NotDone(_("Choose one of the measures in the list."))
    topic = topic if kind == Measure.Kind.TOPIC_BLOCK else None
    if kind == Measure.Kind.TOPIC_BLOCK and topic is None:
        raise NotDone(_("Choose the topic to block from."))
    measure = Measure(
        kind=kind,
        user=user,
        name=name,
        topic=topic,
        reason=reason.strip(),
        until=until,
        **signed(actor),
    )
    require_may_give(actor, measure)
    require_words_and_end(measure)
    with transaction.atomic():
        if user is not None:
            User.objects.select_for_update().get(pk=user.pk)
        old = _replace(actor, measure)
        measure.save(force_insert=True)
        follow(measure)
        record_measure(actor, ON_PEOPLE[Measure.Kind(kind)], measure, old)
    return measure


def lift_measure(*, actor: Actor, measure: Measure, reason: str) -> Measure:
    """Ends a measure before its time, or takes a notice back; open appeals are answered by it.

    Raises NotAllowed, NotDone.
    """
    require_may_give(actor, measure)
    if not reason.strip():
        raise NotDone(_("Say why: the reason is public."))
    with transaction.atomic():
        current = held(measure)
        require_standing(current)
        end(current, actor, reason)
        Appeal.objects.is_open().filter(measure=current).update(
            outcome=Appeal.Outcome.LIFTED,
            decided=current.ended,
            decided_by=Author.of(actor).user,
            decided_by_name=actor.public_name,
            answer=reason.strip(),
        )
        record_measure(actor, "measure.lift", current, None, reason, is_over=True)
    return current


def signed(actor: Actor) -> dict[str, User | str | None]:
    """By whom a measure is given."""
    return {"given_by": Author.of(actor).user, "given_by_name": actor.public_name}


def require_may_give(actor: Actor, measure: Measure) -> None:
    """Raises NotAllowed, with who may, when the actor gives no such measure."""
    if can_give(actor, measure):
        return
    if measure.kind == Measure.Kind.PROTECTION:
        raise NotAllowed(_("Only maintainers protect articles, in their topics."))
    if not actor.is_maintainer:
        raise NotAllowed(_("Only maintainers give measures."))
    if measure.user is not None and measure.user == actor:
        raise NotAllowed(_("Nobody gives a measure to themselves, or lifts their own."))
    if not can_measure(actor, measure.user, measure.name):
        raise NotAllowed(_("Only admins give measures to maintainers and admins."))
    if measure.kind == Measure.Kind.BLOCK:
        raise NotAllowed(_("Only who maintains all topics blocks from writing everywhere."))
    raise NotAllowed(_("Only who maintains a topic blocks from it."))


def require_words_and_end(measure: Measure) -> None:
    """Raises NotDone without a reason, and without an end that is neither past nor too far."""
    if not measure.reason:
        raise NotDone(_("Say why: the reason is public."))
    now, longest = timezone.now(), current_rules().longest_measure
    if measure.until is None or measure.until <= now:
        raise NotDone(_("Choose an end that is still to come: every measure has one."))
    if measure.until > now + dt.timedelta(days=longest):
        sentence = ngettext(
            "A measure lasts %(days)s day at most: choose an earlier end.",
            "A measure lasts %(days)s days at most: choose an earlier end.",
            longest,
        )
        raise NotDone(sentence % {"days": longest})


def require_standing(measure: Measure) -> None:
    """Raises NotDone when there is nothing to lift any more."""
    if not measure.is_standing:
        raise NotDone(_("This measure is over already."))


def held(measure: Measure) -> Measure:
    """The measure as it is now, held with whom or what it concerns until the transaction ends."""
    if measure.user_id is not None:
        User.objects.select_for_update().get(pk=measure.user_id)
    if measure.article_id is not None:
        locked(measure.article_id)
    Measure.objects.select_for_update().only("pk").get(pk=measure.pk)
    return Measure.objects.select_related("user", "topic", "article").get(pk=measure.pk)


def end(measure: Measure, actor: Actor, reason: str) -> None:
    """Ends a measure now; whom it restrained is as free as the others in force leave them."""
    measure.ended = timezone.now()
    measure.ended_by_name = actor.public_name
    measure.ended_reason = reason.strip()
    measure.save(update_fields=["ended", "ended_by_name", "ended_reason"])
    follow(measure)


def replaced(actor: Actor, old: Measure | None, reason: str) -> None:
    """Ends the measure that a new one takes the place of. Raises NotDone while it is appealed."""
    if old is None:
        return
    if old.appeals.filter(outcome=Appeal.Outcome.OPEN).exists():
        raise NotDone(
            _(
                "An appeal against the measure that is in force now waits for an answer: decide "
                "it first, or lift the measure."
            )
        )
    old.ended = timezone.now()
    old.ended_by_name = actor.public_name
    old.ended_reason = reason
    old.save(update_fields=["ended", "ended_by_name", "ended_reason"])


def follow(measure: Measure) -> None:
    """Keeps on the person or the article what spares everybody else a query."""
    if measure.article_id is not None:
        article = Article.objects.get(pk=measure.article_id)
        article.protection = measure.level if measure.is_in_force else Protection.NONE
        article.protection_until = measure.until if measure.is_in_force else None
        article.touched = timezone.now()
        article.save(update_fields=["protection", "protection_until", "touched"])
    elif measure.user_id is not None:
        rows = Measure.objects.filter(user=measure.user_id).in_force()
        latest = rows.aggregate(latest=Max("until"))["latest"]
        User.objects.filter(pk=measure.user_id).update(restrained_until=latest)


def facts(measure: Measure | None) -> dict[str, str]:
    """What of a measure stands in the log before and after; nothing of one that does not count."""
    if measure is None:
        return {"level": "", "until": "", "topic": ""}
    return {
        "level": measure.level or measure.kind,
        "until": f"{measure.until.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC" if measure.until else "",
        "topic": measure.topic.slug if measure.topic else "",
    }


def record_measure(
    actor: Actor,
    action: str,
    measure: Measure,
    old: Measure | None,
    reason: str = "",
    is_over: bool = False,
) -> None:
    """Logs what became of a measure; its page says the rest."""
    record(
        actor=actor,
        action=action,
        target=measure.article or measure.user,
        target_label=measure.article.title if measure.article else measure.name,
        target_url=measure.get_absolute_url(),
        old=facts(measure if is_over else old),
        new=facts(None if is_over else measure),
        reason=reason.strip() or measure.reason,
    )


def _replace(actor: Actor, measure: Measure) -> Measure | None:
    """Ends what the measure takes the place of and returns it; a notice takes no place."""
    if measure.kind == Measure.Kind.NOTICE:
        return None
    same = Measure.objects.in_force().filter(
        user=measure.user, name=measure.name, kind=measure.kind, topic=measure.topic
    )
    old = same.select_for_update().first()
    replaced(actor, old, measure.reason)
    return old
