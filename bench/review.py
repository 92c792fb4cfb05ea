"""Pages of a long queue of what awaits validation: the first one and one far down."""

import statistics

from django.http import QueryDict

from bench.awaiting import make_queue
from bench.figures import Figure, milliseconds
from bench.history import times_of
from bench.load import WrongAnswer
from bench.server import serving
from bench.sizes import Sizes
from commons.log.keyset import paginate
from wiki.views.queue import filtered, order_of
from wiki.views.queue_page import PAGE_SIZE

# As they stand in the address; each lets through two articles in five or more.
LISTS = {
    "longest waiting": "",
    "largest change": "sort=largest",
    "one language": "language=fr",
    "largest of a language": "language=fr&sort=largest",
    "first edits": "tab=first",
    "by guests": "by=guests",
    "small changes": "size=small",
}


def measure(sizes: Sizes) -> list[Figure]:
    """Times of the first page and of a far one, in each order and through each filter."""
    make_queue(sizes.awaiting)
    figures = []
    with serving() as server:
        for name, asked in LISTS.items():
            near = f"/review?{asked}"
            far = f"{near}&cursor={_cursor(asked, sizes.far_page_of_queue)}"
            times = times_of(server, [near, far], sizes.looks)
            figures += milliseconds(f"{name}, page 1", times[near])
            figures += milliseconds(f"{name}, page {sizes.far_page_of_queue:,}", times[far])
            first, second = (statistics.median(times[path]) for path in (near, far))
            apart = max(first, second) / min(first, second)
            figures.append(Figure(f"{name}, slower / faster", apart, at_most=1.5))
    return figures


def _cursor(asked: str, page: int) -> str:
    """Where page number `page` begins, from one long page that ends there."""
    _form, articles = filtered(QueryDict(asked))
    order = order_of(articles)
    rows = articles.only("pk", "pending_since", "pending_weight")
    cursor = paginate(rows, order=order, cursor="", size=PAGE_SIZE * (page - 1)).next_cursor
    if not cursor:
        raise WrongAnswer(f"There is no page {page} of {asked or 'the queue'}.")
    return cursor
