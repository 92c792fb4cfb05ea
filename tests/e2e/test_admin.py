"""Django admin in a browser: under the strict policy, accessible, and for admins alone."""

import pytest
from playwright.sync_api import Page

from tests.axe import assert_accessible
from tests.browser import Troubles, assert_no_sideways_scrolling
from tests.e2e.visitors import signed_in
from tests.factories import TEXT, make_admin, make_article, make_edit, make_topic, make_user

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def articles() -> None:
    """Something in most of the lists."""
    for title in ("Peer production", "Elinor Ostrom"):
        article = make_article(title, validated=True)
        make_edit(article, TEXT + "\nMore.\n", actor=make_user("contributor-2"))


def admin_lists(page: Page, address: str) -> list[str]:
    """The addresses of the lists that Django admin has."""
    page.goto(f"{address}/admin/")
    links = page.locator("#content-main th a").evaluate_all("links => links.map(a => a.href)")
    assert len(links) >= 9
    return [str(link) for link in links]


def open_first_row(page: Page) -> None:
    """Follow the first link in the rows of a list, if there is a row."""
    rows = page.locator("#result_list tbody a")
    if rows.count():
        rows.first.click()
        page.locator("#content h1").wait_for()


def test_an_admin_works_in_the_admin_under_the_strict_policy(live_server, visitor, articles):
    make_admin()
    make_topic()
    page = signed_in(visitor, live_server.url, "admin-1")
    for address in admin_lists(page, live_server.url):
        page.goto(address)
        assert_no_sideways_scrolling(page)
        open_first_row(page)

    page.goto(f"{live_server.url}/admin/wiki/user/?q=contributor-2")
    page.get_by_role("link", name="contributor-2").click()
    page.get_by_label("Make them a maintainer").check()
    page.get_by_label("Reason").fill("Knows the field.")
    page.get_by_role("button", name="Apply and record in the public log").click()
    assert "Done, and recorded in the public log." in page.content()
    page.goto(f"{live_server.url}/log")
    assert "Knows the field." in page.content()


def test_the_admin_is_accessible(live_server, visitor, articles, troubles: Troubles):
    # By axe, which measures what is in a table that scrolls; without it there is none, see above.
    troubles.expect("Applying inline style violates")
    troubles.expect("content security policy: style-src")
    make_admin()
    make_topic()
    page = signed_in(visitor, live_server.url, "admin-1")
    for address in admin_lists(page, live_server.url):
        page.goto(address)
        assert_accessible(page)
        open_first_row(page)
        assert_accessible(page)


def test_a_member_who_is_no_admin_is_kept_out_of_the_admin(
    live_server, visitor, troubles: Troubles
):
    troubles.expect("status 403")
    make_user()
    page = signed_in(visitor, live_server.url, "contributor-1")
    answer = page.goto(f"{live_server.url}/admin/")
    assert answer is not None
    assert answer.status == 403
    assert_accessible(page)
