"""Makes the site ready to serve: translations, database, static files, starter articles.

All in one process, since starting Django four times takes longer than what there is to do on a
second run. Nothing that exists is overwritten.
"""

import os
import sys

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from deploy.translations import compile_translations

STATIC_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"


def main() -> None:
    """Prepare the site that the environment describes; end with a sentence when it is wrong."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commons.settings")
    compile_translations()
    try:
        # The manifest is what this makes, so the settings cannot wait for it to be there.
        settings.STORAGES = {
            **settings.STORAGES,
            "staticfiles": {"BACKEND": STATIC_STORAGE},
        }
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_starter")


if __name__ == "__main__":
    main()
