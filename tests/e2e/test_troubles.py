"""The watch over pages notices each kind of trouble, so that its silence means something."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.axe import accessibility_problems
from tests.browser import Troubles

pytestmark = pytest.mark.e2e

BARE = '<!doctype html><html lang="en"><title>t</title><main><h1>t</h1>{}</main></html>'


def troubles_of(
    new_context: Callable[..., BrowserContext], troubles: Troubles, body: str, expected: str = ""
) -> str:
    """Open a page with the body, under a policy like the site's; return what was noticed.

    What is expected may take a moment to arrive from the browser.
    """
    context = new_context()

    def answer(route) -> None:
        if "missing" in route.request.url:
            route.fulfill(status=404)
        elif "broken" in route.request.url:
            route.abort("connectionreset")
        else:
            headers = {"Content-Security-Policy": "default-src 'self'"}
            route.fulfill(body=BARE.format(body), content_type="text/html", headers=headers)

    context.route("**/*", answer)
    page = context.new_page()
    # A busy browser drops an event now and then: look again before saying that there was none.
    for _attempt in range(4):
        page.goto("http://localhost/", wait_until="networkidle")
        deadline = time.monotonic() + 3
        while expected not in "\n".join(troubles.found) and time.monotonic() < deadline:
            page.wait_for_timeout(50)
        if expected in "\n".join(troubles.found):
            break
    found = "\n".join(troubles.unexpected())
    troubles.expect("")
    return found


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        ("<p>quiet</p>", ""),
        ("<script>document.title = 'ran'</script>", "content security policy: script-src"),
        ('<p style="color: red">red</p>', "content security policy: style-src"),
        ('<img alt="" src="/missing">', "status 404: http://localhost/missing"),
        ('<img alt="" src="/broken">', "request failed: http://localhost/broken"),
        ('<link rel="preconnect"><img alt="" src="//example.org/a.png">', "policy: img-src"),
        ('<script src="//localhost/not-a-script"></script>', "script error: "),
    ],
)
def test_each_kind_of_trouble_is_noticed(
    new_context: Callable[..., BrowserContext], troubles: Troubles, body: str, trouble: str
) -> None:
    found = troubles_of(new_context, troubles, body, trouble)
    assert trouble in found
    assert bool(trouble) == bool(found)


def test_axe_runs_under_the_strict_policy_and_finds_what_is_wrong(
    new_context: Callable[..., BrowserContext], troubles: Troubles
) -> None:
    troubles_of(new_context, troubles, '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">')
    context = new_context()
    page = context.new_page()
    page.set_content(BARE.format("<p>quiet</p>"))
    assert accessibility_problems(page) == []
    page.set_content(BARE.format('<img src="/a.png">'))
    assert [problem.split(" ")[0] for problem in accessibility_problems(page)] == ["image-alt"]
