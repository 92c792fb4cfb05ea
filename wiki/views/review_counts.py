"""What the figures of the review are counted from, and the counting: nine queries.

A change waits from the moment it came in to the verdict that stands. What was written elsewhere
(imported histories, starter articles) and what was validated by being made never waited.
"""

import datetime as dt
from bisect import bisect_right
from collections import Counter, defaultdict
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Subquery, Value, When

from wiki.models import Article, Review, Revision, Topic
from wiki.models.topic import in_branch
from wiki.views.second_look_counts import SecondLooks, count_second_looks
from wiki.views.weeks import Reverted, Reverts, Waits, backlog, ends_of_weeks, waits

WEEKS = 26
DAYS = 90
ROWS_AT_ONCE = 2000
DECISIONS = (Review.Verdict.VALIDATED, Review.Verdict.DECLINED)


class Week(NamedTuple):
    """One week: when it ends, how many waited then, and the verdicts given in it by kind."""

    end: dt.datetime
    backlog: int
    verdicts: dict[str, int]


class ReviewFigures(NamedTuple):
    """The figures of the review, as they were at one moment."""

    counted: dt.datetime
    decided: Waits
    waiting: Waits
    decisions: int
    overturned: int
    weeks: list[Week]
    second_looks: SecondLooks


class Scope(NamedTuple):
    """Which changes are looked at: all, or those in a language, or in the branch of a topic."""

    language: str = ""
    topic: Topic | None = None

    def of(self, path: str = "") -> Q:
        """The condition on revisions, which are reached by `path` from the rows asked for."""
        elsewhere = Q(**{f"{path}author_kind": Revision.AuthorKind.ELSEWHERE})
        imported = Q(**{f"{path}kind": Revision.Kind.IMPORT})
        found = Q(**{f"{path}article__deleted_at": None}) & ~elsewhere & ~imported
        if self.language:
            found &= Q(**{f"{path}language": self.language})
        if self.topic is not None:
            filed = Article.topics.through.objects.filter(in_branch(self.topic, "topic"))
            found &= Q(**{f"{path}article__in": filed.values("article")})
        return found


class _Verdict(NamedTuple):
    revision: int
    article: int
    number: int
    verdict: str
    decision: UUID
    withdraws: UUID | None
    given: dt.datetime
    came: dt.datetime


def count(scope: Scope, now: dt.datetime) -> ReviewFigures:
    """The figures at the moment `now`."""
    ends = ends_of_weeks(now, WEEKS)
    since = now - dt.timedelta(days=DAYS)
    verdicts = _verdicts(scope, since)
    decisions = [verdict for verdict in verdicts if verdict.verdict in DECISIONS]
    withdrawn = {(verdict.revision, verdict.withdraws) for verdict in verdicts if verdict.withdraws}
    # The last verdict that was not taken back is the one that stands.
    standing = {
        verdict.revision: verdict
        for verdict in decisions
        if (verdict.revision, verdict.decision) not in withdrawn
    }
    still = Revision.objects.awaiting().filter(scope.of())
    waiting_since = list(still.values_list("recorded", flat=True).iterator(ROWS_AT_ONCE))
    backlogs = _backlogs(scope, ends, waiting_since)
    by_week = _by_week(scope, ends)
    return ReviewFigures(
        counted=now,
        decided=waits(verdict.given - verdict.came for verdict in standing.values()),
        waiting=waits(now - moment for moment in waiting_since),
        decisions=len(decisions),
        overturned=_overturned(scope, since, decisions, withdrawn, standing),
        weeks=[
            Week(end, waited, by_week[number])
            for number, (end, waited) in enumerate(zip(ends, backlogs, strict=True), start=1)
        ],
        second_looks=count_second_looks(scope.language, scope.topic, since),
    )


def _verdicts(scope: Scope, since: dt.datetime) -> list[_Verdict]:
    """What maintainers decided since then, in the order in which they did."""
    rows = Review.objects.filter(scope.of("revision__"), by_edit=False, created__gte=since)
    found = rows.order_by("created", "pk").values_list(
        "revision_id",
        "revision__article_id",
        "revision__number",
        "verdict",
        "decision",
        "withdraws",
        "created",
        "revision__recorded",
    )
    return [_Verdict(*row) for row in found.iterator(ROWS_AT_ONCE)]


def _overturned(
    scope: Scope,
    since: dt.datetime,
    decisions: list[_Verdict],
    withdrawn: set[tuple[int, UUID]],
    standing: dict[int, _Verdict],
) -> int:
    """How many decisions did not stand, or were undone by a revert that was validated.

    One that was withdrawn did not stand, also where the next one said the same.
    """
    rows = Revision.objects.filter(
        scope.of(),
        kind=Revision.Kind.REVERT,
        state=Revision.State.VALIDATED,
        reverted_to__isnull=False,
        created__gte=since,
    )
    made: dict[int, list[Reverted]] = defaultdict(list)
    found = rows.values_list("article_id", "number", "reverted_to__number", "recorded")
    for article, number, to, at in found.iterator(ROWS_AT_ONCE):
        made[article].append(Reverted(number, to, at))
    reverts = {article: Reverts(rows) for article, rows in made.items()}
    nothing = Reverts([])

    def is_overturned(one: _Verdict) -> bool:
        stands = standing.get(one.revision)
        if (one.revision, one.decision) in withdrawn or stands is None:
            return True
        if stands.verdict != one.verdict:
            return True
        undone = reverts.get(one.article, nothing).undid(one.number, one.given)
        return one.verdict == Review.Verdict.VALIDATED and undone

    return sum(is_overturned(one) for one in decisions)


def _backlogs(scope: Scope, ends: list[dt.datetime], waiting_since: list[dt.datetime]) -> list[int]:
    """How many changes waited at the end of each week."""
    came: Counter[int] = Counter(_week_of(moment, ends) for moment in waiting_since)
    went: Counter[int] = Counter()
    for arrived, left, changes in _ceased(scope, ends):
        came[arrived] += changes
        went[left] += changes
    weeks = range(1, len(ends) + 1)
    return backlog(
        len(waiting_since), [came[week] for week in weeks], [went[week] for week in weeks]
    )


def _ceased(scope: Scope, ends: list[dt.datetime]) -> list[tuple[int, int, int]]:
    """In which week changes that wait no more came and ceased to wait, and how many."""
    begin = _begin(ends)
    withdrawn = Review.objects.filter(revision=OuterRef("revision"), withdraws=OuterRef("decision"))
    # Of several decisions on a change the last that was not taken back is the one that stands.
    later = Review.objects.filter(
        ~Exists(withdrawn),
        revision=OuterRef("revision"),
        pk__gt=OuterRef("pk"),
        verdict__in=DECISIONS,
    )
    decided: Any = (
        Review.objects.filter(
            ~Exists(withdrawn),
            ~Exists(later),
            scope.of("revision__"),
            by_edit=False,
            created__gte=begin,
            verdict__in=DECISIONS,
        )
        .annotate(arrived=_week("revision__recorded", ends), left=_week("created", ends))
        .values_list("arrived", "left")
        .annotate(changes=Count("pk"))
        .order_by("arrived", "left")
    )
    # A change that was passed over undecided waited until the edit came that validated itself.
    passing = Review.objects.filter(
        by_edit=True,
        revision__article=OuterRef("article"),
        revision__number__gt=OuterRef("number"),
    ).order_by("revision__number")
    # One whose verdict was taken back, and which nobody is to decide on again, waited until then.
    last = Review.objects.filter(
        revision=OuterRef("pk"), by_edit=False, verdict__in=DECISIONS
    ).order_by("-pk")
    without_verdict = [
        (Revision.State.UNDONE, passing),
        (Revision.State.WITHDRAWN, last),
    ]
    ceased = list(decided)
    for state, ends_it in without_verdict:
        rows = (
            Revision.objects.filter(scope.of(), state=state)
            .annotate(left=Subquery(ends_it.values("created")[:1]))
            .filter(left__gte=begin)
            .values_list("recorded", "left")
        )
        ceased += [
            (_week_of(recorded, ends), _week_of(left, ends), 1)
            for recorded, left in rows.iterator(ROWS_AT_ONCE)
        ]
    return ceased


def _by_week(scope: Scope, ends: list[dt.datetime]) -> dict[int, dict[str, int]]:
    """How many verdicts of each kind were given in each week, the first being 1."""
    rows: Any = (
        Review.objects.filter(scope.of("revision__"), by_edit=False, created__gte=_begin(ends))
        .annotate(week=_week("created", ends))
        .values_list("week", "verdict")
        .annotate(given=Count("pk"))
        .order_by("week", "verdict")
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for week, verdict, given in rows:
        found[week][verdict] = given
    return found


def _begin(ends: list[dt.datetime]) -> dt.datetime:
    """When the first of the weeks began."""
    return ends[0] - dt.timedelta(weeks=1)


def _week(field: str, ends: list[dt.datetime]) -> Case:
    """The number of the week that a moment of a row is in: 1 for the first, 0 before it."""
    steps = [_begin(ends), *ends[:-1]]
    return Case(
        *[When(**{f"{field}__lt": step}, then=Value(number)) for number, step in enumerate(steps)],
        default=Value(len(ends)),
        output_field=IntegerField(),
    )


def _week_of(moment: dt.datetime, ends: list[dt.datetime]) -> int:
    """As `_week`, of a moment that is known."""
    return bisect_right(ends[:-1], moment) + 1 if moment >= _begin(ends) else 0
