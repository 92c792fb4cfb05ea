"""Accounts: signing up, in and out, a new password, and the second factor."""

import re
import time
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.factories import (
    PASSWORD,
    fresh,
    make_admin,
    make_article,
    make_deleted,
    make_maintainer,
    make_user,
)
from wiki.forms.writing import new_key
from wiki.models import Review, User

pytestmark = pytest.mark.django_db

SIGN_IN = "/accounts/login/"
SIGN_UP = "/accounts/signup/"
ACTIVATE = "/accounts/2fa/totp/activate/"
AUTHENTICATE = "/accounts/2fa/authenticate/"


@pytest.fixture(autouse=True)
def _forget_attempts():
    """How often somebody tried before is no business of the next test."""
    cache.clear()


@pytest.fixture
def with_email(settings):
    """The site as EMAIL_URL makes it."""
    settings.EMAIL = {"EMAIL_BACKEND": settings.EMAIL_BACKEND}
    settings.ACCOUNT_LOGIN_METHODS = {"username", "email"}
    settings.ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"


@pytest.fixture
def required(settings):
    """A site that lets nobody decide without a second factor."""
    settings.SECOND_FACTOR = "required"


def sign_up(client, name="contributor-7", password=PASSWORD, **more):
    sent = {"username": name, "password1": password, "password2": password} | more
    return client.post(SIGN_UP, sent)


def sign_in(client, name="contributor-1", password=PASSWORD):
    return client.post(SIGN_IN, {"login": name, "password": password})


def signed_in(client):
    return "_auth_user_id" in client.session


def code_for(secret):
    """What an authenticator app shows now."""
    counter = int(time.time()) // 30
    return auth.format_hotp_value(auth.hotp_value(secret, counter))


def set_up_second_factor(client):
    """Goes through the page that sets it up, as a person does; returns the secret."""
    page = client.get(ACTIVATE)
    if page.status_code == 302:  # so long since the password was typed that it is asked for again
        client.post(page["Location"], {"password": PASSWORD})
        page = client.get(ACTIVATE)
    secret = page.context["form"].secret
    answer = client.post(ACTIVATE, {"code": code_for(secret)})
    assert answer.status_code == 302
    return secret


def test_somebody_signs_up_writes_their_name_and_is_signed_in(client):
    answer = sign_up(client)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert signed_in(client)
    assert b"contributor-7" in client.get("/").content


def test_without_email_none_is_asked_for_and_none_is_sent(client):
    sign_up(client)
    assert User.objects.get().email == "" and mail.outbox == []


@pytest.mark.parametrize(
    "name",
    [
        "guest-2026-1",
        "Guest-1",
        "a",
        "a b",
        "a/b",
        "..",
        "<b>",
        "x" * 61,
        "раypal",
        "contributor-l",
    ],
)
def test_names_that_mislead_or_fit_no_address_are_refused_in_a_sentence(client, name):
    make_user("contributor-1")
    answer = sign_up(client, name)
    assert answer.status_code == 200 and not signed_in(client)
    assert re.search(r'id="id_username_error"><li>[^<]{20,}', answer.content.decode())


def test_the_name_of_one_who_left_is_not_given_to_another(client):
    make_article(actor=make_user("contributor-7"))
    User.objects.all().delete()
    assert sign_up(client).status_code == 200
    assert not User.objects.exists()


def test_a_weak_password_is_refused_and_the_name_stays_in_the_form(client):
    answer = sign_up(client, password="password")
    assert answer.status_code == 200
    assert 'value="contributor-7"' in answer.content.decode()
    assert not User.objects.exists()


def test_a_member_signs_in_and_out(client):
    make_user()
    assert sign_in(client)["Location"] == "/"
    assert signed_in(client)
    assert client.get("/accounts/logout/").status_code == 200
    assert signed_in(client), "a link must not sign anybody out"
    client.post("/accounts/logout/")
    assert not signed_in(client)


def test_signing_in_leads_back_to_the_page_and_nowhere_else(client):
    make_user()
    sent = {"login": "contributor-1", "password": PASSWORD}
    assert client.post(SIGN_IN, sent | {"next": "/changes"})["Location"] == "/changes"
    client.post("/accounts/logout/")
    assert client.post(SIGN_IN, sent | {"next": "https://evil.example/"})["Location"] == "/"


def test_a_wrong_password_is_told_without_saying_which_was_wrong(client):
    make_user()
    known = sign_in(client, password="wrong").context["form"].non_field_errors()
    unknown = sign_in(client, "nobody", "wrong").context["form"].non_field_errors()
    assert known == unknown and known and not signed_in(client)


def test_a_closed_account_does_not_sign_in(client):
    make_user(is_active=False)
    sign_in(client)
    assert not signed_in(client)


def test_forms_of_accounts_need_their_token():
    client = Client(enforce_csrf_checks=True)
    make_user()
    assert sign_in(client).status_code == 403


@pytest.mark.parametrize("address", [SIGN_IN, SIGN_UP, "/accounts/password/reset/"])
@pytest.mark.parametrize(
    "value", ["\0", "\ud800".encode("utf-8", "surrogatepass"), "x" * 10_000, "'"]
)
def test_no_input_gives_an_error_page(client, address, value):
    fields = ("login", "username", "email", "password", "password1", "password2", "next")
    assert client.post(address, dict.fromkeys(fields, value)).status_code in (200, 302)


@pytest.mark.usefixtures("with_email")
def test_with_email_the_address_is_verified_before_anything_else(client):
    assert "/accounts/confirm-email/" in sign_up(client, email="seven@example.org")["Location"]
    assert not signed_in(client)
    (sent,) = mail.outbox
    link = urlsplit(re.search(r"http\S+/accounts/confirm-email/\S+", sent.body)[0]).path
    assert client.get(link).status_code == 200
    assert not EmailAddress.objects.get().verified, "looking must not confirm"
    client.post(link)
    assert EmailAddress.objects.get().verified
    client.post("/accounts/logout/")
    sign_in(client, "seven@example.org")
    assert signed_in(client)


@pytest.mark.usefixtures("with_email")
def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(client):
    user = make_user(email="one@example.org")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    client.post("/accounts/password/reset/", {"email": "one@example.org"})
    (sent,) = mail.outbox
    assert sent.to == ["one@example.org"]
    link = urlsplit(re.search(r"http\S+/accounts/password/reset/key/\S+", sent.body)[0]).path
    form = client.get(link)["Location"]
    assert client.get(form).status_code == 200
    new = "another horse, another staple"
    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    client.post("/accounts/logout/")
    sign_in(client, password=PASSWORD)
    assert not signed_in(client)
    sign_in(client, password=new)
    assert signed_in(client)
    used = Client().get(link, follow=True)
    assert b"password1" not in used.content


@pytest.mark.usefixtures("with_email")
def test_nobody_learns_by_a_reset_who_has_an_account(client):
    user = make_user(email="one@example.org")
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    known = client.post("/accounts/password/reset/", {"email": "one@example.org"})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_a_member_changes_their_password(client):
    make_user()
    sign_in(client)
    new = "another horse, another staple"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/accounts/password/change/", sent).status_code == 302
    client.post("/accounts/logout/")
    sign_in(client, password=new)
    assert signed_in(client)


def test_a_second_factor_is_asked_for_once_it_is_set_up(client):
    make_user()
    sign_in(client)
    secret = set_up_second_factor(client)
    client.post("/accounts/logout/")
    assert sign_in(client)["Location"] == AUTHENTICATE
    assert not signed_in(client)
    client.post(AUTHENTICATE, {"code": "000000"})
    assert not signed_in(client)
    assert client.post(AUTHENTICATE, {"code": code_for(secret)})["Location"] == "/"
    assert signed_in(client)


def test_a_code_signs_in_once(client):
    make_user()
    sign_in(client)
    code = code_for(set_up_second_factor(client))
    for works in (True, False):
        client.post("/accounts/logout/")
        sign_in(client)
        client.post(AUTHENTICATE, {"code": code})
        assert signed_in(client) is works


def test_a_recovery_code_replaces_the_app_once(client):
    user = make_user()
    sign_in(client)
    set_up_second_factor(client)
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 200
    codes = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES).wrap()
    code = codes.get_unused_codes()[0]
    for works in (True, False):
        client.post("/accounts/logout/")
        sign_in(client)
        client.post(AUTHENTICATE, {"code": code})
        assert signed_in(client) is works


def guarded_addresses(article):
    there = [article.language, article.slug]
    return [
        reverse("review"),
        reverse("review_article", args=[article.pk]),
        reverse("delete", args=there),
    ]


@pytest.mark.usefixtures("required")
def test_a_maintainer_is_led_to_a_second_factor_before_deciding(client):
    article = make_article()
    client.force_login(make_maintainer())
    for address in guarded_addresses(article):
        for answer in (client.get(address), client.post(address, {"decision": "validate"})):
            assert (answer.status_code, answer["Location"]) == (302, ACTIVATE)
    assert not Review.objects.exists()
    page = client.get(ACTIVATE, follow=True)
    assert "set yours up first" in page.content.decode()


@pytest.mark.usefixtures("required")
def test_a_deleted_article_is_not_restored_without_a_second_factor(client):
    article = make_deleted(make_article())
    client.force_login(make_maintainer())
    address = reverse("restore", args=[article.language, article.slug])
    assert client.post(address, {"reason": "Mistake."})["Location"] == ACTIVATE
    article.refresh_from_db()
    assert article.is_deleted


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("path", ["", "wiki/user/", "licensing/licence/", "log/logentry/"])
def test_an_admin_is_led_to_a_second_factor_before_the_administration(client, path):
    client.force_login(make_admin())
    answer = client.get(f"/admin/{path}")
    assert (answer.status_code, answer["Location"]) == (302, ACTIVATE)


@pytest.mark.usefixtures("required")
def test_with_a_second_factor_the_way_is_free(client):
    make_article()
    make_admin("admin-1")
    sign_in(client, "admin-1")
    set_up_second_factor(client)
    assert client.get("/review").status_code == 200
    assert client.get("/admin/").status_code == 200


@pytest.mark.usefixtures("required")
def test_recovery_codes_alone_are_no_second_factor(client):
    user = make_maintainer()
    Authenticator.objects.create(user=user, type=Authenticator.Type.RECOVERY_CODES, data={})
    client.force_login(user)
    assert client.get("/review")["Location"] == ACTIVATE


@pytest.mark.usefixtures("required")
def test_reading_and_the_own_settings_need_no_second_factor(client):
    article = make_article(validated=True)
    client.force_login(make_maintainer())
    for address in ("/", article.get_absolute_url(), "/profile", "/search?q=a"):
        assert client.get(address).status_code == 200
    assert "set up a second factor before you decide" in client.get("/profile").content.decode()


@pytest.mark.usefixtures("required")
def test_no_edit_of_a_maintainer_without_a_second_factor_validates_itself(client):
    article = make_article(validated=True)
    maintainer = make_maintainer()
    client.force_login(maintainer)
    data = {"text": "Stolen words.\n", "base": 1, "key": new_key(), "writer": maintainer.username}
    answer = client.post(f"{article.get_absolute_url()}/edit", data)
    assert answer.status_code == 302
    article = fresh(article)
    assert (article.latest.number, article.validated.number) == (2, 1)
    assert article.pending_count == 1


@pytest.mark.usefixtures("required")
def test_a_member_without_power_needs_no_second_factor(client):
    make_article()
    client.force_login(make_user())
    assert client.get("/review").status_code == 200


def test_where_it_is_only_offered_maintainers_decide_without(client, settings):
    settings.SECOND_FACTOR = "offered"
    make_article()
    client.force_login(make_maintainer())
    assert client.get("/review").status_code == 200


def test_the_administration_is_entered_through_the_same_door(client):
    answer = client.get("/admin/login/?next=/admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith(SIGN_IN)
    client.force_login(make_user())
    assert client.get("/admin/").status_code in (302, 403)
