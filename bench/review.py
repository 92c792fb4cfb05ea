"""Pages of a long queue of what awaits validation: the first one and one far down."""

import statistics

from django.http import QueryDict

from bench.awaiting import ABOVE, make_queue
from bench.data import make_member, session_of
from bench.figures import Figure, milliseconds
from bench.history import times_of
from bench.load import WrongAnswer
from bench.server import Server, serving
from bench.sizes import Sizes
from commons.log.keyset import paginate
from wiki.models import Maintainership, Topic, User, Visitor
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
    "most read": "sort=read",
    "watched by nobody": "watched=nobody",
    "licence questions": "tab=licence",
    "a topic and what is below it": f"topic={ABOVE}",
}
# As somebody sees them who maintains that topic.
LISTS_OF_A_MAINTAINER = {
    "my topics": "tab=mine",
    "most read of my topics": "tab=mine&sort=read",
}


def measure(sizes: Sizes) -> list[Figure]:
    """Times of the first page and of a far one, in each order and through each filter."""
    make_queue(sizes.awaiting)
    maintainer = _maintainer()
    figures = []
    with serving() as server:
        for name, asked in LISTS.items():
            figures += _pages(server, sizes, Visitor(), name, asked)
        for name, asked in LISTS_OF_A_MAINTAINER.items():
            figures += _pages(server, sizes, maintainer, name, asked)
    return figures


def _maintainer() -> User:
    user = make_member("maintainer of a topic")
    Maintainership.objects.create(user=user, topic=Topic.objects.get(slug=ABOVE), reason="Bench.")
    return User.objects.get(pk=user.pk)


def _pages(
    server: Server, sizes: Sizes, actor: User | Visitor, name: str, asked: str
) -> list[Figure]:
    near = f"/review?{asked}"
    far = f"{near}&cursor={_cursor(asked, sizes.far_page_of_queue, actor)}"
    cookie = session_of(actor) if isinstance(actor, User) else ""
    times = times_of(server, [near, far], sizes.looks, cookie)
    first, second = (statistics.median(times[path]) for path in (near, far))
    apart = max(first, second) / min(first, second)
    return [
        *milliseconds(f"{name}, page 1", times[near]),
        *milliseconds(f"{name}, page {sizes.far_page_of_queue:,}", times[far]),
        Figure(f"{name}, slower / faster", apart, at_most=1.5),
    ]


def _cursor(asked: str, page: int, actor: User | Visitor) -> str:
    """Where page number `page` begins, from one long page that ends there."""
    _form, articles = filtered(QueryDict(asked), actor)
    order = order_of(articles)
    rows = articles.only("pk", "pending_since", "pending_weight", "reads")
    cursor = paginate(rows, order=order, cursor="", size=PAGE_SIZE * (page - 1)).next_cursor
    if not cursor:
        raise WrongAnswer(f"There is no page {page} of {asked or 'the queue'}.")
    return cursor
