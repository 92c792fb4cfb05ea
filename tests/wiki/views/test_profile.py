"""One's own settings, and the language of the interface."""

import pytest
from django.conf import settings
from django.test import Client

from tests.factories import make_article, make_guest, make_maintainer, make_user
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.profiles import set_interface_language
from wiki.models import User, Visitor

pytestmark = pytest.mark.django_db


def kept_language(name="contributor-1"):
    return User.objects.get(username=name).interface_language


def test_settings_are_for_those_who_signed_in(client):
    answer = client.get("/profile")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/profile")


def test_settings_lead_to_all_parts_of_the_account(client):
    client.force_login(make_user())
    words = client.get("/profile").content.decode()
    for address in (
        "/accounts/password/change/",
        "/accounts/email/",
        "/accounts/2fa/",
        "/people/contributor-1",
    ):
        assert f'href="{address}"' in words
    assert 'action="/accounts/logout/"' in words
    assert words.count("<h1") == 1


def test_a_member_chooses_the_language_of_the_interface(client):
    client.force_login(make_user())
    answer = client.post("/profile", {"interface_language": "fr"})
    assert (answer.status_code, answer["Location"]) == (302, "/profile")
    assert kept_language() == "fr"
    assert client.get("/profile")["Content-Language"] == "fr"


def test_languages_are_offered_by_their_own_names(client):
    client.force_login(make_user())
    assert "Français" in client.get("/profile").content.decode()


def test_a_member_goes_back_to_the_language_of_what_they_read(client):
    client.force_login(make_user(interface_language="fr"))
    client.post("/profile", {"interface_language": ""})
    assert kept_language() == ""
    assert client.get("/profile", headers={"accept-language": "en"})["Content-Language"] == "en"


@pytest.mark.parametrize("sent", ["tlh", "\0", "fr\0", "x" * 5000])
def test_a_language_that_there_is_not_is_refused_in_a_sentence(client, sent):
    client.force_login(make_user())
    answer = client.post("/profile", {"interface_language": sent})
    assert answer.status_code == 200
    assert "Choose one of the languages in the list." in answer.content.decode()
    assert kept_language() == ""


def test_a_form_without_token_changes_nothing():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user())
    assert client.post("/profile", {"interface_language": "fr"}).status_code == 403
    assert client.post("/language", {"language": "fr"}).status_code == 403
    assert kept_language() == ""


def test_maintainers_are_offered_a_second_factor(client, settings):
    settings.SECOND_FACTOR = "offered"
    client.force_login(make_maintainer())
    assert "a second factor keeps others from deciding" in client.get("/profile").content.decode()


def test_the_switch_in_the_header_keeps_a_members_language(client):
    client.force_login(make_user())
    answer = client.post("/language", {"language": "fr", "next": "/search?q=a%20b"})
    assert (answer.status_code, answer["Location"]) == (302, "/search?q=a%20b")
    assert kept_language() == "fr"
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies


def test_a_visitors_language_is_kept_in_a_cookie(client):
    page = client.get("/language", headers={"accept-language": "en"})
    assert 'value="fr"' in page.content.decode()
    answer = client.post("/language", {"language": "fr"})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/", headers={"accept-language": "en"})["Content-Language"] == "fr"


def test_a_visitors_choice_does_not_overrule_the_article(client):
    make_article("Peer production")
    client.post("/language", {"language": "fr"})
    assert client.get("/en/peer-production")["Content-Language"] == "en"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "///evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "evil.example",
        "home",
        "",
        " //evil.example",
        "\t//evil.example",
        "\0",
    ],
)
def test_nobody_is_led_to_another_site(client, address):
    answer = client.post("/language", {"language": "fr", "next": address})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/language", {"next": address}).context["next"] == "/"


def test_an_address_cannot_smuggle_a_header(client):
    answer = client.post("/language", {"language": "fr", "next": "/a\r\nSet-Cookie: b=c"})
    assert "b" not in answer.cookies
    assert "\n" not in answer["Location"]


@pytest.mark.parametrize("language", ["", "tlh", "\0", "fr" * 3000])
def test_a_language_that_there_is_not_is_not_kept(client, language):
    answer = client.post("/language", {"language": language})
    assert (answer.status_code, answer["Location"]) == (302, "/language")
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies
    assert "Choose one of the languages" in client.get("/language").content.decode()


def test_looking_keeps_nothing(client):
    client.force_login(make_user())
    client.get("/language?language=fr&next=/")
    assert kept_language() == ""


@pytest.mark.parametrize("actor", [Visitor(), make_guest()])
def test_only_members_have_settings(actor):
    with pytest.raises(NotAllowed):
        set_interface_language(actor=actor, language="fr")


def test_a_closed_account_changes_nothing():
    with pytest.raises(NotAllowed):
        set_interface_language(actor=make_user(is_active=False), language="fr")


def test_the_action_refuses_what_there_is_not():
    with pytest.raises(NotDone):
        set_interface_language(actor=make_user(), language="tlh")
