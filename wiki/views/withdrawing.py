"""Withdrawing a verdict, by maintainers, with a reason that everybody can read."""

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from wiki.actions.errors import NotDone
from wiki.actions.withdrawing import withdraw as withdraw_verdict
from wiki.forms.acting import ReasonForm
from wiki.models import Review
from wiki.permissions import can_review
from wiki.rendering import RenderingError
from wiki.views.editor import INVALID
from wiki.views.who import actor_of


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, decision: uuid.UUID) -> HttpResponse:
    """Says what was decided and what withdrawing it does, asks why, and does it."""
    actor = actor_of(request)
    rows = Review.objects.filter(decision=decision).exclude(verdict=Review.Verdict.WITHDRAWN)
    review = rows.select_related("revision__article__latest").order_by("-revision__number").first()
    if review is None:
        raise Http404
    article = review.revision.article
    if not can_review(actor, article):
        raise PermissionDenied(_("Only maintainers of the article withdraw verdicts on it."))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_verdict(actor=actor, decision=decision, reason=form.cleaned_data["reason"])
        except NotDone as refusal:
            form.add_error(None, refusal.sentence)
        except RenderingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The verdict is withdrawn, and your reason is public."))
            return HttpResponseRedirect(f"{article.get_absolute_url()}/history")
    context = {
        "article": article,
        "form": form,
        "last_decision": review,
        "count": rows.count(),
        "is_withdrawn": Review.objects.filter(withdraws=decision).exists(),
    }
    status = INVALID if request.method == "POST" else 200
    return render(request, "wiki/withdraw.html", context, status=status)
