"""Finishing what awaits: a maintainer edits the latest text and validates everything in one go."""

from django.db import transaction

from wiki.actions import formatting
from wiki.actions.editing import (
    Draft,
    made_before,
    says_the_same,
    scoped_key,
    store_text,
)
from wiki.actions.errors import NothingChanged
from wiki.actions.permitting import require_may_edit, require_may_save
from wiki.actions.revising import Change, add_revision, locked
from wiki.actions.sourcing import source_of
from wiki.actions.verdicts import as_seen, awaiting, judge, record_verdict, require_reviewer
from wiki.history.versions import Author
from wiki.models import Article, Review, Revision
from wiki.models.person import Actor


def edit_and_validate(
    *,
    actor: Actor,
    article: Article,
    draft: Draft,
    seen: int,
    seen_validated: int,
    seen_word: int | None = None,
    comment: str = "",
) -> Revision:
    """Saves an edit of revision `seen`, the latest, and validates what awaits up to it.

    One verdict for each change that awaited; the edit itself is validated by being made. Nothing
    is merged: what others wrote meanwhile would be validated unseen. The same form sent again
    gives the revision it made. Raises NotAllowed, NotDone, NothingChanged, ChangedMeanwhile,
    rendering.TooHardToFormat and rendering.TextTooLong; then nothing is saved or decided.
    """
    require_reviewer(actor, article)
    require_may_edit(actor, article, draft.topics)
    draft = draft.tidied()
    made = made_before(actor, draft)
    if made is not None:
        return made
    rendered = formatting.render(draft.text, article.language)
    with transaction.atomic():
        locked(article.pk)
        made = made_before(actor, draft)
        if made is not None:
            return made
        current = as_seen(article, seen, seen_validated, seen_word)
        require_may_save(actor, current, draft.topics)
        if says_the_same(current, draft):
            raise NothingChanged
        revisions = list(awaiting(current).order_by("number"))
        if revisions:
            judge(actor, revisions, Review.Verdict.VALIDATED, comment)
        store_text(current, draft)
        change = Change(
            author=Author.of(actor),
            kind=Revision.Kind.EDIT,
            summary=draft.summary,
            key=scoped_key(actor, draft),
            validated_by=Author.of(actor).user,
            sources=[source_of(claim, current.licence, current) for claim in draft.sources],
        )
        revision = add_revision(current, change, rendered)
        if revisions:
            record_verdict(actor, "review.validate", current, revisions, comment, last=revision)
        return revision
