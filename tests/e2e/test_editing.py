"""Writing, in Chromium: by keyboard and toolbar, two at once, without JavaScript, after a crash."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from tests.axe import assert_accessible
from tests.browser import PHONE_HEIGHT, PHONE_WIDTH, Troubles, assert_no_sideways_scrolling, path_of
from tests.factories import (
    TEXT,
    fresh,
    make_article,
    make_deleted,
    make_edit,
    make_maintainer,
    make_topic,
    make_user,
)
from tests.wiki.rendering.hostile import HOSTILE
from tests.wiki.rendering.markup import address_problem
from wiki.models import Article, User

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]

EDIT = "/en/peer-production/edit"
NewContext = Callable[..., BrowserContext]


@pytest.fixture
def site(live_server: Any) -> str:
    cache.clear()
    return live_server.url


@pytest.fixture
def article(site: str) -> Article:
    return make_article("Peer production", TEXT, topics=[make_topic("production")])


def sign_in(context: BrowserContext, site: str, user: User) -> None:
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": site}])


def text_of(page: Page) -> str:
    return page.get_by_role("textbox", name="Text", exact=True).input_value()


def write(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Text", exact=True).fill(text)


def publish(page: Page) -> None:
    page.get_by_role("button", name="Publish").click()


def test_a_guest_edits_and_sees_the_change_at_once(page, site, article):
    page.goto(site + EDIT)
    expect(page.get_by_text("You publish under")).to_be_visible()
    name = page.get_by_text("You write as").locator("bdi").text_content()
    write(page, TEXT + "\nA guest was here.\n")
    page.get_by_label("What did you change, and why?").fill("Signs")
    publish(page)
    expect(page).to_have_url(f"{site}/en/peer-production")
    expect(page.get_by_text("A guest was here.")).to_be_visible()
    expect(page.get_by_text("Your change is published.")).to_be_visible()
    latest = fresh(article).latest
    assert (latest.author_name, latest.summary) == (name, "Signs")
    page.goto(site + EDIT)
    expect(page.locator("#kept-draft")).to_be_hidden()
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft'))") == []


def test_the_toolbar_marks_words_and_undo_takes_it_back(page, site, article):
    page.goto(site + EDIT)
    write(page, "plain words")
    area = page.get_by_role("textbox", name="Text", exact=True)
    area.press("Control+a")
    page.get_by_role("button", name="Bold").click()
    assert text_of(page) == "**plain words**"
    page.get_by_role("button", name="Bold").click()
    assert text_of(page) == "plain words"
    area.press("Control+i")
    assert text_of(page) == "*plain words*"
    area.press("Control+z")
    area.press("Control+z")
    area.press("Control+z")
    assert text_of(page) == "plain words"
    write(page, "one\ntwo")
    area.press("Control+a")
    page.get_by_role("button", name="List", exact=True).click()
    assert text_of(page) == "- one\n- two"
    area.press("Control+a")
    page.get_by_role("button", name="List", exact=True).click()
    assert text_of(page) == "one\ntwo"
    area.press("Control+End")
    page.get_by_role("button", name="Footnote").click()
    page.keyboard.type("A source.")
    assert text_of(page) == "one\ntwo[^1]\n\n[^1]: A source."
    page.get_by_role("button", name="Table").click()
    assert "| Column 1 | Column 2 |\n|---|---|\n" in text_of(page)
    for name in ("Heading", "Quotation", "Code"):
        write(page, "")
        page.get_by_role("button", name=name, exact=True).click()
        assert len(text_of(page)) > 2
    write(page, "words")
    area.press("Control+a")
    page.get_by_role("button", name="Link to another site").click()
    page.keyboard.type("https://example.org")
    assert text_of(page) == "[words](https://example.org)"


def test_the_toolbar_is_one_stop_for_tab_and_arrows_move_in_it(page, site, article):
    page.goto(site + EDIT)
    page.get_by_role("button", name="Heading").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Bold")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Table")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="Text", exact=True)).to_be_focused()


def test_a_member_completes_a_title_by_keyboard(visitor, page, site, article):
    sign_in(visitor, site, make_user("contributor-2"))
    make_article("Digital commons")
    make_article("Digital labour")
    page.goto(site + EDIT)
    write(page, "")
    page.get_by_role("button", name="Link to an article here").click()
    page.keyboard.type("digital")
    options = page.locator(".completions [role=option]")
    expect(options).to_have_count(3)
    expect(page.get_by_role("listbox")).to_be_visible()
    assert_accessible(page)
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[role=option][aria-selected=true]")
    title = chosen.text_content()
    area = page.get_by_role("textbox", name="Text", exact=True)
    assert area.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    page.keyboard.press("Enter")
    assert text_of(page) == f"[[{title}]]"
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.type(" and [[Nothing like it")
    expect(page.locator(".completions [role=option]")).to_have_text(
        ["New article: “Nothing like it”"]
    )
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.type("]]")
    page.keyboard.press("Control+Enter")
    expect(page).to_have_url(f"{site}/en/peer-production")
    latest = fresh(article)
    assert latest.text == f"[[{title}]] and [[Nothing like it]]"
    assert latest.latest.author_name == "contributor-2"


def test_the_preview_follows_what_is_typed(page, site, article):
    page.goto(site + EDIT)
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_role("heading", name="Definition")).to_be_visible()
    write(page, "Now **strong**.")
    expect(preview.locator("strong")).to_have_text("strong")
    page.get_by_role("button", name="Preview").click()
    expect(preview).to_be_hidden()
    expect(page.get_by_role("button", name="Preview")).to_have_attribute("aria-pressed", "false")


def test_what_was_changed_is_shown_and_goes_on(page, site, article):
    page.goto(site + EDIT)
    write(page, TEXT.replace("Three", "Four"))
    page.get_by_role("button", name="Show changes").click()
    expect(page.get_by_role("heading", name="What you changed so far")).to_be_visible()
    expect(page.locator(".diff ins").first).to_contain_text("Four")
    assert_accessible(page)
    page.keyboard.press("Control+s")
    expect(page).to_have_url(f"{site}/en/peer-production")
    assert "Four" in fresh(article).text


def test_a_draft_comes_back_after_the_tab_was_closed(visitor, site, article):
    page = visitor.new_page()
    page.goto(site + EDIT)
    write(page, "Typed for an hour.\n")
    page.get_by_label("What did you change, and why?").fill("An hour's work")
    expect(page.locator("[data-draft-state]")).to_contain_text("Draft kept")
    page.close()
    make_edit(article, TEXT + "\nSomebody else's line.\n")
    page = visitor.new_page()
    page.goto(site + EDIT)
    expect(page.locator("#kept-draft")).to_contain_text("kept a draft of yours")
    assert_accessible(page)
    page.get_by_role("button", name="Take it up again").click()
    assert text_of(page) == "Typed for an hour.\n"
    expect(page.get_by_label("What did you change, and why?")).to_have_value("An hour's work")
    # It goes on from the revision that it began with: the other's change is not taken back unseen.
    assert page.locator("[name=base]").input_value() == "1"


def test_a_draft_can_be_thrown_away(visitor, site, article):
    page = visitor.new_page()
    page.goto(site + EDIT)
    write(page, "Not that.\n")
    expect(page.locator("[data-draft-state]")).to_contain_text("Draft kept")
    page.close()
    page = visitor.new_page()
    page.goto(site + EDIT)
    page.get_by_role("button", name="Discard it").click()
    expect(page.locator("#kept-draft")).to_be_hidden()
    assert text_of(page) == TEXT
    page.reload()
    expect(page.locator("#kept-draft")).to_be_hidden()


def test_leaving_with_something_unsaved_is_asked_about(page, site, article):
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    page.goto(site + EDIT)
    page.get_by_role("link", name="Cancel").click()
    expect(page).to_have_url(f"{site}/en/peer-production")
    assert asked == []
    page.goto(site + EDIT)
    page.get_by_role("textbox", name="Text", exact=True).press("x")
    page.get_by_role("link", name="Cancel").click()
    expect(page).to_have_url(f"{site}/en/peer-production")
    assert asked == ["beforeunload"]


def test_signing_in_in_another_tab_does_not_cost_the_text(visitor, page, site, article, troubles):
    troubles.expect("status 422")
    make_user("contributor-2")
    page.goto(site + EDIT)
    write(page, "Begun as a guest.\n")
    other = visitor.new_page()
    other.goto(f"{site}/accounts/login/")
    other.locator("[name=login]").fill("contributor-2")
    other.locator("[name=password]").fill("correct horse battery staple")
    other.locator("main form button").first.click()
    expect(other).to_have_url(f"{site}/")
    publish(page)
    expect(page.get_by_role("alert").first).to_contain_text("are signed in as contributor-2 now")
    assert text_of(page) == "Begun as a guest.\n"
    publish(page)
    expect(page).to_have_url(f"{site}/en/peer-production")
    assert fresh(article).latest.author_name == "contributor-2"


# Two at once -----------------------------------------------------------------------------------


def test_two_people_on_different_lines_both_stand(new_context: NewContext, site, article):
    first, second = new_context().new_page(), new_context().new_page()
    for page in (first, second):
        page.goto(site + EDIT)
    write(first, TEXT.replace("Three traits", "Four traits"))
    write(second, TEXT.replace("It is older", "It is much older"))
    publish(first)
    expect(first).to_have_url(f"{site}/en/peer-production")
    publish(second)
    expect(second).to_have_url(f"{site}/en/peer-production")
    expect(second.get_by_text("both changes stand")).to_be_visible()
    text = fresh(article).text
    assert "Four traits" in text
    assert "much older" in text


def test_two_people_on_one_line_settle_it(new_context: NewContext, site, article, troubles):
    troubles.expect("status 409")
    first, second = new_context().new_page(), new_context().new_page()
    for page in (first, second):
        page.goto(site + EDIT)
    write(first, TEXT.replace("Three traits", "Four traits"))
    write(second, TEXT.replace("Three traits", "Five traits"))
    publish(first)
    expect(first).to_have_url(f"{site}/en/peer-production")
    publish(second)
    expect(second.get_by_role("heading", name="Two edits of Peer production")).to_be_visible()
    expect(second.get_by_role("heading", name="What you wrote")).to_be_visible()
    assert "Four traits" in text_of(second)
    assert "Five traits" in text_of(second)
    assert_accessible(second)
    second.set_viewport_size({"width": PHONE_WIDTH, "height": PHONE_HEIGHT})
    assert_no_sideways_scrolling(second)
    write(second, TEXT.replace("Three traits", "Four or five traits"))
    publish(second)
    expect(second).to_have_url(f"{site}/en/peer-production")
    assert "Four or five traits" in fresh(article).text


# Without JavaScript -----------------------------------------------------------------------------


def test_everything_works_without_javascript(new_context: NewContext, site, article, troubles):
    troubles.expect("status 422")
    troubles.expect("status 409")
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{site}/new?title=Digital+commons&language=en")
    expect(page.get_by_role("toolbar")).to_be_hidden()
    publish(page)
    expect(page.get_by_role("alert")).to_contain_text("There is no text yet")
    write(page, "Shared **things**.\n")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Preview").locator("strong")).to_have_text("things")
    publish(page)
    expect(page).to_have_url(f"{site}/en/digital-commons")
    page.get_by_role("link", name="Edit", exact=True).first.click()
    write(page, "Shared **goods**.\n")
    page.get_by_role("button", name="Show changes").click()
    expect(page.locator(".diff ins")).to_contain_text("goods")
    made = Article.objects.get(slug="digital-commons")
    make_edit(made, "Shared **stuff**.\n")
    publish(page)
    expect(page.get_by_role("heading", name="The proposal")).to_be_visible()
    write(page, "Shared **goods and stuff**.\n")
    publish(page)
    expect(page).to_have_url(f"{site}/en/digital-commons")
    page.goto(f"{site}/en/digital-commons/revert/1")
    page.get_by_role("button", name="Go back to revision 1").click()
    expect(page).to_have_url(f"{site}/en/digital-commons")
    assert fresh(made).text == "Shared **things**.\n"


# Looks and hostile text -------------------------------------------------------------------------


def test_every_writers_page_is_accessible_and_fits_a_phone(visitor, page, site, article, troubles):
    sign_in(visitor, site, make_maintainer())
    make_edit(article, "Blanked.\n")
    gone = make_deleted(make_article("Gone"))
    make_article("Gift", licence="CC0-1.0")
    at = "/en/peer-production"
    for path in (
        EDIT, f"{EDIT}?from=1", "/new?title=New", f"{at}/revert/1", f"{at}/rename", f"{at}/licence",
        "/en/gift/licence", f"{at}/delete", f"/en/{gone.slug}/restore",
    ):  # fmt: skip
        for width, scheme in ((1400, "light"), (PHONE_WIDTH, "dark")):
            page.set_viewport_size({"width": width, "height": PHONE_HEIGHT})
            page.emulate_media(color_scheme=scheme)
            page.goto(site + path)
            page.wait_for_load_state("networkidle")
            assert_accessible(page)
            assert_no_sideways_scrolling(page)
            assert page.locator("h1").count() == 1


def test_a_refused_form_leads_from_the_summary_to_the_field(page, site, article, troubles):
    troubles.expect("status 422")
    page.goto(site + EDIT)
    write(page, "")
    publish(page)
    alert = page.get_by_role("alert").first
    expect(alert).to_be_focused()
    assert_accessible(page)
    alert.get_by_role("link", name="Text").click()
    expect(page.get_by_role("textbox", name="Text", exact=True)).to_be_focused()


def test_a_guest_edits_on_a_phone(phone, site, article):
    phone.goto(site + EDIT)
    preview = phone.get_by_role("region", name="Preview")
    expect(preview).to_be_hidden()
    write(phone, "On the *way*.\n")
    phone.get_by_role("button", name="Preview").click()
    expect(preview.locator("em")).to_have_text("way")
    assert_no_sideways_scrolling(phone)
    publish(phone)
    expect(phone).to_have_url(f"{site}/en/peer-production")


def test_hostile_text_that_is_published_runs_nothing(page, site, article, troubles: Troubles):
    dialogs: list[str] = []

    def note(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    texts = [
        text.encode("utf-8", "replace").decode().replace("\0", "") for text in HOSTILE.values()
    ]
    harmless = "\n\n".join(text for text in texts if len(text) < 5000)
    for begin in range(0, len(harmless), 60_000):
        page.goto(site + EDIT)
        write(page, harmless[begin : begin + 60_000])
        publish(page)
        expect(page).to_have_url(f"{site}/en/peer-production")
        page.wait_for_load_state("networkidle")
        assert path_of(page) == "/en/peer-production"
        assert page.evaluate("window.__pwned") is None
        addresses = page.evaluate(
            "[...document.querySelectorAll('.prose [href], .prose [src]')]"
            ".map(one => one.getAttribute('href') ?? one.getAttribute('src'))"
        )
        assert len(addresses) > 10
        assert [found for found in map(address_problem, addresses) if found] == []
    assert dialogs == []
