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
from wiki.models import Article, Maintainership, ReviewRequest, Topic, User, Visitor
from wiki.views.queue import filtered, order_of
from wiki.views.queue_page import PAGE_SIZE

# As they stand in the address. A list that is shorter than the far page is measured at its end.
LISTS = {
    "longest waiting": "",
    "largest change": "sort=largest",
    "one language": "language=fr",
    "largest of a language": "language=fr&sort=largest",
    "first edits": "tab=first",
    "by guests": "by=guests",
    "small changes": "size=small",
    "large removals": "size=removed",
    "older than a day": "older=day",
    "changes asked for": "tab=asked",
    "most read": "sort=read",
    "watched by nobody": "watched=nobody",
    "licence questions": "tab=licence",
    "a topic and what is below it": f"topic={ABOVE}",
}
# As somebody sees them who maintains that topic.
LISTS_OF_A_MAINTAINER = {
    "my topics": "tab=mine",
    "most read of my topics": "tab=mine&sort=read",
    "asked of me": "tab=requests",
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
    """Somebody who looks after a topic, and was asked to review one article in twenty."""
    user = make_member("maintainer of a topic")
    Maintainership.objects.create(user=user, topic=Topic.objects.get(slug=ABOVE), reason="Bench.")
    articles = Article.objects.awaiting_review().values_list("pk", flat=True)
    ReviewRequest.objects.bulk_create(
        ReviewRequest(article_id=article, number=1, author_name="writer", maintainer=user)
        for article in articles.order_by("pk")[::20]
    )
    return User.objects.get(pk=user.pk)


def _pages(
    server: Server, sizes: Sizes, actor: User | Visitor, name: str, asked: str
) -> list[Figure]:
    near = f"/review?{asked}"
    cursor, page = _cursor(asked, sizes.far_page_of_queue, actor)
    far = f"{near}&cursor={cursor}"
    cookie = session_of(actor) if isinstance(actor, User) else ""
    times = times_of(server, [near, far], sizes.looks, cookie)
    first, second = (statistics.median(times[path]) for path in (near, far))
    apart = max(first, second) / min(first, second)
    return [
        *milliseconds(f"{name}, page 1", times[near]),
        *milliseconds(f"{name}, page {page:,}", times[far]),
        Figure(f"{name}, slower / faster", apart, at_most=1.5),
    ]


def _cursor(asked: str, page: int, actor: User | Visitor) -> tuple[str, int]:
    """Where page number `page`, or the last one, begins, and its number."""
    _form, articles = filtered(QueryDict(asked), actor)
    page = min(page, -(-articles.count() // PAGE_SIZE))
    order = order_of(articles)
    rows = articles.only("pk", "pending_since", "pending_weight", "reads")
    cursor = paginate(rows, order=order, cursor="", size=PAGE_SIZE * (page - 1)).next_cursor
    if page < 2 or not cursor:
        raise WrongAnswer(f"There is no second page of {asked or 'the queue'}.")
    return cursor, page
