"""Who enters Django admin, and by which door."""

import pytest
from django.urls import reverse

from tests.factories import (
    make_admin,
    make_maintainer,
    make_user,
)
from tests.wiki.admin.pages import REASON, address, person_page
from wiki.models import Maintainership, Topic

pytestmark = pytest.mark.django_db


def test_signing_in_leads_to_the_sites_own_page(client):
    answer = client.get("/admin/")
    assert answer["Location"].startswith("/admin/login/")
    answer = client.get(answer["Location"])
    assert answer["Location"].startswith("/accounts/login/?next=")


def test_a_password_sent_to_the_admins_own_form_opens_nothing(client):
    make_admin()
    sent = {"username": "admin-1", "password": "correct horse battery staple"}
    answer = client.post("/admin/login/", sent)
    assert answer["Location"].startswith("/accounts/login/")
    assert client.get("/admin/").status_code == 302


def test_an_admin_cannot_become_another_one_by_a_password_alone(chief):
    sent = {"username": "admin-2", "password": "correct horse battery staple"}
    assert chief.post("/admin/login/", sent).status_code == 405
    assert chief.get("/admin/").wsgi_request.user.username == "admin-1"


def test_where_it_is_required_an_admin_sets_up_a_second_factor_first(chief, settings):
    settings.SECOND_FACTOR = "required"
    answer = chief.get("/admin/")
    assert (answer.status_code, answer["Location"]) == (302, reverse("mfa_activate_totp"))
    answer = chief.post(person_page(make_user()), {"act": "appoint", "reason": REASON})
    assert answer["Location"] == reverse("mfa_activate_totp")
    assert not Maintainership.objects.exists()


@pytest.mark.parametrize("make", [make_user, make_maintainer])
def test_nobody_but_admins_enters(client, make):
    client.force_login(make())
    assert client.get("/admin/login/").status_code == 403
    assert client.get("/admin/", follow=True).status_code == 403
    assert client.post(person_page(make_user("contributor-9"))).status_code == 302


def test_staff_who_are_no_admins_see_nothing(client):
    client.force_login(make_user(is_staff=True))
    other = make_user("contributor-9")
    assert client.get(address(Topic, "changelist")).status_code == 403
    answer = client.post(person_page(other), {"act": "appoint", "reason": REASON})
    assert answer.status_code == 403
    assert not Maintainership.objects.exists()
