"""Reports of licence problems, for everybody to read: the lists, and each with what is decided."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from commons.log.keyset import paginate
from wiki.actions.deciding_reports import decide_report
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.hiding import StillShown
from wiki.actions.objecting import (
    decide_objection,
    has_objected,
    may_answer,
    may_object_to,
    object_to_decision,
)
from wiki.actions.reports import is_own_matter, may_decide
from wiki.forms.reporting import ANSWER, DECIDE, OBJECT, ReportObjectionForm, RulingForm
from wiki.models import LicenceReport
from wiki.models.person import Actor
from wiki.permissions import can_decide_licences, can_read
from wiki.views.editor import FORBIDDEN, INVALID
from wiki.views.finding import content_language
from wiki.views.hiding import say_same_text
from wiki.views.report_lists import DECIDED, OBJECTED, ORDERS, figures, in_tab, with_articles
from wiki.views.who import actor_of

PAGE_SIZE = 30
LARGEST_KEY = 2**63 - 1
FORMS: dict[str, type[forms.Form]] = {
    DECIDE: RulingForm,
    ANSWER: RulingForm,
    OBJECT: ReportObjectionForm,
}


@cache_control(private=True, max_age=0)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Those that wait, the first first; those decided, the newest first; those objected to."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in (DECIDED, OBJECTED) else ""
    language = content_language(request)
    rows = in_tab(tab)
    if language:
        rows = rows.filter(language=language)
    page = paginate(
        with_articles(rows),
        order=ORDERS[tab],
        cursor=request.GET.get("cursor", ""),
        size=PAGE_SIZE,
    )
    context = {
        "page": page,
        "tab": tab,
        "language": language,
        "languages": list(settings.CONTENT_LANGUAGES.items()),
        "figures": figures(language),
    }
    return render(request, "wiki/reports.html", context)


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A report for everybody, which is its receipt; maintainers decide here, others object."""
    actor = actor_of(request)
    rows = LicenceReport.objects.select_related("article", "revision__hiding", "author")
    found = rows.filter(pk=pk).first() if pk <= LARGEST_KEY else None
    if found is None:
        raise Http404
    found.revision.article = found.article
    if request.method != "POST":
        return _page(request, actor, found)
    act = request.POST.get("act", "")
    open_acts = _acts(actor, found)
    if act not in FORMS:
        return _page(request, actor, found, status=INVALID if open_acts else FORBIDDEN)
    form = FORMS[act](request.POST)
    if act not in open_acts:
        return _page(request, actor, found, *_refused(actor, found, act, form))
    status, more = _carry_out(request, actor, found, act, form)
    if status == 200:
        messages.success(request, _("Done, and recorded in the public log."))
        return HttpResponseRedirect(request.path)
    return _page(request, actor, found, {act: form}, status, **more)


def _carry_out(
    request: HttpRequest, actor: Actor, found: LicenceReport, act: str, form: forms.Form
) -> tuple[int, dict[str, Any]]:
    """Does what the form asks; the status to answer with, 200 when it is done."""
    if not form.is_valid():
        return INVALID, {}
    try:
        _do(request, actor, found, act, form)
    except NotDone as refusal:
        form.add_error(None, refusal.sentence)
        status = FORBIDDEN if isinstance(refusal, NotAllowed) else INVALID
        return status, {"still_shown": isinstance(refusal, StillShown)}
    return 200, {}


def _do(
    request: HttpRequest, actor: Actor, found: LicenceReport, act: str, form: forms.Form
) -> None:
    """Hands it to its action. Raises NotDone."""
    if isinstance(form, RulingForm):
        decide = decide_report if act == DECIDE else decide_objection
        decide(actor=actor, report=found, ruling=form.ruling())
        for hiding in found.hidings.in_force():
            say_same_text(request, hiding)
    else:
        object_to_decision(actor=actor, report=found, text=form.cleaned_data["text"])


def _refused(
    actor: Actor, found: LicenceReport, act: str, form: forms.Form
) -> tuple[dict[str, forms.Form], int]:
    """What was typed, with why it is not done: it was done meanwhile, or others do it."""
    form.is_valid()
    sentence, status = _("Somebody has decided this in the meantime: look again."), INVALID
    if act == OBJECT and not may_object_to(actor, found):
        sentence = _("Only who reported it, and those whose text it is about, object here.")
        status = FORBIDDEN
    elif act == OBJECT:
        sentence = _("You have objected, or there is nothing to object to now: look again.")
    elif not may_decide(actor, found) or found.objected is not None:
        sentence, status = _("Other maintainers of the article decide this."), FORBIDDEN
    form.add_error(None, sentence)
    return {act: form}, status


def _acts(actor: Actor, found: LicenceReport) -> set[str]:
    """What the actor can do about the report as it stands now; no query for a visitor."""
    if not actor.public_name:
        return set()
    acts = set()
    if found.is_open and may_decide(actor, found):
        acts.add(DECIDE)
    if found.objected is not None and may_answer(actor, found):
        acts.add(ANSWER)
    waits = found.is_open or found.objected is not None
    if not waits and may_object_to(actor, found) and not has_objected(actor, found):
        acts.add(OBJECT)
    return acts


def _page(
    request: HttpRequest,
    actor: Actor,
    found: LicenceReport,
    sent: dict[str, forms.Form] | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    acts = _acts(actor, found)
    decisions = list(found.decisions.order_by("pk"))
    shown: dict[str, forms.Form] = {act: _opened(found, act) for act in acts}
    shown |= sent or {}
    decides = can_decide_licences(actor, found.article)
    hidings = list(found.hidings.filter(undoes=None).select_related("undone_by").order_by("pk"))
    is_hidden = found.revision.is_hidden or any(not hasattr(one, "undone_by") for one in hidings)
    context = {
        "report": found,
        "article": found.article,
        "may_read": can_read(actor, found.article),
        # What it quotes is hidden with what it quotes from.
        "shows_words": decides or not found.words_hidden,
        "shows_passage": decides or not (found.words_hidden or is_hidden),
        "decides": decides,
        "concerns_actor": bool(actor.public_name) and is_own_matter(actor, found),
        "decisions": decisions,
        "objections": found.objections.select_related("decision", "answer").order_by("pk"),
        "hidings": hidings,
        "decide_form": shown.get(DECIDE),
        "answer_form": shown.get(ANSWER),
        "objection_form": shown.get(OBJECT),
        "acts": acts,
        **more,
    }
    return render(request, "wiki/report.html", context, status=status)


def _opened(found: LicenceReport, act: str) -> forms.Form:
    """The form for an act, begun with what is known."""
    if act == DECIDE and found.is_of_revision:
        number = found.revision.number
        return RulingForm(initial={"first": number, "last": number})
    if act == ANSWER:
        return RulingForm(initial={"outcome": found.outcome})
    return FORMS[act]()
