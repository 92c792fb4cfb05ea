"""Passages that stand in other articles, too, and who wrote them there. Reads, writes nothing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from wiki.actions.comparing import sharing
from wiki.actions.crediting import written_now
from wiki.history.authorship import Brought
from wiki.history.shingles import Added, Passage
from wiki.models import Article, Authorship, Revision

# How many articles are looked at, those that share most first; and as many again as long as half
# of these were copied from, up to the second number.
ARTICLES_LOOKED_AT = 5
MOST_ARTICLES_LOOKED_AT = 20
SHARED_TO_LOOK = 2
# Of a passage: from when on it was here before, or is another article's already.
HALF = 0.5


@dataclass
class Match:
    """Passages of what was added that stand in another article.

    `brought` are their words with the origins that they have there, `origins` these revisions;
    both are empty where nobody kept yet who wrote what.
    """

    article: Article
    passages: list[Passage]
    brought: list[Brought] = field(default_factory=list)
    origins: list[Revision] = field(default_factory=list)

    @property
    def words(self) -> Counter[int]:
        """How many words and marks are from each of the origins, by their keys."""
        return Counter(key for one in self.brought for key in one.origins)

    def share_of(self, article: Article) -> float:
        """The part of the words that was first written in an article."""
        words = self.words
        there = sum(words[one.pk] for one in self.origins if one.article_id == article.pk)
        return there / (words.total() or 1)


def matches_in(added: Added, old: str, article: Article | None) -> list[Match]:
    """Where what was added is from; an article may share its passages with another.

    `article` said `old` before; None for one that does not exist yet. No query when fewer words
    were added than a passage has.
    """
    if not added.numbers:
        return []
    matches = _found(added, article)
    is_new = written_now(article, old, added.text) if article is not None and matches else None
    if is_new is not None:
        for match in matches:
            match.passages = [one for one in match.passages if _is_new(one, is_new)]
        matches = [match for match in matches if match.passages]
    _read_origins(added, matches)
    if article is None:
        return matches
    # What the other article has from this one comes home.
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


def _is_new(passage: Passage, is_new: Sequence[bool]) -> bool:
    """Whether the passage is not one that the article had before and gets back."""
    return sum(is_new[passage.start : passage.end]) >= HALF * (passage.end - passage.start)


def _read_origins(added: Added, matches: Sequence[Match]) -> None:
    stored = Authorship.objects.in_bulk([match.article.latest_id for match in matches])
    for match in matches:
        authorship = stored.get(match.article.latest_id)
        if authorship is not None:
            match.brought = added.brought_from(
                match.article.text, authorship.origins, match.passages
            )
    keys = {key for match in matches for key in match.words}
    rows = Revision.objects.select_related("article", "licence").defer("article__text")
    revisions = rows.in_bulk(keys)
    for match in matches:
        match.origins = [revisions[key] for key in match.words if key in revisions]
