"""Which version of an article readers see first, where that is not what the site does."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commons.log.record import record
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.revising import locked
from wiki.models import Article
from wiki.models.article import VersionFirst
from wiki.models.person import Actor
from wiki.permissions import can_moderate

FIELDS = ("version_first", "version_first_reason", "version_first_until", "touched")


def set_version_first(
    *, actor: Actor, article: Article, version: str, reason: str, until: dt.date | None
) -> None:
    """Shows a version of the article first to everybody, until the end of a day.

    An empty `version` lets the site decide again; it has no end. Raises NotAllowed, NotDone.
    """
    if not can_moderate(actor, article):
        raise NotAllowed(_("Only maintainers choose which version readers see first."))
    if not reason.strip():
        raise NotDone(_("Say why: the reason is public."))
    if version not in ("", *VersionFirst.values):
        raise NotDone(_("Choose one of the versions in the list."))
    if version and until is None:
        raise NotDone(
            _("Choose the last day on which this counts: it is for a time, not for good.")
        )
    until = until if version else None
    if until is not None and until < timezone.localdate():
        raise NotDone(_("This day is over: choose today or a later day."))
    with transaction.atomic():
        current = locked(article.pk)
        if current.is_deleted:
            raise NotDone(_("This article is deleted."))
        old = _facts(current)
        current.version_first = version
        current.version_first_reason = reason.strip() if version else ""
        current.version_first_until = until
        current.touched = timezone.now()
        current.save(update_fields=FIELDS)
        record(
            actor=actor,
            action="article.version_first",
            target=current,
            target_label=current.title,
            target_url=current.get_absolute_url(),
            old=old,
            new=_facts(current),
            reason=reason,
        )


def _facts(article: Article) -> dict[str, str]:
    until = article.version_first_until
    return {
        "version_first": article.version_first,
        "until": until.isoformat() if until else "",
    }
