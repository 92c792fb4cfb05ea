"""What whoever runs the server has set and what governs here: public as the rules are.

It comes from the environment when a process starts; no page changes it.
"""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wiki.models.article import VersionFirst

LABELS = {
    "guests_may_edit": _("writing without an account"),
    "readers_see": _("shown first to visitors and guests"),
    "members_see": _("shown first to members"),
    "second_factor": _("second factor of maintainers and admins"),
    "confirmed_email": _("confirmed e-mail address for an account"),
}
VALUES = {
    "readers_see": dict(VersionFirst.choices),
    "members_see": dict(VersionFirst.choices),
    "second_factor": {"offered": _("offered"), "required": _("required")},
}


def server_settings() -> dict[str, Any]:
    """What this process goes by, by the names of LABELS. No query."""
    return {
        "guests_may_edit": settings.GUESTS_MAY_EDIT,
        "readers_see": settings.READERS_SEE,
        "members_see": settings.MEMBERS_SEE,
        "second_factor": settings.SECOND_FACTOR,
        # The mail server itself is nobody's business; what follows from one is.
        "confirmed_email": settings.ACCOUNT_EMAIL_VERIFICATION == "mandatory",
    }
