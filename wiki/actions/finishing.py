"""Finishing what awaits: a maintainer edits the latest text and validates everything in one go."""

from django.db import transaction
from django.utils.translation import gettext as _

from wiki.actions import formatting
from wiki.actions.drafts import Draft, made_before, scoped_key
from wiki.actions.editing import copies_in, says_the_same, store_text
from wiki.actions.errors import NotDone, NothingChanged
from wiki.actions.permitting import require_may_edit, require_may_save
from wiki.actions.revising import Change, add_revision, locked
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
    CopyRefused, rendering.TooHardToFormat and rendering.TextTooLong; nothing is done then.
    """
    require_reviewer(actor, article)
    require_may_edit(actor, article, draft.topics)
    draft = draft.tidied()
    made = made_before(actor, draft)
    if made is not None:
        return made
    copies = copies_in(actor, article, draft)
    if copies.questions:
        raise NotDone(
            _(
                "Nothing was decided: words that you added are from “%(title)s”, and whether they "
                "may stand here is not settled. Publish this as an edit, for another maintainer "
                "to decide on, or write the passage anew in your own words."
            )
            % {"title": copies.questions[0].title}
        )
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
            sources=copies.sources,
            brought=copies.brought,
        )
        revision = add_revision(current, change, rendered)
        if revisions:
            record_verdict(actor, "review.validate", current, revisions, comment, last=revision)
        return revision
