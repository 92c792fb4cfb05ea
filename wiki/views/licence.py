"""Another licence for an article: at once where its own leads there, or proposed to authors."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from licensing import words
from licensing.compatibility import between
from licensing.in_force import matrix_in_force
from licensing.models import Licence
from wiki.actions.errors import NotDone
from wiki.actions.proposing import propose_licence
from wiki.actions.relicensing import LicenceRefused, change_licence
from wiki.forms.acting import LicenceForm
from wiki.forms.proposing import ProposalForm
from wiki.models import Article
from wiki.models.person import Actor
from wiki.models.proposal import open_proposal
from wiki.permissions import can_write, what_stops
from wiki.rendering import RenderingError
from wiki.views import throttling
from wiki.views.editor import INVALID
from wiki.views.finding import find_article
from wiki.views.stopping import said, status_of, stopped_page
from wiki.views.who import actor_of

PROPOSE = "propose"


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Shows to which licences the article may go, and why not to the others; does it.

    A form with `act` PROPOSE asks the authors about one of these others.
    """
    actor = actor_of(request)
    article = find_article(request, language, slug)
    if article.is_deleted:
        return redirect(article)
    if not (actor.is_authenticated and can_write(actor)):
        raise PermissionDenied(_("Sign in to change a licence."))
    if request.method == "POST":
        act = _propose if request.POST.get("act") == PROPOSE else _send
        return act(request, actor, article)
    stop = what_stops(actor, article)
    if stop is not None:
        return stopped_page(request, article, stop)
    return _page(request, LicenceForm(initial={"base": _now(article)}), article)


def licence_choices(old: Licence | None, chosen: str) -> list[dict[str, Any]]:
    """The licences on offer in words; `refused` says why text under `old` may not go there."""
    rows = []
    matrix = matrix_in_force() if old is not None else None
    for licence in Licence.objects.offered().in_order():
        answer = between(old.spdx, licence.spdx, matrix) if old and matrix else None
        rows.append(
            {
                "licence": licence,
                "words": words.summary(licence),
                "refused": answer.reason if answer is not None and answer.cell != "Y" else "",
                "chosen": licence.spdx == chosen,
            }
        )
    return rows


def _now(article: Article) -> int:
    return article.latest.number if article.latest else 0


def _send(request: HttpRequest, actor: Actor, article: Article) -> HttpResponse:
    form = LicenceForm(request.POST)
    if not form.is_valid():
        return _page(request, form, article, status=INVALID)
    data, status = form.cleaned_data, INVALID
    try:
        throttling.count(request, actor, throttling.SAVE)
        revision = change_licence(
            actor=actor,
            article=article,
            licence=data["licence"],
            reason=data["reason"],
            base=data["base"],
        )
    except throttling.TooOften as error:
        form.add_error(None, str(error))
        return throttling.say_when_to_come_back(_page(request, form, article), error)
    except LicenceRefused as refusal:
        form.add_error("licence", refusal.sentence)
    except NotDone as refusal:
        form = _as_it_stands(form, article)
        form.add_error(None, said(refusal))
        status = status_of(refusal)
    except RenderingError as error:
        form.add_error(None, str(error))
    else:
        messages.success(
            request,
            _("From revision %(number)s on, the article is under %(licence)s.")
            % {"number": revision.number, "licence": data["licence"].name},
        )
        return redirect(article)
    return _page(request, form, article, status=status)


def _propose(request: HttpRequest, actor: Actor, article: Article) -> HttpResponse:
    """Asks the authors whether the article may go where its licence does not lead."""
    form = ProposalForm(request.POST, auto_id="id_propose_%s")
    change_form = LicenceForm(initial={"base": _now(article)})
    if not form.is_valid():
        return _page(request, change_form, article, form, status=INVALID)
    data, status = form.cleaned_data, INVALID
    try:
        throttling.count(request, actor, throttling.SAVE)
        proposal = propose_licence(
            actor=actor, article=article, licence=data["licence"], reason=data["reason"]
        )
    except throttling.TooOften as error:
        form.add_error(None, str(error))
        page = _page(request, change_form, article, form)
        return throttling.say_when_to_come_back(page, error)
    except NotDone as refusal:
        form.add_error(None, said(refusal))
        status = status_of(refusal)
        article.refresh_from_db()
    else:
        messages.success(request, _("The authors are asked. Here everybody sees how far it is."))
        return redirect(proposal)
    return _page(request, change_form, article, form, status=status)


def _as_it_stands(form: LicenceForm, article: Article) -> LicenceForm:
    """The form with what was chosen, about the article as it stands now."""
    article.refresh_from_db()
    data = {**dict(form.data.items()), "base": _now(article)}
    return LicenceForm(data)


def _page(
    request: HttpRequest,
    form: LicenceForm,
    article: Article,
    proposal_form: ProposalForm | None = None,
    status: int = 200,
) -> HttpResponse:
    proposal_form = proposal_form or ProposalForm(auto_id="id_propose_%s")
    proposed = str(proposal_form["licence"].value() or "")
    rows = [
        row
        for row in licence_choices(article.licence, str(form["licence"].value() or ""))
        if row["licence"] != article.licence
    ]
    context = {
        "article": article,
        "form": form,
        "choices": rows,
        "can_change": any(not row["refused"] for row in rows),
        "closed_ways": [
            row | {"proposed": row["licence"].spdx == proposed} for row in rows if row["refused"]
        ],
        "proposal_form": proposal_form,
        "open_proposal": open_proposal(article),
    }
    return render(request, "wiki/change_licence.html", context, status=status)
