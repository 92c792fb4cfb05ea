"""Accounts: allauth's rules, and ours on names."""

from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from wiki.models import Revision, User
from wiki.models.person import GUEST_PREFIX
from wiki.views import account_names

# A skeleton is a little longer or shorter than its name; others need not be looked at.
LENGTH_LEEWAY = 4


@dataclass(frozen=True)
class _Site:
    """What messages call the site: its name, and the host that it answers to."""

    name: str
    domain: str


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing up and in, as allauth does it."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a message in the name that the site has, not in that of its host."""
        here = _Site(settings.SITE_NAME, self.request.get_host())
        super().send_mail(template_prefix, email, {"current_site": here, **context})

    def clean_username(self, username: str, shallow: bool = False) -> str:
        """The name as it is kept. Raises ValidationError with a sentence that says what to do."""
        name = account_names.tidy(username)
        if not account_names.MIN_LENGTH <= len(name) <= account_names.MAX_LENGTH:
            raise ValidationError(
                _("A name has %(least)s to %(most)s characters.")
                % {"least": account_names.MIN_LENGTH, "most": account_names.MAX_LENGTH}
            )
        if not account_names.has_only_letters(name):
            raise ValidationError(
                _(
                    "Use letters and digits, with hyphens, full stops, underscores or apostrophes "
                    "between them: the name is public and part of an address."
                )
            )
        if account_names.mixes_scripts(name):
            raise ValidationError(
                _(
                    "Use letters from one alphabet: some look the same in two and would mislead "
                    "readers."
                )
            )
        if account_names.is_reserved(name):
            raise ValidationError(
                _("Names that begin with “%(prefix)s” are for guests: choose another one.")
                % {"prefix": GUEST_PREFIX}
            )
        if not shallow and is_taken(name):
            raise ValidationError(
                _(
                    "Somebody already writes under this name, or one that looks like it: choose "
                    "another."
                )
            )
        return name


def is_taken(name: str) -> bool:
    """Whether a member, or one who left, has the name or one that can be taken for it."""
    left = Revision.objects.filter(
        author_name=name, author_kind=Revision.AuthorKind.MEMBER, author=None
    )
    if left.exists():
        return True
    wanted = account_names.skeleton(name)
    near = User.objects.annotate(length=Length("username")).filter(
        length__gte=len(name) - LENGTH_LEEWAY, length__lte=len(name) + LENGTH_LEEWAY
    )
    names = near.values_list("username", flat=True).iterator()
    return any(account_names.skeleton(other) == wanted for other in names)
