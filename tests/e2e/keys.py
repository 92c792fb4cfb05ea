"""What one does with the keyboard alone: Tab to what one means, press it, see where one is."""

from typing import NamedTuple

import pytest
from playwright.sync_api import Page

FOCUS = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const style = getComputedStyle(at), clean = (text) => (text || "").replace(/\\s+/g, " ").trim();
  // Of a label around its field, what stands beside the field.
  const beside = [...(at.labels || [])].flatMap((label) => [...label.childNodes]);
  const labels = beside.filter((node) => !node.contains(at)).map((node) => node.textContent);
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
    name: clean(labels.join(" ")) || at.getAttribute("aria-label") || clean(at.textContent),
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


def tab_through(page: Page) -> list[Stop]:
    """All that Tab stops at, from the head of a page that was just opened to its end.

    Each is to be seen when one comes by, and again on the way back.
    """
    there = _stops(page, "Tab", MOST_STOPS)
    assert len(there) < MOST_STOPS, f"Tab does not come to an end on {page.url}: {there[-5:]}"
    back = _stops(page, "Shift+Tab", len(there))
    assert back == there[::-1], page.url
    return there


def _stops(page: Page, key: str, most: int) -> list[Stop]:
    found: list[Stop] = []
    while len(found) < most:
        page.keyboard.press(key)
        stop = focus(page)
        if stop is None:
            break  # the end of the page
        assert stop.is_shown, f"The focus is not to be seen on {page.url}: {stop}"
        found.append(stop)
    return found


def comes_to(page: Page, words: str) -> None:
    """Wait until what has the focus says these words: a browser puts it there after loading."""
    for _turn in range(100):
        stop = focus(page)
        if stop is not None and words in stop.name:
            assert stop.is_shown
            return
        page.wait_for_timeout(50)
    pytest.fail(f"The focus does not come to {words!r} on {page.url}: {focus(page)}")


def press(page: Page, key: str = "Enter") -> None:
    """Press a key on what has the focus and wait for the page it leads to."""
    with page.expect_navigation():
        page.keyboard.press(key)


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()
