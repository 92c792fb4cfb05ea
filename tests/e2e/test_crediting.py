"""Who wrote what, credits, and citing what is selected, in Chromium."""

import json
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.axe import assert_accessible
from tests.browser import assert_no_sideways_scrolling, path_of
from tests.factories import make_article, make_edit, make_guest, make_user
from tests.wiki.taking import bring, take
from wiki.models import Article

pytestmark = pytest.mark.e2e
TEXT = """Things that *people* make [together](https://example.org/a/long/address).[^1]

## Definition

Three traits are usually named together, see [[Commons|the commons]].

[^1]: A note.
"""
# Selects from the words of one element of the article to those of another.
SELECT = """([first, last]) => {
  const prose = document.querySelector(".prose");
  const find = (words) => {
    const walker = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.data.indexOf(words);
      if (at >= 0) return [node, at];
    }
  };
  const [start, from] = find(first), [end, to] = find(last);
  getSelection().setBaseAndExtent(start, from, end, to + last.length);
}"""


@pytest.fixture
def article(live_server: Any) -> Article:
    made = make_article("Peer production", TEXT, validated=True)
    text = TEXT.replace("usually", "often") + "\nA line by another hand.\n"
    make_edit(made, text, actor=make_user("contributor-2"))
    take(made, f"{text}\nIt stood elsewhere first.\n", actor=make_user("contributor-3"))
    other = make_article("Another page", "It began there.\n", actor=make_user("contributor-5"))
    bring(made, other, "It began there.")
    # Formatted as readers see it: the test's own way of writing does without.
    final = f"{Article.objects.get(pk=made.pk).text}\nThe last line.\n"
    make_edit(made, final, actor=make_guest())
    return made


def test_what_is_selected_is_cited_by_one_press(
    page: Page, live_server: Any, article: Article
) -> None:
    page.goto(live_server.url + article.get_absolute_url())
    button = page.get_by_role("button", name="Cite this passage")
    expect(button).to_be_hidden()
    page.evaluate(SELECT, ["people", "together, see"])
    expect(button).to_be_visible()
    assert_accessible(page)
    button.click()
    page.wait_for_url("**/cite?revision=5&at=**")
    expect(page.locator("blockquote.passage")).to_contain_text("people* make [together]")
    credit = page.locator("#credit-line")
    expect(credit).to_contain_text("revision 5 by contributor-1 and contributor-2, CC BY-SA")
    page.go_back()
    page.evaluate(SELECT, ["A line by", "another hand."])
    page.evaluate("getSelection().removeAllRanges()")
    expect(button).to_be_hidden()


def test_a_selection_beside_the_article_offers_nothing(
    page: Page, live_server: Any, article: Article
) -> None:
    page.goto(live_server.url + article.get_absolute_url())
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#licence'))")
    page.wait_for_timeout(500)
    expect(page.get_by_role("button", name="Cite this passage")).to_be_hidden()


def test_without_scripts_a_passage_is_pasted(
    new_context: Any, live_server: Any, article: Article
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url + article.get_absolute_url())
    page.get_by_role("link", name="Cite and reuse").click()
    page.get_by_label("The passage").fill("A line by another hand")
    page.get_by_role("button", name="Cite this passage").click()
    expect(page.locator("#credit-line")).to_contain_text("revision 5 by contributor-2, CC")


def test_each_form_is_copied_as_it_stands_and_saved(
    page: Page, visitor: BrowserContext, live_server: Any, article: Article
) -> None:
    visitor.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    page.goto(f"{live_server.url}{article.get_absolute_url()}/cite?revision=2")
    copied = {}
    for name in ("credit line", "HTML", "Markdown", "BibTeX", "CSL-JSON"):
        page.get_by_role("button", name=f"Copy the {name}").click()
        expect(page.get_by_role("button", name="Copied")).to_be_visible()
        copied[name] = page.evaluate("navigator.clipboard.readText()")
        expect(page.get_by_role("button", name="Copied")).to_be_hidden()
    assert copied["HTML"].startswith("<a href=")
    assert copied["BibTeX"].startswith("@misc{") and "\n  title = " in copied["BibTeX"]
    assert json.loads(copied["CSL-JSON"])[0]["version"] == "2"
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save as a .bib file").click()
    assert saved.value.suggested_filename == "peer-production.bib"
    assert saved.value.path().read_text().strip() == copied["BibTeX"]


@pytest.mark.parametrize("window", ["page", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "below",
    ["blame", "blame?by=contributor-2", "revisions/2/blame", "credits", "credits?revision=3",
     "cite", "cite?revision=5&at=1-12", "cite?passage=none", ""],
)  # fmt: skip
def test_each_page_is_read_by_everybody(
    request: Any, live_server: Any, article: Article, troubles: Any, window: str, scheme: str,
    below: str,
) -> None:  # fmt: skip
    troubles.expect("status 422")
    page: Page = request.getfixturevalue(window)
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{live_server.url}{article.get_absolute_url()}/{below}".rstrip("/"))
    assert_no_sideways_scrolling(page)
    assert_accessible(page)


def test_on_a_phone_the_author_stands_above_the_passage(
    page: Page, phone: Page, live_server: Any, article: Article
) -> None:
    for window, beside in ((page, True), (phone, False)):
        window.goto(f"{live_server.url}{article.get_absolute_url()}/blame")
        margin = window.locator(".blame dt").nth(1).bounding_box()
        lines = window.locator(".blame dd").nth(1).bounding_box()
        assert margin and lines
        assert (margin["x"] + margin["width"] <= lines["x"]) is beside
        assert (margin["y"] + margin["height"] <= lines["y"]) is not beside


def test_a_word_leads_by_keyboard_to_what_its_revision_changed(
    page: Page, live_server: Any, article: Article
) -> None:
    page.goto(f"{live_server.url}{article.get_absolute_url()}/blame")
    word = page.get_by_role("link", name="often", exact=True)
    word.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/diff/1..2")
    assert path_of(page) == "/en/peer-production/diff/1..2"
