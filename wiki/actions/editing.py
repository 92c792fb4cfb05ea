"""Editing articles."""

from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from wiki import history
from wiki.actions import formatting
from wiki.actions.copying import Copies, taken_by
from wiki.actions.drafts import Draft, made_before, scoped_key
from wiki.actions.errors import Conflict, EditConflict, NotDone, NothingChanged
from wiki.actions.permitting import require_may_edit, require_may_save
from wiki.actions.revising import Change, add_revision, locked, own_verdict
from wiki.history.merge import Labels, has_marks, merge3
from wiki.history.versions import Author
from wiki.models import Article, Revision
from wiki.models.person import Actor
from wiki.rendering import Rendered

# After so many saves by others in the time it takes to format, formatting waits its turn.
HURRIED_TRIES = 5


@dataclass(frozen=True)
class Saved:
    """A revision that stands, and whether others' changes were merged into it."""

    revision: Revision
    merged: bool = False


def save_edit(*, actor: Actor, article: Article, base: int, draft: Draft) -> Saved:
    """Saves a writer's text, which began from revision number `base`.

    Others' changes since are merged in when they touch other lines. The same form sent again
    gives the revision it made. Raises NotAllowed, NothingChanged, EditConflict (with all that
    is needed to settle it), SourceRefused, CopyRefused, rendering.TooHardToFormat and
    rendering.TextTooLong.
    """
    require_may_edit(actor, article, draft.topics)
    draft = draft.tidied()
    for _attempt in range(HURRIED_TRIES):
        current = Article.objects.select_related("latest", "licence").get(pk=article.pk)
        saved = _try_to_save(actor, current, base, draft)
        if saved is not None:
            return saved
    with transaction.atomic():
        saved = _try_to_save(actor, locked(article.pk), base, draft)
    assert saved is not None, "Nobody else writes while the lock is held."
    return saved


def _try_to_save(actor: Actor, seen: Article, base: int, draft: Draft) -> Saved | None:
    """Merges and formats against the article as `seen`, then writes if it still is so."""
    made = made_before(actor, draft)
    if made is not None:
        return Saved(made)
    if has_marks(draft.text) and not has_marks(seen.text):
        raise NotDone(
            _(
                "The text still holds the marks around the lines that you both changed (<<<<<<<, "
                "=======, >>>>>>>): keep what is right of each, take the marks out, and save again."
            )
        )
    merged = _merged(seen, base, draft)
    copies = copies_in(actor, seen, merged)
    rendered = formatting.render(merged.text, seen.language)
    with transaction.atomic():
        current = locked(seen.pk)
        made = made_before(actor, draft)
        if made is not None:
            return Saved(made)
        require_may_save(actor, current, merged.topics)
        if current.latest_id != seen.latest_id:
            return None
        return _write(actor, current, base, draft, merged, copies, rendered)


def copies_in(actor: Actor, article: Article, draft: Draft) -> Copies:
    """What the draft takes from elsewhere that the article as it stands has not.

    Raises SourceRefused and CopyRefused.
    """
    licence = article.licence
    return taken_by(draft, actor=actor, article=article, licence=licence, old=article.text)


def _merged(article: Article, base: int, mine: Draft) -> Draft:
    """What to save on top of the article as it stands. Raises EditConflict."""
    assert article.latest is not None
    if article.latest.number == base:
        return mine
    known = history.read_many(article, [base]).get(base)
    # What is hidden meanwhile is not looked at: a person settles what was made of it.
    old = None if isinstance(known, history.HiddenVersion) else known
    labels = Labels(
        theirs=_("saved meanwhile by %(name)s") % {"name": article.latest.author_name},
        mine=_("what you wrote"),
        end=_("end of the two versions"),
    )
    merge = merge3(old.text if old else "", article.text, mine.text, labels=labels)
    if not merge.clean:
        raise EditConflict(Conflict(article.latest, article.text, merge))
    before = set(old.topic_ids) if old else set()
    now = {topic.pk: topic for topic in article.topics.all()}
    chosen = {topic.pk: topic for topic in mine.topics}
    topics = {pk: topic for pk, topic in now.items() if pk in chosen or pk not in before}
    topics |= {pk: topic for pk, topic in chosen.items() if pk not in before}
    return replace(mine, text=merge.text, topics=list(topics.values()))


def _write(
    actor: Actor,
    current: Article,
    base: int,
    draft: Draft,
    merged: Draft,
    copies: Copies,
    rendered: Rendered,
) -> Saved:
    if says_the_same(current, merged):
        raise NothingChanged
    assert current.latest is not None
    is_merge = current.latest.number != base
    same_topics = files_the_same(current, merged)
    judge = own_verdict(actor, current, text_alone=same_topics and not is_merge)
    store_text(current, merged)
    change = Change(
        author=Author.of(actor),
        kind=Revision.Kind.MERGE if is_merge else Revision.Kind.EDIT,
        summary=draft.summary,
        key=scoped_key(actor, draft),
        validated_by=judge,
        sources=copies.sources,
        brought=copies.brought,
    )
    return Saved(add_revision(current, change, rendered), is_merge)


def store_text(article: Article, draft: Draft) -> None:
    """Makes text and topics those of the draft; the caller writes the revision."""
    article.text = draft.text
    article.save(update_fields=["text"])
    article.topics.set(draft.topics)


def says_the_same(article: Article, draft: Draft) -> bool:
    """Whether saving the draft would change nothing."""
    return article.text == draft.text and files_the_same(article, draft)


def files_the_same(article: Article, draft: Draft) -> bool:
    """Whether the article would stand under the topics that it stands under already."""
    filed = set(article.topics.values_list("pk", flat=True))
    return {topic.pk for topic in draft.topics} == filed
