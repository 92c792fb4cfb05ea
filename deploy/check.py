"""Runs Django's checks for deployment as on a public site; any warning is a failure."""

import os
import secrets
import tempfile

import django
from django.core.management import call_command

SITE = {
    "ALLOWED_HOSTS": "wiki.example.org",
    "DATABASE_URL": "postgres://wiki:wiki@127.0.0.1/wiki",  # named, not asked
    "EMAIL_URL": "smtp+tls://wiki:wiki@127.0.0.1:587",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "DJANGO_SETTINGS_MODULE": "commons.settings",
}


def main() -> None:
    """Check the project as a site with its own database, e-mail and https."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(SITE, DATA_DIR=folder)
        django.setup()
        call_command("check", deploy=True, fail_level="WARNING")


if __name__ == "__main__":
    main()
