"""Where the words of a text are from: the revisions that brought them in, as pages name them."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from wiki.addresses import article_path
from wiki.models import Authorship, Revision, Visitor
from wiki.models.person import Actor
from wiki.permissions import can_read


class Origin(NamedTuple):
    """A revision that words of a text are from; of another article where they came from there."""

    number: int
    name: str
    kind: str
    created: dt.datetime
    # What the article was called then, and where it stands; empty where the reader may not see it.
    title: str
    path: str
    article_id: int
    is_here: bool

    @property
    def difference(self) -> str:
        """Where one sees what the revision changed."""
        return f"{self.path}/diff/{self.number - 1}..{self.number}" if self.path else ""

    @property
    def permanent(self) -> str:
        """Where the revision stands."""
        return f"{self.path}/revisions/{self.number}" if self.path else ""

    @property
    def in_words(self) -> str:
        """Who, in which revision, when: for who points at the words."""
        day = date_format(localtime(self.created), "DATE_FORMAT")
        if not self.path:
            return _("{name}, in an article that was deleted, {day}").format(
                name=self.name, day=day
            )
        if self.is_here:
            return _("{name}, revision {number}, {day}").format(
                name=self.name, number=self.number, day=day
            )
        return _("{name}, revision {number} of “{title}”, {day}").format(
            name=self.name, number=self.number, title=self.title, day=day
        )


class Share(NamedTuple):
    """How many of the words and marks of a text are somebody's."""

    name: str
    kind: str
    words: int


def origins_in(revision: Revision) -> list[int] | None:
    """The key of a revision for each word and mark of the text; None where nobody kept it."""
    stored = Authorship.objects.filter(pk=revision.pk).first()
    return None if stored is None else stored.origins


def known(keys: Iterable[int], revision: Revision, actor: Actor | None = None) -> dict[int, Origin]:
    """The origins with these keys, of words that stand in the revision; one query for all."""
    reader = actor or Visitor()
    rows = (
        Revision.objects.filter(pk__in=set(keys))
        .select_related("article")
        .only(
            *("number", "author_name", "author_kind", "created", "title"),
            *("article__language", "article__slug", "article__deleted_at"),
        )
    )
    return {row.pk: _origin(row, revision, reader) for row in rows}


def shares(origins: Iterable[int], known: Mapping[int, Origin]) -> list[Share]:
    """Whose words they are, of whom most are first; of equals who wrote first."""
    words: Counter[tuple[str, str]] = Counter()
    first: dict[tuple[str, str], dt.datetime] = {}
    for key, count in Counter(origins).items():
        origin = known[key]
        who = origin.name, origin.kind
        words[who] += count
        first[who] = min(first.get(who, origin.created), origin.created)
    order = sorted(words, key=lambda who: (-words[who], first[who], who))
    return [Share(*who, words[who]) for who in order]


def in_per_cent(part: int, whole: int) -> str:
    """A share in words: whole per cent, and neither nothing nor all where it is not quite so."""
    if not part or part == whole:
        return _("{number}%").format(number=100 if part else 0)
    share = part * 100 / whole
    if share < 1:
        return _("less than 1%")
    return _("{number}%").format(number=min(99, round(share)))


def _origin(row: Revision, revision: Revision, actor: Actor) -> Origin:
    article = row.article
    is_seen = can_read(actor, article)
    return Origin(
        number=row.number,
        name=row.author_name,
        kind=row.author_kind,
        created=row.created,
        title=row.title if is_seen else "",
        path=article_path(article.language, article.slug) if is_seen else "",
        article_id=article.pk,
        is_here=article.pk == revision.article_id,
    )
