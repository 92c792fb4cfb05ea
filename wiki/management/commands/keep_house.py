"""`manage.py keep_house`: what the rules of the site ask for when a time is over, and a row of the
log when the server is set to something else than before."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from wiki.actions.counting import count_voices
from wiki.actions.errors import NotDone
from wiki.actions.leaving import lapse_unused, warn_unused
from wiki.actions.report_mail import forget_addresses
from wiki.actions.ruling import note_settings
from wiki.models import Candidacy
from wiki.models.server_settings import server_settings


class Command(BaseCommand):
    help = (
        "Count the voices on candidacies whose time is over, end maintainerships that nobody used "
        "for as long as the rules say, warn those whose maintainership is about to end so, forget "
        "the addresses left with reports that are decided, and note in the public log when what "
        "governs is set otherwise in the environment. Run it from cron, once a day, with the "
        "environment that the site runs with. Run again, it does nothing that is done."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        counted = 0
        for candidacy in Candidacy.objects.due().order_by("closes", "pk"):
            try:
                count_voices(candidacy=candidacy)
            except NotDone:  # by somebody else, in the same moment
                continue
            counted += 1
        now = timezone.now()
        lapsed, warned = len(lapse_unused(now=now)), len(warn_unused(now=now))
        forget_addresses(now=now)
        self.stdout.write(
            f"Candidacies counted: {counted:,}. Maintainerships lapsed: {lapsed:,}. "
            f"Maintainers warned: {warned:,}."
        )
        if note_settings(found=server_settings()) is not None:
            self.stdout.write("What the server is set to is noted in the public log.")
