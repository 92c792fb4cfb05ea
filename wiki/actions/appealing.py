"""Appeals against measures, in public, which another maintainer decides."""

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.measuring import end, held, record_measure, require_standing
from wiki.history.versions import Author
from wiki.models import Appeal, Measure, User
from wiki.models.person import Actor, Visitor, maintainers_among
from wiki.permissions import can_give

MOST = 2  # appeals of one person against one measure
LONGEST = 2000  # characters


def may_appeal(actor: Actor, measure: Measure) -> bool:
    """Whom it concerns appeals, guests by their pseudonym; against a protection, every member."""
    if measure.kind == Measure.Kind.PROTECTION:
        return isinstance(actor, User) and actor.is_active
    if isinstance(actor, User) and not actor.is_active:
        return False
    return measure.concerns(actor)


def appeals_left(actor: Actor, measure: Measure) -> int:
    """How often the actor may still appeal against the measure."""
    if isinstance(actor, Visitor):
        return 0
    made = measure.appeals.filter(author=Author.of(actor).user, author_name=actor.public_name)
    return max(0, MOST - made.count())


def appeal(*, actor: Actor, measure: Measure, text: str) -> Appeal:
    """Asks that another maintainer look at a measure again. Raises NotAllowed, NotDone."""
    if not may_appeal(actor, measure):
        if measure.kind == Measure.Kind.PROTECTION:
            raise NotAllowed(_("Members appeal against the protection of an article: sign in."))
        raise NotAllowed(_("Only whom a measure concerns appeals against it."))
    text = text.strip()
    if not text or len(text) > LONGEST:
        raise NotDone(_("Say why in no more than 2,000 characters."))
    with transaction.atomic():
        current = held(measure)
        require_standing(current)
        if current.appeals.filter(outcome=Appeal.Outcome.OPEN).exists():
            raise NotDone(_("An appeal against this measure is open already: it is decided first."))
        if not appeals_left(actor, current):
            raise NotDone(_("You have appealed twice against this measure: the answers stand."))
        made = Appeal.objects.create(
            measure=current,
            author=Author.of(actor).user,
            author_name=actor.public_name,
            text=text,
        )
        record_measure(actor, "measure.appeal", current, current, text)
    return made


def decide_appeal(*, actor: Actor, appeal: Appeal, lift: bool, answer: str) -> Appeal:
    """Decides an appeal, with an answer that is public: the measure stays or is lifted.

    Raises NotAllowed, NotDone.
    """
    require_may_decide(actor, appeal)
    if not answer.strip():
        raise NotDone(_("Say why: the answer is public."))
    with transaction.atomic():
        measure = held(appeal.measure)
        current = Appeal.objects.select_for_update().get(pk=appeal.pk)
        if current.outcome != Appeal.Outcome.OPEN:
            raise NotDone(_("Somebody has decided this appeal already."))
        was = measure.is_standing
        current.outcome = Appeal.Outcome.LIFTED if lift else Appeal.Outcome.UPHELD
        current.decided = timezone.now()
        current.decided_by = Author.of(actor).user
        current.decided_by_name = actor.public_name
        current.answer = answer.strip()
        current.save(
            update_fields=["outcome", "decided", "decided_by", "decided_by_name", "answer"]
        )
        if lift and was:
            end(measure, actor, answer)
        record_measure(
            actor,
            "measure.appeal_lifted" if lift else "measure.appeal_upheld",
            measure,
            measure,
            answer,
            is_over=lift,
        )
    return current


def may_decide(actor: Actor, appeal: Appeal) -> bool:
    """Whether the actor decides the appeal: might have given the measure, and did not.

    Nobody decides their own appeal. An admin who gave the measure decides where nobody else may.
    """
    measure = appeal.measure
    if not can_give(actor, measure) or (actor.pk is not None and actor.pk == appeal.author_id):
        return False
    if measure.given_by_id is None or measure.given_by_id != actor.pk:
        return True
    return actor.is_admin and not any(_others(measure, appeal))


def require_may_decide(actor: Actor, appeal: Appeal) -> None:
    """Raises NotAllowed, with who may, when the actor does not decide the appeal."""
    if may_decide(actor, appeal):
        return
    if appeal.measure.given_by_id is not None and appeal.measure.given_by_id == actor.pk:
        raise NotAllowed(_("You gave this measure: another maintainer decides about the appeal."))
    raise NotAllowed(_("Only other maintainers who may give such a measure decide the appeal."))


def _others(measure: Measure, appeal: Appeal) -> Iterator[bool]:
    """For each maintainer besides the giver and the author of the appeal: that they may decide."""
    left_out = [key for key in (measure.given_by_id, appeal.author_id) if key is not None]
    for other in maintainers_among(User.objects.exclude(pk__in=left_out)):
        if can_give(other, measure):
            yield True
