"""`manage.py createsuperuser`: Django's own, which would make an admin past the public log."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Not used here: `make admin` (`manage.py make_admin`) makes somebody an admin."

    def add_arguments(self, parser: ArgumentParser) -> None:
        # Those of Django's command, so that whoever gives them reads the sentence below.
        for name in ("--username", "--email", "--database"):
            parser.add_argument(name)
        for name in ("--noinput", "--no-input"):
            parser.add_argument(name, action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError(
            "Nothing was done: whoever becomes an admin stands in the public log. Use `make admin` "
            "or `manage.py make_admin`."
        )
