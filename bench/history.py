"""Pages of a long history beside each other and beside a short one."""

import html
import re
import statistics

from bench.data import edit_often, grow_history, make_article, make_member
from bench.figures import Figure, milliseconds
from bench.load import Connection, WrongAnswer, request_for
from bench.server import Server, serving
from bench.sizes import Sizes

_NEXT = re.compile(r'<a [^>]*rel="next" href="([^"]+)"')
TEXT = "What is told here is short.\n"


def measure(sizes: Sizes) -> list[Figure]:
    """Times of the pages, and their ratios."""
    writer = make_member("writer of histories")
    short = make_article("A short history", TEXT, actor=writer)
    edit_often(short, sizes.few_revisions - 1, actor=writer)
    long = make_article("A long history", TEXT, actor=writer)
    edit_often(long, 9, actor=writer)
    grow_history(long, sizes.revisions)
    with serving() as server:
        first = f"{long.get_absolute_url()}/history"
        paths = {
            "page 1 of the long history": first,
            f"page {sizes.far_page}": _page(server, first, sizes.far_page),
            "the short history": f"{short.get_absolute_url()}/history",
        }
        times = times_of(server, list(paths.values()), sizes.looks)
    figures = [figure for name, path in paths.items() for figure in milliseconds(name, times[path])]
    near, far, few = (statistics.median(times[path]) for path in paths.values())
    apart = max(near, far) / min(near, far)
    return [
        *figures,
        Figure(f"page 1 and page {sizes.far_page}, slower / faster", apart, at_most=1.5),
        Figure("long history / short history", max(near, far) / few, at_most=3),
    ]


def _page(server: Server, path: str, number: int) -> str:
    """The address of page `number`, by following the links from page to page."""
    connection = Connection(server.address)
    first = path
    for page in range(1, number):
        answer = connection.ask(request_for(server.address, path, {"Accept-Encoding": "identity"}))
        link = _NEXT.search(answer.body.decode())
        if answer.status != 200 or link is None:
            raise WrongAnswer(f"There is no way on from page {page} ({answer.status}).")
        path = first + html.unescape(link[1])
    connection.close()
    return path


def times_of(
    server: Server, paths: list[str], looks: int, cookie: str = ""
) -> dict[str, list[float]]:
    """Seconds of each look at each page, one after the other, the pages by turns."""
    headers = {"Cookie": cookie} if cookie else {}
    times: dict[str, list[float]] = {path: [] for path in paths}
    connection = Connection(server.address)
    for look in range(looks + 4):
        for path in paths:
            answer = connection.ask(request_for(server.address, path, headers))
            if answer.status != 200:
                raise WrongAnswer(f"{path} answers {answer.status}.")
            if look >= 4:  # before that, workers open connections and read templates
                times[path].append(answer.seconds)
    connection.close()
    return times
