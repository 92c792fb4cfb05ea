"""Telling others that one reads an article for review. It keeps nobody from deciding."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.actions.errors import NotAllowed, NotDone
from wiki.models import Article, Claim, User
from wiki.models.person import Actor
from wiki.models.rules import current_rules
from wiki.permissions import can_review

FORGOTTEN_AT_ONCE = 50


def claim(*, actor: Actor, article: Article) -> Claim:
    """Says for the next minutes that the actor reads the article, or goes on saying so.

    How many minutes is one of the site's rules. Claims that are over are cleared away meanwhile,
    some at a time. Raises NotAllowed, NotDone when nothing awaits.
    """
    if not isinstance(actor, User) or not can_review(actor, article):
        raise NotAllowed(_("Only maintainers of the article tell others that they review it."))
    if article.is_deleted or article.pending_since is None:
        raise NotDone(_("Nothing awaits validation here any more."))
    now = timezone.now()
    until = now + timedelta(minutes=current_rules().claim_minutes)
    with transaction.atomic():
        # Whoever clears the same ones at the same time is let go first: nobody waits.
        over = Claim.objects.filter(until__lte=now).select_for_update(skip_locked=True)
        forgotten = list(over.order_by("pk").values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])
        Claim.objects.filter(pk__in=forgotten).delete()
        claim, _is_new = Claim.objects.update_or_create(
            article=article, user=actor, defaults={"until": until}
        )
        return claim


def release(*, actor: Actor, article: Article) -> None:
    """Says that the actor does not read the article any more, if they did."""
    let_go(actor, article.pk)


def let_go(actor: Actor, article_id: int) -> None:
    """The same as a step of an action: whoever has decided is done reading."""
    if isinstance(actor, User):
        Claim.objects.filter(article=article_id, user=actor).delete()
