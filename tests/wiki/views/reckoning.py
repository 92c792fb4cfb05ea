"""The figures of the review, reckoned from the rows revision by revision, moment by moment.

Another way than the site's, which lets the database count; both must come to the same.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from wiki.models import Review, Revision, SecondLook
from wiki.views.review_counts import ReviewFigures

DECIDED = ("validated", "declined")
DAYS = dt.timedelta(days=90)
Of = Callable[[Revision], bool]


class Reckoned(NamedTuple):
    """What the figures must be; times are a count, three ranks and the longest."""

    decided: tuple[Any, ...]
    waiting: tuple[Any, ...]
    ends: list[dt.datetime]
    backlog: list[int]
    verdicts: list[dict[str, int]]
    decisions: int
    overturned: int


def everything(revision: Revision) -> bool:
    return True


def reckoned(now: dt.datetime, of: Of = everything) -> Reckoned:
    """The figures at the moment `now`, of the revisions that `of` says yes to."""
    every = list(
        Revision.objects.select_related("article", "reverted_to").prefetch_related("reviews")
    )
    revisions = [row for row in every if of(row)]
    behind = self_validated(every)
    spans = {row: span for row in revisions if (span := waited(row, behind))}
    since = now - DAYS
    ended = [
        left - came
        for row, (came, left) in spans.items()
        if left and left >= since and row.state in DECIDED
    ]
    ends = ends_of_weeks(now)
    reviews = [
        (review, row)
        for row in revisions
        if row.author_kind != "elsewhere" and not row.article.deleted_at
        for review in row.reviews.all()
        if not review.by_edit
    ]
    given = [(review.created, review.verdict) for review, _row in reviews]
    decisions = [
        (review, row)
        for review, row in reviews
        if review.created >= since and review.verdict in DECIDED
    ]
    return Reckoned(
        decided=stand_for(ended),
        waiting=stand_for([now - came for came, left in spans.values() if not left]),
        ends=ends,
        backlog=[
            sum(came < end and (not left or left >= end) for came, left in spans.values())
            for end in ends
        ],
        verdicts=[
            counts(kind for at, kind in given if begin <= at and (at < end or end == now))
            for begin, end in zip([ends[0] - dt.timedelta(days=7), *ends], ends, strict=False)
        ],
        decisions=len(decisions),
        overturned=sum(is_overturned(review, row, every) for review, row in decisions),
    )


def assert_equals_the_rows(found: ReviewFigures, now: dt.datetime, of: Of = everything) -> None:
    """Compares every number of the figures with the one that is reckoned."""
    expected = reckoned(now, of)
    assert tuple(found.decided) == expected.decided
    assert tuple(found.waiting) == expected.waiting
    assert [week.end for week in found.weeks] == expected.ends
    assert [week.backlog for week in found.weeks] == expected.backlog
    assert [week.verdicts for week in found.weeks] == expected.verdicts
    assert (found.decisions, found.overturned) == (expected.decisions, expected.overturned)


def ends_of_weeks(now: dt.datetime) -> list[dt.datetime]:
    """The last 25 Mondays at midnight, and now."""
    monday = now.replace(hour=0, minute=0, second=0, microsecond=0)
    while monday.strftime("%A") != "Monday":
        monday -= dt.timedelta(days=1)
    return [monday - dt.timedelta(days=7 * back) for back in range(24, -1, -1)] + [now]


def self_validated(revisions: Iterable[Revision]) -> list[tuple[int, int, dt.datetime]]:
    """Edits that validated themselves: article, number, and when."""
    return [
        (row.article_id, row.number, review.created)
        for row in revisions
        for review in row.reviews.all()
        if review.by_edit
    ]


def waited(
    revision: Revision, behind: list[tuple[int, int, dt.datetime]]
) -> tuple[dt.datetime, dt.datetime | None] | None:
    """From when to when a revision waited, or None if it never did."""
    if revision.author_kind == "elsewhere" or revision.article.deleted_at:
        return None
    own = sorted(revision.reviews.all(), key=lambda row: row.pk)
    if revision.state == "awaiting":
        return revision.recorded, None
    if revision.state == "undone":
        later = [
            at
            for article, number, at in behind
            if article == revision.article_id and number > revision.number
        ]
        return revision.recorded, min(later)
    taken_back = {row.withdraws for row in own}
    decisions = [row for row in own if row.verdict in DECIDED]
    if revision.state == "withdrawn":
        decisions = [row for row in decisions if not row.by_edit]
    else:
        decisions = [row for row in decisions if row.decision not in taken_back]
    if not decisions or decisions[-1].by_edit:
        return None
    return revision.recorded, decisions[-1].created


def rank(times: list[dt.timedelta], percent: int) -> dt.timedelta | None:
    """The first of the sorted times that at least so many in a hundred do not exceed."""
    for time in sorted(times):
        if 100 * sum(other <= time for other in times) >= percent * len(times):
            return time
    return None


def stand_for(times: list[dt.timedelta]) -> tuple[Any, ...]:
    return (len(times), *(rank(times, p) for p in (50, 75, 95)), max(times, default=None))


def counts(kinds: Iterable[str]) -> dict[str, int]:
    found = list(kinds)
    return {kind: found.count(kind) for kind in set(found)}


def is_overturned(review: Review, row: Revision, every: list[Revision]) -> bool:
    """Whether the decision on the revision did not stand, or a validated revert undid it."""
    own = list(row.reviews.all())
    if any(other.withdraws == review.decision for other in own):
        return True
    later = [other for other in own if other.pk > review.pk and other.verdict in DECIDED]
    if any(other.verdict != review.verdict for other in later):
        return True
    return review.verdict == "validated" and any(
        other.article_id == row.article_id
        and other.kind == "revert"
        and other.state == "validated"
        and other.recorded > review.created
        and other.reverted_to.number < row.number
        for other in every
    )


def closed_looks(looks: Iterable[SecondLook], since: dt.datetime) -> tuple[int, int]:
    """How many of the second looks have ended since then, and how many of these overturned."""
    ended = [look for look in looks if look.closed and look.closed >= since]
    ended = [look for look in ended if look.article.deleted_at is None]
    return len(ended), sum(look.outcome == "overturned" for look in ended)


def closed_by_topic(looks: Iterable[SecondLook], since: dt.datetime) -> dict[int, tuple[int, int]]:
    """The same of each topic that had any, by its key; under several topics it counts in each."""
    of: dict[int, list[SecondLook]] = {}
    for look in looks:
        for topic in look.article.topics.all():
            of.setdefault(topic.pk, []).append(look)
    return {key: found for key, rows in of.items() if (found := closed_looks(rows, since))[0]}
