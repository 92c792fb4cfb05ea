"""Telling members what happened to their changes."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.actions.errors import NotAllowed
from wiki.actions.mailing import mail_after_commit
from wiki.models import Answer, Notice, Review, ReviewRequest, Revision, User
from wiki.models.person import Actor


def tell_verdict(rows: Iterable[Review]) -> list[Notice]:
    """Tells each member whose changes the rows of one decision cover, once for each article.

    Called in the transaction that writes the rows, so that no verdict stays untold and no
    notice tells of a verdict that was not made. Who decided is not told, nor are guests, who
    have no page for it, and authors who wrote elsewhere. Edits that validate themselves tell
    nobody.
    """
    covered: defaultdict[tuple[int, int], list[Revision]] = defaultdict(list)
    review = None
    for review in rows:
        author = review.revision.author_id
        if author is not None and author != review.reviewer_id and not review.by_edit:
            covered[author, review.revision.article_id].append(review.revision)
    if review is None:
        return []
    notices = Notice.objects.bulk_create(
        _about_verdict(review, author, article, revisions)
        for (author, article), revisions in covered.items()
    )
    mail_after_commit(notices)
    return notices


def _about_verdict(review: Review, author: int, article: int, revisions: list[Revision]) -> Notice:
    numbers = [revision.number for revision in revisions]
    return Notice(
        user_id=author,
        article_id=article,
        kind=Notice.Kind.VERDICT,
        verdict=review.verdict,
        decision=review.decision,
        changes=len(numbers),
        first=min(numbers),
        last=max(numbers),
        actor_id=review.reviewer_id,
        actor_name=review.reviewer_name,
        words=review.comment,
        created=review.created,
    )


def tell_answer(answer: Answer, review: Review) -> list[Notice]:
    """Tells the maintainer who decided, and who answered before, that there is a new answer."""
    others = Answer.objects.filter(decision=answer.decision).exclude(author=None)
    told = {*others.values_list("author_id", flat=True), review.reviewer_id}
    told -= {answer.author_id}
    notices = Notice.objects.bulk_create(
        Notice(
            user_id=user_id,
            article_id=review.revision.article_id,
            kind=Notice.Kind.ANSWER,
            verdict=review.verdict,
            decision=review.decision,
            first=review.revision.number,
            last=review.revision.number,
            actor_id=answer.author_id,
            actor_name=answer.author_name,
            words=answer.text,
            created=answer.created,
        )
        for user_id in sorted(key for key in told if key is not None)
    )
    mail_after_commit(notices)
    return notices


def tell_request(request: ReviewRequest, told: Iterable[User], first: int) -> list[Notice]:
    """Tells those who are asked for review what awaits, from revision number `first` on."""
    notices = Notice.objects.bulk_create(
        Notice(
            user=user,
            article_id=request.article_id,
            kind=Notice.Kind.REQUEST,
            first=first,
            last=request.number,
            actor_id=request.author_id,
            actor_name=request.author_name,
            words=request.words,
            created=request.created,
        )
        for user in told
    )
    mail_after_commit(notices)
    return notices


def mark_read(*, actor: Actor, up_to: int = 0, notice: int = 0) -> int:
    """Marks as read the notice with the key `notice`, or all up to the one with the key `up_to`.

    What came after the list was opened stays unread. Only the actor's own are marked; returns
    how many. Raises NotAllowed.
    """
    if not isinstance(actor, User) or not actor.is_active:
        raise NotAllowed(_("Sign in to see your notices."))
    mine = Notice.objects.filter(user=actor)
    last = mine.filter(pk=up_to).values("created")
    chosen = mine.filter(pk=notice) if notice else mine.filter(created__lte=Subquery(last))
    with transaction.atomic():
        return chosen.mark_read(timezone.now())
