"""A visitor's read of an article beside a bare Django view."""

import statistics
from contextlib import ExitStack
from dataclasses import dataclass, field

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.bare import BARE
from bench.data import make_article, make_member, prose
from bench.figures import Figure
from bench.load import fetch, request_for, requests_per_second
from bench.server import Server, serving
from bench.sizes import Sizes
from wiki.models import Article

TITLE = "An article to be read"


@dataclass
class Case:
    """A request, and how fast it was answered in each round."""

    name: str
    server: Server
    request: bytes
    status: int = 200
    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)  # seconds of the processors for a request

    def measure(self, sizes: Sizes, seconds: float) -> tuple[float, float]:
        """Requests per second, and the server's processor time for one."""
        before = self.server.processor_seconds()
        rate = requests_per_second(
            self.server.address,
            self.request,
            status=self.status,
            seconds=seconds,
            connections=sizes.connections,
        )
        spent = self.server.processor_seconds() - before
        return rate, spent / max(rate * seconds, 1)


def measure(sizes: Sizes) -> list[Figure]:
    """Rates, ratios and queries."""
    article = make_article(TITLE, prose(sizes.text), actor=make_member("writer of what is read"))
    with ExitStack() as stack:
        site = stack.enter_context(serving())
        anew = stack.enter_context(serving(BENCH_PAGES="anew"))
        plain = stack.enter_context(serving(BENCH_MIDDLEWARE="of a new project"))
        cases = _cases(article, site, anew, plain)
        for case in cases:  # each worker opens its connection and makes its page
            case.measure(sizes, sizes.seconds)
        for number in range(sizes.rounds):
            for case in cases[number % len(cases) :] + cases[: number % len(cases)]:
                rate, cost = case.measure(sizes, sizes.seconds)
                case.rates.append(rate)
                case.costs.append(cost)
    return [*_rates(cases), *_ratios(cases), *_queries(article)]


def _cases(article: Article, site: Server, anew: Server, plain: Server) -> list[Case]:
    path = article.get_absolute_url()
    bare = f"{BARE}{path}"
    etag = fetch(site.address, path).headers["etag"]
    return [
        Case("bare view", site, request_for(site.address, bare)),
        Case("page kept", site, request_for(site.address, path)),
        Case("page made anew", anew, request_for(anew.address, path)),
        Case("304", site, request_for(site.address, path, {"If-None-Match": etag}), 304),
        Case("bare view in a new project", plain, request_for(plain.address, bare)),
    ]


def _rates(cases: list[Case]) -> list[Figure]:
    figures = []
    for case in cases:
        figures.append(Figure(f"{case.name}, in a second", statistics.median(case.rates), "req/s"))
        cost = statistics.median(case.costs) * 1000
        figures.append(Figure(f"{case.name}, processor time", cost, "ms"))
    return figures


def _ratios(cases: list[Case]) -> list[Figure]:
    bare, *site, plain = cases
    figures = []
    for case in site:
        bound = 0.6 if case.name == "page kept" else None
        for beside in (bare, plain):
            ratios = [one / other for one, other in zip(case.rates, beside.rates, strict=True)]
            name = f"{case.name} / {beside.name}"
            bound = bound if beside is bare else None
            figures.append(Figure(name, statistics.median(ratios), at_least=bound))
    return figures


def _queries(article: Article) -> list[Figure]:
    # Django asks SQLite once in a process what it can do.
    assert connection.features.supports_json_field
    figures = []
    etag = ""
    for name in ("page made anew", "page kept", "304"):
        headers = {"If-None-Match": etag} if name == "304" else {}
        with CaptureQueriesContext(connection) as queries:
            response = Client(headers=headers).get(
                article.get_absolute_url(), HTTP_HOST="127.0.0.1"
            )
        assert response.status_code == (304 if name == "304" else 200), response.status_code
        etag = response["ETag"]
        figures.append(Figure(f"{name}, queries", len(queries), at_most=2))
    return figures
