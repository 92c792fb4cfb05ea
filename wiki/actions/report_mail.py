"""The receipt and the decision by e-mail, to who left an address with a report.

The mail says what the site says of the report in public and none of the words that were typed, so
that nobody can send words of theirs to somebody else's address.
"""

import datetime as dt
from functools import partial

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from wiki.models import LicenceReport

# An address is forgotten so long after the decision even where the mail could not be sent.
KEPT_FOR = dt.timedelta(days=7)


def mail_reporter_after_commit(report: LicenceReport) -> None:
    """Mails how the report stands, once the transaction does, to who left an address."""
    if settings.EMAIL and report.email:
        transaction.on_commit(partial(_enqueue, report.pk, translation.get_language() or ""))


def _enqueue(report_id: int, language: str) -> None:
    mail_reporter.enqueue(report_id, language)


@task
def mail_reporter(report_id: int, language: str) -> None:
    """Mails how the report stands; in the background where there is one.

    Once it is decided, the address has served its purpose and is forgotten.
    """
    report = LicenceReport.objects.select_related("article").get(pk=report_id)
    if not report.email:
        return
    _written(report, language).send()
    if not report.is_open:
        LicenceReport.objects.filter(pk=report.pk).update(email="")


def forget_addresses(*, now: dt.datetime) -> int:
    """Forgets the addresses left with reports that were decided a while ago; returns how many."""
    over = LicenceReport.objects.decided().filter(decided__lt=now - KEPT_FOR)
    return over.exclude(email="").update(email="")


def _written(report: LicenceReport, language: str) -> EmailMessage:
    with translation.override(language or settings.LANGUAGE_CODE):
        number = {"number": report.pk}
        if report.is_open:
            subject = _("We have your report %(number)s") % number
        else:
            subject = _("Your report %(number)s is decided") % number
        context = {"report": report, "site": settings.SITE_ADDRESS, "name": settings.SITE_NAME}
        body = render_to_string("wiki/mail/report.txt", context)
    return EmailMessage(
        settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + subject,
        body,
        to=[report.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
