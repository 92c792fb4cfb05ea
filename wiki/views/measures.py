"""Measures, for everybody to read: the list, and each with its appeals, where it is decided."""

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from commons.log.keyset import paginate
from wiki.actions.appealing import appeal, appeals_left, decide_appeal, may_appeal, may_decide
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.measuring import lift_measure
from wiki.forms.measuring import AnswerAppealForm, AppealForm, LiftForm
from wiki.models import Appeal, Measure
from wiki.models.measure import MeasureQuerySet
from wiki.models.person import Actor
from wiki.permissions import can_give
from wiki.views.editor import FORBIDDEN, INVALID
from wiki.views.people import LONGEST_NAME
from wiki.views.who import actor_of

PAGE_SIZE = 50
IN_FORCE, APPEALED, ALL = "in_force", "appeals", ""

APPEAL, LIFT, KEEP, LIFT_AFTER_APPEAL = "appeal", "lift", "keep", "lift_after_appeal"
FORMS: dict[str, type[forms.Form]] = {
    APPEAL: AppealForm,
    LIFT: LiftForm,
    KEEP: AnswerAppealForm,
    LIFT_AFTER_APPEAL: AnswerAppealForm,
}


@cache_control(private=True, max_age=0)
@require_safe
def measures(request: HttpRequest) -> HttpResponse:
    """All measures, the newest first; those whose time runs, those with an open appeal, or of one
    person."""
    actor = actor_of(request)
    rows = Measure.objects.visible_to(actor).select_related("topic", "article")
    tab, rows = _tab(request, rows)
    name = request.GET.get("person", "")[:LONGEST_NAME].replace("\0", "")
    if name:
        rows = rows.filter(name=name)
    page = paginate(
        rows.defer("article__text"),
        order=("-created", "-pk"),
        cursor=request.GET.get("cursor", ""),
        size=PAGE_SIZE,
    )
    context = {
        "page": page,
        "tab": tab,
        "of_person": name,
        "open_appeals": Appeal.objects.is_open().count(),
    }
    return render(request, "wiki/measures.html", context)


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    """A measure for everybody; whom it concerns appeals here, and maintainers decide."""
    actor = actor_of(request)
    rows = Measure.objects.visible_to(actor).select_related("user", "topic", "article", "given_by")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    sent: dict[str, forms.Form] = {}
    status = 200
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act not in FORMS:
            return _page(request, actor, found, sent, INVALID if _acts(actor, found) else FORBIDDEN)
        form = FORMS[act](request.POST)
        status = _carry_out(actor, found, act, form)
        if status == 200:
            messages.success(request, _("Done, and recorded in the public log."))
            return HttpResponseRedirect(request.path)
        sent = {KEEP if act == LIFT_AFTER_APPEAL else act: form}
    return _page(request, actor, found, sent, status)


def _tab(request: HttpRequest, rows: MeasureQuerySet) -> tuple[str, MeasureQuerySet]:
    """What the address asks for: all, those in force, or those with an appeal to decide."""
    if request.GET.get("appeals") == "open":
        waiting = Appeal.objects.is_open().filter(measure=OuterRef("pk"))
        return APPEALED, rows.filter(Exists(waiting))
    if request.GET.get("in_force"):
        return IN_FORCE, rows.standing()
    return ALL, rows


def _carry_out(actor: Actor, found: Measure, act: str, form: forms.Form) -> int:
    """Does what the form asks; the status to answer with, 200 when it is done."""
    if not form.is_valid():
        return INVALID if _may(actor, found, act) else FORBIDDEN
    try:
        _do(actor, found, act, form.cleaned_data)
    except NotAllowed as refusal:
        form.add_error(None, refusal.sentence)
        return FORBIDDEN
    except NotDone as refusal:
        form.add_error(None, refusal.sentence)
        return INVALID
    return 200


def _do(actor: Actor, found: Measure, act: str, words: dict[str, str]) -> None:
    """Hands it to its action. Raises NotDone."""
    if act == APPEAL:
        appeal(actor=actor, measure=found, text=words["text"])
        return
    if act == LIFT:
        lift_measure(actor=actor, measure=found, reason=words["reason"])
        return
    waiting = _open_appeal(found)
    if waiting is None:
        raise NotDone(_("Somebody has decided this appeal already."))
    decide_appeal(
        actor=actor, appeal=waiting, lift=act == LIFT_AFTER_APPEAL, answer=words["answer"]
    )


def _open_appeal(found: Measure) -> Appeal | None:
    rows = found.appeals.select_related("measure__user", "measure__topic", "measure__article")
    return rows.filter(outcome=Appeal.Outcome.OPEN).first()


def _may(actor: Actor, found: Measure, act: str) -> bool:
    return (KEEP if act == LIFT_AFTER_APPEAL else act) in _acts(actor, found)


def _acts(actor: Actor, found: Measure) -> set[str]:
    """What the actor can do about the measure as it stands now."""
    acts = set()
    waiting = _open_appeal(found)
    if waiting is not None and may_decide(actor, waiting):
        acts.add(KEEP)
    # Who decides the appeal lifts the measure by that.
    if found.is_standing and KEEP not in acts and can_give(actor, found):
        acts.add(LIFT)
    is_open_to = found.is_standing and waiting is None and may_appeal(actor, found)
    if is_open_to and appeals_left(actor, found):
        acts.add(APPEAL)
    return acts


def _page(
    request: HttpRequest, actor: Actor, found: Measure, sent: dict[str, forms.Form], status: int
) -> HttpResponse:
    shown = {act: FORMS[act]() for act in _acts(actor, found)} | sent
    context = {
        "measure": found,
        "appeals": found.appeals.order_by("created", "pk"),
        "concerns_actor": found.concerns(actor),
        "appeal_form": shown.get(APPEAL),
        "lift_form": shown.get(LIFT),
        "decide_form": shown.get(KEEP),
    }
    return render(request, "wiki/measure.html", context, status=status)
