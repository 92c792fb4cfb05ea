"""Text that is hidden: what stands in its place, hiding it, and what maintainers do about it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wiki import history
from wiki.actions.errors import NotDone
from wiki.actions.hiding import StillShown, hide_revisions, same_text_elsewhere, show_again
from wiki.forms.acting import ReasonForm
from wiki.forms.hiding import HidingForm
from wiki.models import Article, HiddenWords, Hiding, LicenceReport, Revision
from wiki.permissions import can_decide_licences
from wiki.views.editor import INVALID
from wiki.views.finding import find_article
from wiki.views.metadata import say_licence
from wiki.views.who import actor_of

HIDDEN = 451  # unavailable for legal reasons (RFC 7725)
NUMBERS_TOLD = 10
LONGEST_NUMBER = 9  # digits; longer ones count nothing here


def hidden_page(
    request: HttpRequest, article: Article, revision: Revision, sentence: str = ""
) -> HttpResponse:
    """451 in place of a revision that is hidden, with since when, by whom and why."""
    actor = actor_of(request)
    context = {
        "article": article,
        "revision": revision,
        "sentence": sentence,
        "may_hide": actor.is_authenticated and can_decide_licences(actor, article),
    }
    response = render(request, "wiki/hidden.html", context, status=HIDDEN)
    return say_licence(response, revision.licence)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hide(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Says what hiding does, asks which revisions and why, and does it."""
    article = _article(request, language, slug)
    if article.is_deleted:
        messages.info(request, _("This article is deleted."))
        return redirect(article)
    if request.method != "POST":
        asked = {name: request.GET.get(name, "") for name in ("first", "last", "report")}
        report = _report(article, asked["report"])
        return _page(request, article, HidingForm(initial=asked), report)
    form = HidingForm(request.POST)
    report = _report(article, request.POST.get("report", ""))
    if not form.is_valid():
        return _page(request, article, form, report, INVALID)
    data = form.cleaned_data
    try:
        hiding = hide_revisions(
            actor=actor_of(request),
            article=article,
            first=data["first"],
            last=data["last"],
            reason=data["reason"],
            report=report,
        )
    except NotDone as refusal:
        form.add_error(None, refusal.sentence)
        is_shown = isinstance(refusal, StillShown)
        return _page(request, article, form, report, INVALID, still_shown=is_shown)
    messages.success(request, _("Hidden, and recorded in the public log."))
    say_same_text(request, hiding)
    return redirect(hiding.report)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hidden_text(request: HttpRequest, language: str, slug: str, number: int) -> HttpResponse:
    """The hidden text, for maintainers who decide about it; they show it again from here."""
    article = _article(request, language, slug)
    revisions = article.revisions.select_related("hiding__report", "licence")
    revision = revisions.filter(number=number).first()
    if revision is None:
        raise Http404
    if revision.hiding is None:
        return redirect(revision)
    revision.article = revision.hiding.article = article
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            show_again(actor=actor_of(request), hiding=revision.hiding, reason=reason)
        except NotDone as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Shown again, and recorded in the public log."))
            return redirect(revision)
    context = {
        "article": article,
        "revision": revision,
        "form": form,
        "words": HiddenWords.objects.get(revision=revision),
        "version": history.read_hidden(article, number),
    }
    status = INVALID if request.method == "POST" else 200
    return render(request, "wiki/hidden_text.html", context, status=status)


def say_same_text(request: HttpRequest, hiding: Hiding) -> None:
    """Tells the maintainer where else in the history the very same text is shown still."""
    numbers = same_text_elsewhere(hiding)
    if numbers:
        told = ", ".join(str(number) for number in numbers[:NUMBERS_TOLD])
        sentence = ngettext(
            "Another revision has the same text and is not hidden: %(numbers)s.",
            "Other revisions have the same text and are not hidden: %(numbers)s.",
            len(numbers),
        )
        more = "…" if len(numbers) > NUMBERS_TOLD else ""
        messages.warning(request, sentence % {"numbers": told + more})


def _article(request: HttpRequest, language: str, slug: str) -> Article:
    """The article, for who hides its text. Raises PermissionDenied for everybody else."""
    article = find_article(request, language, slug)
    if not can_decide_licences(actor_of(request), article):
        raise PermissionDenied(
            _("Only maintainers who review this article hide its text and show it again.")
        )
    return article


def _report(article: Article, number: str) -> LicenceReport | None:
    """The report of the article that is named, if there is one."""
    if not number.isdecimal() or len(number) > LONGEST_NUMBER:
        return None
    return article.licence_reports.filter(pk=int(number)).first()


def _page(
    request: HttpRequest,
    article: Article,
    form: HidingForm,
    report: LicenceReport | None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = {"article": article, "form": form, "report": report, **more}
    return render(request, "wiki/hide.html", context, status=status)
