"""Maintainers at work in a browser: by keyboard, two at once, offline, on a phone."""

import pytest
from playwright.sync_api import Page

from tests.axe import assert_accessible
from tests.browser import PHONE_HEIGHT, PHONE_WIDTH, Troubles, assert_no_sideways_scrolling
from tests.e2e.keys import heading, press, tab_to
from tests.e2e.visitors import Contexts, signed_in, signed_in_by_typing
from tests.factories import (
    fresh,
    make_article,
    make_edit,
    make_guest,
    make_maintainer,
    make_user,
)
from wiki.models import Article, Review

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TEXT = "Things that people make together.\n\nThree traits are usually named.\n"


@pytest.fixture
def queue() -> list[Article]:
    """Three articles with changes that await, the longest waiting first."""
    articles = []
    for title in ("Peer production", "Elinor Ostrom", "Community network"):
        article = make_article(title, TEXT, validated=True)
        make_edit(article, TEXT.replace("usually", "often"), actor=make_user("contributor-2"))
        make_edit(article, TEXT + "\nMore.\n", actor=make_guest(), summary="One word more")
        articles.append(fresh(article))
    return articles


def test_a_maintainer_skips_one_declines_one_and_validates_one_by_keyboard(
    live_server, visitor, queue
):
    make_maintainer()
    page = signed_in(visitor, live_server.url, "maintainer-1")
    page.goto(f"{live_server.url}/review")
    tab_to(page, "Peer production")
    press(page)
    assert heading(page) == "Peer production"
    tab_to(page, "Skip →")
    press(page)

    assert heading(page) == "Elinor Ostrom"
    tab_to(page, "A word to the authors")
    page.keyboard.type("No source is named.")
    tab_to(page, "Decline all")
    press(page)
    assert "Declined. “Elinor Ostrom” reads again as it was validated" in page.content()

    assert heading(page) == "Community network"
    tab_to(page, "Up to revision 3")
    page.keyboard.press("ArrowUp")
    tab_to(page, "Validate up to the chosen change")
    press(page)
    assert "Validated: 1 change of “Community network”." in page.content()

    states = {article.title: fresh(article) for article in queue}
    assert states["Peer production"].pending_count == 2
    assert states["Elinor Ostrom"].text == TEXT
    assert states["Community network"].validated.number == 2
    assert states["Community network"].pending_count == 1
    assert Review.objects.filter(comment="No source is named.").count() == 2


def test_of_two_maintainers_at_once_the_second_sees_what_is_new_and_keeps_their_words(
    live_server, new_context: Contexts, queue, troubles: Troubles
):
    troubles.expect("status 409")
    address = f"{live_server.url}/review/{queue[0].pk}"
    first, second = (
        signed_in(new_context(), live_server.url, make_maintainer(name).username)
        for name in ("maintainer-1", "maintainer-2")
    )
    first.goto(address)
    second.goto(address)
    first.get_by_label("A word to the authors").fill("Well sourced.")
    first.get_by_label("Up to revision 2").check()
    first.get_by_role("button", name="Validate up to").click()
    first.get_by_text("Validated: 1 change").first.wait_for()
    make_edit(queue[0], TEXT + "\nA line that nobody has read.\n", actor=make_user())

    second.get_by_label("A word to the authors").fill("A long reason to decline.")
    second.get_by_role("button", name="Decline all").click()
    assert "Nothing was decided" in second.get_by_role("alert").inner_text()
    assert "Well sourced." in second.content()
    assert "A line that nobody has read." in second.content()
    kept = second.get_by_label("A word to the authors")
    assert kept.input_value() == "A long reason to decline."
    assert_accessible(second)
    assert second.evaluate("document.activeElement.className").startswith("errorlist")
    second.get_by_role("button", name="Decline all").click()
    second.get_by_text("Declined.").first.wait_for()
    assert fresh(queue[0]).validated.number == 5


def test_every_verdict_has_a_key_that_never_acts_while_one_types(live_server, visitor, queue):
    make_maintainer()
    page = signed_in(visitor, live_server.url, "maintainer-1")
    page.goto(f"{live_server.url}/review/{queue[0].pk}")
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="Keys on this page").is_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "Elinor Ostrom"
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.textContent") == "Peer production"
    page.keyboard.press("a")
    page.keyboard.type("vera: a source?")
    assert page.get_by_label("A word to the authors").input_value() == "vera: a source?"
    page.get_by_role("button", name="Ask for changes").focus()
    with page.expect_navigation():
        page.keyboard.press("a")
    assert fresh(queue[0]).asked_at is not None

    assert heading(page) == "Elinor Ostrom"
    page.keyboard.press("r")
    page.keyboard.type("No source is named.")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("r")
    assert fresh(queue[1]).text == TEXT

    assert heading(page) == "Community network"
    page.keyboard.press("?")
    page.get_by_label("Use these keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("v")
    assert not fresh(queue[2]).is_validated
    page.get_by_role("button", name="Keys").click()
    page.get_by_label("Use these keys").check()
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("v")
    assert fresh(queue[2]).is_validated


def without_a_load(page: Page) -> bool:
    """Whether the page still is the one that `mark` marked."""
    return bool(page.evaluate("window.marked === true"))


def mark(page: Page) -> None:
    page.evaluate("window.marked = true")


def shows(page: Page, title: str) -> None:
    """Wait until the article is there, and check that reading goes on at its title."""
    page.get_by_role("heading", level=1, name=title).wait_for()
    assert page.evaluate("document.activeElement.tagName") == "H1"
    assert page.title() == f"Review of {title} · Commons"


def test_the_next_article_is_there_without_a_page_load_and_back_leads_back(
    live_server, visitor, queue
):
    make_maintainer()
    page = signed_in(visitor, live_server.url, "maintainer-1")
    page.goto(f"{live_server.url}/review")
    mark(page)
    page.get_by_role("link", name="Peer production").click()
    shows(page, "Peer production")
    page.get_by_label("A word to the authors").fill("Well sourced.")
    page.get_by_role("button", name="Validate up to").click()
    shows(page, "Elinor Ostrom")
    assert page.url == f"{live_server.url}/review/{queue[1].pk}"
    said = page.locator("body > [role=status]")
    said.get_by_text("Validated: 2 changes of “Peer production”. Review of Elinor").wait_for()
    assert_accessible(page)
    page.locator(".beside").get_by_role("link", name="Community network").click()
    shows(page, "Community network")
    page.go_back()
    shows(page, "Elinor Ostrom")
    page.go_back()
    shows(page, "Peer production")
    assert "Nothing awaits validation here" in page.content()
    page.go_forward()
    shows(page, "Elinor Ostrom")
    assert without_a_load(page)
    assert page.locator(".site-header nav .badge").first.inner_text().endswith("2")
    assert Review.objects.filter(comment="Well sourced.").count() == 2


def test_the_choice_of_how_to_see_a_difference_stays_with_who_chose(live_server, visitor, queue):
    make_maintainer()
    page = signed_in(visitor, live_server.url, "maintainer-1")
    page.goto(f"{live_server.url}/review/{queue[0].pk}")
    mark(page)
    page.get_by_role("link", name="Formatted").click()
    page.locator(".passages").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "Formatted"
    page.get_by_role("link", name="Side by side").click()
    page.locator(".passages.two").wait_for()
    page.keyboard.press("c")
    page.locator(".unfolded .passages.two").wait_for()
    assert page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "true"
    assert_accessible(page)
    page.keyboard.press("Enter")
    page.locator(".unfolded .passages").wait_for(state="hidden")
    page.keyboard.press("ArrowRight")
    shows(page, "Elinor Ostrom")
    assert page.locator(".passages.two").count() == 1
    assert without_a_load(page)
    page.goto(f"{live_server.url}/review/{queue[2].pk}")
    page.locator(".passages.two").wait_for()
    page.get_by_role("link", name="Source").click()
    page.locator(".passages").wait_for(state="detached")
    page.get_by_role("link", name="One column").click()
    page.goto(f"{live_server.url}/review/{queue[2].pk}")
    assert page.locator(".diff:not(.two)").count() == 1


def test_nothing_typed_is_lost_when_the_wiki_cannot_be_reached(
    live_server, visitor, queue, troubles: Troubles
):
    troubles.expect("ERR_INTERNET_DISCONNECTED")
    make_maintainer()
    page = signed_in(visitor, live_server.url, "maintainer-1")
    page.goto(f"{live_server.url}/review/{queue[0].pk}")
    words = page.get_by_label("A word to the authors")
    words.fill("Half a sentence")
    visitor.set_offline(True)
    page.get_by_role("button", name="Decline all").click()
    assert "could not be reached" in page.get_by_role("alert").inner_text()
    assert words.input_value() == "Half a sentence"
    assert_accessible(page)
    page.get_by_role("link", name="Skip", exact=True).click()
    page.locator("main > [role=alert]").wait_for()
    visitor.set_offline(False)
    page.get_by_role("link", name="Skip", exact=True).click()
    shows(page, "Elinor Ostrom")
    page.go_back()
    shows(page, "Peer production")
    assert words.input_value() == "Half a sentence"
    page.get_by_role("button", name="Decline all").click()
    shows(page, "Elinor Ostrom")
    assert Review.objects.filter(comment="Half a sentence").count() == 2


def test_who_was_signed_out_meanwhile_is_told_by_a_page_and_keeps_their_words(
    live_server, visitor, queue, troubles: Troubles
):
    troubles.expect("status 403")
    make_maintainer()
    page = signed_in(visitor, live_server.url, "maintainer-1")
    page.goto(f"{live_server.url}/review/{queue[0].pk}")
    page.get_by_label("A word to the authors").fill("A long reason.")
    visitor.clear_cookies()
    page.get_by_role("button", name="Decline all").click()
    page.get_by_role("heading", level=1, name="Peer production").wait_for(state="detached")
    signed_in(visitor, live_server.url, "maintainer-1").close()
    page.goto(f"{live_server.url}/review/{queue[0].pk}")
    assert page.get_by_label("A word to the authors").input_value() == "A long reason."
    assert fresh(queue[0]).pending_count == 2


def test_the_whole_review_is_done_with_the_keyboard_alone(live_server, visitor, queue):
    make_maintainer()
    page = signed_in_by_typing(visitor, live_server.url, "maintainer-1")
    page.goto(f"{live_server.url}/review")
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    shows(page, "Peer production")
    page.keyboard.press("ArrowRight")
    shows(page, "Elinor Ostrom")
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.textContent") == "Peer production"
    page.keyboard.press("Enter")
    shows(page, "Peer production")
    tab_to(page, "Up to revision 3")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("v")
    shows(page, "Elinor Ostrom")
    assert fresh(queue[0]).validated.number == 2
    assert_accessible(page)
    page.keyboard.press("r")
    page.keyboard.type("No source is named.")
    page.keyboard.press("Tab")
    page.keyboard.press("r")
    shows(page, "Community network")
    assert fresh(queue[1]).text == TEXT
    page.keyboard.press("a")
    page.keyboard.type("Which word?")
    page.keyboard.press("Tab")
    page.keyboard.press("a")
    page.get_by_role("heading", level=1, name="Changes awaiting validation").wait_for()
    assert fresh(queue[2]).asked_at is not None
    assert_accessible(page)
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    shows(page, "Peer production")
    with page.expect_navigation():
        page.keyboard.press("e")
    assert page.url.endswith("/edit")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_of_review_suit_everybody_and_every_screen(
    live_server, new_context: Contexts, queue, scheme
):
    make_maintainer()
    context = new_context(color_scheme=scheme)
    page = signed_in(context, live_server.url, "maintainer-1")
    for path in (
        "/review",
        "/review?by=guests&language=fr",
        f"/review/{queue[0].pk}",
        f"/review/{queue[0].pk}?show=formatted&columns=two",
    ):
        for size in ((1400, 900), (PHONE_WIDTH, PHONE_HEIGHT)):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.goto(live_server.url + path)
            assert_accessible(page)
            assert_no_sideways_scrolling(page)


def test_review_works_without_javascript(live_server, new_context: Contexts, queue):
    make_maintainer()
    context = new_context(java_script_enabled=False)
    page = signed_in(context, live_server.url, "maintainer-1")
    page.goto(f"{live_server.url}/review")
    page.get_by_label("Changes by").select_option("guests")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name="Peer production").click()
    page.get_by_role("button", name="Validate up to").click()
    assert "Validated: 2 changes" in page.content()
    assert fresh(queue[0]).is_validated
