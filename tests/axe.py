"""Accessibility of a page, by axe-core."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# WCAG 2.2 at A and AA, and what axe's authors hold for good practice.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Only what is wrong comes back: to hand over all that is in order takes longer than to find it.
RUN = """async (tags) => {
  const found = await axe.run(document, {
    runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], preload: false,
  });
  return found.violations.flatMap(({id, impact, help, nodes}) =>
    nodes.map(({html}) => `${id} (${impact}): ${help}: ${html.slice(0, 200)}`));
}"""


def accessibility_problems(page: Page) -> list[str]:
    """Return what axe finds on the page, one sentence for each place; empty when all is well.

    The script goes in through the debugging protocol, once into a page, so the site's policy for
    scripts stays in force and is not switched off for the test.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(RUN, RULES)
    return found


def assert_accessible(page: Page) -> None:
    """Fail with the whole list of what axe finds on the page."""
    problems = accessibility_problems(page)
    assert not problems, f"{page.url}\n" + "\n".join(problems)
