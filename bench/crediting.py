"""Who wrote what: what keeping it adds to a save, and how far it agrees with WikiWho."""

import random
import statistics
import string
import sys
import time
from collections.abc import Iterator, Sequence

from bench.data import make_article, make_member
from bench.figures import Figure, milliseconds
from bench.pages import histories_of_the_sample
from bench.sizes import Sizes
from bench.stopwatch import calls_timed
from wiki.actions.drafts import Draft
from wiki.actions.editing import save_edit
from wiki.history.authorship import Origins, attribute, is_word, tokens_of
from wiki.models import Article, User

# What writers do, by turns; as many paragraphs come back as were taken out.
DEEDS = ("word", "sentence", "word", "take out", "move", "sentence", "word", "bring back")
WORDS_OF_A_SENTENCE, SENTENCES_OF_A_PARAGRAPH = 12, 5
SAVES_OF_ONE = 4  # measured on one short article, before it has no short history any more


def measure(sizes: Sizes) -> list[Figure]:
    """What saves cost after many revisions and after few; then, whose words others say they are."""
    writers = [make_member(f"writer who is credited {number}") for number in range(sizes.writers)]
    long = _Page("An article by many hands", sizes, writers)
    long.save_often(sizes.many_revisions)
    rounds = sizes.saves
    shorts = [
        _Page(f"An article by few hands, {number}", sizes, writers)
        for number in range(-(-rounds // SAVES_OF_ONE))
    ]
    for short in shorts:
        short.save_often(sizes.fewest_revisions)
    whole: dict[str, list[float]] = {}
    spent: dict[str, list[float]] = {}
    for number in range(rounds):
        for name, page in (("long", long), ("short", shorts[number // SAVES_OF_ONE])):
            page.turn = number  # both do the same
            seconds: list[float] = []
            with calls_timed(seconds, "wiki.actions.revising.keep_credit"):
                whole.setdefault(name, []).append(page.save())
            spent.setdefault(name, []).append(sum(seconds))
    return [*_costs(whole, spent, sizes), *_agreement()]


# What it costs ------------------------------------------------------------------------------------


class _Page:
    """An article with words that no other has, and what is done to it."""

    def __init__(self, title: str, sizes: Sizes, writers: Sequence[User]) -> None:
        self.chance, self.writers, self.turn = random.Random(title), writers, 0
        self.words = [self._word() for _number in range(400)]
        self.paragraphs: list[str] = []
        while len(self.text) < sizes.text:
            sentences = (self._sentence() for _number in range(SENTENCES_OF_A_PARAGRAPH))
            self.paragraphs.append(" ".join(sentences))
        self.taken_out: list[str] = []
        self.article = make_article(title, self.text, actor=writers[0])

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)

    def save_often(self, revisions: int) -> None:
        """Until there are so many."""
        for number in range(1, revisions):
            self.turn = number
            self.save()

    def save(self) -> float:
        """One change by one of the writers; returns its seconds."""
        self._change(DEEDS[self.turn % len(DEEDS)])
        article = Article.objects.select_related("latest").get(pk=self.article.pk)
        assert article.latest is not None
        draft = Draft(self.text, list(article.topics.all()), "Changed")
        started = time.perf_counter()
        save_edit(
            actor=self.chance.choice(self.writers),
            article=article,
            base=article.latest.number,
            draft=draft,
        )
        return time.perf_counter() - started

    def _change(self, deed: str) -> None:
        place = self.chance.randrange(len(self.paragraphs) - 1)  # the last stands where it moves to
        if deed == "bring back" and self.taken_out:
            # Not always what went last.
            index = self.chance.randrange(len(self.taken_out))
            self.paragraphs.insert(place, self.taken_out.pop(index))
        elif deed == "take out":
            self.taken_out.append(self.paragraphs.pop(place))
        elif deed == "move":
            self.paragraphs.append(self.paragraphs.pop(place))
        elif deed == "word":
            words = self.paragraphs[place].split()
            words[self.chance.randrange(len(words) - 1)] = self._word()
            self.paragraphs[place] = " ".join(words)
        else:
            sentences = self.paragraphs[place].split(". ")
            sentences[0] = self._sentence().rstrip(".")
            self.paragraphs[place] = ". ".join(sentences)

    def _word(self) -> str:
        letters = self.chance.choices(string.ascii_lowercase, k=self.chance.randint(3, 9))
        return "".join(letters)

    def _sentence(self) -> str:
        words = self.chance.choices(self.words, k=WORDS_OF_A_SENTENCE)
        return " ".join(words).capitalize() + "."


def _costs(
    whole: dict[str, list[float]], spent: dict[str, list[float]], sizes: Sizes
) -> Iterator[Figure]:
    counts = {"long": sizes.many_revisions, "short": sizes.fewest_revisions}
    for name, count in counts.items():
        yield from milliseconds(f"after {count} revisions, whole save", whole[name])
        yield from milliseconds(f"after {count} revisions, spent crediting", spent[name])
    apart = f"after {counts['long']} / after {counts['short']} revisions"
    for name, times in (("whole save", whole), ("spent crediting", spent)):
        ratio = statistics.median(times["long"]) / statistics.median(times["short"])
        yield Figure(f"{apart}, {name}", ratio, at_most=1.5)


# Beside another -----------------------------------------------------------------------------------


def _agreement() -> list[Figure]:
    """For the words of the guides as they are last: the share that WikiWho credits as we do."""
    try:
        from WikiWho.utils import iter_rev_tokens
        from WikiWho.wikiwho import Wikiwho
    except ImportError:
        print("  There is no wikiwho to compare with (pip install wikiwho).", file=sys.stderr)
        return []
    compared = same_revision = same_author = 0
    ours_seconds = their_seconds = 0.0
    for page, rows in histories_of_the_sample().items():
        authors, texts = [author for author, _text in rows], [text for _author, text in rows]
        started = time.perf_counter()
        ours = _by_character(texts[-1], _attributed(texts))
        ours_seconds += time.perf_counter() - started
        started = time.perf_counter()
        other = Wikiwho(page)
        other.analyse_article(
            {"revid": number, "timestamp": "", "user": author, "userid": author, "*": text}
            for number, (author, text) in enumerate(rows, start=1)
        )
        tokens = list(iter_rev_tokens(other.revisions[other.ordered_revisions[-1]]))
        their_seconds += time.perf_counter() - started
        theirs = [
            (character, token.origin_rev_id)
            for token in tokens
            for character in token.value
            if character != "|"  # which it reads as its own mark
        ]
        if [character for character, _origin in theirs] != [one[0] for one in ours]:
            print(f"  {page}: left out, WikiWho does not give back its text.", file=sys.stderr)
            continue
        for (_character, our, starts_word), (_same, their) in zip(ours, theirs, strict=True):
            if starts_word:
                compared += 1
                same_revision += our == their
                same_author += authors[our - 1] == authors[their - 1]
    if not compared:
        return []
    return [
        Figure("words of the guides compared", compared),
        Figure("of the revision that WikiWho says", 100 * same_revision / compared, "%"),
        Figure("of the author that WikiWho says", 100 * same_author / compared, "%"),
        Figure("time of all histories, ours / WikiWho's", ours_seconds / their_seconds),
    ]


def _attributed(texts: Sequence[str]) -> Origins:
    """The numbers, from 1, of the texts that the words of the last one are from."""
    old, origins = "", Origins()
    earlier: dict[str, Origins] = {}
    for number, text in enumerate(texts, start=1):
        found = attribute(
            old,
            origins,
            text,
            number,
            recall=lambda digests: {key: earlier[key] for key in digests if key in earlier},
        )
        for key, gone in found.gone.items():
            earlier.setdefault(key, gone)
        old, origins = text, found.origins
    return origins


def _by_character(text: str, origins: Origins) -> list[tuple[str, int, bool]]:
    """Each character but spaces: itself in lower case, its origin, whether a word starts there."""
    return [
        (character, origin, index == 0 and is_word(token.text))
        for token, origin in zip(tokens_of(text), origins, strict=True)
        for index, character in enumerate(token.text.lower())
        if character != "|"
    ]
