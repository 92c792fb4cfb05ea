"""People in Django admin: roles and accounts, each act with a reason."""

import pytest

from commons.log.models import LogEntry
from tests.factories import (
    make_admin,
    make_maintainer,
    make_user,
)
from tests.wiki.admin.pages import REASON, address, person_page
from wiki.models import Maintainership, User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("act", "made", "code"),
    [
        ("appoint", make_user, "role.appoint"),
        ("end", make_maintainer, "role.end"),
        ("make_admin", make_user, "role.admin"),
        ("end_admin", make_admin, "role.not_admin"),
        ("close", make_user, "account.close"),
    ],
)
def test_each_act_on_a_person_is_done_once_and_logged(chief, act, made, code):
    person = made("person-1")
    answer = chief.post(person_page(person), {"act": act, "reason": REASON}, follow=True)
    assert "Done, and recorded in the public log." in answer.content.decode()
    entry = LogEntry.objects.latest("pk")
    assert (entry.action, entry.actor_name, entry.reason) == (code, "admin-1", REASON)
    assert REASON in answer.content.decode()
    answer = chief.post(person_page(person), {"act": act, "reason": REASON})
    assert answer.status_code == 200
    assert "This cannot be done now" in answer.content.decode()
    assert LogEntry.objects.latest("pk") == entry


def test_a_closed_account_is_opened_again(chief):
    person = make_user(is_active=False)
    chief.post(person_page(person), {"act": "open", "reason": REASON})
    person.refresh_from_db()
    assert person.is_active
    assert LogEntry.objects.latest("pk").action == "account.open"


def test_ones_own_account_stays_open_and_the_reason_typed(chief):
    me = User.objects.get(username="admin-1")
    answer = chief.post(person_page(me), {"act": "close", "reason": "Enough of it."})
    page = answer.content.decode()
    assert "You cannot close your own account here." in page
    assert "Enough of it." in page


def test_the_last_admin_stays(client):
    client.force_login(make_admin())
    me = User.objects.get(username="admin-1")
    page = client.post(person_page(me), {"act": "end_admin", "reason": REASON}).content.decode()
    assert "The last admin cannot lose the role" in page


def test_names_and_passwords_of_others_cannot_be_written(chief):
    person = make_user()
    before = User.objects.values().get(pk=person.pk)
    sent = {"username": "x", "password": "x", "is_superuser": "on", "is_staff": "on"}
    assert chief.post(person_page(person), sent).status_code == 200
    assert User.objects.values().get(pk=person.pk) == before
    assert "password" not in {name for name, _value in chief.get(person_page(person)).items()}
    assert before["password"] not in chief.get(person_page(person)).content.decode()


def test_a_maintainers_term_leads_to_the_person(chief):
    person = make_maintainer()
    term = person.maintainerships.get()
    page = chief.get(address(Maintainership, "change", term.pk)).content.decode()
    assert person_page(person) in page
