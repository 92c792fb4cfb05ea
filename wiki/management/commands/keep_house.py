"""`manage.py keep_house`: what the rules of the site ask for when a time is over."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from wiki.actions.counting import count_voices
from wiki.actions.errors import NotDone
from wiki.actions.leaving import lapse_unused
from wiki.actions.report_mail import forget_addresses
from wiki.models import Candidacy


class Command(BaseCommand):
    help = (
        "Count the voices on candidacies whose time is over, end maintainerships that nobody used "
        "for as long as the rules say, and forget the addresses left with reports that are "
        "decided. Run it from cron, once a day. Run again, it does nothing that is done."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        counted = 0
        for candidacy in Candidacy.objects.due().order_by("closes", "pk"):
            try:
                count_voices(candidacy=candidacy)
            except NotDone:  # by somebody else, in the same moment
                continue
            counted += 1
        lapsed = len(lapse_unused(now=timezone.now()))
        forget_addresses(now=timezone.now())
        self.stdout.write(f"Candidacies counted: {counted:,}. Maintainerships lapsed: {lapsed:,}.")
