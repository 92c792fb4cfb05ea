"""Who wrote a revision, by what of theirs stands in it: the rows of its credits."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Sum

from commons.log.keyset import paginate
from wiki.models import Article, Contributor, Revision
from wiki.models.revision import ContributorQuerySet
from wiki.views.origins import in_per_cent, known, origins_in, shares

CONTRIBUTORS_PER_PAGE = 100


@dataclass(frozen=True)
class Row:
    """Somebody who had a hand in a text; `words` of theirs, marks included, stand in it.

    `revisions` is 0 for who wrote them in another article.
    """

    name: str
    kind: str
    words: int
    revisions: int
    first: dt.datetime
    last: dt.datetime
    whole: int

    @property
    def share(self) -> str:
        """What of the text is theirs, in words."""
        return in_per_cent(self.words, self.whole)

    @property
    def per_cent(self) -> float:
        """The same as a number."""
        return round(self.words * 100 / self.whole, 2) if self.whole else 0


@dataclass(frozen=True)
class Rows:
    """A page of them, of whom most words stand first.

    `count` of them there are in all; `whole` is how many words and marks the text has, 0 where
    nobody kept who wrote them.
    """

    items: list[Row]
    count: int
    whole: int
    next_cursor: str
    previous_cursor: str

    @property
    def writing(self) -> list[Row]:
        """Those on this page of whom words stand in the text."""
        return [row for row in self.items if row.words]

    @property
    def others(self) -> list[Row]:
        """Those on this page of whom none does."""
        return [row for row in self.items if not row.words]


def contributors_now(article: Article, cursor: str) -> Rows:
    """A page of the contributors to the latest text; two queries."""
    rows = Contributor.objects.filter(article=article)
    page = paginate(
        rows, order=ContributorQuerySet.MOST_FIRST, cursor=cursor, size=CONTRIBUTORS_PER_PAGE
    )
    whole = rows.aggregate(whole=Sum("words"))["whole"] or 0
    found = [
        Row(row.name, row.kind, row.words, row.revisions, row.first, row.last, whole)
        for row in page.items
    ]
    return Rows(found, article.contributor_count, whole, page.next_cursor, page.previous_cursor)


def all_contributors(revision: Revision) -> list[Row]:
    """Everybody who had a hand in a revision, and nobody who came later: of whom most words stand
    in it first, then those who wrote more revisions. Three queries."""
    origins = origins_in(revision) or []
    origin_of = known(origins, revision)
    words = {(name, kind): count for name, kind, count in shares(origins, origin_of)}
    when = {(row.name, row.kind): row.created for row in origin_of.values()}
    written = (
        Revision.objects.filter(article=revision.article_id, number__lte=revision.number)
        .order_by()
        .values_list("author_name", "author_kind")
        .annotate(Count("pk"), Min("created"), Max("created"))
    )
    whole = len(origins)
    rows = [
        Row(name, kind, words.pop((name, kind), 0), count, first, last, whole)
        for name, kind, count, first, last in written
    ]
    # Who is left wrote in another article, from which the words came.
    rows += [Row(*who, count, 0, when[who], when[who], whole) for who, count in words.items()]
    return sorted(rows, key=lambda row: (-row.words, -row.revisions, row.first, row.name))


def page_of(rows: list[Row], cursor: str) -> Rows:
    """The page that begins at a place; the authors of a revision never change."""
    asked = int(cursor) if cursor.isdecimal() and len(cursor) < 9 else 0
    start = asked if asked < len(rows) else 0
    end = start + CONTRIBUTORS_PER_PAGE
    return Rows(
        items=rows[start:end],
        count=len(rows),
        whole=rows[0].whole if rows else 0,
        next_cursor=str(end) if end < len(rows) else "",
        previous_cursor=str(max(0, start - CONTRIBUTORS_PER_PAGE)) if start else "",
    )
