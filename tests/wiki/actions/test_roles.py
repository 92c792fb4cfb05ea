"""Roles and accounts: each act is done once, and the last admin stays."""

import pytest

from commons.log.models import LogEntry
from tests.factories import make_admin, make_user
from tests.wiki.actions.test_saving_at_once import together
from wiki.actions.errors import NotDone
from wiki.actions.roles import set_active, set_admin
from wiki.models import User


@pytest.mark.django_db
@pytest.mark.parametrize("admin", [True, False])
def test_a_role_that_stands_already_is_not_given_or_ended_again(admin):
    chief = make_admin()
    person = make_admin("person-1") if admin else make_user("person-1")
    with pytest.raises(NotDone):
        set_admin(actor=chief, user=person, admin=admin, reason="Again.")
    assert not LogEntry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("active", [True, False])
def test_an_account_that_is_so_already_is_not_closed_or_opened_again(active):
    chief, person = make_admin(), make_user(is_active=active)
    with pytest.raises(NotDone):
        set_active(actor=chief, user=person, active=active, reason="Again.")
    assert not LogEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_end_each_others_role_at_once_leave_one():
    first, second = make_admin("admin-1"), make_admin("admin-2")
    pairs = [(first, second), (second, first)]

    def end(index: int) -> None:
        actor, user = pairs[index]
        set_admin(actor=actor, user=user, admin=False, reason="Tired.")

    (refused,) = together(2, end)
    assert isinstance(refused, NotDone)
    assert User.objects.filter(is_superuser=True).count() == 1
    assert LogEntry.objects.filter(action="role.not_admin").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_admins_who_close_each_others_account_at_once_leave_one():
    first, second = make_admin("admin-1"), make_admin("admin-2")
    pairs = [(first, second), (second, first)]

    def close(index: int) -> None:
        actor, user = pairs[index]
        set_active(actor=actor, user=user, active=False, reason="Tired.")

    (refused,) = together(2, close)
    assert isinstance(refused, NotDone)
    assert User.objects.filter(is_superuser=True, is_active=True).count() == 1


@pytest.mark.django_db
def test_the_account_of_the_last_admin_is_not_closed_at_the_command_line_either():
    with pytest.raises(NotDone):
        set_active(actor=None, user=make_admin(), active=False, reason="")
