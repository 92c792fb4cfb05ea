"""Accessibility of a page, by axe-core."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# WCAG 2.2 at A and AA, and what axe's authors hold for good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def accessibility_problems(page: Page) -> list[str]:
    """Return what axe finds on the page, one sentence for each place; empty when all is well.

    The script goes in through the debugging protocol, so the site's policy for scripts stays in
    force and is not switched off for the test.
    """
    page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", RULES
    )
    return [
        f"{rule['id']} ({rule['impact']}): {rule['help']}: {node['html'][:200]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def assert_accessible(page: Page) -> None:
    """Fail with the whole list of what axe finds on the page."""
    problems = accessibility_problems(page)
    assert not problems, f"{page.url}\n" + "\n".join(problems)
