"""What the rules of the review say must happen, worked out apart from the code that does it.

No import of the wiki: texts, states, verdicts, notices and the public log as plain Python.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass
class Change:
    """One revision as it is expected."""

    author: str
    text: str
    state: str = "awaiting"
    once_validated: bool = False
    undoes: int = 0  # the number of the change that it takes out
    by_hand: bool = False  # of changes that touched, the maintainer settled the text

    @property
    def only_undoes(self) -> bool:
        """Whether it says nothing of its own: a part of a decision, no edit."""
        return bool(self.undoes) and not self.by_hand


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

    @property
    def others_await(self) -> bool:
        """Whether more awaits than what takes declined changes out."""
        return any(not self.change(number).only_undoes for number in self.awaiting())

    def declined_in(self, up_to: int) -> list[int]:
        """What awaits after `up_to` and takes out a change that the text there still holds."""
        later = [number for number in self.awaiting() if number > up_to]
        return [number for number in later if 0 < self.change(number).undoes <= up_to]

    def own(self, numbers: Iterable[int], name: str) -> list[int]:
        """Those that somebody wrote: nobody decides on their own edits."""
        theirs = [number for number in numbers if self.change(number).author == name]
        return [number for number in theirs if not self.change(number).only_undoes]

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
        rest = [n for n in one.awaiting() if n > up_to]
        # What only gives the validated text back again goes with it.
        if all(one.change(n).only_undoes for n in rest) and one.text == one.change(up_to).text:
            numbers += rest
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
        one.changes.append(Change(by, one.change(one.validated).text))
        one.asked = False
        self._validated_by_edit(page, by)
        return decision

    def declined_one(
        self, page: str, number: int, text: str, by: str, words: str, *, by_hand: bool = False
    ) -> Decision:
        """One change goes, the others stay: a revision of the maintainer's says so."""
        one = self.pages[page]
        one.change(number).state = "declined"
        decision = self._decided(page, "declined", [number], by, words, "review.decline_one")
        is_over = bool(one.validated) and text == one.change(one.validated).text
        is_over = is_over and not one.others_await
        earlier = one.awaiting()
        one.changes.append(Change(by, text, undoes=number, by_hand=by_hand))
        one.asked = False
        if is_over:
            for undone in earlier:
                one.change(undone).state = "undone"
            self._validated_by_edit(page, by)
        return decision

    def edited_and_validated(self, page: str, text: str, by: str, words: str) -> Decision:
        """All that awaits is validated, and the maintainer's own edit on top of it."""
        one = self.pages[page]
        decision = self.validated(page, len(one.changes), by, words)
        one.changes.append(Change(by, text))
        one.asked = False
        self._validated_by_edit(page, by)
        return decision

    def objected(self, decision: Decision, by: str, words: str) -> None:
        """Somebody wants another maintainer to look; who decided is told."""
        self._told_again(decision, {decision.by}, "objected", by, words)
        self.log.append(("review.object", by, self.pages[decision.page].title))

    def upheld(self, decision: Decision, objector: str, by: str, words: str) -> None:
        """The verdict stands; whom it concerns is told."""
        told = {decision.by, objector, *self._authors(decision)}
        self._told_again(decision, told, "upheld", by, words)
        self.log.append(("review.uphold", by, self.pages[decision.page].title))

    def overturned(self, decision: Decision, objector: str, by: str, words: str) -> None:
        """The verdict is withdrawn; whom it concerns is told once, of the second look."""
        told = {decision.by, objector, *self._authors(decision)}
        before = Counter(self.told)
        self.withdrew(decision, by, words)
        self.told = before
        self._told_again(decision, told, "overturned", by, words)
        self.log.append(("review.overturn", by, self.pages[decision.page].title))

    def _authors(self, decision: Decision) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number in decision.numbers:
            author = self.pages[decision.page].change(number).author
            found.setdefault(author, []).append(number)
        return found

    def _told_again(
        self, decision: Decision, told: set[str], what: str, by: str, words: str
    ) -> None:
        own = self._authors(decision)
        for name in told - {by}:
            about = own.get(name, list(decision.numbers))
            notice = Told(
                name, decision.page, what, len(own.get(name, [])), about[0], about[-1], by, words
            )
            self.told[notice] += 1

    def _validated_by_edit(self, page: str, by: str) -> None:
        one = self.pages[page]
        one.validated = len(one.changes)
        one.change(one.validated).state = "validated"
        one.change(one.validated).once_validated = True
        self.verdicts[page, one.validated, "validated", by, True] += 1

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
