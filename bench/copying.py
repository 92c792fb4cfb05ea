"""Copying from other articles: what is noticed, what is noticed wrongly, and what it costs."""

import random
import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from unittest.mock import patch

from bench.data import make_article, make_member, prose
from bench.figures import Figure, milliseconds, ninety_fifth
from bench.pages import edits_of_the_sample, load, made_up_pages, pages_of_the_sample
from bench.sizes import Sizes
from bench.stopwatch import calls_timed
from licensing.models import Licence
from wiki.actions.beginning import create_article
from wiki.actions.copying import Copies, copies_for
from wiki.actions.drafts import Draft
from wiki.actions.editing import save_edit
from wiki.history.shingles import WORDS_TO_COPY, prose_of
from wiki.models import Article, User

SHORTEST, LONGEST = WORDS_TO_COPY, 120  # words of a passage
EVERY = 10  # how many words there are to one that is changed
_WORD = re.compile(r"\w+")
_ADDRESS = re.compile(r"https?://\S+")


def measure(sizes: Sizes) -> list[Figure]:
    """What saves cost in a small wiki and in a large one; then, in that, what they notice."""
    pages = made_up_pages(sizes.pages) if sizes.are_pages_made_up else pages_of_the_sample()
    if not pages:
        return []
    saver = _Saver(sizes)
    articles = load(pages[: sizes.few_pages], 1)
    few = saver.measure(articles)
    articles += load(pages[sizes.few_pages : sizes.pages], sizes.few_pages + 1)
    many = saver.measure(articles)
    figures = [*_costs(few, sizes.few_pages), *_costs(many, len(articles))]
    spent = [sum(map(statistics.median, costs.spent.values())) for costs in (few, many)]
    return [
        *figures,
        Figure(
            f"{len(articles)} pages / {sizes.few_pages} pages", spent[1] / spent[0], at_most=1.5
        ),
        *_found(articles, sizes.passages),
        *_wrong(articles, sizes.passages),
    ]


# What it costs ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Costs:
    """Seconds of each kind of save: in all, without comparing, and spent in comparing."""

    whole: dict[str, list[float]]
    without: dict[str, list[float]]
    spent: dict[str, list[float]]


class _Saver:
    """Saves the same with and without comparing, one after the other."""

    def __init__(self, sizes: Sizes) -> None:
        self.sizes, self.writer = sizes, make_member("somebody who copies")
        text = prose(sizes.text)
        with _nothing_compared():  # or the second is noticed to be the first
            self.pair = [
                make_article(f"An article to copy to, {name}", text, actor=self.writer)
                for name in ("compared", "not compared")
            ]
        self.text, self.chance, self.round = text, random.Random(2), 0

    def measure(self, articles: Sequence[Article]) -> Costs:
        """Each kind of save, in rounds that alternate."""
        passages = _passages(articles[: self.sizes.few_pages], random.Random(3))
        kinds: dict[str, Callable[[], str]] = {
            "a sentence": lambda: self._own_words(12),
            "a paragraph": lambda: self._own_words(80),
            "a copied passage": lambda: next(passages)[1],
        }
        costs = Costs({}, {}, {})
        for _round in range(self.sizes.saves_beside):
            for kind, words in kinds.items():
                self._save_both(kind, words(), costs)
            self._make_both(costs)
        return costs

    def _own_words(self, count: int) -> str:
        """So many words that nobody wrote in this order."""
        words = _WORD.findall(self.text)
        return " ".join(self.chance.choices(words, k=count)) + "."

    def _save_both(self, kind: str, words: str, costs: Costs) -> None:
        lines = self.text.split("\n\n")
        lines.insert(self.chance.randrange(len(lines)), words)
        text = "\n\n".join(lines)
        compared, not_compared = self.pair
        self._note(kind, costs, lambda: _edit(compared, self.writer, text))
        with _nothing_compared():
            whole = _timed(lambda: _edit(not_compared, self.writer, text))
            _edit(not_compared, self.writer, self.text)
        costs.without.setdefault(kind, []).append(whole)
        _edit(compared, self.writer, self.text)

    def _make_both(self, costs: Costs) -> None:
        self.round += 1
        text = "\n\n".join(self._own_words(100) for _paragraph in range(self.sizes.text // 600))
        self._note("a new article", costs, lambda: self._make(f"New {self.round}", text))
        with _nothing_compared():
            whole = _timed(lambda: self._make(f"New without {self.round}", text))
        costs.without.setdefault("a new article", []).append(whole)

    def _make(self, title: str, text: str) -> None:
        create_article(
            actor=self.writer,
            language="en",
            title=title,
            licence=Licence.objects.get(spdx="CC-BY-SA-4.0"),
            draft=Draft(text),
        )

    def _note(self, kind: str, costs: Costs, save: Callable[[], None]) -> None:
        spent: list[float] = []
        with calls_timed(spent, *COMPARING):
            costs.whole.setdefault(kind, []).append(_timed(save))
        costs.spent.setdefault(kind, []).append(sum(spent))


def _edit(article: Article, actor: User, text: str) -> None:
    latest = Article.objects.select_related("latest").get(pk=article.pk).latest
    assert latest is not None
    draft = Draft(text, list(article.topics.all()))
    save_edit(actor=actor, article=article, base=latest.number, draft=draft)


def _timed(done: Callable[[], None]) -> float:
    started = time.perf_counter()
    done()
    return time.perf_counter() - started


COMPARING = ("wiki.actions.copying.copies_for", "wiki.actions.revising.keep_shingles")


@contextmanager
def _nothing_compared() -> Iterator[None]:
    with (
        patch(COMPARING[0], lambda **_values: Copies()),
        patch(COMPARING[1], lambda _article, _before: None),
    ):
        yield


def _costs(costs: Costs, pages: int) -> Iterator[Figure]:
    for kind, whole in costs.whole.items():
        without = costs.without[kind]
        name = f"{kind} at {pages} pages"
        yield from milliseconds(f"{name}, whole save", whole)
        added = [a - b for a, b in zip(whole, without, strict=True)]
        median = max(0, statistics.median(added)) * 1000
        yield Figure(f"{name}, added", median, "ms", at_most=30)
        spent = costs.spent[kind]
        yield Figure(f"{name}, spent comparing", statistics.median(spent) * 1000, "ms", at_most=30)
        yield Figure(f"{name}, spent, 95th percentile", ninety_fifth(spent) * 1000, "ms")


# What is noticed ----------------------------------------------------------------------------------


def _passages(articles: Sequence[Article], chance: random.Random) -> Iterator[tuple[Article, str]]:
    """Passages without quotations from random places of random articles, without end."""
    while True:
        article = chance.choice(articles)
        starts = prose_of(article.text).starts
        size = chance.randint(SHORTEST, LONGEST)
        if len(starts) < size:
            continue
        first = chance.randrange(len(starts) - size + 1)
        chosen = [start for start in starts[first : first + size] if start is not None]
        if len(chosen) < size:
            continue
        last = _WORD.search(article.text, chosen[-1])
        assert last is not None
        yield article, article.text[chosen[0] : last.end()]


def _found(articles: Sequence[Article], count: int) -> list[Figure]:
    """The share of passages put into other pages that are found, as they are and changed."""
    chance = random.Random(5)
    passages = _passages(articles, chance)
    vocabulary = sorted({word for article in articles[:200] for word in _words(article.text)})
    found = {"word for word": 0, "every tenth word changed": 0}
    for _passage in range(count):
        article, passage = next(passages)
        host = chance.choice(articles)
        while host.pk == article.pk or _has(host.text, passage):
            host = chance.choice(articles)
        for kind, words in zip(
            found, (passage, _changed(passage, vocabulary, chance)), strict=True
        ):
            found[kind] += _is_noticed(host, words, passage, chance)
    return [
        Figure(f"found {kind}", 100 * found[kind] / count, "%", at_least=bound)
        for kind, bound in zip(found, (95, 60), strict=True)
    ]


def _is_noticed(host: Article, words: str, passage: str, chance: random.Random) -> bool:
    """Whether putting the words into the host is noticed as taken from where the passage stands."""
    lines = host.text.split("\n\n")
    lines.insert(chance.randrange(len(lines) + 1), words)
    sources = _copies(host, host.text, "\n\n".join(lines)).sources
    origins = [source.origin for source in sources if source.origin is not None]
    return any(_has(origin.article.text, passage) for origin in origins)


def _has(text: str, passage: str) -> bool:
    return " ".join(_words(passage)) in " ".join(_words(text))


def _changed(passage: str, vocabulary: Sequence[str], chance: random.Random) -> str:
    """The passage with every tenth word another one."""
    count = 0

    def change(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return match[0] if count % EVERY else chance.choice(vocabulary)

    return _WORD.sub(change, passage)


def _wrong(articles: Sequence[Article], count: int) -> list[Figure]:
    """The share of people's own edits in which something is noticed that is not there."""
    edits: list[tuple[Article | None, str, str]] = [
        (None, old, new) for old, new in edits_of_the_sample()
    ]
    # Each as if its page was written only now, after all others.
    chosen = random.Random(6).sample(list(articles), min(count, len(articles)))
    edits += [(Article(pk=one.pk), "", one.text) for one in chosen]
    noticed = wrong = 0
    for article, old, new in edits:
        origins = [source.origin for source in _copies(article, old, new).sources]
        others = [origin.article for origin in origins if origin is not None]
        noticed += bool(others)
        wrong += any(not _is_copied(new, other.text) for other in others)
    return [
        Figure("edits in which something is noticed", 100 * noticed / len(edits), "%"),
        Figure("edits in which it is not there", 100 * wrong / len(edits), "%", at_most=1),
    ]


def _copies(article: Article | None, old: str, new: str) -> Copies:
    licence = Licence.objects.get(spdx="CC-BY-SA-4.0")
    actor = User.objects.get(username="somebody who copies")
    return copies_for(actor=actor, article=article, licence=licence, old=old, new=new)


def _words(text: str) -> list[str]:
    return _WORD.findall(_ADDRESS.sub(" ", text).lower())


def _is_copied(text: str, other: str) -> bool:
    """Whether forty words are in both texts, by other means: the same, or four in five in order."""
    words, others = _words(text), _words(other)
    known = {tuple(others[at : at + WORDS_TO_COPY]) for at in range(len(others))}
    if any(tuple(words[at : at + WORDS_TO_COPY]) in known for at in range(len(words))):
        return True
    matcher = SequenceMatcher(None, words, others, autojunk=False)
    both = [0] * len(words)
    for start, _start, size in matcher.get_matching_blocks():
        both[start : start + size] = [1] * size
    spans = range(max(1, len(both) - WORDS_TO_COPY + 1))
    return any(5 * sum(both[at : at + WORDS_TO_COPY]) >= 4 * WORDS_TO_COPY for at in spans)
