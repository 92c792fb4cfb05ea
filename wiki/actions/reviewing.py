"""Validating and declining changes that are live already."""

from django.db import transaction
from django.utils.translation import gettext as _

from wiki import history
from wiki.actions import formatting
from wiki.actions.errors import AddressTaken, NotDone
from wiki.actions.naming import move_to
from wiki.actions.revising import Change, add_revision, locked, recount_pending, touch
from wiki.actions.showing import show_validated
from wiki.actions.verdicts import (
    as_seen,
    awaiting,
    judge,
    record_verdict,
    require_reason,
    require_reviewer,
)
from wiki.addresses import slug_of
from wiki.history.versions import Author
from wiki.models import Article, Review, Revision, Topic
from wiki.models.person import Actor


def validate(
    *,
    actor: Actor,
    article: Article,
    up_to: int,
    seen: int,
    seen_validated: int,
    seen_word: int | None = None,
    comment: str = "",
) -> list[Review]:
    """Validates the changes awaiting up to revision number `up_to`: one row each.

    `seen` and `seen_validated` are the numbers of the latest and of the validated revision (0
    for none) when the maintainer opened the page, `seen_word` what `verdicts.last_word` said then,
    None when that was not looked at. Raises NotAllowed, NotDone, ChangedMeanwhile.
    """
    require_reviewer(actor, article)
    with transaction.atomic():
        current = as_seen(article, seen, seen_validated, seen_word)
        revisions = list(awaiting(current).filter(number__lte=up_to).order_by("number"))
        if not revisions or revisions[-1].number != up_to:
            raise NotDone(_("Choose one of the changes that await validation."))
        rows = judge(actor, revisions, Review.Verdict.VALIDATED, comment)
        current.validated = revisions[-1]
        recount_pending(current)
        show_validated(current)
        touch(current)
        formatting.drop_old_renderings(current)
        record_verdict(actor, "review.validate", current, revisions, comment)
        return rows


def decline(
    *,
    actor: Actor,
    article: Article,
    seen: int,
    seen_validated: int,
    reason: str,
    seen_word: int | None = None,
) -> Revision:
    """Declines all changes awaiting: the article says again what was validated last.

    The declined texts stay readable in the history. Returns the new revision. Raises NotAllowed,
    NotDone (no reason; nothing validated yet to go back to), ChangedMeanwhile.
    """
    require_reviewer(actor, article)
    require_reason(reason, _("Say why you decline: the authors and everybody else can read it."))
    with transaction.atomic():
        current = as_seen(article, seen, seen_validated, seen_word)
        if current.validated is None:
            raise NotDone(
                _(
                    "No version of this article was ever validated, so there is none to go back "
                    "to: validate it, edit it, or delete it with a reason."
                )
            )
        revisions = list(awaiting(current).order_by("number"))
        if not revisions:
            raise NotDone(_("No change awaits a decision here."))
        judge(actor, revisions, Review.Verdict.DECLINED, reason)
        before = _governed(current)
        revision = _go_back_to_validated(actor, current, reason)
        now = _governed(revision.article)
        old = {name: value for name, value in before.items() if value != now[name]}
        record_verdict(actor, "review.decline", revision.article, revisions, reason, old, now)
        return revision


def _governed(article: Article) -> dict[str, str]:
    """What has rows of its own in the public log when it is changed otherwise."""
    return {"title": article.title, "licence": article.licence.spdx}


def _go_back_to_validated(actor: Actor, article: Article, reason: str) -> Revision:
    """Writes the validated text, title, licence and topics as the next revision."""
    validated = article.validated
    assert validated is not None
    version = history.read(article, validated.number)
    if article.title != version.title:
        _take_title_back(article, version.title)
    article.text = version.text
    article.licence_id = version.licence_id
    article.save(update_fields=["text", "licence"])
    article.topics.set(Topic.objects.filter(pk__in=version.topic_ids))
    rendered = formatting.render(version.text, article.language)
    change = Change(
        author=Author.of(actor),
        kind=Revision.Kind.REVERT,
        summary=reason,
        reverted_to=validated,
        validated_by=Author.of(actor).user,
    )
    # Reloaded, for the licence object to be that of licence_id.
    return add_revision(locked(article.pk), change, rendered)


def _take_title_back(article: Article, title: str) -> None:
    """Renames to the validated title. Raises NotDone when its address went to another article."""
    try:
        move_to(article, title, slug_of(title))
    except AddressTaken as taken:
        raise NotDone(
            _(
                "The validated title is “%(title)s”, and another article has its address now: "
                "rename that one first, then decline."
            )
            % {"title": title}
        ) from taken
