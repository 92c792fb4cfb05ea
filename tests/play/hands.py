"""The deeds of the play in a browser, by keyboard alone; beside each, what is expected of it."""

import re
from typing import NamedTuple

from playwright.sync_api import Page as BrowserPage

from tests.axe import assert_accessible
from tests.e2e.keys import focus, press, tab_to
from tests.play.expected import Page
from tests.play.stage import Contested, Stage
from wiki.models import Article

WORD = "A word to the authors"


class Hands(NamedTuple):
    """Somebody in front of a browser who touches no mouse."""

    stage: Stage
    browser: BrowserPage
    site: str
    name: str

    @property
    def at(self) -> str:
        """The page of the play whose review stands in the browser; empty for the queue."""
        found = re.search(r"/review/(\d+)", self.browser.url)
        key = int(found[1]) if found else 0
        return next((page for page, one in self.stage.articles.items() if one == key), "")

    def open_queue(self) -> None:
        """Opens the queue and in it what waits longest, if anything does."""
        self.browser.goto(f"{self.site}/review")
        self._look_at("queue")
        self.browser.keyboard.press("j")
        if focus(self.browser) is not None:
            self._press_for("Enter")
            assert self.at

    def may(self, deed: str) -> bool:
        """Whether the rules allow it on the article that is shown."""
        one = self.stage.expected.pages[self.at]
        if deed in ("decline one", "settle"):
            return bool(self._declinable(deed))
        if deed == "validate":
            return True  # or, where all is their own, to leave it to another maintainer
        is_own = bool(one.own(one.awaiting(), self.name))
        return not is_own and (deed != "decline" or bool(one.validated))

    def decide(self, deed: str) -> None:
        """Decides on the article that is shown."""
        self._look_at("review")
        page, one = self.at, self.stage.expected.pages[self.at]
        {
            "validate": lambda: self._validate(page, one),
            "ask": lambda: self._press_with_words(page, "a", "Ask for changes"),
            "decline": lambda: self._press_with_words(page, "r", "Decline all"),
            "decline one": lambda: self._decline_one(page, one, deed),
            "settle": lambda: self._decline_one(page, one, deed),
            "finish": lambda: self._finish(page, one),
        }[deed]()

    def _validate(self, page: str, one: Page) -> None:
        offered = self.browser.locator("[name=up_to]:enabled").evaluate_all(
            "radios => radios.map(radio => Number(radio.value))"
        )
        assert offered == [number for number in one.awaiting() if not one.declined_in(number)]
        own = one.own(one.awaiting(), self.name)
        allowed = [number for number in offered if not own or number < own[0]]
        if not allowed:
            assert "nobody decides on their own edits" in self.browser.content()
            self._press_for("ArrowRight")  # another maintainer will
            return
        up_to, words = self.stage.chance.choice(allowed), self._words()
        self._choose(up_to)
        if self.stage.chance.random() < 0.5:
            self._press_for("v")
            words = ""
        else:
            tab_to(self.browser, WORD)
            self.browser.keyboard.type(words)
            tab_to(self.browser, "Validate up to the chosen change")
            self._press_for(self._enter_or_space())
        self.stage.remember(self.stage.expected.validated(page, up_to, self.name, words))

    def _choose(self, up_to: int) -> None:
        """By arrows among the radio buttons, which are one stop for Tab."""
        stop = tab_to(self.browser, "Up to revision")
        if stop.value == str(up_to):
            self.browser.keyboard.press("Space")
        while stop.value != str(up_to):
            self.browser.keyboard.press("ArrowUp")
            found = focus(self.browser)
            assert found is not None and found.is_shown
            stop = found
        assert self.browser.locator(f"[name=up_to][value='{up_to}']").is_checked()

    def _press_with_words(self, page: str, key: str, button: str) -> None:
        words = self._words()
        self.browser.keyboard.press(key)  # leads to where the reason is typed
        self.browser.keyboard.type(words)
        tab_to(self.browser, button)
        self._press_for(self._enter_or_space())
        done = {"a": self.stage.expected.asked, "r": self.stage.expected.declined}[key]
        self.stage.remember(done(page, self.name, words))

    def _declinable(self, deed: str) -> list[int]:
        """What may be declined alone; to `settle`, what others touch, as git sees it."""
        numbers = self.stage.declinable(self.at)
        if deed == "settle":
            return [n for n in numbers if self.stage.without(self.at, n) is None]
        return numbers

    def _decline_one(self, page: str, one: Page, deed: str) -> None:
        number, words = self.stage.chance.choice(self._declinable(deed)), self._words()
        text = self.stage.without(page, number)
        tab_to(self.browser, f"Decline change {number} alone")
        self._press_for(self._enter_or_space())
        by_hand = bool(self.browser.locator("#writing").count())
        if by_hand:
            assert text is None  # later changes touch it
            text = f"{one.text}\nSettled {self.stage.chance.randrange(10**9)}.\n"
            self._look_at("settling")
            tab_to(self.browser, "Text", exact=True)
            self.browser.keyboard.press("Control+a")
            self.browser.keyboard.insert_text(text)  # as pasting does
            tab_to(self.browser, WORD)
        elif text == one.text:
            assert "there is nothing left of it to take out" in self.browser.content()
            tab_to(self.browser, "Back to the review")
            self._press_for("Enter")
            return
        else:
            self._look_at("decline one")
            tab_to(self.browser, "Why do you decline it?")
        self.browser.keyboard.type(words)
        tab_to(self.browser, f"Decline change {number}")
        self._press_for(self._enter_or_space())
        self.stage.declined_one(page, number, text, self.name, words, by_hand=by_hand)

    def _finish(self, page: str, one: Page) -> None:
        words, line = self._words(), f"\nFinished {self.stage.chance.randrange(10**9)}.\n"
        self._press_for("e")
        self._look_at("finish")
        tab_to(self.browser, "Text", exact=True)
        self.browser.keyboard.press("Control+End")
        self.browser.keyboard.type(line)
        tab_to(self.browser, WORD)
        self.browser.keyboard.type(words)
        tab_to(self.browser, "Save and validate")
        self._press_for(self._enter_or_space())
        done = self.stage.expected.edited_and_validated(page, one.text + line, self.name, words)
        self.stage.remember(done)

    def withdraw(self) -> bool:
        """Takes back one of the last decisions, by the history; whether there was one to."""
        found = [
            (decision, key)
            for decision, key in self.stage.last_words()
            if not self.stage.is_about_own(decision, self.name)
        ]
        if not found:
            return False
        decision, key = self.stage.chance.choice(found)
        article = Article.objects.get(pk=self.stage.articles[decision.page])
        self.browser.goto(f"{self.site}{article.get_absolute_url()}/history")
        tab_to(self.browser, href=f"/decisions/{key}/withdraw")
        self._press_for("Enter")
        self._look_at("withdraw")
        words = self._words()
        tab_to(self.browser, "Reason")
        self.browser.keyboard.type(words)
        tab_to(self.browser, "Withdraw this verdict")
        self._press_for(self._enter_or_space())
        assert "The verdict is withdrawn" in self.browser.content()
        self.stage.withdrew(decision, key, self.name, words)
        return True

    def object(self, found: Contested) -> None:
        """Objects as an author, from the notice of the verdict."""
        words = self._words()
        self.browser.goto(f"{self.site}/notices")
        tab_to(self.browser, href=f"/review/decisions/{found.key}")
        self._press_for("Enter")
        tab_to(self.browser, "Object to this verdict")
        self.browser.keyboard.press(self._enter_or_space())
        tab_to(self.browser, "What is wrong with this verdict?")
        self._look_at("objection")
        self.browser.keyboard.type(words)
        tab_to(self.browser, "Object", exact=True)
        self._press_for(self._enter_or_space())
        assert "Your objection is public." in self.browser.content()
        self.stage.expected.objected(found.decision, self.name, words)

    def look_again(self, found: Contested, deed: str) -> None:
        """Gives the second look that somebody asks for, from the list of those that wait."""
        words = self._words()
        self.browser.goto(f"{self.site}/review/second-looks?mine=on")
        tab_to(self.browser, href=f"/review/decisions/{found.key}#second-look")
        self._press_for("Enter")
        self._look_at("second look")
        tab_to(self.browser, "Your reason")
        self.browser.keyboard.type(words)
        tab_to(self.browser, {"uphold": "Uphold", "overturn": "Overturn, with this reason"}[deed])
        self._press_for(self._enter_or_space())
        self.stage.looked_again(found, deed, words)

    def _words(self) -> str:
        return f"Words {self.stage.chance.randrange(10**9)}"

    def _enter_or_space(self) -> str:
        return self.stage.chance.choice(["Enter", "Space"])

    def _press_for(self, key: str) -> None:
        """Presses a key and waits for the page that it leads to, loaded or put in its place."""
        press(self.browser, key)
        self.browser.locator("h1").wait_for()

    def _look_at(self, kind: str) -> None:
        """Has axe look at a page, the first time that the play comes to its kind."""
        if kind not in self.stage.looked_at:
            self.stage.looked_at.add(kind)
            assert_accessible(self.browser)
