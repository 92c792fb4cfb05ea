"""What the rules for hints measure, for a page of the queue and for a rule that is tried out."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.db.models import Max, OuterRef, Q, Subquery

from wiki.history import signals
from wiki.models import HintRule, Review, Revision
from wiki.models.revision import RevisionQuerySet
from wiki.search import folding

Signal = HintRule.Signal

# Longer texts are not read for a list: it must stay quick.
LONGEST = 100_000
_WHOSE = ("article_id", "author_name", "author_kind")
OF_TEXTS = frozenset({Signal.LINKS_ADDED, Signal.REPEATED, Signal.CAPITALS, Signal.WORDS})


@dataclass(frozen=True)
class Measured:
    """A change, or all that awaits in an article, as far as any rule looks at it.

    `old_size` and `old` are None where there was nothing before, `new` where no text was read.
    """

    old_size: int | None
    new_size: int
    old: str | None = None
    new: str | None = None
    first_edits: int = 0
    licence_questions: int = 0
    declined_before: int = 0
    reverted_before: int = 0

    @cached_property
    def new_lines(self) -> list[str]:
        """The lines that no text before had; none where no text was read."""
        return [] if self.new is None else signals.new_lines(self.old, self.new)

    @property
    def growth(self) -> int:
        """How many characters came; below zero, how many went."""
        return self.new_size - (self.old_size or 0)


class Place(NamedTuple):
    """A change by whose it is and where it stands; `when` None looks at everything until now."""

    article: int
    author: str
    author_kind: str
    number: int
    when: datetime | None = None


def marks(rule: HintRule, found: Measured) -> bool:
    """Whether the rule shows its hint."""
    return _MEASURES[Signal(rule.signal)](rule, found) >= rule.threshold


def signals_of(rules: Iterable[HintRule]) -> frozenset[str]:
    """What the rules need measured."""
    return frozenset(rule.signal for rule in rules)


def is_short(*revisions: Revision | None) -> bool:
    """Whether all of these texts are short enough to be read for a list."""
    return all(revision is None or revision.size <= LONGEST for revision in revisions)


def declined_before(places: Collection[Place]) -> dict[Place, int]:
    """How many earlier changes to the article by the same author were declined; one query."""
    declined = (
        _by_the_same(places)
        .filter(state=Revision.State.DECLINED)
        .annotate(at=Max("reviews__created", filter=Q(reviews__verdict=Review.Verdict.DECLINED)))
    )
    found: dict[tuple[int, str, str], list[tuple[int, datetime | None]]] = defaultdict(list)
    for *whose, number, at in declined.values_list(*_WHOSE, "number", "at"):
        found[whose[0], whose[1], whose[2]].append((number, at))
    return {
        place: sum(
            number < place.number and (place.when is None or (at is not None and at < place.when))
            for number, at in found.get(place[:3], ())
        )
        for place in places
    }


def reverted_before(places: Collection[Place]) -> dict[Place, int]:
    """How many earlier changes to the article by the same author somebody else reverted.

    By going back to a version from before them; what was declined does not count. Two queries.
    """
    reverts = Revision.objects.filter(reverted_to__isnull=False)
    there = {place.article for place in places}
    reverted_in = set(reverts.filter(article__in=there).values_list("article_id", flat=True))
    places_there = [place for place in places if place.article in reverted_in]
    if not places_there:
        return dict.fromkeys(places, 0)
    by_others = reverts.filter(
        article=OuterRef("article"),
        number__gt=OuterRef("number"),
        reverted_to__number__lt=OuterRef("number"),
    ).exclude(author_name=OuterRef("author_name"), author_kind=OuterRef("author_kind"))
    undone = (
        _by_the_same(places_there)
        .exclude(state=Revision.State.DECLINED)
        .annotate(undone_by=Subquery(by_others.order_by("number").values("number")[:1]))
        .filter(undone_by__isnull=False)
    )
    found: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for *whose, number in undone.values_list(*_WHOSE, "undone_by"):
        found[whose[0], whose[1], whose[2]].append(number)
    return {
        place: sum(number < place.number for number in found.get(place[:3], ())) for place in places
    }


def _by_the_same(places: Collection[Place]) -> RevisionQuerySet:
    """The revisions of these articles by these names; which belong together is seen later."""
    return Revision.objects.filter(
        article__in={place.article for place in places},
        author_name__in={place.author for place in places},
    ).order_by()


@lru_cache(maxsize=64)
def _wanted(listed: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """The words of a rule, folded: whole words, and those of scripts without spaces."""
    folded = {folding.words(line) for line in listed.splitlines()} - {""}
    anywhere = tuple(word for word in folded if folding.UNSEGMENTED.search(word))
    return frozenset(folded.difference(anywhere)), anywhere


def _lines_with_words(rule: HintRule, found: Measured) -> int:
    wanted, anywhere = _wanted(rule.words)
    return signals.lines_with(found.new_lines, wanted, folding.words, anywhere)


_MEASURES: dict[Signal, Callable[[HintRule, Measured], int]] = {
    Signal.SHARE_REMOVED: lambda rule, found: signals.share_removed(found.old_size, found.new_size),
    Signal.CHARACTERS_REMOVED: lambda rule, found: -found.growth,
    Signal.CHARACTERS_ADDED: lambda rule, found: found.growth,
    Signal.LINKS_ADDED: lambda rule, found: signals.links_added(found.old, found.new_lines),
    Signal.REPEATED: lambda rule, found: signals.longest_repeat(found.new_lines),
    Signal.CAPITALS: lambda rule, found: signals.longest_shout(found.new_lines),
    Signal.WORDS: _lines_with_words,
    Signal.FIRST_EDIT: lambda rule, found: found.first_edits,
    Signal.DECLINED_BEFORE: lambda rule, found: found.declined_before,
    Signal.REVERTED_BEFORE: lambda rule, found: found.reverted_before,
    Signal.LICENCE_QUESTION: lambda rule, found: found.licence_questions,
}
