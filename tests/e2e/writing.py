"""What one does in the editor."""

from playwright.sync_api import Page

EDIT = "/en/peer-production/edit"


def text_of(page: Page) -> str:
    return page.get_by_role("textbox", name="Text", exact=True).input_value()


def write(page: Page, text: str) -> None:
    page.get_by_role("textbox", name="Text", exact=True).fill(text)


def publish(page: Page) -> None:
    page.get_by_role("button", name="Publish").click()
