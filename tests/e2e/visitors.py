"""Who opens the browser: somebody signed in already, or who types their name and password."""

from collections.abc import Callable

from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from tests.factories import PASSWORD
from wiki.models import User

Contexts = Callable[..., BrowserContext]


def sign_in(context: BrowserContext, address: str, user: User) -> None:
    """The context is the user's from now on, whoever's it was: no page is opened for it."""
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": address}])


def signed_in(context: BrowserContext, address: str, name: str) -> Page:
    """A fresh page of the member of this name."""
    sign_in(context, address, User.objects.get(username=name))
    return context.new_page()


def signed_in_by_typing(context: BrowserContext, address: str, name: str) -> Page:
    """A page of somebody who typed their name and password."""
    page = context.new_page()
    page.goto(f"{address}/accounts/login/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    return page
