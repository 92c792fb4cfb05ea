"""Makes the site ready to serve: translations, database, static files, starter articles, pages that
an earlier version formatted, and what the rules ask for when a time is over.

All in one process, since starting Django four times takes longer than what there is to do on a
second run. Nothing that exists is overwritten.
"""

import hashlib
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from deploy.translations import compile_translations

# Seconds that readers wait for a start after an upgrade of the renderer, at most. What is not
# formatted again by then is shown as it was.
REFORMATTING = 20
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
    collect_static_files()
    call_command("load_starter")
    call_command("reformat", seconds=REFORMATTING)
    call_command("attribute")
    call_command("index_articles")
    call_command("keep_house")


def collect_static_files() -> None:
    """Gather, name by content and compress the static files, unless they are as last time.

    Compressing takes seconds; listing what there is takes milliseconds.
    """
    root = Path(settings.STATIC_ROOT)
    record = root / "sources"
    sources = _fingerprint()
    if record.exists() and record.read_text() == sources:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    record.write_text(sources)


def _fingerprint() -> str:
    """Return a digest of the names, sizes and times of all static files in the sources."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            status = path.stat()
            digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    main()
