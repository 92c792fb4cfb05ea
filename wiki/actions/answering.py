"""Answers to verdicts, in public, by those whom the verdict concerns."""

from django.db import transaction
from django.utils.translation import gettext as _

from commons.log.record import record
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.telling import tell_answer
from wiki.history.versions import Author
from wiki.models import Answer, Review, User
from wiki.models.answer import ANSWER_LENGTH
from wiki.models.person import Actor
from wiki.models.revision import written_by
from wiki.permissions import has_a_say

MOST = 10  # answers of one person to one decision


def may_answer(actor: Actor, review: Review) -> bool:
    """Whether the decision that the row belongs to concerns the actor.

    It concerns who made it and those whose changes it covers, guests by their pseudonym. Edits
    that were validated by being made ask for no answer.
    """
    if review.by_edit or not has_a_say(actor):
        return False
    if actor.pk is not None and review.reviewer_id == actor.pk:
        return True
    mine = written_by(actor, "revision__")
    return Review.objects.filter(mine, decision=review.decision).exists()


def answer_verdict(*, actor: Actor, review: Review, text: str) -> Answer:
    """Answers the decision that the row belongs to; those whom it concerns get a notice.

    Raises NotAllowed, NotDone.
    """
    if not may_answer(actor, review):
        raise NotAllowed(
            _("Only the authors whose changes a verdict covers and its maintainer answer here.")
        )
    text = text.strip()
    if not text or len(text) > ANSWER_LENGTH:
        raise NotDone(_("Write an answer that is not longer than 2,000 characters."))
    article = review.revision.article
    with transaction.atomic():
        # Held, so that answers sent at once are counted one after the other.
        hold_author(actor, review)
        who = {"author": Author.of(actor).user, "author_name": actor.public_name}
        if Answer.objects.filter(decision=review.decision, **who).count() >= MOST:
            raise NotDone(_("You have answered often enough here: edit the article instead."))
        answer = Answer.objects.create(decision=review.decision, text=text, **who)
        tell_answer(answer, review)
        record(
            actor=actor,
            action="review.answer",
            target=article,
            target_label=article.title,
            target_url=article.get_absolute_url(),
            reason=text,
        )
        return answer


def hold_author(actor: Actor, review: Review) -> None:
    """Holds who speaks about a decision until the transaction ends; a guest has no row of their
    own, so the decision's first is held for them."""
    if isinstance(actor, User):
        User.objects.select_for_update(no_key=True).get(pk=actor.pk)
        return
    rows = Review.objects.filter(decision=review.decision).order_by("pk")
    rows.select_for_update(no_key=True).first()
