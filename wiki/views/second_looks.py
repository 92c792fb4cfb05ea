"""Second looks: the list of those that wait, and what the page of a verdict shows of them."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from commons.log.keyset import paginate
from wiki.actions.errors import NotDone
from wiki.actions.looking_again import may_object, object_to_verdict, overturn, uphold
from wiki.actions.second_looks import may_look_again
from wiki.forms.second_looks import OBJECT, OVERTURN, UPHOLD, ObjectionForm, SecondLookForm
from wiki.models import Review, SecondLook
from wiki.models.person import Actor
from wiki.models.rules import current_rules
from wiki.models.second_look import SecondLookQuerySet
from wiki.permissions import can_review
from wiki.views.who import actor_of

PAGE_SIZE = 30
LOOKS_SHOWN = 20
FORMS: dict[str, type[forms.Form]] = {
    OBJECT: ObjectionForm,
    UPHOLD: SecondLookForm,
    OVERTURN: SecondLookForm,
}


@cache_control(private=True, max_age=0)
@require_safe
def second_looks(request: HttpRequest) -> HttpResponse:
    """The verdicts that wait for another maintainer; `mine=on`: those that the reader may close."""
    actor = actor_of(request)
    waiting = waiting_looks()
    mine = can_review(actor) and request.GET.get("mine") == "on"
    found = waiting.open_to(actor) if mine else waiting
    page = paginate(
        found.select_related("article").defer("article__text"),
        order=("opened", "pk"),
        cursor=request.GET.get("cursor", ""),
        size=PAGE_SIZE,
    )
    context = {
        "page": page,
        "mine": mine,
        "may_review": can_review(actor),
        "count": waiting.count(),
        "share": current_rules().second_look_share,
    }
    return render(request, "wiki/second_looks.html", context)


def waiting_looks() -> SecondLookQuerySet:
    """Those that wait; a deleted article has to be restored before."""
    return SecondLook.objects.is_open().filter(article__deleted_at=None)


def carry_out(actor: Actor, review: Review, act: str, data: dict[str, Any]) -> str:
    """Objects, upholds or overturns; what to say then. Raises NotDone, RenderingError."""
    if act == OBJECT:
        object_to_verdict(actor=actor, review=review, words=data["words"])
        return _("Your objection is public. Another maintainer looks at the verdict.")
    look = SecondLook.objects.filter(decision=review.decision).order_by("-pk").first()
    if look is None:
        raise NotDone(_("Nobody has asked for a second look at this verdict."))
    if act == UPHOLD:
        uphold(actor=actor, look=look, comment=data["comment"])
        return _("The verdict stands. Whom it concerns is told.")
    overturn(actor=actor, look=look, reason=data["comment"])
    return _("The verdict is overturned: it does not count any more, and your reason is public.")


def context_of(
    actor: Actor, article: Any, review: Review, act: str, sent: forms.Form | None
) -> dict[str, Any]:
    """What the page of a verdict shows of second looks; one query for a visitor."""
    looks = list(SecondLook.objects.filter(decision=review.decision).order_by("pk")[:LOOKS_SHOWN])
    for look in looks:
        look.article = article
    waiting = looks[-1] if looks and not looks[-1].outcome else None
    return {
        "looks": looks,
        "waiting_look": waiting,
        "may_look": waiting is not None and may_look_again(actor, waiting),
        "may_object": _objection_is_open(actor, review, looks),
        "look_form": sent if sent is not None and act in (UPHOLD, OVERTURN) else SecondLookForm(),
        "objection": sent if sent is not None and act == OBJECT else ObjectionForm(),
    }


def _objection_is_open(actor: Actor, review: Review, looks: list[SecondLook]) -> bool:
    """Whether the actor may object now; no query for visitors."""
    if not actor.public_name or any(look.is_objection_of(actor) for look in looks):
        return False
    if looks and not looks[-1].outcome and looks[-1].why == SecondLook.Why.OBJECTION:
        return False
    if Review.objects.filter(withdraws=review.decision).exists():
        return False
    return may_object(actor, review)
