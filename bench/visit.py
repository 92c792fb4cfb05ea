"""The first visit to an article: what goes over the wire."""

import gzip
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import brotli

from bench.data import make_article, make_member, prose
from bench.figures import Figure
from bench.load import Answer, WrongAnswer, fetch
from bench.server import Server, serving
from bench.sizes import Sizes

# What browsers offer over http, and over https.
ENCODINGS = {"gzip": "gzip, deflate", "brotli": "gzip, deflate, br"}
LOADED_BY_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}
_IN_STYLE = re.compile(r"""(?:url\(|@import)\s*["']?([^"')\s;]+)""")
_IN_SCRIPT = re.compile(r"""\b(?:import|from)\s*\(?\s*["']([^"']+)["']""")


def measure(sizes: Sizes) -> list[Figure]:
    """Bytes and requests, with either compression."""
    writer = make_member("writer of what is visited")
    article = make_article("An article to be visited", prose(sizes.text), actor=writer)
    figures = []
    with serving() as server:
        for name, accepted in ENCODINGS.items():
            answers = visit(server, article.get_absolute_url(), accepted)
            figures += [
                Figure(f"{name}: {urlsplit(path).path}", answer.wire / 1000, "kB")
                for path, answer in answers.items()
            ]
            whole = sum(answer.wire for answer in answers.values()) / 1000
            figures.append(Figure(f"first visit, {name}", whole, "kB", at_most=35))
            figures.append(Figure(f"first visit, {name}, requests", len(answers), at_most=6))
    return figures


def visit(server: Server, path: str, accepted: str) -> dict[str, Answer]:
    """The answers to all that a browser with an empty cache asks for, by address."""
    answers: dict[str, Answer] = {}
    asked = [path]
    while asked:
        path = asked.pop(0)
        if path in answers:
            continue
        answer = fetch(server.address, path, {"Accept-Encoding": accepted})
        if answer.status != 200:
            raise WrongAnswer(f"{path} answers {answer.status}.")
        answers[path] = answer
        for address in _loaded_by(answer):
            if address.startswith("data:"):
                continue
            found = urljoin(path, address)
            if urlsplit(found).netloc:
                raise WrongAnswer(f"{path} loads {found} from elsewhere.")
            asked.append(found.partition("#")[0])
    return answers


def _loaded_by(answer: Answer) -> Iterator[str]:
    kind = answer.headers["content-type"].partition(";")[0]
    if kind not in ("text/html", "text/css", "text/javascript", "application/javascript"):
        return
    text = _decoded(answer)
    if kind == "text/html":
        page = _Page()
        page.feed(text)
        yield from page.loads
    else:
        pattern = _IN_STYLE if kind == "text/css" else _IN_SCRIPT
        yield from (found[1] for found in pattern.finditer(text))


def _decoded(answer: Answer) -> str:
    encoding = answer.headers.get("content-encoding", "")
    if encoding == "gzip":
        return gzip.decompress(answer.body).decode()
    if encoding == "br":
        return str(brotli.decompress(answer.body).decode())
    return answer.body.decode()


class _Page(HTMLParser):
    """What a page makes a browser load."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes what the element loads."""
        values = {name: value or "" for name, value in attrs}
        if tag == "link" and LOADED_BY_LINKS & set(values.get("rel", "").split()):
            self.loads.append(values["href"])
        elif tag in ("script", "img", "iframe", "source", "video", "audio") and values.get("src"):
            self.loads.append(values["src"])
