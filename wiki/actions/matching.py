"""Passages that stand in other articles, too, and who wrote them there. Reads, writes nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from wiki.actions.comparing import sharing
from wiki.actions.crediting import had_before
from wiki.history.authorship import Brought, passages_of
from wiki.history.shingles import Added, Passage
from wiki.models import Article, Authorship, Revision

# How many articles are looked at, those that share most first; and as many again as long as half
# of these were copied from, up to the second number.
ARTICLES_LOOKED_AT = 5
MOST_ARTICLES_LOOKED_AT = 20
SHARED_TO_LOOK = 2
# Of a passage: from when on it was here before, or is another article's already.
HALF = 0.5


class Origin(NamedTuple):
    """A revision that words of a match were first written in."""

    key: int
    article_id: int
    author_id: int | None
    author_name: str
    licence: str


@dataclass
class Match:
    """Passages of what was added that stand in another article.

    `brought` are their words with the origins that they have there, `origins` these revisions;
    both are empty where nobody kept yet who wrote what.
    """

    article: Article
    passages: list[Passage]
    brought: list[Brought] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)

    @property
    def words(self) -> Counter[int]:
        """How many words and marks are from each of the origins, by their keys."""
        return Counter(key for one in self.brought for key in one.origins)

    def share_of(self, article: Article) -> float:
        """The part of the words that was first written in an article."""
        words = self.words
        there = sum(words[one.key] for one in self.origins if one.article_id == article.pk)
        return there / (words.total() or 1)


def matches_in(added: Added, article: Article | None) -> list[Match]:
    """Where what was added to an article is from; a passage may be in several.

    `article` is None for one that does not exist yet. No query when fewer words were added than
    a passage has.
    """
    if not added.numbers:
        return []
    matches = _found(added, article)
    if not matches or article is None:
        return _with_origins(added, matches)
    # What the article had before comes back, and what the other one has from it comes home.
    back = _that_come_back(added, matches, article)
    for match in matches:
        match.passages = [one for one in match.passages if one not in back]
    matches = _with_origins(added, [match for match in matches if match.passages])
    return [match for match in matches if match.share_of(article) < HALF]


def each_word_once(matches: Sequence[Match]) -> list[Match]:
    """Those that are left when each passage goes to the first that has it."""
    taken: set[int] = set()
    for match in matches:
        free = [
            one
            for one in match.passages
            if len(taken.intersection(range(one.start, one.end))) < HALF * (one.end - one.start)
        ]
        for one in free:
            taken.update(range(one.start, one.end))
        match.passages = free
        match.brought = [
            one
            for one in match.brought
            if any(p.start < one.end and one.start < p.end for p in free)
        ]
    return [match for match in matches if match.passages]


def _found(added: Added, article: Article | None) -> list[Match]:
    shared = sharing(added.numbers.keys(), apart_from=article)
    closeness = {key: added.closeness(numbers) for key, numbers in shared.items()}
    keys = sorted(
        (key for key, shingles in closeness.items() if shingles >= SHARED_TO_LOOK),
        key=lambda key: (-closeness[key], -len(shared[key]), key),
    )
    found: list[Match] = []
    waiting = iter(keys[:MOST_ARTICLES_LOOKED_AT])
    while batch := list(islice(waiting, ARTICLES_LOOKED_AT)):
        others = Article.objects.live().filter(pk__in=batch).select_related("latest__licence")
        matches = [
            Match(other, passages)
            for other in others
            if (passages := added.passages_from(other.text))
        ]
        found += matches
        if len(matches) < HALF * len(batch):
            break
    return found


def _that_come_back(added: Added, matches: Sequence[Match], article: Article) -> set[Passage]:
    """The passages of which the article had half or more in an earlier text."""
    cut = {passage: added.lines_of(passage) for match in matches for passage in match.passages}
    sentences = {passage: passages_of(lines) for passage, (lines, _first) in cut.items()}
    known = had_before(article, {one.digest for found in sentences.values() for one in found})
    back = set()
    for passage, found in sentences.items():
        first = cut[passage][1]
        had = sum(
            max(0, min(first + one.end, passage.end) - max(first + one.start, passage.start))
            for one in found
            if one.digest in known
        )
        if had >= HALF * (passage.end - passage.start):
            back.add(passage)
    return back


def _with_origins(added: Added, matches: list[Match]) -> list[Match]:
    """The matches with the origins of their words; two queries for all of them."""
    if not matches:
        return []
    latest = [match.article.latest_id for match in matches]
    rows = Authorship.objects.filter(pk__in=latest)
    stored = {authorship.pk: authorship for authorship in rows}
    for match in matches:
        authorship = stored.get(match.article.latest_id)
        if authorship is not None:
            match.brought = added.brought_from(
                match.article.text, authorship.origins, match.passages
            )
    keys = {key for match in matches for key in match.words}
    fields = ("pk", "article_id", "author_id", "author_name", "licence__spdx")
    origins = {
        row[0]: Origin(*row) for row in Revision.objects.filter(pk__in=keys).values_list(*fields)
    }
    for match in matches:
        match.origins = [origins[key] for key in match.words if key in origins]
    return matches
