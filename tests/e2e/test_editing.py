"""Writing, in Chromium: by keyboard and toolbar, on a phone, hostile text."""

import pytest
from playwright.sync_api import Dialog, Route, expect

from tests.axe import assert_accessible
from tests.browser import PHONE_HEIGHT, PHONE_WIDTH, Troubles, assert_no_sideways_scrolling, path_of
from tests.e2e.keys import focus, tab_to
from tests.e2e.visitors import sign_in
from tests.e2e.writing import EDIT, publish, text_of, write
from tests.factories import (
    TEXT,
    fresh,
    make_article,
    make_deleted,
    make_edit,
    make_maintainer,
    make_user,
)
from tests.wiki.rendering.hostile import HOSTILE
from tests.wiki.rendering.markup import address_problem

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]


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


def test_a_preview_that_changes_leaves_the_focus_where_it_is(page, site, article):
    parts = "\n\n".join(f"## Part {number}\n\n" + "Words. " * 80 for number in range(1, 20))
    waiting: list[Route] = []
    page.goto(f"{site}{EDIT}")
    write(page, parts)
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_role("heading", name="Part 19")).to_be_visible()
    page.route("**/preview", lambda route: waiting.append(route))
    page.get_by_role("textbox", name="Text", exact=True).focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("More.")
    page.wait_for_timeout(700)  # it is asked for, and not there yet
    stop = tab_to(page, "Part 12")
    (late,) = waiting
    late.continue_()
    expect(preview).to_contain_text("More.")
    assert focus(page) == stop
    # The text comes to rest after Tab has left it.
    page.evaluate("document.querySelector('textarea[name=text]').scrollTop = 0")
    page.wait_for_timeout(200)
    assert focus(page) == stop


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
