"""Pledges of one's own: all that one writes here is also under a licence."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wiki.actions.errors import NotDone
from wiki.actions.pledging import end_pledge, give_pledge, may_be_pledged
from wiki.forms.proposing import PledgeForm
from wiki.models import Pledge, User
from wiki.views.editor import INVALID
from wiki.views.who import actor_of

GIVE, END = "give", "end"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pledges(request: HttpRequest) -> HttpResponse:
    """What a member has pledged, what it means, and the forms to pledge and to end a pledge."""
    actor = actor_of(request)
    assert isinstance(actor, User)
    if request.method != "POST":
        return render(request, "wiki/pledges.html", {"rows": _rows(actor)})
    form = PledgeForm(request.POST)
    act, spdx = request.POST.get("act", ""), request.POST.get("licence", "")
    licence = next((one for one in may_be_pledged() if one.spdx == spdx), None)
    refusal = ""
    if licence is None or act not in (GIVE, END):
        refusal = _("Choose one of the licences on this page.")
    elif form.is_valid():
        try:
            if act == GIVE:
                give_pledge(actor=actor, licence=licence)
                said = _("Thank you. Your pledge stands, and your public page says so.")
            else:
                end_pledge(actor=actor, licence=licence)
                said = _("The pledge has ended: what you write from now on is not part of it.")
            messages.success(request, said)
            return redirect("pledges")
        except NotDone as error:
            refusal = error.sentence
    context = {"rows": _rows(actor, form, spdx, act), "refusal": refusal, "sent": form}
    return render(request, "wiki/pledges.html", context, status=INVALID)


def standing_pledges(user: User) -> list[Pledge]:
    """The pledges of a member, those that ended, too; what they covered stays covered."""
    return list(user.pledges.select_related("licence").order_by("created", "pk"))


def _rows(
    actor: User, sent: PledgeForm | None = None, spdx: str = "", act: str = ""
) -> list[dict[str, Any]]:
    """Each licence that may be pledged, with the actor's pledge and the form for what is next."""
    standing = {one.licence_id: one for one in standing_pledges(actor) if one.ended is None}
    rows = []
    for licence in may_be_pledged():
        next_act = END if licence.pk in standing else GIVE
        is_sent = sent is not None and (licence.spdx, next_act) == (spdx, act)
        form = sent if is_sent and sent is not None else PledgeForm(auto_id=f"id_{licence.spdx}_%s")
        rows.append(
            {"licence": licence, "pledge": standing.get(licence.pk), "act": next_act, "form": form}
        )
    return rows
