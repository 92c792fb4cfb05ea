"""Asking the authors for changes before a text is validated."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.actions.errors import ChangedMeanwhile, NotDone
from wiki.actions.revising import touch
from wiki.actions.verdicts import (
    as_seen,
    awaiting,
    judge,
    record_verdict,
    require_reason,
    require_reviewer,
)
from wiki.models import Article, Review
from wiki.models.person import Actor


def ask_for_changes(
    *,
    actor: Actor,
    article: Article,
    reason: str,
    seen: int,
    seen_validated: int,
    seen_word: int | None = None,
) -> list[Review]:
    """Asks the authors of all that awaits for changes: one row each. The text stays live.

    The changes go on awaiting; the article is marked until somebody edits it. Raises NotAllowed,
    NotDone (no reason; nothing awaits), ChangedMeanwhile, also when somebody else asked first
    and the maintainer had not seen it.
    """
    require_reviewer(actor, article)
    require_reason(reason, _("Say what you ask for: the authors and everybody else can read it."))
    with transaction.atomic():
        current = as_seen(article, seen, seen_validated, seen_word)
        if seen_word is None and current.asked_at is not None:
            raise ChangedMeanwhile(current, seen)
        revisions = list(awaiting(current).order_by("number"))
        if not revisions:
            raise NotDone(_("No change awaits a decision here."))
        rows = judge(actor, revisions, Review.Verdict.ASKED, reason)
        current.asked_at = timezone.now()
        touch(current)
        record_verdict(actor, "review.ask", current, revisions, reason)
        return rows
