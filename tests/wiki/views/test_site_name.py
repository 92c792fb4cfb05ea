"""The name of the site, on pages and in messages of accounts too."""

import pytest
from django.core import mail

from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _name(settings):
    settings.SITE_NAME = "Ateliers"


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/accounts/login/",
        "/accounts/signup/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/confirm-email/",
        "/accounts/logout/",
        "/accounts/inactive/",
    ],
)
def test_every_page_bears_the_name_of_the_site(client, address):
    if address == "/accounts/logout/":
        client.force_login(make_user())
    page = client.get(address).content.decode()
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert "Ateliers" in title
    assert "testserver" not in title
    assert "</svg>Ateliers</a>" in page


def test_messages_greet_in_the_name_of_the_site(client):
    make_user(email="contributor-1@wiki.example")
    client.post("/accounts/password/reset/", {"email": "contributor-1@wiki.example"})
    (sent,) = mail.outbox
    assert "Ateliers" in sent.body
    assert "Hello from testserver" not in sent.body


def test_an_optional_address_is_called_so_once(client):
    page = client.get("/accounts/signup/").content.decode()
    label = page.partition('<label for="id_email">')[2].partition("</label>")[0]
    assert label.count("(optional)") == 1
