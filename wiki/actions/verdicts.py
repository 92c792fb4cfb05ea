"""What every verdict has in common: who may give one, on what, its rows and its line in the log."""

import uuid
from collections.abc import Mapping

from django.db.models import Max
from django.utils.translation import gettext as _

from commons.log.record import record
from wiki.actions.errors import ChangedMeanwhile, NotAllowed, NotDone
from wiki.actions.own_changes import own_among, require_others_changes
from wiki.actions.revising import locked
from wiki.actions.second_looks import open_by_chance
from wiki.actions.settling import settle
from wiki.actions.telling import tell_verdict
from wiki.history.versions import Author
from wiki.models import Article, Review, Revision
from wiki.models.person import Actor
from wiki.models.revision import RevisionQuerySet
from wiki.permissions import can_review

# What a revision is after a verdict; one whose author is asked for changes awaits as before.
STATES = {
    Review.Verdict.VALIDATED: Revision.State.VALIDATED,
    Review.Verdict.DECLINED: Revision.State.DECLINED,
    Review.Verdict.ASKED: Revision.State.AWAITING,
}


def require_reviewer(actor: Actor, article: Article) -> None:
    """Raises NotAllowed when the actor does not decide on changes to the article."""
    if can_review(actor, article):
        return
    if can_review(actor):
        raise NotAllowed(
            _("You maintain other topics: a maintainer of one of this article's topics decides.")
        )
    raise NotAllowed(_("Only maintainers validate and decline changes."))


def require_reason(reason: str, sentence: str) -> None:
    """Raises NotDone with the sentence when no reason is given."""
    if not reason.strip():
        raise NotDone(sentence)


def as_seen(article: Article, seen: int, seen_validated: int, seen_word: int | None) -> Article:
    """The article, locked, if it is still as the maintainer saw it. Raises ChangedMeanwhile.

    `seen_word` is what `last_word` said then; None when that was not looked at.
    """
    current = locked(article.pk)
    latest = current.latest.number if current.latest else 0
    validated = current.validated.number if current.validated else 0
    if (latest, validated) != (seen, seen_validated) or current.is_deleted:
        raise ChangedMeanwhile(current, seen)
    if seen_word is not None and last_word(current) != seen_word:
        raise ChangedMeanwhile(current, seen)
    return current


def awaiting(article: Article) -> RevisionQuerySet:
    """The article's changes that nobody has decided on."""
    return Revision.objects.filter(article=article).awaiting()


def last_word(article: Article) -> int:
    """The key of the newest verdict on a change that awaits still; 0 for none.

    Together with the latest and the validated revision it tells whether others decided meanwhile.
    """
    rows = Review.objects.filter(revision__in=awaiting(article))
    return rows.aggregate(newest=Max("pk"))["newest"] or 0


def judge(actor: Actor, revisions: list[Revision], verdict: str, comment: str) -> list[Review]:
    """One verdict row for each revision, each revision's state, and a word to the authors.

    Raises NotAllowed when one of them is the actor's own and the site's rules do not allow that.
    """
    require_others_changes(actor, revisions)
    own = own_among(actor, revisions)
    decision = uuid.uuid4()
    rows = Review.objects.bulk_create(
        Review(
            revision=revision,
            decision=decision,
            verdict=verdict,
            reviewer=Author.of(actor).user,
            reviewer_name=actor.public_name,
            comment=comment,
            on_own=revision in own,
        )
        for revision in revisions
    )
    state = STATES[Review.Verdict(verdict)]
    Revision.objects.filter(pk__in=[revision.pk for revision in revisions]).update(state=state)
    tell_verdict(rows)
    settle(revisions[0].article_id, actor)
    open_by_chance(rows)
    return rows


def record_verdict(
    actor: Actor,
    action: str,
    article: Article,
    revisions: list[Revision],
    reason: str,
    old: Mapping[str, str] | None = None,
    now: Mapping[str, str] | None = None,
    last: Revision | None = None,
) -> None:
    """Logs a verdict; `old` holds what it took back, `now` what counts instead.

    `last` is the edit that was made with the decision, after the `revisions` it covers.
    """
    taken_back = {name: (now or {})[name] for name in old or {}}
    own = {"on_own": True} if own_among(actor, revisions) else {}
    record(
        actor=actor,
        action=action,
        target=article,
        target_label=article.title,
        target_url=article.get_absolute_url(),
        old=dict(old) if old else None,
        new={"revisions": [revisions[0].number, (last or revisions[-1]).number]} | own | taken_back,
        reason=reason,
        language=article.language,
    )
