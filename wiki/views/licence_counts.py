"""How much text stands under which licence, week by week, and which questions are open: counting.

Articles that are deleted now are counted nowhere.
"""

import datetime as dt
from collections import Counter, defaultdict
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, IntegerField, Q, Sum, Value, When

from licensing.models import Licence
from wiki.models import Article, Review, Revision
from wiki.views.weeks import Waits, ends_of_weeks, waits

WEEKS = 26
DAYS = 90
# Kinds of revisions that raise a question of licence, or have a source that does.
ASKING = Q(kind=Revision.Kind.RELICENSING) | Q(sources__answer="R")


class Holding(NamedTuple):
    """What stands under a licence: so many articles, and characters in their latest texts."""

    articles: int = 0
    characters: int = 0

    def less(self, articles: int, characters: int) -> "Holding":
        return Holding(self.articles - articles, self.characters - characters)


class LicenceWeek(NamedTuple):
    """What stood under each licence, by its key, at the end of a week."""

    end: dt.datetime
    holdings: dict[int, Holding]


class LicenceFigures(NamedTuple):
    """The figures of the licences, as they were at one moment."""

    counted: dt.datetime
    licences: list[tuple[int, str]]  # keys and names of those that text stands or stood under
    weeks: list[LicenceWeek]
    open_questions: Waits
    decisions: dict[str, int]


def count(now: dt.datetime) -> LicenceFigures:
    """The figures at the moment `now`; five queries."""
    ends = ends_of_weeks(now, WEEKS)
    weeks = _weeks(ends)
    used = {key for week in weeks for key, held in week.holdings.items() if held.articles}
    licences = Licence.objects.filter(pk__in=used).in_order()
    asking = Article.objects.awaiting_review().filter(pending_licence=True)
    since = [moment for moment in asking.values_list("pending_since", flat=True) if moment]
    return LicenceFigures(
        counted=now,
        licences=[(licence.pk, licence.spdx) for licence in licences],
        weeks=weeks,
        open_questions=waits(now - moment for moment in since),
        decisions=_decisions(now - dt.timedelta(days=DAYS)),
    )


def _weeks(ends: list[dt.datetime]) -> list[LicenceWeek]:
    """Reckoned back from what stands there now."""
    now = defaultdict(Holding, _holdings())
    weeks = [LicenceWeek(ends[-1], dict(now))]
    moved = _moved(ends)
    for number in range(len(ends) - 1, 0, -1):
        articles, characters = moved[number]
        for key in {*articles, *characters}:
            now[key] = now[key].less(articles[key], characters[key])
        weeks.append(LicenceWeek(ends[number - 1], dict(now)))
    return weeks[::-1]


def _holdings() -> dict[int, Holding]:
    rows: Any = (
        Article.objects.live()
        .order_by()
        .values_list("latest__licence")
        .annotate(articles=Count("pk"), characters=Sum("latest__size"))
    )
    return {key: Holding(articles, characters) for key, articles, characters in rows}


def _moved(
    ends: list[dt.datetime],
) -> defaultdict[int, tuple[Counter[int], Counter[int]]]:
    """By week, how many articles and characters came under each licence, or went when negative."""
    steps = [When(recorded__lte=end, then=Value(number)) for number, end in enumerate(ends)]
    week = Case(*steps, default=Value(len(ends) - 1), output_field=IntegerField())
    rows: Any = (
        Revision.objects.filter(article__deleted_at=None, recorded__gt=ends[0])
        .order_by()
        .annotate(week=week)
        .values_list("week", "licence", "parent__licence")
        .annotate(
            revisions=Count("pk"),
            size=Sum("size"),
            before=Sum(F("parent__size")),
        )
    )
    moved: defaultdict[int, tuple[Counter[int], Counter[int]]] = defaultdict(
        lambda: (Counter(), Counter())
    )
    for number, licence, old, revisions, size, before in rows:
        articles, characters = moved[number]
        characters[licence] += size
        if old is not None:
            characters[old] -= before
        if old != licence:
            articles[licence] += revisions
            if old is not None:
                articles[old] -= revisions
    return moved


def _decisions(since: dt.datetime) -> dict[str, int]:
    """How many verdicts were given on questions of licence, by kind."""
    asking = Revision.objects.filter(ASKING).values("pk")
    rows: Any = (
        Review.objects.filter(revision__in=asking, by_edit=False, created__gte=since)
        .order_by()
        .values_list("verdict")
        .annotate(given=Count("decision", distinct=True))
    )
    return dict(rows)
