"""Proposals of licences, for everybody to read: the list, and each with what its authors say."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from commons.log.keyset import paginate
from wiki.actions.carrying_out import carry_out
from wiki.actions.consenting import (
    answer_proposal,
    may_record,
    record_permission,
    strike_permission,
)
from wiki.actions.consents import Agreement, agreement_on
from wiki.actions.errors import NotAllowed, NotDone, Restrained
from wiki.actions.proposal_steps import may_carry_out, may_withdraw
from wiki.actions.proposing import withdraw_proposal
from wiki.forms.proposing import AnswerForm, PermissionForm, StrikeForm, WithdrawProposalForm
from wiki.models import Consent, LicenceProposal, Source
from wiki.models.person import Actor
from wiki.rendering import RenderingError
from wiki.views import throttling
from wiki.views.agreements import SourceRow, rows_of, rows_recorded, shares, source_rows
from wiki.views.editor import INVALID
from wiki.views.stopping import said, status_of
from wiki.views.who import actor_of

PAGE_SIZE = 50
AUTHORS_PER_PAGE = 100
ANSWER, WITHDRAW, PERMIT, STRIKE, CARRY_OUT = "answer", "withdraw", "permit", "strike", "carry_out"
FORMS: dict[str, type[Form]] = {
    ANSWER: AnswerForm,
    WITHDRAW: WithdrawProposalForm,
    PERMIT: PermissionForm,
    STRIKE: StrikeForm,
    CARRY_OUT: Form,
}


@cache_control(private=True, max_age=0)
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Those that are open, or (`all=on`) all, the newest first."""
    rows = LicenceProposal.objects.visible_to(actor_of(request))
    of_all = bool(request.GET.get("all"))
    page = paginate(
        (rows if of_all else rows.is_open())
        .select_related("article", "old", "new")
        .defer("article__text", "record"),
        order=("-opened", "-pk"),
        cursor=request.GET.get("cursor", ""),
        size=PAGE_SIZE,
    )
    context = {"page": page, "of_all": of_all, "site_section": "licences"}
    return render(request, "wiki/proposals.html", context)


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """A proposal for everybody; authors answer here, and it is carried out here.

    A form says by `act` which one it is: one of FORMS.
    """
    actor = actor_of(request)
    found = _find(actor, pk)
    if request.method != "POST":
        return render(request, "wiki/proposal.html", _shown(request, found, actor))
    if not actor.is_authenticated:
        raise PermissionDenied(_("Sign in to take part in this."))
    act = request.POST.get("act", "")
    form = _form(act, request.POST) if act in FORMS else None
    status, refusal = INVALID, ""
    try:
        if form is None:
            refusal = _("Choose one of the forms on this page.")
        elif form.is_valid():
            throttling.count(request, actor, throttling.SAVE)
            messages.success(request, _carry_on(request, act, actor, found, form))
            return redirect(found)
    except throttling.TooOften as error:
        page = _refused(request, pk, actor, act, form, str(error))
        return throttling.say_when_to_come_back(page, error)
    except Restrained as error:
        refusal, status = said(error), status_of(error)
    except NotAllowed as error:
        raise PermissionDenied(error.sentence) from error
    except NotDone as error:
        refusal = error.sentence
    except RenderingError as error:
        refusal = str(error)
    return _refused(request, pk, actor, act, form, refusal, status)


def _find(actor: Actor, pk: int) -> LicenceProposal:
    rows = LicenceProposal.objects.visible_to(actor).select_related(
        "article__licence", "article__latest", "old", "new", "revision"
    )
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _refused(
    request: HttpRequest,
    pk: int,
    actor: Actor,
    act: str,
    form: Form | None,
    refusal: str,
    status: int = INVALID,
) -> HttpResponse:
    """The page as things stand now, with what was typed."""
    context = _shown(request, _find(actor, pk), actor, form) | {"refusal": refusal}
    if form is not None and form.fields:
        context["sent"] = form
        is_shown = any(one.get("form") is form for one in context.get("sources", ()))
        if act in context["forms"]:
            context["forms"][act] = form
        elif not is_shown:  # too late for it: what was typed is shown, to be taken elsewhere
            context["kept"] = _typed(form)
    return render(request, "wiki/proposal.html", context, status=status)


def _typed(form: Form) -> list[str]:
    """What somebody wrote into a form."""
    shown = [form[name] for name in form.fields if not form[name].is_hidden]
    return [str(field.value()) for field in shown if field.value()]


def _carry_on(
    request: HttpRequest, act: str, actor: Actor, proposal: LicenceProposal, form: Form
) -> str:
    """Hands the form to the action for it; what to say then. Raises NotAllowed, NotDone."""
    values = form.cleaned_data
    if act == ANSWER:
        answer = request.POST.get("answer", "")
        answer_proposal(actor=actor, proposal=proposal, answer=answer, words=values["words"])
        if answer == Consent.Answer.TAKEN_BACK:
            return _("Your answer is taken back. You can give another one.")
        return _("Your answer is public now. Until this is carried out you can change it.")
    if act == WITHDRAW:
        withdraw_proposal(actor=actor, proposal=proposal, reason=values["why"])
        return _("The proposal is withdrawn, and the licence stays as it is.")
    if act == CARRY_OUT:
        revision = carry_out(actor=actor, proposal=proposal)
        return _("From revision %(number)s on, the article is under %(licence)s.") % {
            "number": revision.number,
            "licence": proposal.new.name,
        }
    source = Source.objects.filter(pk=values["source"]).first()
    if source is None:
        raise NotDone(_("Choose one of the sources on this page."))
    which: dict[str, Any] = {"actor": actor, "proposal": proposal, "source": source}
    if act == PERMIT:
        record_permission(**which, address=values["address"], words=values["permission"])
        return _("It is recorded, and everybody can check it.")
    strike_permission(**which, words=values["mistake"])
    return _("What was recorded does not count any more.")


def _shown(
    request: HttpRequest, proposal: LicenceProposal, actor: Actor, sent: Form | None = None
) -> dict[str, Any]:
    """Everything on the page; a member's may hold forms, among them the one that was sent."""
    context: dict[str, Any] = {
        "proposal": proposal,
        "article": proposal.article,
        "forms": {},
        "consents": paginate(
            proposal.consents.select_related("source"),
            order=("created", "pk"),
            cursor=request.GET.get("cursor", ""),
            size=PAGE_SIZE,
        ),
        "site_section": "licences",
    }
    if proposal.record is not None:
        rows, sources = rows_recorded(proposal.record)
        return context | _page_of(request, rows) | {"sources": [{"row": row} for row in sources]}
    if not proposal.is_open:
        return context
    agreement = agreement_on(proposal)
    paged = _page_of(request, agreement.parties)
    paged["rows"] = rows_of(proposal, agreement, paged["rows"])
    return (
        context
        | paged
        | {
            "agreement": agreement,
            "shares": shares(agreement),
            "sources": _with_forms(source_rows(proposal, agreement), proposal, sent),
        }
        | _offered(proposal, agreement, actor)
    )


def _page_of(request: HttpRequest, rows: Any) -> dict[str, Any]:
    """So many of the authors as a page holds, and which page it is."""
    asked = request.GET.get("authors", "")
    last = max(1, -(-len(rows) // AUTHORS_PER_PAGE))
    at = min(int(asked), last) if asked.isdecimal() and len(asked) < 9 else 1
    at = max(1, at)
    return {
        "rows": rows[(at - 1) * AUTHORS_PER_PAGE : at * AUTHORS_PER_PAGE],
        "previous": at - 1 if at > 1 else None,
        "next": at + 1 if at < last else None,
    }


def _offered(proposal: LicenceProposal, agreement: Agreement, actor: Actor) -> dict[str, Any]:
    """What the actor may do about an open proposal."""
    own = agreement.party_of(actor)
    is_in_force = not proposal.is_stale and not proposal.article.is_deleted
    may_answer = is_in_force and own is not None and (own.is_needed or own.answer is not None)
    may = {ANSWER: may_answer, WITHDRAW: may_withdraw(actor, proposal)}
    return {
        "own": own,
        "is_in_force": is_in_force,
        "may_carry_out": is_in_force and agreement.is_clear and may_carry_out(actor, proposal),
        "may_record": is_in_force and may_record(actor, proposal),
        "forms": {act: _form(act) for act, allowed in may.items() if allowed},
    }


def _form(act: str, data: QueryDict | None = None, source: str = "0") -> Form:
    """A form of the page; of those that are there once for each source, the one for this."""
    if data is not None:
        source = data.get("source", "")[:9] or "0"
    name = source if source.isdecimal() else "0"
    return FORMS[act](data, initial={"source": source}, auto_id=f"id_{act}_{name}_%s")


def _with_forms(
    rows: list[SourceRow], proposal: LicenceProposal, sent: Form | None
) -> list[dict[str, Any]]:
    """The sources, each with the form by which a maintainer records or strikes what its authors
    wrote; the one that was sent as it was sent."""
    found = []
    for row in rows:
        is_here = row.permission is not None and row.permission.proposal_id == proposal.pk
        act = STRIKE if is_here else PERMIT if row.stands_against else ""
        form = _form(act, source=str(row.key)) if act else None
        if sent is not None and isinstance(sent, FORMS.get(act, ())):
            form = sent if str(sent["source"].value()) == str(row.key) else form
        found.append({"row": row, "act": act, "form": form})
    return found
