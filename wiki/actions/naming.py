"""Renaming: a new title, a new address, and the old one redirects."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from commons.log.record import record
from wiki import search
from wiki.actions import formatting, links
from wiki.actions.beginning import require_free_address
from wiki.actions.errors import NotAllowed, NotDone, NothingChanged
from wiki.actions.permitting import require_may_edit, require_may_save
from wiki.actions.revising import Change, add_revision, locked, own_verdict
from wiki.addresses import slug_of
from wiki.history.versions import Author
from wiki.models import Alias, Article, Revision
from wiki.models.person import Actor
from wiki.rendering import Rendered


def rename_article(
    *, actor: Actor, article: Article, title: str, reason: str, base: int
) -> Revision:
    """Gives the article another title, as a revision; its old address leads to the new one.

    Raises NotAllowed, NotDone, AddressTaken, NothingChanged.
    """
    if actor.is_authenticated:
        require_may_edit(actor, article)
    else:
        raise NotAllowed(_("Sign in to rename an article."))
    slug = slug_of(title)
    if not slug:
        raise NotDone(_("A title needs at least one letter or digit."))
    rendered = formatting.render(article.text, article.language)
    try:
        return _rename(actor, article, title, slug, reason, base, rendered)
    except IntegrityError:
        # Somebody took the address in the same moment.
        require_free_address(article.language, slug)
        raise


def _rename(
    actor: Actor,
    article: Article,
    title: str,
    slug: str,
    reason: str,
    base: int,
    rendered: Rendered,
) -> Revision:
    with transaction.atomic():
        current = locked(article.pk)
        assert current.latest is not None
        if current.latest.number != base or current.is_deleted:
            raise NotDone(
                _(
                    "Nothing was renamed: the article has changed since you opened this page. "
                    "Look again."
                )
            )
        if current.title == title:
            raise NothingChanged
        require_may_save(actor, current)
        old_title = current.title
        judge = own_verdict(actor, current)
        move_to(current, title, slug)
        change = Change(
            author=Author.of(actor),
            kind=Revision.Kind.RENAME,
            summary=reason,
            validated_by=judge,
        )
        revision = add_revision(current, change, rendered)
        record(
            actor=actor,
            action="article.rename",
            target=current,
            target_label=title,
            target_url=current.get_absolute_url(),
            old={"title": old_title},
            new={"title": title},
            reason=reason,
        )
        return revision


def move_to(article: Article, title: str, slug: str) -> None:
    """Sets title and address and leaves a redirect behind; the caller writes the revision."""
    old_slug = article.slug
    article.title, article.sort_title = title, search.sort_key(title)
    if slug != old_slug:
        require_free_address(article.language, slug)
        Alias.objects.filter(language=article.language, slug=slug).delete()
        article.slug = slug
        Alias.objects.update_or_create(
            language=article.language, slug=old_slug, defaults={"article": article}
        )
        links.refresh_after_commit(article.language, slug)
        links.refresh_after_commit(article.language, old_slug)
    article.save(update_fields=["title", "sort_title", "slug"])
