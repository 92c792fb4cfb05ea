"""Objecting to a verdict, and the second look that another maintainer takes at it."""

from django.db import transaction
from django.utils.translation import gettext as _

from commons.log.record import record
from wiki import history
from wiki.actions.answering import hold_author
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.revising import locked
from wiki.actions.second_looks import close, may_look_again, tell_objection
from wiki.actions.verdicts import require_reason
from wiki.actions.withdrawing import withdraw
from wiki.history.versions import Author
from wiki.models import Review, Revision, SecondLook, User
from wiki.models.answer import ANSWER_LENGTH
from wiki.models.person import Actor
from wiki.models.revision import written_by
from wiki.permissions import has_a_say

MOST_OPEN = 5  # objections of one person that wait at the same time


def may_object(actor: Actor, review: Review) -> bool:
    """Whether the actor has a say about the decision that the row belongs to.

    The authors whose changes it covers have, guests by their pseudonym, and the members with a
    validated edit in the article; not who decided or made the edit that validated itself. Nobody
    objects to what was taken over from elsewhere, nor to an edit that only gave back what was
    validated.
    """
    if not has_a_say(actor) or (actor.pk is not None and review.reviewer_id == actor.pk):
        return False
    if review.verdict == Review.Verdict.WITHDRAWN or _is_nobodys(review) or gives_back(review):
        return False
    mine = written_by(actor, "revision__")
    if Review.objects.filter(mine, decision=review.decision).exists():
        return True
    if not isinstance(actor, User):
        return False
    edits = Revision.objects.filter(article=review.revision.article_id, author=actor)
    return edits.filter(state=Revision.State.VALIDATED).exists()


def _is_nobodys(review: Review) -> bool:
    """Whether an import or the like was validated, by no maintainer's edit."""
    return review.by_edit and not review.by_trust and review.reviewer_id is None


def gives_back(review: Review) -> bool:
    """Whether the row validated an edit that only says again what was validated before it.

    So does what a decline makes: whoever doubts that objects to the decline.
    """
    edit = review.revision
    if not review.by_edit or edit.kind not in (Revision.Kind.REVERT, Revision.Kind.UNDO):
        return False
    earlier = Revision.objects.filter(article=edit.article_id, number__lt=edit.number)
    before = earlier.filter(state=Revision.State.VALIDATED).order_by("-number").first()
    if before is None or _kept(before) != _kept(edit):
        return False
    topics = [history.read(edit.article, one.number).topic_ids for one in (before, edit)]
    return set(topics[0]) == set(topics[1])


def _kept(revision: Revision) -> tuple[str, str, int]:
    """Text, title and licence: a revert leaves the title as it is, whoever changed that."""
    return revision.sha256, revision.title, revision.licence_id


def object_to_verdict(*, actor: Actor, review: Review, words: str) -> SecondLook:
    """Has another maintainer look again at the decision that the row belongs to.

    One that chance had chosen already becomes the objection's. Raises NotAllowed, NotDone.
    """
    if gives_back(review):
        raise NotDone(
            _(
                "This edit only gave back what was validated before. If a verdict declined other "
                "changes, object to that one."
            )
        )
    if not may_object(actor, review):
        raise NotAllowed(
            _(
                "Only the authors whose changes a verdict covers, and members with a validated "
                "edit in the article, object to it; not who gave it."
            )
        )
    words = words.strip()
    if not words or len(words) > ANSWER_LENGTH:
        raise NotDone(_("Say what is wrong with the verdict, in 2,000 characters at most."))
    with transaction.atomic():
        article = locked(review.revision.article_id)
        # Held, so that objections sent at once are counted one after the other.
        hold_author(actor, review)
        if article.is_deleted:
            raise NotDone(_("This article is deleted: restore it first."))
        if Review.objects.filter(withdraws=review.decision).exists():
            raise NotDone(_("This verdict has already been withdrawn."))
        look = _opened(actor, review, words)
        tell_objection(look, actor)
        _record(actor, "review.object", look, words)
        return look


def _opened(actor: Actor, review: Review, words: str) -> SecondLook:
    """The second look that the objection opens. Raises NotDone for one too many."""
    looks = SecondLook.objects.filter(decision=review.decision)
    if looks.objected_by(actor).exists():
        raise NotDone(_("You have objected to this verdict already: once is enough."))
    if SecondLook.objects.is_open().objected_by(actor).count() >= MOST_OPEN:
        raise NotDone(
            _("Several objections of yours wait for an answer: wait for those before you object.")
        )
    look = looks.is_open().first() or SecondLook(
        decision=review.decision,
        article_id=review.revision.article_id,
        verdict=review.verdict,
        reviewer=review.reviewer,
        reviewer_name=review.reviewer_name,
    )
    if look.why == SecondLook.Why.OBJECTION:
        raise NotDone(
            _("Somebody objected to this verdict already, and another maintainer will look at it.")
        )
    look.why, look.words = SecondLook.Why.OBJECTION, words
    look.objector, look.objector_name = Author.of(actor).user, actor.public_name
    look.save()
    return look


def uphold(*, actor: Actor, look: SecondLook, comment: str = "") -> SecondLook:
    """Says that the verdict stands; who objected is told why. Raises NotAllowed, NotDone."""
    comment = comment.strip()
    with transaction.atomic():
        current = _held(actor, look)
        if current.why == SecondLook.Why.OBJECTION:
            require_reason(comment, _("Say why it stands: somebody objected and reads this."))
        close(current, actor, SecondLook.Outcome.UPHELD, comment)
        _record(actor, "review.uphold", current, comment)
        return current


def overturn(*, actor: Actor, look: SecondLook, reason: str) -> SecondLook:
    """Withdraws the verdict, with all that follows from that. Raises NotAllowed, NotDone."""
    require_reason(reason, _("Say why you overturn it: the reason is public."))
    reason = reason.strip()
    with transaction.atomic():
        current = _held(actor, look)
        withdraw(actor=actor, decision=current.decision, reason=reason)
        current.refresh_from_db()
        _record(actor, "review.overturn", current, reason)
        return current


def _held(actor: Actor, look: SecondLook) -> SecondLook:
    """The second look, locked and still open, with its article. Raises NotAllowed, NotDone."""
    article = locked(look.article_id)
    current = SecondLook.objects.select_for_update().get(pk=look.pk)
    current.article = article
    if current.outcome:
        raise NotDone(
            _("%(name)s has closed this second look in the meantime.")
            % {"name": current.closed_by_name}
        )
    if article.is_deleted:
        raise NotDone(_("This article is deleted: restore it first."))
    if not may_look_again(actor, current):
        raise NotAllowed(
            _(
                "Another maintainer of the article looks at this: not who decided, objected, wrote "
                "what was decided on or looked at it before."
            )
        )
    return current


def _record(actor: Actor, action: str, look: SecondLook, reason: str) -> None:
    record(
        actor=actor,
        action=action,
        target=look.article,
        target_label=look.article.title,
        target_url=look.get_absolute_url(),
        reason=reason,
    )
