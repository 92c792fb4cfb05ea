"""Many at the same buttons in the same moment: everybody is counted once, nobody is refused."""

import pytest

from tests.factories import fresh, make_article, make_edit, make_guest, make_maintainer, make_user
from tests.wiki.actions.test_saving_at_once import together
from wiki.actions.claiming import claim
from wiki.actions.errors import NotDone
from wiki.actions.requesting import MOST_OPEN, ask_for_review
from wiki.actions.watching import watch_article
from wiki.models import Claim, ReviewRequest, Watch

pytestmark = pytest.mark.django_db(transaction=True)

MANY = 8


def test_of_many_who_watch_at_once_all_are_counted_also_who_presses_twice():
    article = make_article(actor=make_guest())
    users = [make_user(f"contributor-{index // 2}") for index in range(MANY)]

    def watch(index: int) -> None:
        watch_article(actor=users[index], article=article)

    assert together(MANY, watch) == []
    assert fresh(article).watchers == Watch.objects.count() == MANY // 2


def test_two_pages_of_one_maintainer_make_one_claim():
    article = make_article()
    maintainer = make_maintainer()

    def open_page(index: int) -> None:
        claim(actor=maintainer, article=article)

    assert together(MANY, open_page) == []
    assert Claim.objects.count() == 1


def test_requests_sent_at_once_are_counted_one_after_the_other():
    article = make_article(validated=True)
    author = make_user("contributor-1")
    make_edit(article, "More.\n", actor=author)
    awaiting = fresh(article)
    asked = [make_maintainer(f"maintainer-{index}") for index in range(MANY)]
    refused = []

    def ask(index: int) -> None:
        try:
            ask_for_review(actor=author, article=awaiting, maintainer=asked[index])
        except NotDone as refusal:
            refused.append(refusal)

    assert together(MANY, ask) == []
    assert ReviewRequest.objects.count() == MOST_OPEN
    assert len(refused) == MANY - MOST_OPEN
