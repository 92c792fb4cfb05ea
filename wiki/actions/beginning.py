"""New articles."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from licensing.models import Licence, Role
from wiki import search
from wiki.actions import formatting, links
from wiki.actions.copying import taken_by
from wiki.actions.crediting import NewSource
from wiki.actions.drafts import Draft, made_before, scoped_key
from wiki.actions.errors import AddressTaken, NotDone
from wiki.actions.permitting import require_may_edit, require_may_save
from wiki.actions.revising import Change, add_revision
from wiki.actions.sourcing import source_here
from wiki.actions.watching import keep_watch
from wiki.addresses import slug_of
from wiki.history.authorship import Brought
from wiki.history.versions import Author
from wiki.models import Alias, Article, Revision, Source
from wiki.models.person import Actor


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

    Raises NotAllowed, NotDone (a licence not on offer, a title without a letter), AddressTaken,
    SourceRefused, CopyRefused, rendering.TooHardToFormat and rendering.TextTooLong.
    """
    require_may_edit(actor, topics=draft.topics)
    draft = draft.tidied()
    made = made_before(actor, draft)
    if made is not None:
        return made
    _free_slug(language, title)
    copies = taken_by(draft, actor=actor, article=None, licence=licence, old="")
    sources = copies.sources
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
        brought=copies.brought,
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
    """As `create_article`, where it is known already what is from elsewhere."""
    require_may_edit(actor, topics=draft.topics)
    if licence.role != Role.OFFERED:
        raise NotDone(_("This licence is not offered here: choose one from the list."))
    draft = draft.tidied()
    made = made_before(actor, draft)
    if made is not None:
        return made
    slug = _free_slug(language, title)
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


def _free_slug(language: str, title: str) -> str:
    """The address that the title gives. Raises NotDone and AddressTaken."""
    slug = slug_of(title)
    if not slug:
        raise NotDone(_("A title needs at least one letter or digit."))
    require_free_address(language, slug)
    return slug
