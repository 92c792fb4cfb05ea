"""A person: since when, in which role, what they wrote and what they decided."""

from collections import Counter
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commons.log.keyset import paginate
from wiki.models import Maintainership, Measure, Review, Revision, User
from wiki.models.person import Actor
from wiki.models.revision import RevisionQuerySet
from wiki.permissions import can_measure
from wiki.views.pledges import standing_pledges
from wiki.views.who import actor_of

PAGE_SIZE = 50
MEASURES_SHOWN = 10
LONGEST_NAME = 150  # as the columns have it
VERDICTS = "verdicts"
# Beyond this, figures say "more than": counting all that a busy person did takes too long.
COUNTED = 1000

M = TypeVar("M", bound=Model)


@require_safe
def person(request: HttpRequest, name: str) -> HttpResponse:
    """The contributions of a member or guest, or (`tab=verdicts`) their verdicts."""
    if "\0" in name or len(name) > LONGEST_NAME:
        raise Http404
    actor = actor_of(request)
    user = User.objects.filter(username=name).first()
    contributions = _contributions(name, actor)
    verdicts = _verdicts(name, user, actor)
    figures = _figures(contributions)
    decided = _bounded(verdicts).count()
    if user is None and not figures["count"] and not decided:
        raise Http404
    of_person = Measure.objects.filter(name=name).select_related("topic").newest_first()
    measures = list(of_person[: MEASURES_SHOWN + 1])
    on_verdicts = request.GET.get("tab") == VERDICTS
    context: dict[str, Any] = {
        "name": name,
        "user_shown": user,
        "is_guest": user is None and figures["is_guest"],
        "since": _earliest(user.date_joined if user else None, figures["first"]),
        "roles": _roles(user) if user else [],
        "pledges": standing_pledges(user) if user else [],
        "figures": figures,
        "measures": measures[:MEASURES_SHOWN],
        "more_measures": len(measures) > MEASURES_SHOWN,
        "may_measure": can_measure(actor, user, name),
        "decided": min(decided, COUNTED),
        "more_decided": decided > COUNTED,
        "on_verdicts": on_verdicts,
        "page": paginate(
            verdicts if on_verdicts else contributions,
            order=("-created", "-pk"),
            cursor=request.GET.get("cursor", ""),
            size=PAGE_SIZE,
        ),
    }
    return render(request, "wiki/person.html", context)


def _roles(user: User) -> list[Maintainership]:
    """What the person maintains and maintained, those before last."""
    return list(user.maintainerships.select_related("topic").order_by("since", "pk"))


def _contributions(name: str, actor: Actor) -> RevisionQuerySet:
    """What the person wrote here. Who wrote elsewhere under the same name is somebody else."""
    return (
        Revision.objects.visible_to(actor)
        .filter(author_name=name)
        .exclude(author_kind=Revision.AuthorKind.ELSEWHERE)
        .select_related("article", "licence")
        .defer("article__text")
    )


def _verdicts(name: str, user: User | None, actor: Actor) -> Any:
    """What the person decided about others' changes; a closed account leaves its name."""
    whose = Q(reviewer=user) if user else Q(reviewer=None, reviewer_name=name)
    verdicts = Review.objects.filter(whose, by_edit=False)
    if not actor.is_maintainer:
        verdicts = verdicts.filter(revision__article__deleted_at=None)
    return verdicts.select_related("revision__article", "revision__licence").defer(
        "revision__article__text"
    )


def _bounded(rows: QuerySet[M]) -> QuerySet[M]:
    """The newest of the rows, as many as are counted and one more."""
    return rows.order_by("-created", "-pk")[: COUNTED + 1]


def _figures(contributions: RevisionQuerySet) -> dict[str, Any]:
    """What became of the newest contributions; `more` when there are others."""
    kinds = list(_bounded(contributions).values_list("state", "author_kind", "created"))
    counted = kinds[:COUNTED]
    states = Counter(state for state, _kind, _created in counted)
    oldest = contributions.order_by("created", "pk").values_list("created", flat=True).first()
    return {
        "count": len(counted),
        "more": len(kinds) > COUNTED,
        "validated": states[Revision.State.VALIDATED],
        "declined": states[Revision.State.DECLINED],
        "is_guest": any(kind == Revision.AuthorKind.GUEST for _state, kind, _created in counted),
        "first": oldest,
    }


def _earliest(*moments: datetime | None) -> datetime | None:
    return min((moment for moment in moments if moment is not None), default=None)
