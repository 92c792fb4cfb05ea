"""Asking for review of a change that awaits, and what was asked."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from wiki.actions.errors import NotDone
from wiki.actions.requesting import ask_for_review, may_ask_for_review
from wiki.forms.requesting import ReviewRequestForm
from wiki.models import Article, ReviewRequest
from wiki.models.person import Actor
from wiki.permissions import reviewers_of
from wiki.views.editor import INVALID
from wiki.views.finding import find_article
from wiki.views.who import actor_of

PEOPLE_SHOWN = 50


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def ask_review(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Asks whom to ask and what about, and asks them."""
    article = find_article(request, language, slug)
    actor = actor_of(request)
    if not may_ask_for_review(actor, article):
        raise PermissionDenied(_("You can ask for review while a change of yours awaits it."))
    form = _form_of(actor, article, *([request.POST] if request.method == "POST" else []))
    if request.method == "POST" and form.is_valid():
        asked: dict[str, Any] = form.whom()
        try:
            ask_for_review(actor=actor, article=article, words=form.cleaned_data["words"], **asked)
        except NotDone as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("You have asked for review: they have a notice of it."))
            return redirect(article)
    mine = ReviewRequest.objects.filter(article=article, author=actor.pk).unanswered()
    context = {
        "article": article,
        "form": form,
        "requests": list(mine.select_related("maintainer", "topic").order_by("created", "pk")),
    }
    status = INVALID if request.method == "POST" else 200
    return render(request, "wiki/ask_review.html", context, status=status)


def _form_of(actor: Actor, article: Article, *sent: object) -> ReviewRequestForm:
    others = reviewers_of(article).exclude(username=actor.public_name)
    people = others.order_by("username")[:PEOPLE_SHOWN]
    return ReviewRequestForm(list(article.topics.in_order()), list(people), *sent)


def requests_on(articles: Sequence[Article]) -> dict[int, list[ReviewRequest]]:
    """The open requests for review of each of the articles, the first first; one query for all."""
    found: dict[int, list[ReviewRequest]] = defaultdict(list)
    rows = ReviewRequest.objects.filter(article__in=articles).unanswered()
    for row in rows.select_related("maintainer", "topic").order_by("created", "pk"):
        found[row.article_id].append(row)
    return found
