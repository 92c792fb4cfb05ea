"""Notices by e-mail, for members who want them: at once, or gathered for a day or a week."""

import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext
from django_tasks import task

from wiki.models import Mailing, Notice, User
from wiki.models.notice import NoticeQuerySet
from wiki.models.person import NoticeMail

SHOWN = 50  # notices told in one mail; the page has the others
# A run that starts a little earlier than the one of the day before still counts as a day later.
SLACK = dt.timedelta(hours=1)
PAUSES = {NoticeMail.DAILY: dt.timedelta(days=1), NoticeMail.WEEKLY: dt.timedelta(days=7)}
# What should have been sent at once and was not, for the mail server was away.
LATE = dt.timedelta(minutes=15)


def address_of(user: User) -> str:
    """Where e-mail reaches a member: their verified address; empty when there is none."""
    if not settings.EMAIL or not user.is_active:
        return ""
    known = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk")
    return known.values_list("email", flat=True).first() or ""


def mail_after_commit(notices: Iterable[Notice]) -> None:
    """Mails the notices, once the transaction stands, to those who want them at once."""
    told = [notice.user_id for notice in notices]
    if settings.EMAIL and told:
        transaction.on_commit(partial(_enqueue, told))


def _enqueue(told: list[int]) -> None:
    at_once = User.objects.filter(pk__in=told, notice_mail=NoticeMail.AT_ONCE)
    for user_id in at_once.values_list("pk", flat=True):
        mail_at_once.enqueue(user_id)


@task
def mail_at_once(user_id: int) -> None:
    """Mails what a member was not mailed yet; in the background where there is one."""
    mail_notices(user_id)


def due_for_mail(now: dt.datetime) -> QuerySet[User]:
    """Members for whom a mail is due: their notices wait, and the last mail is long enough ago."""
    waiting = _waiting(OuterRef("pk"), OuterRef("notice_mail_since"))
    mailed = Mailing.objects.filter(notice__user=OuterRef("pk"))
    due = Q(Exists(waiting.filter(created__lt=now - LATE)), notice_mail=NoticeMail.AT_ONCE)
    for how_often, pause in PAUSES.items():
        lately = Exists(mailed.filter(created__gt=now - pause + SLACK))
        due |= Q(Exists(waiting), ~lately, notice_mail=how_often)
    return User.objects.filter(due, is_active=True)


def mail_notices(user_id: int) -> int:
    """Sends a member one mail about all notices that wait; returns how many it tells of.

    The notices are marked as sent before the mail goes out: whoever does the same at the same
    time, or after a crash, finds nothing left to send. When the mail server refuses, they are
    due again; its exception goes on to the caller.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user_id)
        address = address_of(user)
        if not address or user.notice_mail == NoticeMail.NONE:
            return 0
        waiting = _waiting(user.pk, user.notice_mail_since).with_what_it_is_about()
        notices = list(waiting.order_by("-created", "-pk"))
        Mailing.objects.bulk_create(Mailing(notice=notice) for notice in notices)
    if not notices:
        return 0
    try:
        _written(user, address, notices).send()
    except Exception:
        Mailing.objects.filter(notice__in=notices).delete()
        raise
    return len(notices)


def _waiting(user: Any, since: Any) -> NoticeQuerySet:
    """What a member has neither read nor been mailed since they chose to be."""
    return Notice.objects.filter(user=user, created__gte=since).unread().unmailed()


def _written(user: User, address: str, notices: list[Notice]) -> EmailMessage:
    """The mail, in the language that the member chose for menus."""
    with translation.override(user.interface_language or settings.LANGUAGE_CODE):
        subject = ngettext(
            "%(count)s notice for you", "%(count)s notices for you", len(notices)
        ) % {"count": len(notices)}
        body = render_to_string(
            "wiki/mail/notices.txt",
            {
                "name": user.public_name,
                "notices": notices[:SHOWN],
                "more": len(notices) - len(notices[:SHOWN]),
                "site": settings.SITE_ADDRESS,
            },
        )
    return EmailMessage(
        settings.ACCOUNT_EMAIL_SUBJECT_PREFIX + subject,
        body,
        to=[address],
        headers={"Auto-Submitted": "auto-generated"},
    )
