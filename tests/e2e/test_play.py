"""A play in the browser: edits come in, and the whole review is done with the keyboard alone.

What it leaves behind is held against what the rules say, row for row (`tests/play`). With
`HISTORY_TO_PLAY` it is the last 300 edits of a real history; otherwise a shorter one, made up.
"""

import itertools
import random
from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import BrowserContext

from tests.axe import assert_accessible
from tests.e2e.visitors import sign_in, signed_in
from tests.play.hands import Hands
from tests.play.incoming import NAMED, script
from tests.play.rows import assert_all_is_as_expected
from tests.play.stage import Stage, set_up

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

EDITS = 300 if NAMED else 48
PAGES, LINES = 6, 8  # where they are made up: few, so that changes pile up and touch
MAINTAINERS = [f"maintainer-{number}" for number in range(1, 5)]
ROUND = 6  # edits before the maintainers look again
DECISIONS = ["validate", "validate", "ask", "decline", "decline one", "settle", "finish"]
AFTERWARDS = ["withdraw", "uphold", "overturn"]
LOOKED_AT = {
    *("queue", "review", "decline one", "settling", "finish"),
    *("withdraw", "objection", "second look"),
}


class Cards:
    """Deeds in an order by chance, each as often as the others; one that cannot be done waits."""

    def __init__(self, chance: random.Random, deeds: Sequence[str]) -> None:
        self._chance, self._deeds = chance, deeds
        self._hand: list[str] = []

    def draw(self, may: Callable[[str], bool]) -> str:
        """The first of those at hand that may be done now, taken."""
        if not any(may(deed) for deed in self._hand):
            self._hand += self._chance.sample(self._deeds, len(self._deeds))
        deed = next(deed for deed in self._hand if may(deed))
        self._hand.remove(deed)
        return deed


def look_back(stage: Stage, deed: str, hands: dict[str, Hands], author: BrowserContext) -> bool:
    """Somebody takes a verdict back, or an author objects and another maintainer looks again."""
    if deed == "withdraw":
        return hands[stage.chance.choice(MAINTAINERS)].withdraw()
    found = stage.contested(MAINTAINERS)
    if found is None:
        return False
    site = hands[found.other].site
    sign_in(author, site, stage.person(found.objector))
    Hands(stage, author.pages[0], site, found.objector).object(found)
    hands[found.other].look_again(found, deed)
    return True


def test_what_forty_accounts_write_is_decided_on_from_the_keyboard(
    live_server, new_context: Callable[..., BrowserContext]
):
    acts = script(EDITS, PAGES, LINES)
    stage = set_up(acts, random.Random(7), len(MAINTAINERS), validated=True)
    site = live_server.url
    hands = {
        name: Hands(stage, signed_in(new_context(), site, name), site, name) for name in MAINTAINERS
    }
    author = new_context()
    author.new_page()
    decisions = Cards(stage.chance, DECISIONS)
    afterwards = itertools.cycle(AFTERWARDS)
    deed = next(afterwards)
    for number, edit in enumerate(acts.edits, start=1):
        stage.send(edit)
        if number % ROUND:
            continue
        who = hands[MAINTAINERS[number // ROUND % len(MAINTAINERS)]]
        who.open_queue()
        for _article in range(3):
            if who.at:
                who.decide(decisions.draw(who.may))
        if NAMED:
            assert_accessible(who.browser)
        if look_back(stage, deed, hands, author):
            deed = next(afterwards)
    assert_all_is_as_expected(stage)
    said = {verdict for _page, _number, verdict, _by, _edit in stage.expected.verdicts}
    assert said == {"validated", "asked", "declined", "withdrawn"}
    assert {act for act, _by, _title in stage.expected.log} == {
        *("review.validate", "review.ask", "review.decline", "review.decline_one"),
        *("review.withdraw", "review.object", "review.uphold", "review.overturn"),
    }
    assert stage.looked_at == LOOKED_AT
