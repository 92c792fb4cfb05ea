"""Fixtures for tests in Chromium: a page that fails its test when anything goes wrong in it.

`page` is 1400 pixels wide, `phone` 390. Both belong to the same fresh visitor. Whatever the page
logs as an error, refuses by its content security policy, fails to load, or asks of another host is
a trouble; a test that means to cause one says so with `troubles.expect("part of it")`.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)

WIDTH, HEIGHT = 1400, 900
PHONE_WIDTH, PHONE_HEIGHT = 390, 844
ARGUMENTS = [
    "--no-sandbox",  # as root, in a container, there is none to be had
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
]
REPORT_VIOLATIONS = """
document.addEventListener('securitypolicyviolation', event => {
  console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI}`);
});
"""


class Troubles:
    """What went wrong in the pages of one test."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.expected: list[str] = []

    def expect(self, part: str) -> None:
        """Say that a trouble with these words in it is meant to happen, as often as it does."""
        self.expected.append(part)

    def unexpected(self) -> list[str]:
        """Return the troubles that no `expect` covers."""
        return [
            trouble for trouble in self.found if not any(part in trouble for part in self.expected)
        ]

    def watch(self, page: Page) -> None:
        """Take down what goes wrong in the page from now on."""
        page.add_init_script(REPORT_VIOLATIONS)
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.found.append(f"script error: {error}"))
        page.on("request", self._on_request)
        page.on("requestfailed", self._on_failed_request)
        page.on("response", self._on_response)

    def _on_console(self, message: ConsoleMessage) -> None:
        # A failed answer is noted once, with its status, by _on_response.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.found.append(f"console: {message.text}")

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https") and parts.hostname not in ("localhost", "127.0.0.1"):
            self.found.append(f"asked of another host: {request.url}")

    def _on_failed_request(self, request: Request) -> None:
        # Leaving a page breaks off what it was still loading; that is no fault of the page.
        if request.failure != "net::ERR_ABORTED":
            self.found.append(f"request failed: {request.url}: {request.failure}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.found.append(f"status {response.status}: {response.url}")


def chromium_path() -> str:
    """Return where Chromium is: $CHROMIUM, or Debian's."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "Chromium is missing: install Debian's package chromium or set CHROMIUM."
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium for the whole session."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def troubles() -> Iterator[Troubles]:
    """What goes wrong in the test's pages; at the end there must be nothing unexpected."""
    troubles = Troubles()
    yield troubles
    assert troubles.unexpected() == []


@pytest.fixture
def new_context(browser: Browser, troubles: Troubles) -> Iterator[Callable[..., BrowserContext]]:
    """A function that makes a fresh visitor; its arguments are Playwright's for a context."""
    with ExitStack() as open_contexts:

        def make(**options: object) -> BrowserContext:
            options = {
                "viewport": {"width": WIDTH, "height": HEIGHT},
                "locale": "en-GB",
                "reduced_motion": "reduce",
                **options,
            }
            context = browser.new_context(**options)
            context.set_default_timeout(10_000)
            context.on("page", troubles.watch)
            open_contexts.callback(context.close)
            return context

        yield make


@pytest.fixture
def visitor(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    """A fresh visitor, with cookies of their own."""
    return new_context()


@pytest.fixture
def page(visitor: BrowserContext) -> Page:
    """A page 1400 pixels wide."""
    return visitor.new_page()


@pytest.fixture
def phone(visitor: BrowserContext) -> Page:
    """A page 390 pixels wide, of the same visitor as `page`."""
    page = visitor.new_page()
    page.set_viewport_size({"width": PHONE_WIDTH, "height": PHONE_HEIGHT})
    return page


def assert_no_sideways_scrolling(page: Page) -> None:
    """Fail when the page is wider than its window."""
    width = page.evaluate("document.documentElement.scrollWidth")
    window = page.evaluate("document.documentElement.clientWidth")
    assert width <= window, f"{page.url} is {width} pixels wide in a window of {window}"


def path_of(page: Page) -> str:
    """Return the page's address without the host, for comparing."""
    return re.sub(r"^https?://[^/]+", "", page.url)
