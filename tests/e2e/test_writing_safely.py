"""Nothing typed is lost, in Chromium: drafts, two at once, another tab, without JavaScript."""

import pytest
from playwright.sync_api import Dialog, expect

from tests.axe import assert_accessible
from tests.browser import PHONE_HEIGHT, PHONE_WIDTH, assert_no_sideways_scrolling
from tests.e2e.visitors import Contexts
from tests.e2e.writing import EDIT, publish, text_of, write
from tests.factories import TEXT, fresh, make_edit, make_user
from wiki.models import Article

pytestmark = [pytest.mark.e2e, pytest.mark.django_db]


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


def test_two_people_on_different_lines_both_stand(new_context: Contexts, site, article):
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


def test_two_people_on_one_line_settle_it(new_context: Contexts, site, article, troubles):
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


def test_everything_works_without_javascript(new_context: Contexts, site, article, troubles):
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
