"""What one does with the keyboard alone: Tab to what one means, press it, see where one is."""

from typing import NamedTuple

import pytest
from playwright.sync_api import Page

FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const style = getComputedStyle(at), clean = (text) => (text || "").replace(/\\s+/g, " ").trim();
  const labels = [...(at.labels || [])].map((label) => label.textContent).join(" ");
  const has_outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  // Whether any of it is to be seen: in the window, and not behind what sticks to its edge.
  const is_in_sight = [...at.getClientRects()].some((box) => {
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    if (right - left < 1 || bottom - top < 1) return false;
    return [[0.5, 0.5], [0.05, 0.5], [0.95, 0.5], [0.5, 0.05], [0.5, 0.95]].some(([x, y]) => {
      const hit = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
      return hit && (at.contains(hit) || [...(at.labels || [])].some((one) => one.contains(hit)));
    });
  });
  return {
    name: clean(labels) || at.getAttribute("aria-label") || clean(at.textContent),
    tag: at.tagName.toLowerCase(),
    href: at.getAttribute("href") || "",
    value: at.value || "",
    is_shown: has_outline && is_in_sight,
  };
}"""
MOST_STOPS = 1500


class Stop(NamedTuple):
    """What has the focus: what it is called, and whether one sees that it has it."""

    name: str
    tag: str
    href: str
    value: str
    is_shown: bool


def focus(page: Page) -> Stop | None:
    """What has the focus; None where nothing has."""
    found = page.evaluate(FOCUS)
    return Stop(**found) if found else None


def tab_to(page: Page, words: str = "", *, href: str = "", exact: bool = False) -> Stop:
    """Press Tab until what has the focus says these words, or is a link that leads there.

    One must see the focus wherever it comes by.
    """
    ends = 0
    while ends < 2:
        page.keyboard.press("Tab")
        stop = focus(page)
        if stop is None:
            ends += 1  # the end of the page; it begins anew
            continue
        assert stop.is_shown, f"The focus is not to be seen on {page.url}: {stop}"
        found = stop.href.endswith(href) if href else words in stop.name
        if found and (not exact or stop.name == words):
            return stop
    pytest.fail(f"{words or href!r} cannot be reached by Tab on {page.url}")


def tab_through(page: Page, key: str = "Tab") -> list[Stop]:
    """All that Tab stops at from one end of the page to the other, each to be seen."""
    stops: list[Stop] = []
    while len(stops) < MOST_STOPS:
        page.keyboard.press(key)
        stop = focus(page)
        if stop is None:
            return stops
        assert stop.is_shown, f"The focus is not to be seen on {page.url}: {stop}"
        stops.append(stop)
    pytest.fail(f"Tab does not come to an end on {page.url}: {stops[-5:]}")


def press(page: Page, key: str = "Enter") -> None:
    """Press a key on what has the focus and wait for the page it leads to."""
    with page.expect_navigation():
        page.keyboard.press(key)


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()
