"""Second looks, as steps of other acts: opened by chance with a verdict, closed, and told of."""

import secrets
import uuid
from collections import defaultdict

from django.utils import timezone

from wiki.actions.mailing import mail_after_commit
from wiki.models import Notice, Review, SecondLook, User
from wiki.models.notice import OBJECTED
from wiki.models.person import Actor
from wiki.models.rules import current_rules
from wiki.permissions import can_review

# What is chosen from by chance: an article where changes are asked for is looked at again anyway.
CHOSEN_FROM = (Review.Verdict.VALIDATED, Review.Verdict.DECLINED)


def drawn(share: int) -> bool:
    """Whether chance picks this one, when it picks `share` in a hundred."""
    return secrets.randbelow(100) < share


def open_by_chance(rows: list[Review]) -> None:
    """Has a decision, given by its rows, looked at again if chance picks it.

    Called in the transaction that makes the decision, so that none is left out.
    """
    first = rows[0]
    if first.by_edit or first.verdict not in CHOSEN_FROM:
        return
    if drawn(current_rules().second_look_share):
        SecondLook.objects.create(
            decision=first.decision,
            article_id=first.revision.article_id,
            verdict=first.verdict,
            reviewer=first.reviewer,
            reviewer_name=first.reviewer_name,
            why=SecondLook.Why.RANDOM,
        )


def may_look_again(actor: Actor, look: SecondLook) -> bool:
    """Whether the actor may uphold or overturn: a maintainer there who had no part in it yet.

    Not who decided first, objects, wrote what was decided on, or looked at it before. The twin of
    `SecondLookQuerySet.open_to`.
    """
    if not isinstance(actor, User) or look.outcome or not can_review(actor, look.article):
        return False
    return SecondLook.objects.open_to(actor).filter(pk=look.pk).exists()


def close(look: SecondLook, actor: Actor, outcome: str, comment: str) -> None:
    """Closes a second look that is open, and tells whom it concerns."""
    look.outcome = outcome
    look.closed = timezone.now()
    look.closed_by = actor if isinstance(actor, User) else None
    look.closed_by_name = actor.public_name
    look.comment = comment
    look.save(update_fields=["outcome", "closed", "closed_by", "closed_by_name", "comment"])
    told = {look.reviewer_id, look.objector_id, *_changes_by_author(look)}
    _tell(look, actor, outcome, comment, told)


def close_with_withdrawal(decision: uuid.UUID, actor: Actor, reason: str) -> bool:
    """Closes what is open about a decision that is withdrawn now; returns whether something was.

    However it came to be withdrawn, the decision did not stand.
    """
    look = SecondLook.objects.is_open().select_for_update().filter(decision=decision).first()
    if look is None:
        return False
    close(look, actor, SecondLook.Outcome.OVERTURNED, reason)
    return True


def tell_objection(look: SecondLook, actor: Actor) -> None:
    """Tells the maintainer who decided that somebody objects."""
    _tell(look, actor, OBJECTED, look.words, {look.reviewer_id})


def _tell(
    look: SecondLook, actor: Actor, what: str, words: str, told: set[int | None]
) -> list[Notice]:
    by_author = _changes_by_author(look)
    every = sorted(number for numbers in by_author.values() for number in numbers)
    notices = Notice.objects.bulk_create(
        Notice(
            user_id=user_id,
            article_id=look.article_id,
            kind=Notice.Kind.SECOND,
            verdict=what,
            decision=look.decision,
            changes=len(by_author.get(user_id, ())),
            first=min(by_author.get(user_id, every)),
            last=max(by_author.get(user_id, every)),
            actor=actor if isinstance(actor, User) else None,
            actor_name=actor.public_name,
            words=words,
        )
        for user_id in sorted(key for key in told if key is not None and key != actor.pk)
    )
    mail_after_commit(notices)
    return notices


def _changes_by_author(look: SecondLook) -> dict[int | None, list[int]]:
    """The numbers of the changes that the decision covers, by the account of who wrote them."""
    rows = Review.objects.filter(decision=look.decision)
    found: defaultdict[int | None, list[int]] = defaultdict(list)
    for author, number in rows.values_list("revision__author", "revision__number"):
        found[author].append(number)
    return dict(found)
