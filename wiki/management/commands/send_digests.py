"""`manage.py send_digests`: sends the notices that members want by e-mail once a day or a week."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from wiki.actions.mailing import due_for_mail, mail_notices

MEMBERS_AT_ONCE = 200  # ids read in one query


class Command(BaseCommand):
    help = (
        "Send notices by e-mail to the members who want them daily or weekly and for whom a mail "
        "is due, one mail each. Run it from cron, once an hour or once a day. Ended half way, it "
        "goes on where it was when it is run again; nothing is sent twice."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMAIL:
            raise CommandError("EMAIL_URL is not set: there is no mail server to send through.")
        due = due_for_mail(timezone.now()).order_by("pk")
        mails = failed = last = 0
        while ids := list(due.filter(pk__gt=last).values_list("pk", flat=True)[:MEMBERS_AT_ONCE]):
            for user_id in ids:
                try:
                    mails += bool(mail_notices(user_id))
                except OSError as error:  # of smtplib, too; the next member may be reached
                    failed += 1
                    self.stderr.write(f"{user_id}: {error}")
            last = ids[-1]
        self.stdout.write(f"Mails sent: {mails:,}.")
        if failed:
            raise CommandError(f"Mails that could not be sent: {failed:,}. Run this again later.")
