"""One decision of a maintainer: what it covers, why, and what was answered."""

import uuid

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from commons.log.keyset import paginate
from wiki.actions.answering import answer_verdict, may_answer
from wiki.actions.errors import NotDone
from wiki.forms.answering import AnswerForm
from wiki.models import Answer, Review
from wiki.models.person import Actor
from wiki.permissions import can_read
from wiki.rendering import RenderingError
from wiki.views import second_looks, throttling
from wiki.views.editor import FORBIDDEN, INVALID
from wiki.views.who import actor_of

CHANGES_SHOWN = 50
ANSWERS_PER_PAGE = 50
ANSWER = "answer"
FORMS: dict[str, type[Form]] = {ANSWER: AnswerForm, **second_looks.FORMS}


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The verdict for everybody; those whom it concerns answer here."""
    actor = actor_of(request)
    rows = Review.objects.filter(decision=key).select_related("revision__article")
    reviews = list(rows.defer("revision__article__text").order_by("pk")[: CHANGES_SHOWN + 1])
    if not reviews or not can_read(actor, reviews[0].revision.article):
        raise Http404
    act, sent, status, too_often = "", None, 200, None
    if request.method == "POST":
        act = request.POST.get("act", ANSWER)
        sent = FORMS.get(act, AnswerForm)(request.POST)
        try:
            said, status = _send(request, actor, reviews[0], act, sent)
        except throttling.TooOften as error:
            sent.add_error(None, str(error))
            too_often = error
        else:
            if said:
                messages.success(request, said)
                place = "#second-look" if act in second_looks.FORMS else ""
                return HttpResponseRedirect(request.path + place)
    context = {
        "article": reviews[0].revision.article,
        "review": reviews[0],
        "reviews": reviews[:CHANGES_SHOWN],
        "on_own": any(row.on_own for row in reviews),
        "is_more": len(reviews) > CHANGES_SHOWN,
        "may_answer": may_answer(actor, reviews[0]),
        "form": sent if act not in second_looks.FORMS and sent is not None else AnswerForm(),
        **second_looks.context_of(actor, reviews[0].revision.article, reviews[0], act, sent),
        "page": paginate(
            Answer.objects.filter(decision=key),
            order=("created", "pk"),
            cursor=request.GET.get("cursor", ""),
            size=ANSWERS_PER_PAGE,
        ),
    }
    response = render(request, "wiki/decision.html", context, status=status)
    return response if too_often is None else throttling.say_when_to_come_back(response, too_often)


def _send(
    request: HttpRequest, actor: Actor, review: Review, act: str, form: Form
) -> tuple[str, int]:
    """Does what the form asks: what to say when it is done, and the status of the page if not.

    Raises TooOften for guests, who are slowed down as where they write articles.
    """
    is_answer = act not in second_looks.FORMS
    if is_answer and not may_answer(actor, review):
        return "", FORBIDDEN
    if not form.is_valid():
        return "", INVALID
    if actor.is_guest:
        throttling.count(request, actor, throttling.SAVE)
    try:
        if not is_answer:
            return second_looks.carry_out(actor, review, act, form.cleaned_data), INVALID
        answer_verdict(actor=actor, review=review, text=form.cleaned_data["text"])
        return _("Your answer is public now."), INVALID
    except NotDone as refusal:
        form.add_error(None, refusal.sentence)
    except RenderingError as error:
        form.add_error(None, str(error))
    return "", INVALID
