"""The one path by which an article gets a revision, and the state of its review follows."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from wiki import history
from wiki.actions import formatting, pending
from wiki.actions.coming_back import require_may_come_back
from wiki.actions.comparing import forget_shingles, keep_shingles
from wiki.actions.crediting import SETTLED, NewSource, keep_credit, leading
from wiki.actions.hidden_text import TextIsHidden
from wiki.actions.settling import settle
from wiki.actions.showing import show_latest
from wiki.actions.telling_proposals import ask_new_authors
from wiki.history.authorship import Brought
from wiki.history.versions import Author
from wiki.models import Article, Contributor, Review, Revision, User
from wiki.models.person import Actor
from wiki.permissions import can_review, is_trusted
from wiki.rendering import Rendered

LEADING_CONTRIBUTORS = 5


@dataclass(frozen=True)
class Trusted:
    """A trusted contributor whose edit validates itself."""

    user: User


# A maintainer, a trusted contributor, or the public name of what validates (imports, starter).
Judge = User | Trusted | str


@dataclass(frozen=True)
class Change:
    """What is known of a revision about to be written, apart from the text."""

    author: Author
    kind: str
    summary: str = ""
    created: datetime | None = None
    key: str | None = None
    reverted_to: Revision | None = None
    undoes: Revision | None = None
    # Who validates it by making it; None when it awaits a maintainer.
    validated_by: Judge | None = None
    # What it takes from elsewhere, and the words that came from other articles with their authors.
    sources: Sequence[NewSource] = ()
    brought: Sequence[Brought] = ()


def locked(article_id: int) -> Article:
    """The article, locked until the transaction ends. Raises Article.DoesNotExist."""
    # Locked first and read after: PostgreSQL, when it had to wait for the lock, would join the
    # new article row with the revisions that it saw before it waited.
    Article.objects.select_for_update().only("pk").get(pk=article_id)
    return Article.objects.select_related("latest", "validated", "licence").get(pk=article_id)


def add_revision(article: Article, change: Change, rendered: Rendered | None) -> Revision:
    """Writes what `article` says now as its next revision; everything derived follows.

    `article` is locked and its versioned fields are saved. `rendered` is the formatted text;
    None for a revision in the middle of an imported history, of which no HTML is shown. Raises
    TextIsHidden, and nothing is written.
    """
    revision = _written(article, change)
    article.latest = revision
    article.asked_at = None
    _credit(article, revision)
    old = _text_before(article, revision)
    back = keep_credit(article, revision, old=old, sources=change.sources, brought=change.brought)
    require_may_come_back(article, revision, back)
    if rendered is not None:
        keep_shingles(article, old)
    else:
        forget_shingles(article)
    article.leading_contributors = leading(article, LEADING_CONTRIBUTORS)
    judge = change.validated_by
    if isinstance(judge, Trusted) and pending.asks_about_licence(revision):
        judge = None
    if revision.asks_licence:  # which nobody answers by asking
        judge = None
    if judge is not None:
        _validate_by_edit(article, revision, judge)
    else:
        article.pending_count += 1
        article.pending_since = article.pending_since or revision.recorded
        pending.add(article, revision)
    if rendered is not None:
        show_latest(article, rendered)
        if revision.number > 1:
            ask_new_authors(article)
    touch(article)
    formatting.drop_old_renderings(article)
    return revision


def _written(article: Article, change: Change) -> Revision:
    """The new row. Raises TextIsHidden for a text that is hidden in the article's history."""
    try:
        return history.write(
            article,
            author=change.author,
            kind=change.kind,
            summary=change.summary,
            parent=article.latest,
            created=change.created,
            key=change.key,
            reverted_to=change.reverted_to,
            undoes=change.undoes,
            asks_licence=any(source.answer not in SETTLED for source in change.sources),
        )
    except history.TextHidden as hidden:
        raise TextIsHidden(hidden.version) from hidden


def _text_before(article: Article, revision: Revision) -> str:
    parent = revision.parent
    if parent is None:
        return ""
    if parent.sha256 == revision.sha256:
        return article.text
    return history.texts_of([parent])[parent.pk]


def touch(article: Article) -> None:
    """Saves where the article's history stands and says that the page changed."""
    article.touched = timezone.now()
    pending.measure(article)
    article.save(
        update_fields=[
            *pending.FIELDS,
            "latest",
            "validated",
            "pending_since",
            "pending_count",
            "asked_at",
            "contributor_count",
            "is_compared",
            "leading_contributors",
            "touched",
        ]
    )


def recount_pending(article: Article) -> None:
    """Sets from the rows how many changes await a decision and since when; does not save."""
    awaiting = Revision.objects.filter(article=article).awaiting()
    first = awaiting.order_by("number").first()
    article.pending_count = awaiting.count()
    article.pending_since = first.recorded if first else None
    article.asked_at = article.asked_at if first else None
    pending.recount(article)


def judge_name(judge: Judge) -> str:
    """The public name that a verdict shows."""
    if isinstance(judge, str):
        return judge
    return judge.user.public_name if isinstance(judge, Trusted) else judge.public_name


def own_verdict(actor: Actor, article: Article, text_alone: bool = False) -> Judge | None:
    """The judge when an edit is validated by being made: a maintainer's on a validated text.

    A trusted contributor's, too, when it is theirs and changes the `text_alone`: not title, licence
    and topics, and not as a merge with what others wrote. Never on a question of licence, which
    `add_revision` asks.
    """
    on_validated = article.validated_id is not None and article.is_validated
    if not isinstance(actor, User) or not on_validated:
        return None
    if can_review(actor, article):
        return actor
    return Trusted(actor) if text_alone and is_trusted(actor, article) else None


def _validate_by_edit(article: Article, revision: Revision, judge: Judge) -> None:
    """The revision is validated as it is made; what awaited before it is undone by it."""
    Revision.objects.filter(article=article, number__lt=revision.number).awaiting().update(
        state=Revision.State.UNDONE
    )
    revision.state = Revision.State.VALIDATED
    revision.save(update_fields=["state"])
    Review.objects.create(
        revision=revision,
        decision=uuid.uuid4(),
        verdict=Review.Verdict.VALIDATED,
        reviewer=_account_of(judge),
        reviewer_name=judge_name(judge),
        by_edit=True,
        by_trust=isinstance(judge, Trusted),
    )
    if article.pending_count:
        settle(article.pk)
    article.validated = revision
    article.pending_count = 0
    article.pending_since = None
    pending.clear(article)


def _account_of(judge: Judge) -> User | None:
    if isinstance(judge, str):
        return None
    return judge.user if isinstance(judge, Trusted) else judge


def _credit(article: Article, revision: Revision) -> None:
    """Counts the revision for its author."""
    row, is_new = Contributor.objects.get_or_create(
        article=article,
        name=revision.author_name,
        kind=revision.author_kind,
        defaults={
            "user": revision.author,
            "revisions": 1,
            "first": revision.created,
            "last": revision.created,
        },
    )
    if is_new:
        article.contributor_count += 1
    else:
        Contributor.objects.filter(pk=row.pk).update(
            revisions=F("revisions") + 1, last=max(row.last, revision.created)
        )
