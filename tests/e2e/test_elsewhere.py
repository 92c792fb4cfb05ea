"""Text from elsewhere, in Chromium: a long paste is asked about, the answer comes while typing."""

from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from tests.axe import assert_accessible
from tests.browser import assert_no_sideways_scrolling
from tests.factories import TEXT, make_article
from wiki.models import Article, Source

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

EDIT = "/en/peer-production/edit"
LONG = " ".join(f"word{number}" for number in range(60)) + "."
# The same sentence in a script that puts no spaces between words.
WITHOUT_SPACES = "村里的人在夏天一起挖了这口井，并且在一张纸上写下谁在哪一天可以打水。" * 4
PASTE = """(area, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const how = { clipboardData: data, bubbles: true, cancelable: true };
  area.dispatchEvent(new ClipboardEvent("paste", how));
}"""
DROP = """(area, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  area.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true }));
}"""


@pytest.fixture
def article(live_server: Any) -> Article:
    cache.clear()
    return make_article("Peer production", TEXT)


def paste(page: Page, text: str) -> None:
    area = page.get_by_role("textbox", name="Text", exact=True)
    area.focus()
    area.evaluate(PASTE, text)
    page.keyboard.insert_text(text)


@pytest.mark.parametrize("screen", ["page", "phone"])
def test_a_long_paste_is_asked_about_and_one_key_says_that_it_is_ones_own(
    live_server: Any, article: Article, screen: str, request: Any
) -> None:
    page: Page = request.getfixturevalue(screen)
    page.goto(live_server.url + EDIT)
    paste(page, "Only a few words.")
    asked = page.get_by_text("Where are they from?")
    expect(asked).to_be_hidden()
    paste(page, LONG)
    expect(page.get_by_text("You pasted 60 words. Where are they from?")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(asked).to_be_hidden()
    expect(page.get_by_role("textbox", name="Text", exact=True)).to_be_focused()


def test_words_without_spaces_between_them_are_counted_as_well(
    live_server: Any, article: Article, page: Page
) -> None:
    page.goto(live_server.url + EDIT)
    paste(page, WITHOUT_SPACES)
    expect(page.get_by_text("Where are they from?")).to_be_visible()


def test_a_long_text_that_is_dropped_is_asked_about_unless_it_is_from_here(
    live_server: Any, article: Article, page: Page
) -> None:
    page.goto(live_server.url + EDIT)
    area = page.get_by_role("textbox", name="Text", exact=True)
    asked = page.get_by_text("Where are they from?")
    area.fill(LONG)
    area.evaluate(DROP, LONG)
    expect(asked).to_be_hidden()
    area.fill("")
    area.evaluate(DROP, LONG)
    expect(asked).to_be_visible()


@pytest.mark.parametrize("screen", ["page", "phone"])
def test_from_elsewhere_the_answer_comes_while_one_types(
    live_server: Any, article: Article, screen: str, request: Any
) -> None:
    page: Page = request.getfixturevalue(screen)
    page.goto(live_server.url + EDIT)
    paste(page, LONG)
    page.get_by_role("button", name="From elsewhere…").click()
    expect(page.get_by_label("Title of the text")).to_be_focused()
    page.keyboard.type("The well")
    expect(page.get_by_text("Say under which licence the text is.")).to_be_visible()
    page.get_by_label("Its authors").fill("A village")
    page.get_by_label("Its licence").fill("CC-BY-NC-4.0")
    expect(page.get_by_text("This text cannot go here.")).to_be_visible()
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    page.get_by_label("Its licence").fill("CC-BY-4.0")
    expect(page.get_by_text("This text may go here.")).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    page.wait_for_url(live_server.url + "/en/peer-production")
    assert Source.objects.get().title == "The well"
