"""Reporting a licence problem: open to everybody, about a page, a revision or a passage."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.reporting import file_report
from wiki.forms.reporting import ReportForm
from wiki.forms.writing import new_key
from wiki.models import Article, Revision
from wiki.models.person import Actor
from wiki.views import throttling
from wiki.views.editor import FORBIDDEN, INVALID
from wiki.views.finding import NoSuchVersion, find_article
from wiki.views.hiding import hidden_page
from wiki.views.who import remember_guest, reporter_of

LONGEST_NUMBER = 9  # digits; longer ones count no revisions


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def report_problem(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Asks what is wrong with the article, or (`?revision=3`) with a revision, and reports it."""
    actor = reporter_of(request)
    article = find_article(request, language, slug)
    if article.is_deleted:
        return redirect(article)
    if request.method == "POST":
        response = _send(request, actor, article)
    else:
        response = _open(request, actor, article)
    remember_guest(response, actor)
    return response


def _open(request: HttpRequest, actor: Actor, article: Article) -> HttpResponse:
    asked = request.GET.get("revision", "").strip()
    revision = _revision(article, asked) if asked else None
    if asked and revision is None:
        sentence = _("This article has no such revision.")
        raise NoSuchVersion(sentence, f"{article.get_absolute_url()}/history")
    if revision is not None and revision.is_hidden:
        return hidden_page(request, article, revision)
    first = {"number": revision.number if revision else 0, "key": new_key()}
    return _page(request, actor, article, ReportForm(actor, initial=first), revision)


def _send(request: HttpRequest, actor: Actor, article: Article) -> HttpResponse:
    form = ReportForm(actor, request.POST)
    revision = _revision(article, request.POST.get("number", ""))
    if not form.is_valid():
        return _page(request, actor, article, form, revision, INVALID)
    try:
        throttling.count(request, actor, throttling.REPORT)
        report = file_report(actor=actor, article=article, told=form.told())
    except throttling.TooOften as error:
        form.add_error(None, str(error))
        response = _page(request, actor, article, form, revision)
        return throttling.say_when_to_come_back(response, error)
    except NotDone as refusal:
        form.add_error(None, refusal.sentence)
        status = FORBIDDEN if isinstance(refusal, NotAllowed) else INVALID
        return _page(request, actor, article, form, revision, status)
    messages.success(
        request,
        _("Thank you. This is the receipt: keep its address to see what is decided."),
    )
    return redirect(report)


def _revision(article: Article, number: str) -> Revision | None:
    """The revision that somebody names; None for none, which is the page as it stands."""
    if not number.isdecimal() or len(number) > LONGEST_NUMBER or not int(number):
        return None
    revisions = article.revisions.select_related("hiding", "licence")
    return revisions.filter(number=int(number)).first()


def _page(
    request: HttpRequest,
    actor: Actor,
    article: Article,
    form: ReportForm,
    revision: Revision | None,
    status: int = 200,
) -> HttpResponse:
    waiting = article.licence_reports.is_open().order_by("created", "pk")[:5]
    context: dict[str, Any] = {
        "article": article,
        "form": form,
        "revision": revision,
        "actor": actor,
        "waiting": list(waiting),
    }
    return render(request, "wiki/report_problem.html", context, status=status)
