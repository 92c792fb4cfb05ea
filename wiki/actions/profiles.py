"""What members change about themselves."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from wiki.actions.errors import NotAllowed, NotDone
from wiki.models import User
from wiki.models.person import Actor


def set_interface_language(*, actor: Actor, language: str) -> None:
    """Keeps the language a member wants menus in; empty: that of what they read.

    Raises NotAllowed, NotDone.
    """
    if not isinstance(actor, User) or not actor.is_active:
        raise NotAllowed(_("Sign in to keep your settings."))
    if language and language not in dict(settings.LANGUAGES):
        raise NotDone(_("Choose one of the languages of the list."))
    with transaction.atomic():
        actor.interface_language = language
        actor.save(update_fields=["interface_language"])
