"""What members change about themselves."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.mailing import address_of
from wiki.models import User
from wiki.models.person import Actor, NoticeMail


def set_interface_language(*, actor: Actor, language: str) -> None:
    """Keeps the language a member wants menus in; empty: that of what they read.

    Raises NotAllowed, NotDone.
    """
    if not isinstance(actor, User) or not actor.is_active:
        raise NotAllowed(_("Sign in to save your settings."))
    if language and language not in dict(settings.LANGUAGES):
        raise NotDone(_("Choose one of the languages in the list."))
    with transaction.atomic():
        actor.interface_language = language
        actor.save(update_fields=["interface_language"])


def set_notice_mail(*, actor: Actor, how_often: str) -> None:
    """Keeps how often a member gets new notices by e-mail. Raises NotAllowed, NotDone."""
    if not isinstance(actor, User) or not actor.is_active:
        raise NotAllowed(_("Sign in to save your settings."))
    if how_often not in NoticeMail.values:
        raise NotDone(_("Choose how often you want notices by e-mail."))
    if how_often != NoticeMail.NONE and not address_of(actor):
        raise NotDone(_("Verify your e-mail address first, then choose again."))
    with transaction.atomic():
        if actor.notice_mail == NoticeMail.NONE:
            actor.notice_mail_since = timezone.now()
        actor.notice_mail = how_often
        actor.save(update_fields=["notice_mail", "notice_mail_since"])
