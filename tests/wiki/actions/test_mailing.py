"""Notices by e-mail: to whom, when, in which words, and never twice."""

import datetime as dt
import smtplib
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from tests.factories import make_article, make_declined, make_edit, make_user, make_validated
from wiki.actions import mailing
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.mailing import due_for_mail, mail_notices
from wiki.actions.profiles import set_notice_mail
from wiki.models import Guest, Mailing, Notice, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mail_server(settings):
    settings.EMAIL = {"EMAIL_HOST": "mail.example.org"}
    settings.SITE_ADDRESS = "https://wiki.example.org"


def make_reader(how_often, name="contributor-1", verified=True, **fields):
    """A member who gets notices by e-mail."""
    user = make_user(name, **fields)
    address = f"{name}@example.org"
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    set_notice_mail(actor=user, how_often=how_often)
    EmailAddress.objects.filter(user=user).update(verified=verified)
    return user


def decline_one(name="contributor-1", title="Peer production", reason="No source is named."):
    article = make_article(title, actor=make_user("contributor-9"), validated=True)
    make_edit(article, "Without a source.\n", actor=make_user(name))
    return make_declined(article, reason=reason)


def send_digests():
    out = StringIO()
    call_command("send_digests", stdout=out)
    return out.getvalue().strip()


def test_who_wants_it_at_once_gets_a_mail_when_the_verdict_stands(
    django_capture_on_commit_callbacks,
):
    make_reader("at_once")
    with django_capture_on_commit_callbacks(execute=True):
        decline_one()
        assert mail.outbox == []
    (sent,) = mail.outbox
    assert sent.to == ["contributor-1@example.org"]
    assert sent.subject == "[Commons] 1 notice for you"
    for words in (
        "Hello contributor-1,",
        "Peer production: declined",
        "1 change of yours, by maintainer-1 on",
        "Reason: No source is named.",
        "https://wiki.example.org/en/peer-production/diff/1..2",
        "https://wiki.example.org/en/peer-production/edit?from=2",
        "https://wiki.example.org/notices",
        "https://wiki.example.org/profile",
    ):
        assert words in sent.body
    assert send_digests() == "Mails sent: 0."


@pytest.mark.parametrize("how_often", ["none", "daily", "weekly"])
def test_nobody_else_gets_one_at_once(django_capture_on_commit_callbacks, how_often):
    make_reader(how_often)
    with django_capture_on_commit_callbacks(execute=True):
        decline_one()
    assert mail.outbox == []


def test_nothing_is_sent_without_a_mail_server_or_to_an_address_that_is_not_verified(settings):
    user = make_reader("daily", verified=False)
    decline_one()
    assert mail_notices(user.pk) == 0
    EmailAddress.objects.update(verified=True)
    settings.EMAIL = {}
    assert mail_notices(user.pk) == 0
    with pytest.raises(CommandError, match="EMAIL_URL"):
        send_digests()
    settings.EMAIL = {"EMAIL_HOST": "mail.example.org"}
    User.objects.update(is_active=False)
    assert send_digests() == "Mails sent: 0."
    assert (mail.outbox, Mailing.objects.count()) == ([], 0)


def test_a_digest_holds_all_that_waits_and_is_sent_once():
    make_reader("daily")
    make_reader("daily", "contributor-2", interface_language="fr")
    for number in range(3):
        decline_one(title=f"Number {number}")
    decline_one("contributor-2", "Other")
    assert send_digests() == "Mails sent: 2."
    first, second = mail.outbox
    assert first.to == ["contributor-1@example.org"]
    assert all(f"Number {number}: declined" in first.body for number in range(3))
    assert "Other" not in first.body
    assert second.to == ["contributor-2@example.org"]
    assert send_digests() == "Mails sent: 0."
    assert len(mail.outbox) == 2


def test_the_next_digest_waits_its_time_and_tells_only_what_is_new():
    daily, weekly = make_reader("daily"), make_reader("weekly", "contributor-2")
    for name in ("contributor-1", "contributor-2"):
        decline_one(name, f"First of {name}")
    send_digests()
    for name in ("contributor-1", "contributor-2"):
        decline_one(name, f"Second of {name}")
    now = timezone.now()

    def due(**later):
        return list(due_for_mail(now + dt.timedelta(**later)).order_by("pk"))

    assert due() == due(hours=22) == []
    assert due(hours=24) == due(days=6) == [daily]
    assert due(days=7) == [daily, weekly]
    Mailing.objects.update(created=now - dt.timedelta(days=1))
    assert send_digests() == "Mails sent: 1."
    assert "Second of contributor-1" in mail.outbox[2].body
    assert "First of" not in mail.outbox[2].body


def test_what_was_read_on_the_site_or_is_older_than_the_choice_is_not_sent():
    decline_one(title="Old")
    user = make_reader("daily")
    decline_one(title="Read")
    Notice.objects.all().mark_read(timezone.now())
    assert send_digests() == "Mails sent: 0."
    decline_one(title="New")
    assert mail_notices(user.pk) == 1
    assert "Old" not in mail.outbox[0].body


def test_when_the_mail_server_refuses_it_is_sent_later_and_others_get_theirs(monkeypatch):
    make_reader("at_once")
    make_reader("daily", "contributor-2")
    decline_one()
    decline_one("contributor-2", "Other")
    Notice.objects.model._base_manager.update(created=timezone.now() - dt.timedelta(hours=1))
    User.objects.update(notice_mail_since=timezone.now() - dt.timedelta(hours=2))
    send = EmailBackend.send_messages

    def refuse(self, messages):
        if "contributor-1@example.org" in messages[0].to:
            raise smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    with pytest.raises(CommandError, match="could not be sent: 1"):
        send_digests()
    assert [sent.to for sent in mail.outbox] == [["contributor-2@example.org"]]
    monkeypatch.setattr(EmailBackend, "send_messages", send)
    assert send_digests() == "Mails sent: 1."
    assert send_digests() == "Mails sent: 0."


def test_a_long_mail_says_what_it_leaves_out(monkeypatch):
    monkeypatch.setattr(mailing, "SHOWN", 1)
    user = make_reader("daily")
    decline_one(title="First")
    decline_one(title="Second")
    assert mail_notices(user.pk) == 2
    assert "1 more notice is on the site." in mail.outbox[0].body
    assert "First" not in mail.outbox[0].body


def test_text_of_others_stays_text():
    user = make_reader("daily")
    decline_one(reason="<b>No</b> & {{ site }}\r\nBcc: x@example.org")
    mail_notices(user.pk)
    (sent,) = mail.outbox
    assert "Reason: <b>No</b> & {{ site }}" in sent.body
    assert sent.recipients() == ["contributor-1@example.org"]


def test_a_validated_change_has_no_way_to_go_on():
    user = make_reader("daily")
    make_validated(make_article(actor=user))
    mail_notices(user.pk)
    assert "Peer production: validated" in mail.outbox[0].body
    assert "edit?from=" not in mail.outbox[0].body


def test_how_often_is_chosen_by_members_with_a_verified_address():
    user = make_user()
    with pytest.raises(NotDone):
        set_notice_mail(actor=user, how_often="daily")
    with pytest.raises(NotAllowed):
        set_notice_mail(actor=Guest("guest-2026-482193"), how_often="none")
    EmailAddress.objects.create(user=user, email="a@example.org", verified=True)
    with pytest.raises(NotDone):
        set_notice_mail(actor=user, how_often="hourly")
    set_notice_mail(actor=user, how_often="daily")
    since = User.objects.get(pk=user.pk).notice_mail_since
    set_notice_mail(actor=user, how_often="weekly")
    assert User.objects.get(pk=user.pk).notice_mail_since == since


def test_the_settings_offer_it_only_where_it_can_be_sent(client, settings):
    user = make_user()
    client.force_login(user)
    assert "Notices by e-mail" not in client.get("/profile").content.decode()
    client.post("/profile", {"interface_language": "", "notice_mail": "daily"})
    assert User.objects.get(pk=user.pk).notice_mail == "none"
    EmailAddress.objects.create(user=user, email="a@example.org", verified=True)
    assert "Notices by e-mail" in client.get("/profile").content.decode()
    client.post("/profile", {"interface_language": "", "notice_mail": "daily"})
    assert User.objects.get(pk=user.pk).notice_mail == "daily"
    client.post("/profile", {"interface_language": "fr"})
    assert User.objects.get(pk=user.pk).notice_mail == "daily"
    answer = client.post("/profile", {"notice_mail": "hourly\0"})
    assert answer.status_code == 200
    settings.EMAIL = {}
    assert "Notices by e-mail" not in client.get("/profile").content.decode()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_send_at_the_same_time_send_one_mail():
    user = make_reader("daily")
    decline_one()

    def send(_number):
        try:
            return mail_notices(user.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(send, range(4))) == [0, 0, 0, 1]
    assert len(mail.outbox) == 1
