"""Answers to verdicts, in public, by those whom the verdict concerns."""

from django.db import transaction
from django.utils.translation import gettext as _

from commons.log.record import record
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.telling import tell_answer
from wiki.models import Answer, Review, User
from wiki.models.answer import ANSWER_LENGTH
from wiki.models.person import Actor

MOST = 10  # answers of one person to one decision


def may_answer(actor: Actor, review: Review) -> bool:
    """Whether the decision that the row belongs to concerns the actor.

    It concerns who made it and the members whose changes it covers. Edits that were validated
    by being made ask for no answer.
    """
    if not isinstance(actor, User) or not actor.is_active or review.by_edit or actor.is_blocked:
        return False
    if review.reviewer_id == actor.pk:
        return True
    return Review.objects.filter(decision=review.decision, revision__author=actor).exists()


def answer_verdict(*, actor: Actor, review: Review, text: str) -> Answer:
    """Answers the decision that the row belongs to; those whom it concerns get a notice.

    Raises NotAllowed, NotDone.
    """
    if not isinstance(actor, User) or not may_answer(actor, review):
        raise NotAllowed(
            _("Only the authors whose changes a verdict covers and its maintainer answer here.")
        )
    text = text.strip()
    if not text or len(text) > ANSWER_LENGTH:
        raise NotDone(_("Write an answer that is not longer than 2,000 characters."))
    article = review.revision.article
    with transaction.atomic():
        # Held, so that answers sent at once are counted one after the other.
        User.objects.select_for_update(no_key=True).get(pk=actor.pk)
        earlier = Answer.objects.filter(decision=review.decision)
        if earlier.filter(author=actor).count() >= MOST:
            raise NotDone(_("You have answered often enough here: edit the article instead."))
        answer = Answer.objects.create(
            decision=review.decision, author=actor, author_name=actor.public_name, text=text
        )
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
