"""A play in the browser: edits come in, and maintainers decide on them from the keyboard.

What it leaves behind is held against what the rules say, row for row (`tests/play`).
"""

import random
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext
from playwright.sync_api import Page as BrowserPage

from tests.axe import assert_accessible
from tests.e2e.test_review import signed_in, tab_to
from tests.play.incoming import script
from tests.play.stage import Stage, assert_all_is_as_expected, set_up

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

EDITS = 60
MAINTAINERS = 3
ROUND = 6  # edits before the maintainers look again


def article_shown(page: BrowserPage) -> int:
    """The key of the article whose review stands in the browser; 0 for the queue."""
    found = re.search(r"/review/(\d+)", page.url)
    return int(found[1]) if found else 0


def decide(stage: Stage, page: BrowserPage, name: str) -> None:
    """Decides on the article that is shown, by single keys, as chance says."""
    shown = article_shown(page)
    at = next(path for path, key in stage.articles.items() if key == shown)
    one = stage.expected.pages[at]
    deed = stage.chance.choice(["v", "v", "a", "r", "r"])
    if deed == "r" and not one.validated:
        deed = "v"  # there is nothing to go back to yet
    words = "" if deed == "v" else f"Words {stage.chance.randrange(10**9)}"
    before = page.url
    if words:
        page.keyboard.press(deed)  # leads to where the reason is typed
        page.keyboard.type(words)
        tab_to(page, "Ask for changes" if deed == "a" else "Decline all")
    page.keyboard.press("Enter" if words else "v")
    page.wait_for_url(lambda url: url != before)
    page.locator("h1").wait_for()
    latest = len(one.changes)
    {
        "v": lambda: stage.expected.validated(at, latest, name, words),
        "a": lambda: stage.expected.asked(at, name, words),
        "r": lambda: stage.expected.declined(at, name, words),
    }[deed]()


def test_maintainers_decide_on_what_forty_accounts_write_from_the_keyboard(
    live_server, new_context: Callable[..., BrowserContext]
):
    acts = script(EDITS)
    stage = set_up(acts, random.Random(7), MAINTAINERS)
    names = [f"maintainer-{number}" for number in range(1, MAINTAINERS + 1)]
    pages = {name: signed_in(new_context(), live_server.url, name) for name in names}
    for number, edit in enumerate(acts.edits, start=1):
        stage.send(edit)
        if number % ROUND:
            continue
        name = names[number // ROUND % MAINTAINERS]
        page = pages[name]
        page.goto(f"{live_server.url}/review")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/review/\d+"))
        for _article in range(3):
            if article_shown(page):
                decide(stage, page, name)
        assert_accessible(page)
    assert_all_is_as_expected(stage)
    said = {verdict for _page, _number, verdict, _by, _edit in stage.expected.verdicts}
    assert said == {"validated", "asked", "declined"}
