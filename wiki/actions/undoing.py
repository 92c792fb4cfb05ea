"""Declining one change out of several: it is undone on top of the latest text, the rest stays."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from licensing.models import Licence
from wiki.actions import formatting
from wiki.actions.copying import Copies, taken_by
from wiki.actions.drafts import Draft, made_before, scoped_key
from wiki.actions.errors import ChangedMeanwhile, NotDone
from wiki.actions.leaving_out import without
from wiki.actions.reviewing import as_summary, governed, says_what_it_said, take_title_back
from wiki.actions.revising import Change, add_revision, locked, recount_pending
from wiki.actions.verdicts import (
    as_seen,
    awaiting,
    judge,
    record_verdict,
    require_reason,
    require_reviewer,
)
from wiki.history.versions import Author, Version
from wiki.models import Article, Review, Revision, Topic
from wiki.models.person import Actor


def decline_one(
    *,
    actor: Actor,
    article: Article,
    number: int,
    seen: int,
    seen_validated: int,
    reason: str,
    seen_word: int | None = None,
    settled: Draft | None = None,
) -> Revision:
    """Declines change `number` alone: a new revision holds all the others and not this one.

    The others go on awaiting, and the new revision with them; when it says what is validated and
    nothing else awaits, it is validated by being made. `settled` is what a maintainer made of
    changes that touch each other. Raises NotAllowed, NotDone, ChangesTouch, ChangedMeanwhile and
    CopyRefused.
    """
    require_reviewer(actor, article)
    require_reason(reason, _("Say why you decline: the authors and everybody else can read it."))
    made = made_before(actor, settled) if settled is not None else None
    if made is not None:
        return made
    try:
        result = without(article, number, seen, settled)
    except Revision.DoesNotExist as unknown:
        raise ChangedMeanwhile(locked(article.pk), seen) from unknown
    copies = Copies()
    if settled is not None:
        licence = Licence.objects.get(pk=result.licence_id)
        draft = replace(settled, text=result.text)
        copies = taken_by(draft, actor=actor, article=article, licence=licence, old=article.text)
    rendered = formatting.render(result.text, article.language)
    with transaction.atomic():
        locked(article.pk)
        made = made_before(actor, settled) if settled is not None else None
        if made is not None:
            return made
        current = as_seen(article, seen, seen_validated, seen_word)
        declined = awaiting(current).filter(number=number).first()
        if declined is None:
            raise NotDone(_("Choose one of the changes that await validation."))
        judge(actor, [declined], Review.Verdict.DECLINED, reason)
        before = governed(current)
        current = _store(current, result)
        recount_pending(current)
        change = Change(
            author=Author.of(actor),
            # What a maintainer settles by hand holds words of their own: an edit like any other.
            kind=Revision.Kind.UNDO if settled is None else Revision.Kind.EDIT,
            summary=as_summary(reason),
            key=scoped_key(actor, settled) if settled is not None else None,
            undoes=declined,
            validated_by=Author.of(actor).user if _is_all_decided(current) else None,
            sources=copies.sources,
            brought=copies.brought,
        )
        revision = add_revision(current, change, rendered)
        now = governed(current)
        old = {name: value for name, value in before.items() if value != now[name]}
        record_verdict(actor, "review.decline_one", current, [declined], reason, old, now)
        return revision


def _store(article: Article, result: Version) -> Article:
    """Makes the article say the result; gives it back locked and read anew."""
    if article.title != result.title:
        take_title_back(article, result.title)
    article.text = result.text
    article.licence_id = result.licence_id
    article.save(update_fields=["text", "licence"])
    article.topics.set(Topic.objects.filter(pk__in=result.topic_ids))
    return locked(article.pk)


def _is_all_decided(article: Article) -> bool:
    """Whether what is validated stands there again and nobody else's change awaits."""
    validated = article.validated
    if validated is None or awaiting(article).exclude(kind=Revision.Kind.UNDO).exists():
        return False
    return says_what_it_said(article, validated.number)
