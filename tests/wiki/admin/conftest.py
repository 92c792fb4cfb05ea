"""Who works in Django admin in these tests."""

import pytest
from django.test import Client

from tests.factories import make_admin


@pytest.fixture
def chief(client: Client) -> Client:
    """A browser in which an admin signed in."""
    make_admin("admin-2")
    client.force_login(make_admin())
    return client
