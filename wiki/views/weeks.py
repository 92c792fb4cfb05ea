"""Weeks, percentiles and what follows from counts: arithmetic that asks no database."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple


class Waits(NamedTuple):
    """How long changes waited: so many of them, and times that stand for all; None without any."""

    changes: int
    median: dt.timedelta | None
    three_quarters: dt.timedelta | None  # the 75th percentile
    nearly_all: dt.timedelta | None  # the 95th
    longest: dt.timedelta | None


class Reverted(NamedTuple):
    """A revert: the number of its revision, and of the one whose text it brought back."""

    number: int
    to: int
    at: dt.datetime


def ends_of_weeks(now: dt.datetime, count: int) -> list[dt.datetime]:
    """The ends of the last weeks, Mondays at 0:00 UTC; the last one still runs, until `now`."""
    midnight = now.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    monday = midnight - dt.timedelta(days=midnight.weekday())
    return [monday - dt.timedelta(weeks=back) for back in range(count - 2, -1, -1)] + [now]


def percentile(ordered: Sequence[dt.timedelta], percent: int) -> dt.timedelta | None:
    """The shortest that `percent` in a hundred are not above (nearest rank), of sorted times."""
    if not ordered:
        return None
    rank = -(-percent * len(ordered) // 100)
    return ordered[max(rank, 1) - 1]


def waits(times: Iterable[dt.timedelta]) -> Waits:
    """What stands for the times in a table."""
    ordered = sorted(times)
    return Waits(
        len(ordered),
        percentile(ordered, 50),
        percentile(ordered, 75),
        percentile(ordered, 95),
        ordered[-1] if ordered else None,
    )


def backlog(waiting: int, came: Sequence[int], went: Sequence[int]) -> list[int]:
    """How many waited at the end of each week, reckoned back from those that wait now.

    `came` and `went` tell how many began and ceased to wait in each week, the last one included.
    """
    counts = [waiting]
    for arrived, left in zip(reversed(came[1:]), reversed(went[1:]), strict=True):
        counts.append(counts[-1] - arrived + left)
    return counts[::-1]


class Reverts:
    """The reverts of one article, to be asked whether one of them undid a revision."""

    def __init__(self, reverts: Iterable[Reverted]) -> None:
        self._ordered = sorted(reverts)
        self._moments = [revert.at for revert in self._ordered]
        # How far back the reverts from each on went: asked for each of very many revisions.
        reached = accumulate((revert.to for revert in reversed(self._ordered)), min)
        self._reached = list(reached)[::-1]

    def undid(self, number: int, after: dt.datetime) -> bool:
        """Whether, after that moment, a revert brought back a text older than revision `number`."""
        first = bisect_right(self._moments, after)
        return first < len(self._reached) and self._reached[first] < number
