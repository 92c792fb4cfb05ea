"""Who may write, asked before an action and again in the transaction that writes.

What is asked is `permissions.can_edit`; here are the sentences that say why not, until when, and
what to do, and what only a lock can tell: how long ago somebody slowed down wrote last.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wiki.actions.errors import NotAllowed, Restrained
from wiki.models import Article, Measure, Revision, Topic, User
from wiki.models.article import Protection
from wiki.models.person import Actor
from wiki.models.revision import written_by
from wiki.models.rules import current_rules
from wiki.permissions import can_write, restraints_on, what_stops


def require_may_edit(
    actor: Actor, article: Article | None = None, topics: Iterable[Topic] = ()
) -> None:
    """Raises NotAllowed, with the reason, when the actor may not write here."""
    _require(actor, article, topics, restraints_on(actor))


def require_may_save(
    actor: Actor, article: Article | None = None, topics: Iterable[Topic] = ()
) -> None:
    """The same in the transaction that writes; raises Restrained, too, where it is too soon.

    A measure given while somebody was saving either waits until that save stands, or stops it
    here, before anything is written. The person is held, and whoever is slowed down by the row of
    that measure, so that two saves sent at once are looked at one after the other.
    """
    restraints = _restraints_now(actor)
    _require(actor, article, topics, restraints)
    for measure in restraints:
        if measure.kind == Measure.Kind.SLOWED:
            _require_slowly(actor, measure)


def why_stopped(measure: Measure) -> str:
    """What the measure keeps whom it concerns from, until when and why, in a sentence."""
    words = {"until": _moment(measure.until), "reason": measure.reason, "topic": measure.topic}
    if measure.kind == Measure.Kind.BLOCK:
        sentence = _("You are blocked from writing here until %(until)s, for this reason:")
    elif measure.kind == Measure.Kind.TOPIC_BLOCK:
        sentence = _("You are blocked from the topic %(topic)s until %(until)s, for this reason:")
    elif measure.kind == Measure.Kind.SLOWED:
        sentence = _("You are slowed down until %(until)s, for this reason:")
    elif measure.kind == Measure.Kind.NOTICE:
        sentence = _("A maintainer gave you a notice, shown here until %(until)s:")
    elif measure.level == Protection.MEMBERS:
        sentence = _("Guests may not edit this article until %(until)s, for this reason:")
    elif measure.level == Protection.ESTABLISHED:
        sentence = _(
            "Guests and newcomers may not edit this article until %(until)s, for this reason:"
        )
    else:
        sentence = _("Only maintainers edit this article until %(until)s, for this reason:")
    return f"{sentence} {_('“%(reason)s”')}" % words


def next_edit(actor: Actor) -> dt.datetime | None:
    """When the actor, who is slowed down, may write again; None for at once. Without a lock."""
    following = _next_edit(actor)
    return following if following is not None and following > timezone.now() else None


def _require(
    actor: Actor, article: Article | None, topics: Iterable[Topic], restraints: Sequence[Measure]
) -> None:
    # Credit is due to somebody: a visitor writes as the guest that `who.writer_of` makes of them.
    if not can_write(actor) or not actor.public_name:
        if article is not None and article.is_deleted:
            raise NotAllowed(_deleted())
        raise NotAllowed(_("Sign in to write here."))
    if article is not None and article.is_deleted:
        raise NotAllowed(_deleted())
    measure = what_stops(actor, article, topics, restraints)
    if measure is not None:
        raise Restrained(f"{_('Nothing is saved.')} {why_stopped(measure)}", measure)


def _deleted() -> str:
    return _("This article was deleted: a maintainer can restore it.")


def _restraints_now(actor: Actor) -> list[Measure]:
    """The measures in force on the actor as the database has them now, held with the actor."""
    if isinstance(actor, User):
        # Not the key: whatever else refers to the person meanwhile need not wait.
        people = User.objects.select_for_update(no_key=True).filter(pk=actor.pk)
        until = people.values_list("restrained_until", flat=True).get()
        if until is None or until <= timezone.now():
            return []
    rows = Measure.objects.on(actor).in_force().select_related("topic")
    return list(rows.order_by("pk").select_for_update(of=("self",)))


def _require_slowly(actor: Actor, measure: Measure) -> None:
    following = next_edit(actor)
    if following is None:
        return
    sentence = _(
        "Nothing is saved yet: you are slowed down until %(until)s, and your next change is "
        "possible at %(next)s. What you typed is still here: send it then."
    )
    raise Restrained(
        sentence % {"until": _moment(measure.until), "next": _moment(following)}, measure
    )


def _next_edit(actor: Actor) -> dt.datetime | None:
    """When the actor's last change is as long ago as the rules ask of who is slowed down."""
    mine = Revision.objects.filter(written_by(actor))
    last: dt.datetime | None = mine.aggregate(last=Max("recorded"))["last"]
    if last is None:
        return None
    return last + dt.timedelta(minutes=current_rules().slowed_minutes)


def _moment(when: dt.datetime | None) -> str:
    return date_format(timezone.localtime(when), "DATETIME_FORMAT") if when else "–"
