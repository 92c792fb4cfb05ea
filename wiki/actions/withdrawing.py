"""Taking a verdict back, in public: what was said stays, and does not count any more."""

import uuid

from django.db import transaction
from django.utils.translation import gettext as _

from wiki.actions import formatting
from wiki.actions.errors import NotDone
from wiki.actions.own_changes import require_others_changes
from wiki.actions.revising import locked, recount_pending, touch
from wiki.actions.second_looks import close_with_withdrawal
from wiki.actions.showing import show_validated
from wiki.actions.telling import tell_verdict
from wiki.actions.verdicts import record_verdict, require_reason, require_reviewer
from wiki.history.versions import Author
from wiki.models import Article, Review, Revision, User
from wiki.models.person import Actor
from wiki.models.review import newest_request


def withdraw(*, actor: Actor, decision: uuid.UUID, reason: str) -> list[Review]:
    """Withdraws all verdicts of a decision: one new row each; no text changes.

    What counts as validated is the newest revision whose validation stands; withdrawn validations
    after it await a maintainer again. Declined changes stay out of the text and may be taken up
    again. Raises NotAllowed, NotDone, Review.DoesNotExist.
    """
    require_reason(reason, _("Say why you withdraw it: the reason is public."))
    with transaction.atomic():
        article = locked(_of_decision(decision)[0].revision.article_id)
        require_reviewer(actor, article)
        rows = _of_decision(decision)
        if Review.objects.filter(withdraws=decision).exists():
            raise NotDone(_("This verdict has already been withdrawn."))
        if article.is_deleted:
            raise NotDone(_("This article is deleted: restore it first."))
        _require_not_about_own(actor, rows)
        written = _write(actor, rows, reason)
        _follow(article, [row.revision_id for row in rows], rows[0].verdict)
        touch(article)
        formatting.drop_old_renderings(article)
        revisions = [row.revision for row in rows]
        record_verdict(actor, "review.withdraw", article, revisions, reason)
        # Whom a second look tells of its outcome knows by that that the verdict is withdrawn.
        if not close_with_withdrawal(decision, actor, reason):
            tell_verdict(written)
        return written


def _of_decision(decision: uuid.UUID) -> list[Review]:
    """The verdicts of a decision, by revision; a withdrawal is none."""
    rows = Review.objects.filter(decision=decision).exclude(verdict=Review.Verdict.WITHDRAWN)
    found = list(rows.select_related("revision").order_by("revision__number"))
    if not found:
        raise Review.DoesNotExist
    return found


def _require_not_about_own(actor: Actor, rows: list[Review]) -> None:
    """Raises NotAllowed when another's verdict is on the actor's own changes.

    One's own word can be taken back in any case.
    """
    if not isinstance(actor, User) or rows[0].reviewer_id == actor.pk:
        return
    require_others_changes(actor, [row.revision for row in rows])


def _write(actor: Actor, rows: list[Review], reason: str) -> list[Review]:
    together = uuid.uuid4()
    return Review.objects.bulk_create(
        Review(
            revision=row.revision,
            decision=together,
            verdict=Review.Verdict.WITHDRAWN,
            withdraws=row.decision,
            reviewer=Author.of(actor).user,
            reviewer_name=actor.public_name,
            comment=reason,
            on_own=isinstance(actor, User) and row.revision.author_id == actor.pk,
        )
        for row in rows
    )


def _follow(article: Article, revisions: list[int], verdict: str) -> None:
    """Makes states, the validated revision and what awaits those of the verdicts that stand."""
    if verdict == Review.Verdict.ASKED:
        request = newest_request(article)
        article.asked_at = request.created if request and article.asked_at else None
        return
    state = {
        Review.Verdict.VALIDATED: Revision.State.VALIDATED,
        Review.Verdict.DECLINED: Revision.State.DECLINED,
    }[Review.Verdict(verdict)]
    of_article = Revision.objects.filter(article=article)
    of_article.filter(pk__in=revisions, state=state).update(state=Revision.State.WITHDRAWN)
    if verdict == Review.Verdict.DECLINED:
        return
    # What is hidden is shown to nobody, whatever was said of it.
    shown = of_article.filter(state=Revision.State.VALIDATED, hiding=None)
    standing = shown.order_by("-number").first()
    article.validated = standing
    # Those before it are in the text that counts as validated: nothing is to be decided there.
    after = of_article.filter(
        state=Revision.State.WITHDRAWN, number__gt=standing.number if standing else 0
    )
    once_validated = Review.objects.filter(
        revision__article=article, verdict=Review.Verdict.VALIDATED
    )
    after.filter(pk__in=once_validated.values("revision")).update(state=Revision.State.AWAITING)
    recount_pending(article)
    show_validated(article)
