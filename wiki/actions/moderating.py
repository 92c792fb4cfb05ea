"""Deleting and restoring articles, by maintainers, with a public reason."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commons.log.record import record
from wiki import search
from wiki.actions import formatting, links
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.revising import locked
from wiki.actions.showing import show_latest, show_validated
from wiki.models import Article
from wiki.models.person import Actor
from wiki.permissions import can_moderate


def delete_article(*, actor: Actor, article: Article, reason: str) -> None:
    """Takes an article out of sight; its history stays for maintainers, its address says why.

    Raises NotAllowed, NotDone.
    """
    _require(actor, article, reason)
    with transaction.atomic():
        current = locked(article.pk)
        if current.is_deleted:
            raise NotDone(_("This article is already deleted."))
        current.deleted_at = timezone.now()
        current.deleted_by_name = actor.public_name
        current.deletion_reason = reason
        _save(current)
        search.remove(current.pk)
        _record(actor, "article.delete", current, reason)
        links.refresh_after_commit(current.language, current.slug)


def restore_article(*, actor: Actor, article: Article, reason: str) -> None:
    """Puts a deleted article back as it was. Raises NotAllowed, NotDone."""
    _require(actor, article, reason)
    rendered = formatting.render(article.text, article.language)
    with transaction.atomic():
        current = locked(article.pk)
        if not current.is_deleted:
            raise NotDone(_("This article is not deleted."))
        current.deleted_at = None
        current.deleted_by_name = ""
        current.deletion_reason = ""
        _save(current)
        show_validated(current)
        show_latest(current, rendered)
        _record(actor, "article.restore", current, reason)
        links.refresh_after_commit(current.language, current.slug)


def _require(actor: Actor, article: Article, reason: str) -> None:
    if not can_moderate(actor, article):
        raise NotAllowed(_("Only maintainers delete and restore articles."))
    if not reason.strip():
        raise NotDone(_("Say why: the reason is public."))


def _save(article: Article) -> None:
    article.touched = timezone.now()
    article.save(update_fields=["deleted_at", "deleted_by_name", "deletion_reason", "touched"])


def _record(actor: Actor, action: str, article: Article, reason: str) -> None:
    record(
        actor=actor,
        action=action,
        target=article,
        target_label=article.title,
        target_url=article.get_absolute_url(),
        reason=reason,
    )
