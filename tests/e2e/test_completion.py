"""Titles in the search field while one types: by keyboard, by mouse, and without."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.axe import assert_accessible
from tests.browser import Troubles, assert_no_sideways_scrolling, path_of
from tests.factories import make_article

pytestmark = pytest.mark.e2e


@pytest.fixture
def address(live_server: Any) -> str:
    """The first page of a wiki with three articles."""
    for title in ("Stigmergy", "Stigmergy among ants", "Copyleft"):
        make_article(title, validated=True)
    return str(live_server.url) + "/search"


def typed(page: Page, address: str, words: str) -> None:
    page.goto(address)
    page.get_by_role("banner").get_by_label("Search the articles").press_sequentially(words)


def test_titles_appear_and_are_chosen_by_keyboard(page: Page, address: str) -> None:
    typed(page, address, "stig")
    field = page.get_by_role("combobox", name="Search the articles")
    options = page.locator("#titles").get_by_role("option")
    expect(options).to_have_text(["Stigmergy", "Stigmergy among ants"])
    expect(field).to_have_attribute("aria-expanded", "true")
    assert_accessible(page)
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute(
        "aria-activedescendant", str(options.nth(1).get_attribute("id"))
    )
    field.press("Enter")
    page.wait_for_url("**/en/stigmergy-among-ants")


def test_arrows_go_round_by_way_of_the_field(page: Page, address: str) -> None:
    typed(page, address, "stig")
    field = page.get_by_role("combobox", name="Search the articles")
    options = page.locator("#titles").get_by_role("option")
    expect(options).to_have_count(2)
    field.press("ArrowUp")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") is None
    field.press("ArrowDown")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")


def test_escape_closes_the_list_and_keeps_the_words(page: Page, address: str) -> None:
    typed(page, address, "stig")
    field = page.get_by_role("combobox", name="Search the articles")
    expect(page.get_by_role("listbox")).to_be_visible()
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("stig")


def test_enter_without_a_choice_searches(page: Page, address: str) -> None:
    typed(page, address, "stig")
    expect(page.locator("#titles").get_by_role("option")).to_have_count(2)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=stig")


def test_a_title_is_chosen_by_mouse(page: Page, address: str) -> None:
    typed(page, address, "copy")
    page.locator("#titles").get_by_role("option", name="Copyleft").click()
    page.wait_for_url("**/en/copyleft")


def test_leaving_the_field_closes_the_list(page: Page, address: str) -> None:
    typed(page, address, "stig")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_titles_are_text(page: Page, address: str) -> None:
    make_article("Danger <img src=x onerror=alert(1)>")
    typed(page, address, "danger")
    expect(page.locator("#titles").get_by_role("option")).to_have_text(
        ["Danger <img src=x onerror=alert(1)>"]
    )
    assert page.locator("[role=listbox] img").count() == 0


def test_on_a_phone_the_list_fits(phone: Page, address: str) -> None:
    typed(phone, address, "stig")
    expect(phone.locator("#titles").get_by_role("option")).to_have_count(2)
    assert_no_sideways_scrolling(phone)
    assert_accessible(phone)


def test_when_titles_cannot_be_had_the_form_still_works(
    page: Page, address: str, troubles: Troubles
) -> None:
    troubles.expect("search/titles")
    page.route("**/search/titles*", lambda route: route.abort())
    typed(page, address, "stig")
    page.wait_for_timeout(300)
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=stig")


def test_without_scripts_it_is_a_plain_search_field(new_context: Any, address: str) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(address)
    field = page.get_by_role("banner").get_by_role("searchbox", name="Search the articles")
    field.fill("stigmergy")
    field.press("Enter")
    assert path_of(page) == "/search?q=stigmergy"
    expect(
        page.get_by_role("main").get_by_role("link", name="Stigmergy among ants")
    ).to_be_visible()
