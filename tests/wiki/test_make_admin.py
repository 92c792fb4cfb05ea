"""`manage.py make_admin`: an account that manages the site, made or promoted."""

import io

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.test import Client

from commons.log.models import LogEntry
from commons.log.sentences import describe
from tests.factories import PASSWORD, make_admin, make_maintainer, make_user
from wiki.models import User

pytestmark = pytest.mark.django_db
NEW = "violet anchors under glass"


def run(monkeypatch, name="admin-9", password=NEW, **options) -> str:
    """What the command says when the password comes on the input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    out = io.StringIO()
    call_command("make_admin", name=name, password_stdin=True, stdout=out, **options)
    assert password == "" or password not in out.getvalue()
    return out.getvalue()


def codes() -> list[str]:
    return list(LogEntry.objects.order_by("pk").values_list("action", flat=True))


def test_a_new_account_is_made_and_can_sign_in(monkeypatch):
    assert "The account admin-9 is made" in run(monkeypatch)
    user = User.objects.get(username="admin-9")
    assert user.is_admin
    assert user.check_password(NEW)
    client = Client()
    client.post("/accounts/login/", {"login": "admin-9", "password": NEW})
    assert client.get("/admin/").status_code == 200
    entry = LogEntry.objects.get()
    assert (entry.action, entry.actor_name) == ("role.admin", "")
    assert describe(entry) == "made admin-9 an admin"


def test_it_works_again_when_run_twice(monkeypatch):
    run(monkeypatch)
    assert "is an admin, as before" in run(monkeypatch)
    assert User.objects.filter(username="admin-9").count() == 1
    assert codes() == ["role.admin"]


def test_somebody_is_promoted_and_keeps_what_is_theirs(monkeypatch):
    make_maintainer("maintainer-3")
    said = run(monkeypatch, "maintainer-3", "")
    assert said == "maintainer-3 is an admin now.\n"
    user = User.objects.get(username="maintainer-3")
    assert user.is_admin
    assert user.check_password(PASSWORD)
    assert user.maintainerships.count() == 1
    assert codes() == ["role.admin"]


def test_a_new_password_opens_an_account_whose_password_is_forgotten(monkeypatch):
    make_admin("admin-3")
    assert "The password is changed." in run(monkeypatch, "admin-3")
    assert User.objects.get(username="admin-3").check_password(NEW)


def test_a_closed_account_is_opened(monkeypatch):
    make_user("contributor-3", is_active=False)
    run(monkeypatch, "contributor-3", "")
    assert User.objects.get(username="contributor-3").is_admin
    assert codes() == ["account.open", "role.admin"]


@pytest.mark.parametrize(
    ("name", "password", "sentence"),
    [
        ("", NEW, "A name is needed"),
        ("   ", NEW, "A name is needed"),
        ("x", NEW, "A name has 2 to 60 characters."),
        ("a b", NEW, "Use letters and digits"),
        ("a\0b", NEW, "Use letters and digits"),
        ("guest-2026-1", NEW, "Names that begin with “guest-” are for guests"),
        ("C0ntributor-1", NEW, "one that looks like it"),
        ("admin-9", "", "too short"),
        ("admin-9", "abc", "too short"),
        ("admin-9", "password", "too common"),
        ("admin-9", "4815162342481", "entirely numeric"),
        ("nightingale", "nightingale1", "too similar"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_is_made(monkeypatch, name, password, sentence):
    make_user("contributor-1")
    with pytest.raises(CommandError, match=sentence):
        run(monkeypatch, name, password)
    assert User.objects.count() == 1
    assert codes() == []


def test_a_bad_password_for_somebody_there_changes_nothing(monkeypatch):
    user = make_user()
    with pytest.raises(CommandError, match="too short"):
        run(monkeypatch, user.username, "abc")
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert not user.is_admin


def test_name_and_password_may_stand_in_the_environment(monkeypatch):
    monkeypatch.setenv("ADMIN_NAME", "admin-8")
    monkeypatch.setenv("ADMIN_PASSWORD", NEW)
    call_command("make_admin", stdout=io.StringIO())
    assert User.objects.get(username="admin-8").check_password(NEW)


def test_where_addresses_are_confirmed_one_is_needed_to_sign_in(monkeypatch, settings):
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    with pytest.raises(CommandError, match="This is no e-mail address"):
        run(monkeypatch)
    assert not User.objects.exists()
    run(monkeypatch, email="admin@wiki.example")
    address = EmailAddress.objects.get()
    assert (address.verified, address.primary) == (True, True)
    assert User.objects.get().email == "admin@wiki.example"
    run(monkeypatch)
    assert EmailAddress.objects.count() == 1


def test_the_address_of_somebody_else_is_refused(monkeypatch):
    other = make_user()
    EmailAddress.objects.create(user=other, email="a@wiki.example", verified=True, primary=True)
    with pytest.raises(CommandError, match="Somebody else signs in with this e-mail"):
        run(monkeypatch, email="A@wiki.example")
    assert not User.objects.filter(username="admin-9").exists()
