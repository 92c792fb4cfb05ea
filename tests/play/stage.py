"""The wiki as a stage: people who edit through its pages, beside it what is expected of them."""

import random
import subprocess
import uuid
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from commons.log.models import LogEntry
from tests.factories import make_article, make_maintainer, make_topic, make_user
from tests.play.expected import Decision, Expected, Page
from tests.play.incoming import ACCOUNTS, Incoming, Script, pages_of
from tests.wiki.views.writers import fields_of, page_of
from wiki.models import Article, Notice, Review, Revision, User


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
        caches["default"].clear()  # who writes how often is counted by the machine's own clock
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
        answer = client.post(address, sent)
        if deed == "validate" and one.declined_in(up_to):
            assert answer.status_code == 422  # the text there holds what was declined
            return
        assert answer.status_code == 302, page_of(answer)
        decision = {
            "validate": lambda: self.expected.validated(page, up_to, maintainer, words),
            "ask": lambda: self.expected.asked(page, maintainer, words),
            "decline": lambda: self.expected.declined(page, maintainer, words),
        }[deed]()
        self._remember(decision)

    def _remember(self, decision: Decision) -> None:
        newest = Review.objects.filter(by_edit=False).latest("pk")
        self.decisions.append((decision, newest.decision))

    def decline_one(self, page: str, maintainer: str) -> None:
        """A maintainer declines one change out of several, where the others leave it alone."""
        one, words = self.expected.pages[page], f"Words {self.chance.randrange(10**9)}"
        numbers = [n for n in one.awaiting() if n > 1 and not one.change(n).undoes]
        if not numbers or len(one.awaiting()) < 2:
            return
        number, client = self.chance.choice(numbers), self.client(maintainer)
        text = without(one.change(number).text, one.text, one.change(number - 1).text)
        address = reverse("decline_one", args=[self.articles[page], number])
        sent = fields_of(client.get(address)) | {"comment": words}
        if "text" in sent:  # the editor, to settle what touches
            assert text is None
            return
        answer = client.post(address, sent)
        if text == one.text:
            assert answer.status_code == 422  # there is nothing left of it
            return
        assert answer.status_code == 302, page_of(answer)
        if text is None:  # by sentence, where git goes by line
            text = Article.objects.get(pk=self.articles[page]).text
        self._remember(self.expected.declined_one(page, number, text, maintainer, words))

    def edit_and_validate(self, page: str, maintainer: str) -> None:
        """A maintainer adds a line and validates everything with it."""
        one, words = self.expected.pages[page], f"Words {self.chance.randrange(10**9)}"
        if not one.awaiting():
            return
        client = self.client(maintainer)
        address = reverse("review_edit", args=[self.articles[page]])
        text = f"{one.text}\nFinished {self.chance.randrange(10**9)}.\n"
        sent = fields_of(client.get(address)) | {"text": text, "comment": words}
        assert client.post(address, sent).status_code == 302
        self._remember(self.expected.edited_and_validated(page, text, maintainer, words))

    def object(self, maintainers: list[str], deed: str) -> None:
        """An author objects to one of the last decisions, and another maintainer looks again."""
        self.decisions = self.decisions[-5:]
        if not self.decisions:
            return
        place = self.chance.randrange(len(self.decisions))
        decision, key = self.decisions[place]
        one = self.expected.pages[decision.page]
        authors = {one.change(number).author for number in decision.numbers}
        others = [name for name in maintainers if name not in {decision.by, *authors}]
        objectors = sorted(authors - {decision.by})
        if not objectors or not others:
            return
        objector, other = self.chance.choice(objectors), self.chance.choice(others)
        address, words = reverse("decision", args=[key]), f"No {self.chance.randrange(10**9)}"
        objection = {"act": "object", "words": words}
        assert self.client(objector).post(address, objection).status_code == 302
        self.expected.objected(decision, objector, words)
        answer = {"act": deed, "comment": f"Look {words}"}
        assert self.client(other).post(address, answer).status_code == 302
        del self.decisions[place]
        if deed == "uphold":
            self.expected.upheld(decision, objector, other, f"Look {words}")
        else:
            self.expected.overturned(decision, objector, other, f"Look {words}")

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


def without(change: str, latest: str, before: str) -> str | None:
    """The latest text without a change, as git merges; None where git finds a conflict."""
    with TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("latest", "change", "before")]
        for file, text in zip(files, (latest, change, before), strict=True):
            file.write_bytes(text.encode())
        merged = subprocess.run(["git", "merge-file", "-p", *files], capture_output=True)
    return merged.stdout.decode() if merged.returncode == 0 else None


def set_up(acts: Script, chance: random.Random, maintainers: int) -> Stage:
    """The articles that the play begins with, its accounts and its maintainers."""
    stage = Stage(chance)
    for number in range(1, maintainers + 1):
        make_maintainer(f"maintainer-{number}")
    for account in range(ACCOUNTS):
        make_user(f"contributor-{account}")
    filed = make_topic("production")
    for number, page in enumerate(pages_of(acts)):
        text = acts.before.get(page, "A first sentence.\n")
        topics = [filed] if number % 2 else []
        stage.put_up(page, text, f"contributor-{number % ACCOUNTS}", topics)
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


def assert_all_is_as_expected(stage: Stage) -> None:
    """Pages, verdicts, notices and the public log, each row."""
    assert_pages_are_as_expected(stage)
    assert_verdicts_are_as_expected(stage)
    assert_people_were_told_as_expected(stage)
    logged = LogEntry.objects.order_by("pk").values_list("action", "actor_name", "target_label")
    assert list(logged) == stage.expected.log
