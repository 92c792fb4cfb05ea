"""Saving an article and seeing it again."""

import html
import re
import statistics
from urllib.parse import urlencode

from bench.data import make_article, make_member, prose, session_of
from bench.figures import Figure, milliseconds
from bench.load import Answer, Connection, WrongAnswer, request_for
from bench.server import serving
from bench.sizes import Sizes
from bench.timing import HEADER

SAVES_OF_ONE = 20  # a member may save thirty times a minute
_FIELD = re.compile(r'<input type="hidden" name="(\w+)"(?: value="([^"]*)")?')
_TOPIC = re.compile(r'<input type="checkbox" name="topics" value="(\d+)"[^>]*\bchecked')


class Writer:
    """A member with a browser, who edits one article."""

    def __init__(self, connection: Connection, name: str, path: str) -> None:
        self.connection, self.path = connection, path
        self.cookies = dict([session_of(make_member(name)).split("=", 1)])

    def open_form(self) -> list[tuple[str, str]]:
        """The fields that the form sends along."""
        page = self._ask(f"{self.path}/edit").body.decode()
        fields = [(name, html.unescape(value)) for name, value in _FIELD.findall(page)]
        return fields + [("topics", topic) for topic in _TOPIC.findall(page)]

    def save(self, fields: list[tuple[str, str]], text: str) -> tuple[float, float]:
        """Seconds from sending the form to seeing the article, and those of them in formatting."""
        form = urlencode([*fields, ("text", text), ("summary", "Measured")]).encode()
        saved = self._ask(f"{self.path}/edit", form, status=302)
        seen = self._ask(saved.headers["location"])
        if text.splitlines()[-1] not in seen.body.decode():
            raise WrongAnswer("What was saved is not seen.")
        return saved.seconds + seen.seconds, float(saved.headers[HEADER.lower()])

    def _ask(self, path: str, form: bytes = b"", *, status: int = 200) -> Answer:
        host, port = self.connection.address
        headers = {
            "Accept-Encoding": "identity",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"http://{host}:{port}"
        request = request_for(
            (host, port), path, headers, method="POST" if form else "GET", body=form
        )
        answer = self.connection.ask(request)
        if answer.status != status:
            raise WrongAnswer(f"{path} answers {answer.status}, not {status}.")
        self.cookies |= answer.cookies
        return answer


def measure(sizes: Sizes) -> list[Figure]:
    """Times of a save, and the share of formatting."""
    text = prose(sizes.text)
    article = make_article("An article to be saved", text, actor=make_member("writer of a draft"))
    whole, formatting = [], []
    with serving(BENCH_TIMING="yes") as server:
        connection = Connection(server.address)
        warm = Writer(connection, "writer before", article.get_absolute_url())
        for number in range(2):  # each worker starts the process that formats
            warm.save(warm.open_form(), f"{text}\n\nBefore {number}.")
        for number in range(sizes.saves):
            if number % SAVES_OF_ONE == 0:
                name = f"writer {number}"
                writer = Writer(connection, name, article.get_absolute_url())
            seconds, in_formatting = writer.save(
                writer.open_form(), f"{text}\n\nSave number {number}."
            )
            whole.append(seconds)
            formatting.append(in_formatting)
        connection.close()
    share = statistics.median(
        part / seconds for part, seconds in zip(formatting, whole, strict=True)
    )
    return [
        *milliseconds("saving and seeing it again", whole),
        *milliseconds("formatting alone", formatting),
        Figure("share of formatting", share * 100, "%"),
    ]
