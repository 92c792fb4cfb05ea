"""Licences explained."""

import pytest
from django.test import Client

from licensing.models import Licence

pytestmark = pytest.mark.django_db


def test_each_known_licence_has_a_page_that_the_list_leads_to(client: Client) -> None:
    listed = client.get("/licences/").content.decode()
    for licence in Licence.objects.all():
        assert licence.get_absolute_url() in listed
        assert client.get(licence.get_absolute_url()).status_code == 200


def test_an_identifier_in_other_letters_leads_to_the_page(client: Client) -> None:
    answer = client.get("/licences/cc0-1.0")
    assert (answer.status_code, answer["Location"]) == (301, "/licences/CC0-1.0")


@pytest.mark.parametrize("name", ["none", "%00", "..", "a" * 5000, "CC0-1.0%00"])
def test_there_is_no_page_for_unknown_licences(client: Client, name: str) -> None:
    assert client.get(f"/licences/{name}").status_code == 404
