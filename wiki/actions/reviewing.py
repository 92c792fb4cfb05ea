"""Validating and declining changes that are live already."""

from django.db import transaction
from django.utils.text import Truncator
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
from wiki.models.revision import SUMMARY_LENGTH


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
    None when that was not looked at. Raises NotAllowed, NotDone (also for a text that is hidden),
    ChangedMeanwhile.
    """
    require_reviewer(actor, article)
    with transaction.atomic():
        current = as_seen(article, seen, seen_validated, seen_word)
        revisions = list(awaiting(current).filter(number__lte=up_to).order_by("number"))
        if not revisions or revisions[-1].number != up_to:
            raise NotDone(_("Choose one of the changes that await validation."))
        _refuse_declined_words(current, up_to)
        revisions += _undone_since(current, up_to)
        _refuse_hidden(revisions[-1])
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
        before = governed(current)
        revision = _go_back_to_validated(actor, current, reason)
        now = governed(revision.article)
        old = {name: value for name, value in before.items() if value != now[name]}
        record_verdict(actor, "review.decline", revision.article, revisions, reason, old, now)
        return revision


def _refuse_declined_words(article: Article, up_to: int) -> None:
    """Raises NotDone when the text after `up_to` still holds a change that was declined alone."""
    undoing = awaiting(article).filter(number__gt=up_to, undoes__number__lte=up_to)
    last = undoing.select_related("undoes").order_by("-number").first()
    if last is not None and last.undoes is not None:
        raise NotDone(
            _(
                "Revision %(number)s still holds change %(declined)s, which was declined: "
                "validate up to revision %(undone)s at least, which takes it out."
            )
            % {"number": up_to, "declined": last.undoes.number, "undone": last.number}
        )


def _refuse_hidden(revision: Revision) -> None:
    """Raises NotDone when readers would be shown a text that is hidden."""
    if revision.is_hidden:
        raise NotDone(
            _("The text of revision %(number)s is hidden: validate up to a later revision.")
            % {"number": revision.number}
        )


def _undone_since(article: Article, up_to: int) -> list[Revision]:
    """What awaits after `up_to` where it only takes out again what was declined after it.

    Without a word of anybody's to decide on, it is validated together with the text it gives back.
    """
    rest = list(awaiting(article).filter(number__gt=up_to).order_by("number"))
    only_undone = all(revision.kind == Revision.Kind.UNDO for revision in rest)
    return rest if rest and only_undone and says_what_it_said(article, up_to) else []


def says_what_it_said(article: Article, number: int) -> bool:
    """Whether title, text, licence and topics are those of the article's revision `number`."""
    then = history.read(article, number)
    if isinstance(then, history.HiddenVersion):
        return False
    if (article.title, article.text) != (then.title, then.text):
        return False
    topics = set(article.topics.values_list("pk", flat=True))
    return article.licence_id == then.licence_id and topics == set(
        Topic.objects.filter(pk__in=then.topic_ids).values_list("pk", flat=True)
    )


def as_summary(reason: str) -> str:
    """A reason, in one line and as long as a summary may be."""
    return Truncator(" ".join(reason.split())).chars(SUMMARY_LENGTH)


def governed(article: Article) -> dict[str, str]:
    """What has rows of its own in the public log when it is changed otherwise."""
    return {"title": article.title, "licence": article.licence.spdx}


def _go_back_to_validated(actor: Actor, article: Article, reason: str) -> Revision:
    """Writes the validated text, title, licence and topics as the next revision."""
    validated = article.validated
    assert validated is not None
    version = history.read_text(article, validated.number)
    if article.title != version.title:
        take_title_back(article, version.title)
    article.text = version.text
    article.licence_id = version.licence_id
    article.save(update_fields=["text", "licence"])
    article.topics.set(Topic.objects.filter(pk__in=version.topic_ids))
    rendered = formatting.render(version.text, article.language)
    change = Change(
        author=Author.of(actor),
        kind=Revision.Kind.REVERT,
        summary=as_summary(reason),
        reverted_to=validated,
        validated_by=Author.of(actor).user,
    )
    # Reloaded, for the licence object to be that of licence_id.
    return add_revision(locked(article.pk), change, rendered)


def take_title_back(article: Article, title: str) -> None:
    """Renames to an earlier title. Raises NotDone when its address went to another article."""
    try:
        move_to(article, title, slug_of(title))
    except AddressTaken as taken:
        raise NotDone(
            _(
                "The title would be “%(title)s” again, and another article has its address now: "
                "rename that one first, then decline."
            )
            % {"title": title}
        ) from taken
