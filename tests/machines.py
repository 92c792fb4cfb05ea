"""What machines read of our answers, by parsers that are not ours."""

import json
import warnings
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import rdflib
from rdflib.plugins.shared.jsonld import context as jsonld

SCHEMA = rdflib.Namespace("http://schema.org/")
# What schema.org's own context says of the terms that we use; nothing is fetched in a test.
CONTEXT = Path(__file__).parent / "fixtures" / "schema-org-context.json"


class Link(NamedTuple):
    """A link of a `Link` header (RFC 8288)."""

    target: str
    rel: str


class Page(HTMLParser):
    """Links to licences in the head and in the text, and the data in the page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.head: list[str] = []
        self.visible: list[str] = []
        self.data: list[str] = []
        self._is_data = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes what says a licence, and where data begins."""
        given = {name: value or "" for name, value in attrs}
        if "license" in given.get("rel", "").split():
            (self.head if tag == "link" else self.visible).append(given["href"])
        self._is_data = tag == "script" and given.get("type") == "application/ld+json"
        if self._is_data:
            self.data.append("")

    def handle_endtag(self, tag: str) -> None:
        """Data ends with its element."""
        self._is_data = False

    def handle_data(self, data: str) -> None:
        """Keeps data."""
        if self._is_data:
            self.data[-1] += data


def graph_of(html: str) -> rdflib.Graph:
    """What the page says of itself, as triples."""
    (data,) = Page(html).data

    def local(source: str, *_more: Any, **_options: Any) -> tuple[Any, None]:
        assert source.rstrip("/") == "https://schema.org", source
        return json.loads(CONTEXT.read_text()), None

    with mock.patch.object(jsonld, "source_to_json", local), warnings.catch_warnings():
        # The parser's own way to its graph.
        warnings.filterwarnings("ignore", "ConjunctiveGraph is deprecated", DeprecationWarning)
        return rdflib.Graph().parse(data=data, format="json-ld")


def links_of(header: str) -> list[Link]:
    """The links of a header in which no target holds a comma within quotes."""
    found = []
    for part in header.split(", <"):
        target, _bracket, parameters = part.lstrip("<").partition(">")
        name, _is, value = parameters.strip("; ").partition("=")
        assert name == "rel", parameters
        found.append(Link(target, value.strip('"')))
    return found
