"""One decision of a maintainer: what it covers, why, and what was answered."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from commons.log.keyset import paginate
from wiki.actions.answering import answer_verdict, may_answer
from wiki.actions.errors import NotAllowed, NotDone
from wiki.forms.answering import AnswerForm
from wiki.models import Answer, Review
from wiki.permissions import can_read
from wiki.views import second_looks
from wiki.views.editor import INVALID
from wiki.views.who import actor_of

CHANGES_SHOWN = 50
ANSWERS_PER_PAGE = 50


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The verdict for everybody; those whom it concerns answer here."""
    actor = actor_of(request)
    rows = Review.objects.filter(decision=key).select_related("revision__article")
    reviews = list(rows.defer("revision__article__text").order_by("pk")[: CHANGES_SHOWN + 1])
    if not reviews or not can_read(actor, reviews[0].revision.article):
        raise Http404
    form, status = AnswerForm(), 200
    act, again = request.POST.get("act", ""), None
    if act in second_looks.ACTS:
        again, sentence = second_looks.send(request, actor, reviews[0], act)
        if sentence:
            messages.success(request, sentence)
            return HttpResponseRedirect(f"{request.path}#second-look")
        status = INVALID
    elif request.method == "POST":
        form, status = AnswerForm(request.POST), INVALID
        if not may_answer(actor, reviews[0]):
            status = 403
        elif form.is_valid():
            try:
                answer_verdict(actor=actor, review=reviews[0], text=form.cleaned_data["text"])
            except (NotAllowed, NotDone) as refusal:
                form.add_error(None, refusal.sentence)
            else:
                messages.success(request, _("Your answer is public now."))
                return HttpResponseRedirect(request.path)
    context = {
        "article": reviews[0].revision.article,
        "review": reviews[0],
        "reviews": reviews[:CHANGES_SHOWN],
        "on_own": any(row.on_own for row in reviews),
        "is_more": len(reviews) > CHANGES_SHOWN,
        "may_answer": may_answer(actor, reviews[0]),
        "form": form,
        **second_looks.context_of(actor, reviews[0].revision.article, reviews[0], act, again),
        "page": paginate(
            Answer.objects.filter(decision=key),
            order=("created", "pk"),
            cursor=request.GET.get("cursor", ""),
            size=ANSWERS_PER_PAGE,
        ),
    }
    return render(request, "wiki/decision.html", context, status=status)
