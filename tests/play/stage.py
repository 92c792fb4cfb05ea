"""The wiki as a stage: people who edit through its pages, beside it what is expected of them."""

import random
import subprocess
import uuid
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from tests.factories import make_article, make_maintainer, make_topic, make_user
from tests.play.expected import Decision, Expected, Page
from tests.play.incoming import ACCOUNTS, Incoming, Script, pages_of
from tests.wiki.views.writers import INVALID, fields_of, page_of
from wiki.models import Article, Review, User


class Contested(NamedTuple):
    """A decision, who objects to it and who looks at it again."""

    decision: Decision
    key: uuid.UUID
    objector: str
    other: str


class Stage:
    """The wiki and the people on it, and beside it what is expected of them."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.expected = Expected()
        self.articles: dict[str, int] = {}
        self.decisions: list[tuple[Decision, uuid.UUID]] = []
        self.looked_at: set[str] = set()  # kinds of pages
        self._people: dict[str, User] = {}

    def person(self, name: str) -> User:
        """The account of this name."""
        if name not in self._people:
            self._people[name] = User.objects.get(username=name)
        return self._people[name]

    def client(self, name: str) -> Client:
        """The person's browser, signed in anew: weeks go by between two acts."""
        client = Client()
        client.force_login(self.person(name))
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
            assert answer.status_code == INVALID  # there is nothing to save
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
        covered = [n for n in one.awaiting() if deed != "validate" or n <= up_to]
        if one.own(covered, maintainer) or (deed == "validate" and one.declined_in(up_to)):
            assert answer.status_code == INVALID  # or the text there holds what was declined
            return
        assert answer.status_code == 302, page_of(answer)
        decision = {
            "validate": lambda: self.expected.validated(page, up_to, maintainer, words),
            "ask": lambda: self.expected.asked(page, maintainer, words),
            "decline": lambda: self.expected.declined(page, maintainer, words),
        }[deed]()
        self.remember(decision)

    def remember(self, decision: Decision) -> None:
        """Keeps what was decided just now, with its key, to be withdrawn or objected to."""
        newest = Review.objects.filter(by_edit=False).latest("pk")
        self.decisions.append((decision, newest.decision))

    def decline_one(self, page: str, maintainer: str) -> None:
        """A maintainer declines one change out of several, and settles what touches it."""
        one, words = self.expected.pages[page], f"Words {self.chance.randrange(10**9)}"
        numbers = self.declinable(page)
        if not numbers:
            return
        number, client = self.chance.choice(numbers), self.client(maintainer)
        text = self.without(page, number)
        address = reverse("decline_one", args=[self.articles[page], number])
        sent = fields_of(client.get(address)) | {"comment": words}
        by_hand = "text" in sent  # the editor
        if by_hand:
            assert text is None
            text = sent["text"] = f"{one.text}\nSettled {self.chance.randrange(10**9)}.\n"
        answer = client.post(address, sent)
        if text == one.text:
            assert answer.status_code == INVALID  # there is nothing left of it
            return
        assert answer.status_code == 302, page_of(answer)
        self.declined_one(page, number, text, maintainer, words, by_hand=by_hand)

    def declinable(self, page: str) -> list[int]:
        """What may be declined alone: one of several, not the first version nor an undoing."""
        one = self.expected.pages[page]
        waiting = one.awaiting()
        return [n for n in waiting if n > 1 and not one.change(n).undoes and len(waiting) > 1]

    def without(self, page: str, number: int) -> str | None:
        """The latest text without a change, as git merges; None where git finds a conflict."""
        one = self.expected.pages[page]
        return without(one.change(number).text, one.text, one.change(number - 1).text)

    def declined_one(
        self, page: str, number: int, text: str | None, by: str, words: str, *, by_hand: bool
    ) -> None:
        """Expects what a decline of one change leaves."""
        if text is None:  # by sentence, where git goes by line
            text = Article.objects.get(pk=self.articles[page]).text
        self.remember(self.expected.declined_one(page, number, text, by, words, by_hand=by_hand))

    def edit_and_validate(self, page: str, maintainer: str) -> None:
        """A maintainer adds a line and validates everything with it."""
        one, words = self.expected.pages[page], f"Words {self.chance.randrange(10**9)}"
        if not one.awaiting():
            return
        client = self.client(maintainer)
        address = reverse("review_edit", args=[self.articles[page]])
        text = f"{one.text}\nFinished {self.chance.randrange(10**9)}.\n"
        sent = fields_of(client.get(address)) | {"text": text, "comment": words}
        answer = client.post(address, sent)
        if one.own(one.awaiting(), maintainer):
            assert answer.status_code == INVALID
            return
        assert answer.status_code == 302, page_of(answer)
        self.remember(self.expected.edited_and_validated(page, text, maintainer, words))

    def contested(self, maintainers: list[str]) -> Contested | None:
        """One of the last decisions, an author who objects to it and who looks again, if any."""
        self.decisions = self.decisions[-5:]
        if not self.decisions:
            return None
        decision, key = self.chance.choice(self.decisions)
        one = self.expected.pages[decision.page]
        authors = {one.change(number).author for number in decision.numbers}
        others = [name for name in maintainers if name not in {decision.by, *authors}]
        objectors = sorted(authors - {decision.by})
        if not objectors or not others:
            return None
        objector, other = self.chance.choice(objectors), self.chance.choice(others)
        return Contested(decision, key, objector, other)

    def object(self, maintainers: list[str], deed: str) -> None:
        """An author objects to one of the last decisions, and another maintainer looks again."""
        found = self.contested(maintainers)
        if found is None:
            return
        address = reverse("decision", args=[found.key])
        words = f"No {self.chance.randrange(10**9)}"
        objection = {"act": "object", "words": words}
        assert self.client(found.objector).post(address, objection).status_code == 302
        self.expected.objected(found.decision, found.objector, words)
        answer = {"act": deed, "comment": f"Look {words}"}
        assert self.client(found.other).post(address, answer).status_code == 302
        self.looked_again(found, deed, f"Look {words}")

    def looked_again(self, found: Contested, deed: str, words: str) -> None:
        """Expects what a second look leaves."""
        self.decisions.remove((found.decision, found.key))
        closed = {"uphold": self.expected.upheld, "overturn": self.expected.overturned}[deed]
        closed(found.decision, found.objector, found.other, words)

    def withdraw(self, maintainer: str) -> None:
        """A maintainer takes back one of the last decisions."""
        if not self.decisions:
            return
        decision, key = self.chance.choice(self.decisions[-5:])
        words = f"Withdrawn {self.chance.randrange(10**9)}"
        address = reverse("withdraw", args=[key])
        answer = self.client(maintainer).post(address, {"reason": words})
        if self.is_about_own(decision, maintainer):
            assert answer.status_code == INVALID
            return
        assert answer.status_code == 302, page_of(answer)
        self.withdrew(decision, key, maintainer, words)

    def last_words(self) -> list[tuple[Decision, uuid.UUID]]:
        """Those of the last decisions that are the last word on the last change they cover."""
        return [
            (decision, key)
            for decision, key in self.decisions[-5:]
            if Review.objects.filter(
                revision__article=self.articles[decision.page],
                revision__number=decision.numbers[-1],
            )
            .latest("pk")
            .decision
            == key
        ]

    def is_about_own(self, decision: Decision, maintainer: str) -> bool:
        """Whether somebody else decided on edits of the maintainer's."""
        own = self.expected.pages[decision.page].own(decision.numbers, maintainer)
        return decision.by != maintainer and bool(own)

    def withdrew(self, decision: Decision, key: uuid.UUID, by: str, words: str) -> None:
        """Expects what a withdrawal leaves."""
        self.decisions.remove((decision, key))
        self.expected.withdrew(decision, by, words)


def without(change: str, latest: str, before: str) -> str | None:
    """The latest text without a change, as git merges; None where git finds a conflict."""
    with TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("latest", "change", "before")]
        for file, text in zip(files, (latest, change, before), strict=True):
            file.write_bytes(text.encode())
        merged = subprocess.run(["git", "merge-file", "-p", *files], capture_output=True)
    return merged.stdout.decode() if merged.returncode == 0 else None


def set_up(
    acts: Script, chance: random.Random, maintainers: int, *, validated: bool = False
) -> Stage:
    """The articles that the play begins with, its accounts and its maintainers.

    With `validated`, somebody has validated every other one of the articles.
    """
    stage = Stage(chance)
    for number in range(1, maintainers + 1):
        make_maintainer(f"maintainer-{number}")
    for account in range(ACCOUNTS):
        make_user(f"contributor-{account}")
    production, water = make_topic("production"), make_topic("water")
    for number, page in enumerate(pages_of(acts)):
        text = acts.before.get(page, "A first sentence.\n")
        topics = [production] * (number % 2) + [water] * (number % 3 == 0)
        stage.put_up(page, text, f"contributor-{number % ACCOUNTS}", topics)
        if validated and number % 2:
            stage.decide(page, "maintainer-1", "validate")
    return stage
