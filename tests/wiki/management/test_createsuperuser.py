"""`manage.py createsuperuser` makes nobody an admin past the public log."""

import pytest
from django.core.management import CommandError, call_command

from wiki.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "arguments", [[], ["--noinput", "--username", "admin-1", "--email", "a@b.example"]]
)
def test_it_refuses_and_says_what_does_it_in_public(arguments, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_USERNAME", "admin-1")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "correct horse battery staple")
    with pytest.raises(CommandError, match=r"make admin.*manage\.py make_admin"):
        call_command("createsuperuser", *arguments)
    assert not User.objects.exists()
