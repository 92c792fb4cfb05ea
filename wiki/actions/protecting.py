"""Protecting an article for a while from those who may not edit it then."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from wiki.actions.errors import NotDone
from wiki.actions.measuring import (
    follow,
    record_measure,
    replaced,
    require_may_give,
    require_words_and_end,
    signed,
)
from wiki.actions.revising import locked
from wiki.models import Article, Measure
from wiki.models.article import Protection
from wiki.models.person import Actor

LEVELS = [level for level in Protection.values if level != Protection.NONE]


def protect_article(
    *, actor: Actor, article: Article, level: str, reason: str, until: dt.datetime | None
) -> Measure:
    """Protects the article until a moment; a protection that is in force ends, and its row stays.

    What is being saved either stands before, or is refused whole. Raises NotAllowed, NotDone.
    """
    measure = Measure(
        kind=Measure.Kind.PROTECTION,
        article=article,
        level=level,
        reason=reason.strip(),
        until=until,
        **signed(actor),
    )
    require_may_give(actor, measure)
    if level not in LEVELS:
        raise NotDone(_("Choose who may edit the article."))
    require_words_and_end(measure)
    with transaction.atomic():
        current = locked(article.pk)
        if current.is_deleted:
            raise NotDone(_("This article is deleted."))
        measure.article = current
        rows = Measure.objects.in_force().protecting().filter(article=current)
        old = rows.select_for_update().first()
        replaced(actor, old, measure.reason)
        measure.save(force_insert=True)
        follow(measure)
        record_measure(actor, "measure.protect", measure, old)
    return measure
