"""The site's settings as tests use them: data in a folder that goes away, quick passwords.

What is set in the environment stays, so that the same tests run on any database.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_data = tempfile.mkdtemp(prefix="wiki-tests-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["DATA_DIR"] = _data
# As it is on a site that was prepared; WhiteNoise warns where it is missing.
(Path(_data) / "static").mkdir()
os.environ.setdefault("SECRET_KEY", "for tests, which guard nothing: " + "x" * 32)
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,testserver")
os.environ.setdefault("HTTPS", "no")
# As the embedded site has it; tests of what is required say so themselves.
os.environ.setdefault("SECOND_FACTOR", "offered")

from commons.settings import *  # noqa: E402, F403

if EMBEDDED:  # noqa: F405
    # Nothing of a test needs to survive a crash of the machine; see tests/postgres.py.
    DATABASES["default"]["OPTIONS"]["init_command"] = (  # noqa: F405
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
    )
# The strong one takes a quarter of a second for each person a test makes.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# What is counted is written when a test says so: no thread writes beside the tests.
READS_WRITTEN_EVERY = 0
# Work for the background is done at once: no worker runs beside the tests.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
