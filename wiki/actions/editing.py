"""Creating and editing articles."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from licensing.models import Licence, Role
from wiki import history, search
from wiki.actions import formatting, links
from wiki.actions.crediting import NewSource
from wiki.actions.errors import (
    AddressTaken,
    Conflict,
    EditConflict,
    NotDone,
    NothingChanged,
)
from wiki.actions.permitting import require_may_edit, require_may_save
from wiki.actions.revising import Change, add_revision, locked, own_verdict
from wiki.actions.sourcing import Claim, source_here, source_of
from wiki.actions.watching import keep_watch
from wiki.addresses import slug_of
from wiki.history.authorship import Brought
from wiki.history.merge import Labels, has_marks, merge3
from wiki.history.versions import Author, digest
from wiki.models import Alias, Article, Revision, Source, Topic
from wiki.models.person import Actor
from wiki.rendering import Rendered

# After so many saves by others in the time it takes to format, formatting waits its turn.
HURRIED_TRIES = 5


@dataclass(frozen=True)
class Draft:
    """What a writer sends for an article: text, topics, why, the form's key, and what of the text
    is from elsewhere."""

    text: str
    topics: Sequence[Topic] = ()
    summary: str = ""
    key: str = ""
    sources: Sequence[Claim] = ()

    def tidied(self) -> "Draft":
        """The same with a text as it is kept."""
        return replace(self, text=tidy(self.text), topics=list(self.topics))


@dataclass(frozen=True)
class Saved:
    """A revision that stands, and whether others' changes were merged into it."""

    revision: Revision
    merged: bool = False


def create_article(
    *,
    actor: Actor,
    language: str,
    title: str,
    licence: Licence,
    draft: Draft,
    translation_of: Article | None = None,
) -> Revision:
    """Makes an article and its first revision; a translation is credited to its original, too.

    Raises NotAllowed, NotDone (a licence not on offer, a title without a letter),
    AddressTaken, SourceRefused, rendering.TooHardToFormat and rendering.TextTooLong.
    """
    sources = [source_of(claim, licence) for claim in draft.sources]
    if translation_of is not None and translation_of.latest is not None:
        way = Source.Way.TRANSLATED
        sources.append(source_here(translation_of.latest, licence, way, is_exact=False))
    return begin_article(
        actor=actor,
        language=language,
        title=title,
        licence=licence,
        draft=draft,
        translation_of=translation_of,
        sources=sources,
    )


def begin_article(
    *,
    actor: Actor,
    language: str,
    title: str,
    licence: Licence,
    draft: Draft,
    translation_of: Article | None = None,
    kind: str = Revision.Kind.CREATION,
    sources: Sequence[NewSource] = (),
    brought: Sequence[Brought] = (),
) -> Revision:
    """As `create_article`, with the sources that are known already."""
    require_may_edit(actor, topics=draft.topics)
    slug = slug_of(title)
    if not slug:
        raise NotDone(_("A title needs at least one letter or digit."))
    if licence.role != Role.OFFERED:
        raise NotDone(_("This licence is not offered here: choose one from the list."))
    draft = draft.tidied()
    made = made_before(actor, draft)
    if made is not None:
        return made
    require_free_address(language, slug)
    rendered = formatting.render(draft.text, language)
    try:
        with transaction.atomic():
            require_may_save(actor, topics=draft.topics)
            article = Article.objects.create(
                language=language,
                title=title,
                sort_title=search.sort_key(title),
                slug=slug,
                text=draft.text,
                licence=licence,
                translation_of=translation_of,
            )
            # The new article answers here from now on, whatever moved away from here before.
            Alias.objects.filter(language=language, slug=slug).delete()
            article.topics.set(draft.topics)
            change = Change(
                author=Author.of(actor),
                kind=kind,
                summary=draft.summary,
                key=scoped_key(actor, draft),
                sources=sources,
                brought=brought,
            )
            revision = add_revision(article, change, rendered)
            keep_watch(actor, article)
            links.refresh_after_commit(language, slug)
            return revision
    except IntegrityError:
        # Twice the same form, or two people and one title, in the same moment.
        made = made_before(actor, draft)
        if made is not None:
            return made
        require_free_address(language, slug)
        raise


def save_edit(*, actor: Actor, article: Article, base: int, draft: Draft) -> Saved:
    """Saves a writer's text, which began from revision number `base`.

    Others' changes since are merged in when they touch other lines. The same form sent again
    gives the revision it made. Raises NotAllowed, NothingChanged, EditConflict (with all that
    is needed to settle it), SourceRefused, rendering.TooHardToFormat and rendering.TextTooLong.
    """
    require_may_edit(actor, article, draft.topics)
    draft = draft.tidied()
    for _attempt in range(HURRIED_TRIES):
        current = Article.objects.select_related("latest").get(pk=article.pk)
        saved = _try_to_save(actor, current, base, draft)
        if saved is not None:
            return saved
    with transaction.atomic():
        saved = _try_to_save(actor, locked(article.pk), base, draft)
    assert saved is not None, "Nobody else writes while the lock is held."
    return saved


def tidy(text: str) -> str:
    """The text with plain line ends and without what no database keeps (NUL)."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def require_free_address(language: str, slug: str) -> None:
    """Raises AddressTaken when an article, deleted ones included, stands at the address."""
    other = Article.objects.filter(language=language, slug=slug).first()
    if other is None:
        return
    if other.is_deleted:
        raise AddressTaken(
            _("An article with this title was deleted: a maintainer can restore it."), other
        )
    raise AddressTaken(
        _("There is already an article with this title: edit it, or choose another title."), other
    )


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
    rendered = formatting.render(merged.text, seen.language)
    with transaction.atomic():
        current = locked(seen.pk)
        made = made_before(actor, draft)
        if made is not None:
            return Saved(made)
        require_may_save(actor, current, merged.topics)
        if current.latest_id != seen.latest_id:
            return None
        return _write(actor, current, base, draft, merged, rendered)


def _merged(article: Article, base: int, mine: Draft) -> Draft:
    """What to save on top of the article as it stands. Raises EditConflict."""
    assert article.latest is not None
    if article.latest.number == base:
        return mine
    known = history.read_many(article, [base])
    old = known.get(base)
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
    actor: Actor, current: Article, base: int, draft: Draft, merged: Draft, rendered: Rendered
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
        sources=[source_of(claim, current.licence, current) for claim in draft.sources],
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


def scoped_key(actor: Actor, draft: Draft) -> str | None:
    """The form's key, made the actor's own and the text's.

    Nobody answers for somebody else's form, and a form sent again with another text (back in
    the browser, then more typing) is a new one.
    """
    if not draft.key:
        return None
    who = f"{actor.pk or ''}:{actor.public_name}"
    return f"{who[:160]}:{draft.key[:40]}:{digest(draft.text)[:32]}"


def made_before(actor: Actor, draft: Draft) -> Revision | None:
    """The revision that this very form made already."""
    key = scoped_key(actor, draft)
    if key is None:
        return None
    return Revision.objects.select_related("article").filter(key=key).first()
