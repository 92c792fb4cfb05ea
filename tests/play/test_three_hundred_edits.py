"""Three hundred edits by forty accounts, decided on by several maintainers, through the pages.

Everything that the play leaves behind is held against what the rules say (`expected.py`), and
the public figures against what the rows say.
"""

import datetime as dt
import random
import uuid
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from commons.log.models import LogEntry
from tests.factories import make_article, make_maintainer, make_topic, make_user
from tests.play.expected import Decision, Expected, Page
from tests.play.incoming import ACCOUNTS, Incoming, pages_of, script
from tests.wiki.views.test_figures import NOW, assert_equals_the_rows
from tests.wiki.views.writers import fields_of
from wiki.models import Article, Notice, Review, Revision, User
from wiki.views.review_counts import Scope, count

pytestmark = pytest.mark.django_db

EDITS = 300
MAINTAINERS = 4
BEGIN = dt.timedelta(weeks=20)


class Stage:
    """The wiki and the people on it, and beside it what is expected of them."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.expected = Expected()
        self.articles: dict[str, int] = {}
        self.decisions: list[tuple[Decision, uuid.UUID]] = []
        self._people: dict[str, User] = {}

    def client(self, name: str) -> Client:
        """The person's browser, signed in anew: weeks go by between two acts."""
        if name not in self._people:
            self._people[name] = User.objects.get(username=name)
        client = Client()
        client.force_login(self._people[name])
        return client

    def put_up(self, page: str, text: str, author: str, topics: list[Any]) -> None:
        """An article that stands when the play begins."""
        name = page.rpartition("/")[2].removesuffix(".md").replace("-", " ").capitalize()
        language = "fr" if "/fr/" in page else "en"
        article = make_article(
            name, text, language=language, actor=make_user(author), topics=topics
        )
        self.articles[page] = article.pk
        self.expected.pages[page] = Page(name)
        self.expected.wrote(page, author, text)

    def send(self, edit: Incoming) -> None:
        """An account sends an edit through the form."""
        author, one = f"contributor-{edit.account}", self.expected.pages[edit.page]
        article = Article.objects.get(pk=self.articles[edit.page])
        answer = self.client(author).post(
            f"{article.get_absolute_url()}/edit",
            {
                "text": edit.text,
                "topics": [topic.pk for topic in article.topics.all()],
                "summary": edit.summary[:400],
                "key": str(uuid.uuid4()),
                "writer": author,
                "base": len(one.changes),
            },
        )
        if edit.text == one.text:
            assert answer.status_code == 422  # there is nothing to save
            return
        assert answer.status_code == 302, answer.context["form"].errors
        self.expected.wrote(edit.page, author, edit.text)

    def decide(self, page: str, maintainer: str, deed: str) -> None:
        """A maintainer opens the page of review and presses a button."""
        one, words = self.expected.pages[page], f"Words {self.chance.randrange(10**9)}"
        if not one.awaiting() or (deed == "decline" and not one.validated):
            return
        client = self.client(maintainer)
        address = reverse("review_article", args=[self.articles[page]])
        sent = fields_of(client.get(address)) | {"comment": words, "decision": deed}
        up_to = sent["up_to"] = self.chance.choice(one.awaiting())
        assert client.post(address, sent).status_code == 302
        decision = {
            "validate": lambda: self.expected.validated(page, up_to, maintainer, words),
            "ask": lambda: self.expected.asked(page, maintainer, words),
            "decline": lambda: self.expected.declined(page, maintainer, words),
        }[deed]()
        newest = Review.objects.filter(by_edit=False).latest("pk")
        self.decisions.append((decision, newest.decision))

    def withdraw(self, maintainer: str) -> None:
        """A maintainer takes back one of the last decisions."""
        if not self.decisions:
            return
        place = self.chance.randrange(max(0, len(self.decisions) - 5), len(self.decisions))
        decision, key = self.decisions.pop(place)
        words = f"Withdrawn {self.chance.randrange(10**9)}"
        address = reverse("withdraw", args=[key])
        assert self.client(maintainer).post(address, {"reason": words}).status_code == 302
        self.expected.withdrew(decision, maintainer, words)


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


def play(clock: Callable[[dt.timedelta], None]) -> Stage:
    """The whole play, the same in each run."""
    chance = random.Random(40)
    stage, acts = Stage(chance), script(EDITS)
    maintainers = [f"maintainer-{number}" for number in range(1, MAINTAINERS + 1)]
    for name in maintainers:
        make_maintainer(name)
    for account in range(ACCOUNTS):
        make_user(f"contributor-{account}")
    filed = make_topic("production")
    for number, page in enumerate(pages_of(acts)):
        text = acts.before.get(page, "A first sentence.\n")
        topics = [filed] if number % 2 else []
        stage.put_up(page, text, f"contributor-{number % ACCOUNTS}", topics)
    step = BEGIN / (len(acts.edits) + 2)
    for number, edit in enumerate(acts.edits):
        clock(BEGIN - step * (number + 1))
        caches["default"].clear()  # who writes how often is counted by the machine's own clock
        stage.send(edit)
        if number % 3 == 2:
            deed = chance.choice(["validate"] * 5 + ["ask", "decline", "withdraw"])
            by = chance.choice(maintainers)
            clock(BEGIN - step * (number + 1.5))
            if deed == "withdraw":
                stage.withdraw(by)
            else:
                waiting = [p for p, one in stage.expected.pages.items() if one.awaiting()]
                stage.decide(chance.choice(waiting), by, deed)
    clock(dt.timedelta(0))
    return stage


def assert_pages_are_as_expected(stage: Stage) -> None:
    """Texts, states and the validated revision of every page."""
    for page, one in stage.expected.pages.items():
        article = Article.objects.select_related("validated").get(pk=stage.articles[page])
        states = Revision.objects.filter(article=article).order_by("number").values_list("state")
        assert [state for (state,) in states] == [change.state for change in one.changes], page
        assert article.text == one.text
        assert (article.validated.number if article.validated else 0) == one.validated
        assert article.pending_count == len(one.awaiting())
        assert (article.asked_at is not None) is one.asked


def assert_verdicts_are_as_expected(stage: Stage) -> None:
    """Each revision that a decision covers has its row, and there is no other."""
    page_of = {key: page for page, key in stage.articles.items()}
    rows = Counter(
        (
            page_of[row.revision.article_id],
            row.revision.number,
            row.verdict,
            row.reviewer_name,
            row.by_edit,
        )
        for row in Review.objects.select_related("revision")
    )
    assert rows == stage.expected.verdicts


def assert_people_were_told_as_expected(stage: Stage) -> None:
    """Each author whose change is covered got one notice a decision, and nobody another."""
    page_of = {key: page for page, key in stage.articles.items()}
    rows = Counter(
        (
            row.user.username,
            page_of[row.article_id],
            row.verdict,
            row.changes,
            row.first,
            row.last,
            row.actor_name,
            row.words,
        )
        for row in Notice.objects.select_related("user")
    )
    expected = Counter(
        {
            (one.to, one.page, one.verdict, one.changes, one.first, one.last, one.by, one.words): n
            for one, n in stage.expected.told.items()
        }
    )
    assert rows == expected


def test_every_verdict_notice_and_log_row_is_as_the_rules_say_and_the_figures_are_of_the_rows(
    clock, settings
):
    stage = play(clock)
    assert_pages_are_as_expected(stage)
    assert_verdicts_are_as_expected(stage)
    assert_people_were_told_as_expected(stage)
    logged = LogEntry.objects.order_by("pk").values_list("action", "actor_name", "target_label")
    assert list(logged) == stage.expected.log
    assert (
        len({change.author for one in stage.expected.pages.values() for change in one.changes}) > 40
    )
    said = {verdict for _page, _number, verdict, _by, _edit in stage.expected.verdicts}
    assert said == {"validated", "asked", "declined", "withdrawn"}

    assert_equals_the_rows(count(Scope(), NOW))
    french = count(Scope(language="fr"), NOW)
    assert_equals_the_rows(french, lambda revision: revision.language == "fr")
    topic = make_topic("production")
    filed = set(topic.articles.values_list("pk", flat=True))
    assert_equals_the_rows(count(Scope(topic=topic), NOW), lambda row: row.article_id in filed)
