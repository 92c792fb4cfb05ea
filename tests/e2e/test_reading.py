"""Reading in a browser: the licence panel, old revisions, print, hostile words."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.axe import assert_accessible
from tests.browser import assert_no_sideways_scrolling, path_of
from tests.factories import TEXT, make_article, make_declined, make_edit, make_guest, make_user
from wiki.models import Article

pytestmark = pytest.mark.e2e
HOSTILE = '</script><script>document.title="run"</script>"\' onmouseover=alert(1) x'


@pytest.fixture
def article(live_server: Any) -> Article:
    """Validated once, and changed twice since."""
    article = make_article(validated=True)
    make_edit(article, TEXT + "\nA first change.\n", summary="One line more")
    make_edit(article, TEXT + "\nA second change.\n", actor=make_user("contributor-2"))
    return article


def test_the_credit_line_is_copied_as_it_stands(
    page: Page, visitor: BrowserContext, live_server: Any, article: Article
) -> None:
    visitor.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    page.goto(live_server.url + article.get_absolute_url())
    page.get_by_role("button", name="Copy the credit line").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == (
        f"“Peer production” ({live_server.url}/en/peer-production) by contributor-1 and "
        "contributor-2, CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/)"
    )
    assert visitor.cookies() == []


def test_a_reader_goes_from_the_head_to_the_validated_version_and_through_old_ones(
    page: Page, live_server: Any, article: Article
) -> None:
    page.goto(live_server.url + article.get_absolute_url())
    expect(page.get_by_text("You are reading the latest version. 2 changes since")).to_be_visible()
    page.get_by_role("link", name="Read the validated version").click()
    expect(page.get_by_text("A second change.")).to_have_count(0)
    page.goto(f"{live_server.url}/en/peer-production/revisions/1")
    page.get_by_role("link", name="Revision 2", exact=True).click()
    expect(page.get_by_text("You are reading an old revision, number 2 of 3")).to_be_visible()
    expect(page.get_by_text("One line more", exact=True)).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="What changed since").click()
    page.wait_for_url("**/diff/2..3")
    assert path_of(page) == "/en/peer-production/diff/2..3"


def test_all_is_there_without_scripts(new_context: Any, live_server: Any, article: Article) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url + article.get_absolute_url())
    expect(page.get_by_text("“Peer production” (http")).to_be_visible()
    expect(page.get_by_role("button", name="Copy the credit line")).to_have_count(0)
    page.get_by_role("link", name="All contributors").click()
    expect(page.get_by_role("heading", name="2 contributors")).to_be_visible()


def test_on_paper_there_is_title_text_licence_and_credit_line_with_the_address(
    page: Page, live_server: Any, article: Article
) -> None:
    page.goto(live_server.url + article.get_absolute_url())
    page.emulate_media(media="print")
    for words in ("Three traits", "Anyone may use, share and change", f"({live_server.url}/en/"):
        expect(page.get_by_text(words).first).to_be_visible()
    expect(page.get_by_role("heading", level=1, name="Peer production")).to_be_visible()
    for selector in ("nav.tabs", ".site-header", ".rail.toc", ".licence-panel .button"):
        expect(page.locator(selector).first).to_be_hidden()


@pytest.mark.parametrize("below", ["", "/revisions/1", "/credits", "/links", "/latest"])
def test_hostile_words_run_nothing_and_break_nothing(
    page: Page, phone: Page, live_server: Any, below: str
) -> None:
    guest = make_guest(f"guest-{HOSTILE}")
    article = make_article(HOSTILE + "W" * 90, f"{HOSTILE}\n", actor=guest, summary=HOSTILE)
    for window in (page, phone):
        window.goto(live_server.url + article.get_absolute_url() + below)
        assert window.title() != "run"
        assert window.locator("[onmouseover]").count() == 0
        assert_no_sideways_scrolling(window)
        assert_accessible(window)


def test_what_was_declined_is_read_with_the_reason_on_a_phone(
    phone: Page, live_server: Any
) -> None:
    article = make_article(validated=True)
    make_edit(article, "Buy xylophones.\n", summary="x" * 300)
    make_declined(article, reason="Advertising. " + "y" * 200)
    phone.goto(f"{live_server.url}/en/peer-production/revisions/2")
    expect(phone.get_by_text("Buy xylophones.")).to_be_visible()
    expect(phone.get_by_text("declined by maintainer-1")).to_be_visible()
    assert_no_sideways_scrolling(phone)
    assert_accessible(phone)
