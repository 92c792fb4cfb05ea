"""Maintainers who read the same article for review see one another, and when one has left."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.visitors import Contexts, signed_in
from tests.factories import fresh, make_article, make_edit, make_maintainer, make_user
from wiki.models import Article, Claim

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def articles() -> list[Article]:
    found = []
    for title in ("Peer production", "Community network"):
        article = make_article(title, validated=True)
        make_edit(article, "More.\n", actor=make_user("contributor-2"))
        found.append(fresh(article))
    return found


@pytest.fixture
def maintainer(live_server, new_context: Contexts) -> Callable[..., Page]:
    """A function that gives a page of the maintainer of this name."""

    def sign_in(name: str, **options: object) -> Page:
        make_maintainer(name)
        return signed_in(new_context(**options), live_server.url, name)

    return sign_in


def claimed(wanted: set[tuple[str, str]]) -> None:
    """Waits until these people read these articles, and nobody else any."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        found = set(Claim.objects.values_list("user__username", "article__title"))
        if found == wanted:
            return
        time.sleep(0.1)
    assert found == wanted


def test_others_see_who_reads_and_that_one_has_left(live_server, maintainer, articles):
    address = f"{live_server.url}/review/{articles[0].pk}"
    one, other = maintainer("maintainer-1"), maintainer("maintainer-2")
    one.goto(address)
    expect(one.locator("#claims")).to_contain_text("You are reading this")
    claimed({("maintainer-1", "Peer production")})

    other.clock.install()
    other.goto(address)
    lines = other.locator("#claims")
    expect(lines).to_contain_text("Being read by maintainer-1 · 10 minutes left")
    # The answer to the claim counts from when it comes: only then may the clock be put forward.
    expect(lines).to_contain_text("You are reading this")
    other.clock.fast_forward("02:00")
    expect(lines).to_contain_text("Being read by maintainer-1 · 8 minutes left")
    other.clock.fast_forward("08:00")
    expect(lines).not_to_contain_text("Being read by")

    one.goto(f"{live_server.url}/review")
    claimed({("maintainer-2", "Peer production")})
    expect(one.locator(".queue")).to_contain_text("being read by maintainer-2")


def test_whatever_one_does_says_it_anew_once_a_minute_at_most(live_server, maintainer, articles):
    page = maintainer("maintainer-1")
    said: list[str] = []
    page.on("request", lambda one: said.append(one.url) if one.url.endswith("/claim") else None)
    page.clock.install()
    page.goto(f"{live_server.url}/review/{articles[0].pk}")
    expect(page.locator("#claims")).to_contain_text("You are reading this")
    words = page.get_by_label("A word to the authors")
    words.press_sequentially("Thank you")
    assert len(said) == 1
    page.clock.fast_forward("01:01")
    with page.expect_response("**/claim"):
        words.press_sequentially("!")
    words.press_sequentially("!!")
    assert len(said) == 2


def test_another_article_in_the_same_page_is_claimed_and_the_one_before_let_go(
    live_server, maintainer, articles
):
    page = maintainer("maintainer-1")
    page.goto(f"{live_server.url}/review/{articles[0].pk}")
    claimed({("maintainer-1", "Peer production")})
    page.evaluate(
        """async (path) => {
          const text = await (await fetch(path)).text();
          const other = new DOMParser().parseFromString(text, "text/html");
          document.querySelector("main").replaceWith(other.querySelector("main"));
          document.dispatchEvent(new CustomEvent("review:shown"));
        }""",
        f"/review/{articles[1].pk}",
    )
    claimed({("maintainer-1", "Community network")})


def test_without_scripts_buttons_say_it(live_server, maintainer, articles):
    page = maintainer("maintainer-1", java_script_enabled=False)
    page.goto(f"{live_server.url}/review/{articles[0].pk}")
    assert not Claim.objects.exists()
    page.get_by_role("button", name="Tell others that I am reading this").click()
    expect(page.locator("#claims")).to_contain_text("You are reading this")
    claimed({("maintainer-1", "Peer production")})
    page.get_by_role("button", name="I have stopped reading").click()
    claimed(set())
