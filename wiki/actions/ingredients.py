"""What a text is made of, as far as rights go: whose words stand in it, what it took from
elsewhere, and whose words stand behind what was translated or taken over within this wiki."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from wiki.models import Article, Authorship, Revision, Source
from wiki.models.authorship import unpacked


class Origin(NamedTuple):
    """A revision that words are from, and who wrote it."""

    user_id: int | None
    name: str
    kind: str
    is_active: bool | None
    recorded: dt.datetime
    licence: str
    article_id: int

    @property
    def whose(self) -> tuple[int | None, str, str]:
        """Whose words they are; without an account, the name is all that is known."""
        return (self.user_id, "", "") if self.user_id else (None, self.name, self.kind)


@dataclass
class Ingredients:
    """The text of an article's latest revision, taken apart.

    `origins` has one revision for each word and mark, None where nobody kept it; `behind` the
    titles of sources of this wiki by the revisions that those texts are from; `unknown` the keys
    of such sources of which nobody kept who wrote what.
    """

    origins: Sequence[int] | None
    sources: list[Source] = field(default_factory=list)
    behind: defaultdict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    asked_here: set[int] = field(default_factory=set)
    unknown: set[int] = field(default_factory=set)

    @property
    def words(self) -> Mapping[int, int]:
        """How many words and marks are from each revision."""
        return Counter(self.origins or ())

    def rows(self) -> dict[int, Origin]:
        """The revisions that words are from, or stand behind, by key; one query."""
        return origins_by_key({*(self.origins or ()), *self.behind})


def origins_by_key(keys: Iterable[int]) -> dict[int, Origin]:
    """The revisions with these keys, and who wrote them; one query."""
    rows = Revision.objects.filter(pk__in=list(keys)).values_list(
        "pk",
        "author_id",
        "author_name",
        "author_kind",
        "author__is_active",
        "recorded",
        "licence__spdx",
        "article_id",
    )
    return {row[0]: Origin(*row[1:]) for row in rows}


def ingredients_of(article: Article, is_open_from: Callable[[str], bool]) -> Ingredients:
    """What the latest text of an article is made of; two queries, and two more for each step from
    a text to the one that it was made after within this wiki.

    A source of this wiki counts as its authors' there, who are here to be asked: `asked_here` has
    the key of each. Not so where `is_open_from` its licence, or where its words kept their authors
    and stand in the text as theirs.
    """
    stored = Authorship.objects.filter(pk=article.latest_id).first()
    if stored is None:
        return Ingredients(None)
    found = Ingredients(stored.origins)
    texts, seen = {stored.pk}, {stored.pk}
    while texts:
        rows = Source.objects.filter(survivals__authorship__in=texts).distinct().in_order()
        new = [source for source in rows if source not in found.sources]
        found.sources += new
        made_after = [
            source
            for source in new
            if source.origin_id and not source.is_exact and not is_open_from(source.expression)
        ]
        _look_behind(found, made_after)
        texts = {source.origin_id for source in made_after if source.origin_id} - seen
        seen |= texts
    return found


def _look_behind(found: Ingredients, sources: Iterable[Source]) -> None:
    """Adds whose words the texts are that these sources stand for; one query for all."""
    sources = list(sources)
    if not sources:
        return
    texts = Authorship.objects.filter(pk__in={source.origin_id for source in sources})
    runs = dict(texts.values_list("pk", "runs"))
    for source in sources:
        if source.origin_id not in runs:
            found.unknown.add(source.pk)
            continue
        found.asked_here.add(source.pk)
        for key in set(unpacked(runs[source.origin_id])):
            found.behind[key].add(source.title)
