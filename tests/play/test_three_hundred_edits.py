"""Three hundred edits by forty accounts, decided on by several maintainers, through the pages.

Everything that the play leaves behind is held against what the rules say (`expected.py`), and
the public figures against what the rows say.
"""

import datetime as dt
import random
from collections.abc import Callable

import pytest
from django.test import Client

from commons.log.models import LogEntry
from tests.factories import make_topic
from tests.play.figures_page import assert_the_page_says_it
from tests.play.incoming import script
from tests.play.machines import told_to_machines
from tests.play.rows import assert_all_is_as_expected
from tests.play.stage import Stage, set_up
from tests.wiki.views.reckoning import Of, assert_equals_the_rows, everything
from tests.wiki.views.test_figures import NOW
from wiki.views.review_counts import Scope, count

pytestmark = pytest.mark.django_db

EDITS = 300
MAINTAINERS = [f"maintainer-{number}" for number in range(1, 5)]
DEEDS = [
    *("validate", "validate", "validate", "ask", "decline", "withdraw"),
    *("decline one", "decline one", "finish", "uphold", "overturn"),
]
BEGIN = dt.timedelta(weeks=20)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.timedelta], None]:
    """Puts the site's clock to so long before NOW."""
    shown = {"now": NOW - BEGIN}

    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
            return shown["now"].astimezone(tz)

    monkeypatch.setattr("django.utils.timezone.datetime", Clock)

    def put(back: dt.timedelta) -> None:
        shown["now"] = NOW - back

    return put


def act(stage: Stage, deed: str, by: str) -> None:
    """What a maintainer does when they look in."""
    if deed == "withdraw":
        stage.withdraw(by)
        return
    if deed in ("uphold", "overturn"):
        stage.object(MAINTAINERS, deed)
        return
    waiting = [page for page, one in stage.expected.pages.items() if one.awaiting()]
    page = stage.chance.choice(waiting)
    if deed == "decline one":
        stage.decline_one(page, by)
    elif deed == "finish":
        stage.edit_and_validate(page, by)
    else:
        stage.decide(page, by, deed)


def play(clock: Callable[[dt.timedelta], None]) -> Stage:
    """The whole play, the same in each run."""
    chance, acts = random.Random(40), script(EDITS)
    stage = set_up(acts, chance, len(MAINTAINERS))
    step = BEGIN / (len(acts.edits) + 2)
    for number, edit in enumerate(acts.edits):
        clock(BEGIN - step * (number + 1))
        stage.send(edit)
        if number % 3 == 2:
            clock(BEGIN - step * (number + 1.5))
            act(stage, chance.choice(DEEDS), chance.choice(MAINTAINERS))
    clock(dt.timedelta(0))
    return stage


def closed_looks(stage: Stage) -> dict[str, int]:
    """How many second looks ended in the time that the figures cover, by the log that is due."""
    moments = LogEntry.objects.order_by("pk").values_list("created", flat=True)
    since = NOW - dt.timedelta(days=90)
    acts = [
        act
        for (act, _by, _title), moment in zip(stage.expected.log, moments, strict=True)
        if moment >= since
    ]
    overturned = acts.count("review.overturn")
    return {"closed": acts.count("review.uphold") + overturned, "overturned": overturned}


def test_every_verdict_notice_and_log_row_is_as_the_rules_say_and_the_figures_are_of_the_rows(
    clock,
):
    stage = play(clock)
    assert_all_is_as_expected(stage)
    authors = {row.author for one in stage.expected.pages.values() for row in one.changes}
    assert len(authors) > 40
    said = {verdict for _page, _number, verdict, _by, _edit in stage.expected.verdicts}
    assert said == {"validated", "asked", "declined", "withdrawn"}
    assert {act for act, _by, _title in stage.expected.log} == {
        *("review.validate", "review.ask", "review.decline", "review.decline_one"),
        *("review.withdraw", "review.object", "review.uphold", "review.overturn"),
    }

    topic = make_topic("production")
    filed = set(topic.articles.values_list("pk", flat=True))
    scopes: list[tuple[str, Scope, Of]] = [
        ("", Scope(), everything),
        ("?language=fr", Scope(language="fr"), lambda row: row.language == "fr"),
        ("?topic=production", Scope(topic=topic), lambda row: row.article_id in filed),
    ]
    for query, scope, of in scopes:
        assert_equals_the_rows(count(scope, NOW), NOW, of)
        assert_equals_the_rows(told_to_machines(Client(), query), NOW, of)
        assert_the_page_says_it(query, NOW, of)
    looks = told_to_machines(Client(), "").second_looks.together
    assert looks._asdict() == closed_looks(stage)
    assert looks.overturned > 0
