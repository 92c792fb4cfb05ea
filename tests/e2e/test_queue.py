"""The tabs of the queue that are one's own, and rules for hints tried out, in a browser."""

import pytest
from playwright.sync_api import Page

from tests.axe import assert_accessible
from tests.browser import PHONE_HEIGHT, PHONE_WIDTH, assert_no_sideways_scrolling
from tests.e2e.keys import focus, press, tab_to
from tests.e2e.visitors import Contexts, signed_in
from tests.factories import (
    TEXT,
    fresh,
    make_article,
    make_edit,
    make_maintainer,
    make_topic,
    make_user,
)
from wiki.models import Article, HintRule, Maintainership, ReviewRequest, Topic

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def articles() -> dict[str, Article]:
    """Under each of two topics one article that awaits, and one under none, oldest first."""
    author = make_user("contributor-1")
    return {
        slug: make_article(slug.capitalize(), topics=[make_topic(slug)], actor=author)
        for slug in ("water", "energy")
    } | {"nowhere": make_article("Nowhere", actor=author)}


def looks_after(slug: str) -> str:
    """The name of a maintainer of this topic alone."""
    user = make_user("maintainer-7")
    Maintainership.objects.create(user=user, topic=Topic.objects.get(slug=slug))
    return user.username


def titles(page: Page) -> list[str]:
    return page.locator(".queue > li > a").all_inner_texts()


def tabs(page: Page) -> list[str]:
    """The tabs with their numbers, the current one marked."""
    found = page.get_by_role("navigation", name="The queue").get_by_role("link").all()
    return [
        one.inner_text() + (" *" if one.get_attribute("aria-current") == "page" else "")
        for one in found
    ]


def assert_suits_everybody(page: Page) -> None:
    """In both colour schemes, on a wide and on a narrow screen."""
    for width, height, scheme in ((1400, 900, "light"), (PHONE_WIDTH, PHONE_HEIGHT, "dark")):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert_accessible(page)
        assert_no_sideways_scrolling(page)
    page.set_viewport_size({"width": 1400, "height": 900})


def test_who_looks_after_a_topic_decides_on_it_first_and_stays_in_their_tab(
    live_server, visitor, articles
):
    page = signed_in(visitor, live_server.url, looks_after("energy"))
    page.goto(f"{live_server.url}/review")
    assert titles(page) == ["Energy", "Nowhere"]
    assert tabs(page) == ["My topics · 2 *", "All · 3", "First edits · 1", "Decided · 0"]
    assert_suits_everybody(page)
    tab_to(page, "All · 3")
    press(page)
    assert titles(page) == ["Water", "Energy", "Nowhere"]
    tab_to(page, "My topics")
    press(page)
    tab_to(page, "Energy")
    press(page)
    page.get_by_role("heading", level=1, name="Energy").wait_for()
    assert titles(page) == ["Energy", "Nowhere"]
    page.keyboard.press("v")
    page.get_by_role("heading", level=1, name="Nowhere").wait_for()
    assert page.url == f"{live_server.url}/review/{articles['nowhere'].pk}?tab=mine"
    page.keyboard.press("v")
    page.get_by_text("Nothing awaits validation in your topics. Thank you.").wait_for()
    assert tabs(page)[:2] == ["My topics · 0 *", "All · 1"]
    assert_suits_everybody(page)
    assert [fresh(articles[slug]).is_validated for slug in articles] == [False, True, True]


def test_what_is_asked_of_me_is_there_until_i_decide(live_server, new_context: Contexts, articles):
    name = looks_after("energy")
    make_maintainer("maintainer-1")
    author = signed_in(new_context(), live_server.url, "contributor-1")
    author.goto(f"{live_server.url}/en/energy/ask-review")
    tab_to(author, "the maintainers of Energy")
    author.keyboard.press("ArrowDown")
    while "maintainer-7" not in focus(author).name:
        author.keyboard.press("ArrowDown")
    tab_to(author, "What should they look at?")
    author.keyboard.type("The numbers are new.")
    tab_to(author, "Ask for review", exact=True)
    press(author)
    assert ReviewRequest.objects.get().maintainer.username == name

    page = signed_in(new_context(), live_server.url, name)
    page.goto(f"{live_server.url}/review")
    tab_to(page, "Asked of me · 1")
    press(page)
    assert titles(page) == ["Energy"]
    assert "Asked of me · 1 *" in tabs(page)
    assert "review asked by contributor-1: The numbers are new." in " ".join(
        page.locator(".queue").inner_text().split()
    )
    assert_suits_everybody(page)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Energy").wait_for()
    assert "contributor-1 asks maintainer-7 for review" in page.locator("main").inner_text()
    assert_suits_everybody(page)
    page.keyboard.press("v")
    page.get_by_text("Nobody asks you for review now.").wait_for()
    assert "Asked of me · 0 *" in tabs(page)
    assert ReviewRequest.objects.get().answered is not None
    page.goto(f"{live_server.url}/review")
    assert not any(tab.startswith("Asked of me") for tab in tabs(page))


def test_a_rule_is_tried_and_what_it_would_have_marked_is_there_to_read(live_server, visitor):
    make_maintainer()
    article = make_article("Commons", TEXT)
    for number in range(52):
        make_edit(article, f"{TEXT}\nAn offer of {number}.\n", summary=f"Offer {number}")
    page = signed_in(visitor, live_server.url, "maintainer-1")
    page.goto(f"{live_server.url}/review/hints/new")
    tab_to(page, "Name in English")
    page.keyboard.type("adver")
    tab_to(page, "What is measured")
    page.keyboard.type("Words")
    tab_to(page, "Shown from")
    page.keyboard.press("Control+a")
    page.keyboard.type("1")
    tab_to(page, "Words", exact=True)
    page.keyboard.type("offer")
    tab_to(page, "Try it on the last 1,000 changes")
    press(page, "Space")
    assert focus(page).name == "What the rule would have marked"
    found = page.get_by_role("region", name="What the rule would have marked")
    assert "52 of the last 53 changes: 98.1 %. Nothing was saved." in found.inner_text()
    assert "The newest 50 are listed." in found.inner_text()
    assert found.get_by_role("listitem").count() == 50
    assert "Offer 51" in found.get_by_role("listitem").first.inner_text()
    assert page.get_by_label("Name in English").input_value() == "adver"
    assert_suits_everybody(page)
    tab_to(page, "Commons")  # from the result on, not from the head of the page
    press(page)
    assert page.url == f"{live_server.url}/en/commons/diff/52..53"


def test_a_change_of_a_rule_is_tried_before_it_is_saved(live_server, visitor):
    make_maintainer()
    make_article("Commons", TEXT)
    rule = HintRule.objects.get(signal="first_edit")
    page = signed_in(visitor, live_server.url, "maintainer-1")
    page.goto(f"{live_server.url}/review/hints/{rule.pk}")
    tab_to(page, "Try it on the last 1,000 changes")
    press(page)
    said = page.get_by_role("region", name="What the rule would have marked").inner_text()
    assert "1 of the last 1 change: 100.0 %. As the rule is now, it marks 1 of them." in said
    assert_suits_everybody(page)
