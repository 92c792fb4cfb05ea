"""What other packages put into Django admin: taken out, or left to read.

Second factors and addresses of e-mail belong to their owners, who manage them on pages of their
own; groups and permissions are not how this site gives roles.
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
# Read only as it is: what the background workers did and which of it failed.
KEPT = frozenset({"django_tasks_database"})
OURS = frozenset({"wiki", "licensing", "log"})


def hide_foreign() -> None:
    """Take every model out of the admin that is neither ours nor meant to be there."""
    strangers: list[Any] = [
        model for model in admin.site._registry if model._meta.app_label not in KEPT | OURS
    ]
    admin.site.unregister(strangers)


hide_foreign()
