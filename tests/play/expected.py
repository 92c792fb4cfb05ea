"""What the rules of the review say must happen, worked out apart from the code that does it.

No import of the wiki: texts, states, verdicts, notices and the public log as plain Python.
"""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Change:
    """One revision as it is expected."""

    author: str
    text: str
    state: str = "awaiting"
    once_validated: bool = False


@dataclass(frozen=True)
class Told:
    """One notice as it is expected."""

    to: str
    page: str
    verdict: str
    changes: int
    first: int
    last: int
    by: str
    words: str


@dataclass(frozen=True)
class Decision:
    """One decision, to be withdrawn perhaps."""

    page: str
    verdict: str
    numbers: tuple[int, ...]
    by: str


@dataclass
class Page:
    """An article as it is expected; revision N is `changes[N - 1]`."""

    title: str
    changes: list[Change] = field(default_factory=list)
    validated: int = 0
    asked: bool = False

    @property
    def text(self) -> str:
        return self.changes[-1].text

    def awaiting(self) -> list[int]:
        return [n for n, one in enumerate(self.changes, start=1) if one.state == "awaiting"]

    def change(self, number: int) -> Change:
        return self.changes[number - 1]


@dataclass
class Expected:
    """The whole play."""

    pages: dict[str, Page] = field(default_factory=dict)
    told: Counter[Told] = field(default_factory=Counter)
    # (page, revision, verdict, by, by the edit itself)
    verdicts: Counter[tuple[str, int, str, str, bool]] = field(default_factory=Counter)
    # Act, by whom, title of the page.
    log: list[tuple[str, str, str]] = field(default_factory=list)

    def wrote(self, page: str, author: str, text: str) -> None:
        """An edit by somebody who validates nothing."""
        one = self.pages[page]
        one.changes.append(Change(author, text))
        one.asked = False

    def validated(self, page: str, up_to: int, by: str, words: str) -> Decision:
        one = self.pages[page]
        numbers = [n for n in one.awaiting() if n <= up_to]
        for number in numbers:
            one.change(number).state = "validated"
            one.change(number).once_validated = True
        one.validated = numbers[-1]
        if not one.awaiting():
            one.asked = False
        return self._decided(page, "validated", numbers, by, words, "review.validate")

    def asked(self, page: str, by: str, words: str) -> Decision:
        self.pages[page].asked = True
        numbers = self.pages[page].awaiting()
        return self._decided(page, "asked", numbers, by, words, "review.ask")

    def declined(self, page: str, by: str, words: str) -> Decision:
        """The validated text comes back as a revision of the maintainer's, validated as made."""
        one = self.pages[page]
        numbers = one.awaiting()
        for number in numbers:
            one.change(number).state = "declined"
        decision = self._decided(page, "declined", numbers, by, words, "review.decline")
        one.changes.append(Change(by, one.change(one.validated).text, "validated", True))
        one.validated = len(one.changes)
        one.asked = False
        self.verdicts[page, one.validated, "validated", by, True] += 1
        return decision

    def withdrew(self, decision: Decision, by: str, words: str) -> None:
        """What was said stays and does not count any more."""
        one = self.pages[decision.page]
        if decision.verdict == "validated":
            self._await_again(one, decision)
        elif decision.verdict == "declined":
            for number in decision.numbers:
                if one.change(number).state == "declined":
                    one.change(number).state = "withdrawn"
        numbers = list(decision.numbers)
        self._decided(decision.page, "withdrawn", numbers, by, words, "review.withdraw")

    def _await_again(self, one: Page, decision: Decision) -> None:
        for number in decision.numbers:
            if one.change(number).state == "validated":
                one.change(number).state = "withdrawn"
        standing = [n for n, row in enumerate(one.changes, start=1) if row.state == "validated"]
        one.validated = max(standing, default=0)
        for number, row in enumerate(one.changes, start=1):
            if number > one.validated and row.state == "withdrawn" and row.once_validated:
                row.state = "awaiting"

    def _decided(
        self, page: str, verdict: str, numbers: list[int], by: str, words: str, act: str
    ) -> Decision:
        one = self.pages[page]
        for number in numbers:
            self.verdicts[page, number, verdict, by, False] += 1
        for author in {one.change(number).author for number in numbers} - {by}:
            own = [number for number in numbers if one.change(number).author == author]
            notice = Told(author, page, verdict, len(own), own[0], own[-1], by, words)
            self.told[notice] += 1
        self.log.append((act, by, one.title))
        return Decision(page, verdict, tuple(numbers), by)
