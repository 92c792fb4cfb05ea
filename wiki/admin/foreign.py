"""What other packages put into Django admin: taken out.

Second factors and addresses of e-mail belong to their owners, who manage them on pages of their
own; background work speaks no language but English, and its failures are in the server's log;
groups and permissions are not how this site gives roles.
"""

from typing import Any

import allauth.account.admin
import allauth.mfa.admin
import django.contrib.auth.admin
import django_tasks_db.admin
from django.contrib import admin

# Imported for what they register, which is then known and can be judged here.
_KNOWN = (
    allauth.account.admin,
    allauth.mfa.admin,
    django.contrib.auth.admin,
    django_tasks_db.admin,
)
OURS = frozenset({"wiki", "licensing", "log"})


def hide_foreign() -> None:
    """Take every model out of the admin that is not ours."""
    strangers: list[Any] = [
        model for model in admin.site._registry if model._meta.app_label not in OURS
    ]
    admin.site.unregister(strangers)


hide_foreign()
