"""What tests of the writers' pages share: forms filled in as a browser would."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.utils.html import escape

from tests.wiki.rendering.markup import address_problem

INVALID = 422


def page_of(response: Any) -> str:
    """The page as text."""
    return response.content.decode()


def fields_of(response: Any) -> dict[str, Any]:
    """What a browser would send back of the page's form, unchanged."""
    sent: dict[str, Any] = {}
    for field in response.context["form"]:
        value = field.value()
        if value is not None and value != []:
            sent[field.html_name] = value
    return sent


def opened(client: Client, address: str, **changes: Any) -> dict[str, Any]:
    """The form at an address as it is given, with changes."""
    return {**fields_of(client.get(address)), **changes}


def assert_kept(response: Any, text: str) -> None:
    """The text stands in the form, exactly."""
    assert response.context["form"]["text"].value() == text
    assert f"\n{escape(text)}</textarea>" in page_of(response)


def dangers(page: str) -> list[str]:
    """What in a page would run, or lead where no page of ours may lead."""
    inspector = _Inspector()
    inspector.feed(page)
    inspector.close()
    return inspector.found


class _Inspector(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        ours = given.get("src", "").startswith("/static/")
        if tag == "script" and not ours and given.get("type") != "application/ld+json":
            self.found.append("a script")
        if tag in ("iframe", "object", "embed", "base", "style", "applet"):
            self.found.append(tag)
        for name, value in given.items():
            if name.startswith("on") or name in ("style", "srcdoc", "http-equiv"):
                self.found.append(f"{name}={value}")
            elif name in ("href", "src", "action", "formaction", "poster", "xlink:href"):
                problem = address_problem(value)
                if problem:
                    self.found.append(f"{name}={value}: {problem}")
