"""Candidacies: opened for a topic, spoken about in public, counted when their time is over."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from commons.log.keyset import paginate
from wiki.actions.candidacies import (
    answer_peers,
    may_speak,
    may_withdraw,
    progress_of,
    speak,
    withdraw_candidacy,
)
from wiki.actions.counting import count_voices
from wiki.actions.errors import NotAllowed, NotDone
from wiki.forms.candidacies import ENDORSE, AnswerPeersForm, VoiceForm, WithdrawalForm
from wiki.models import Candidacy, User, Voice
from wiki.models.peers import last_voices, tally
from wiki.models.person import Actor
from wiki.models.rules import current_rules
from wiki.views.editor import INVALID
from wiki.views.who import actor_of

VOICES_PER_PAGE = 50
OPEN_SHOWN = 5
FORMS: dict[str, type[Form]] = {
    "voice": VoiceForm,
    "answer": AnswerPeersForm,
    "withdraw": WithdrawalForm,
}
COUNT = "count"


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def candidacy(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked and what peers say, for everybody; whom it concerns acts here.

    A form says by `act` which one it is: one of FORMS, or COUNT, which has no fields.
    """
    found = get_object_or_404(
        Candidacy.objects.select_related("user", "topic", "proposed_by"), pk=pk
    )
    actor = actor_of(request)
    act, status, sent, refusal = "", 200, None, ""
    if request.method == "POST":
        if not actor.is_authenticated:
            raise PermissionDenied(_("Sign in to take part in this."))
        act, status = request.POST.get("act", ""), INVALID
        sent = FORMS[act](request.POST) if act in FORMS else None
        try:
            if act == COUNT or (sent is not None and sent.is_valid()):
                said = _carry_out(act, actor, found, sent)
                messages.success(request, said)
                return redirect(found)
            refusal = "" if sent is not None else _("Choose one of the forms on this page.")
        except NotAllowed as error:
            raise PermissionDenied(error.sentence) from error
        except NotDone as error:
            refusal = error.sentence
            found = Candidacy.objects.select_related("user", "topic", "proposed_by").get(pk=pk)
    context = _shown(request, found, actor) | {"refusal": refusal}
    if sent is not None and act in context["forms"]:
        context["forms"][act] = context["sent"] = sent
    elif sent is not None:
        # Too late for it: what was typed is shown, to be taken elsewhere.
        typed = {"voice": "reason", "answer": "answer", "withdraw": "why"}[act]
        context["kept"] = sent.data.get(typed, "")
    return render(request, "wiki/candidacy.html", context, status=status)


def candidacies_before(actor: Actor) -> list[Candidacy]:
    """The open ones that a maintainer is asked about, those that end first before others; none
    for who maintains nothing. One query."""
    if not actor.is_maintainer:
        return []
    found = Candidacy.objects.is_open().select_related("user", "topic").order_by("closes", "pk")
    if actor.maintained is not None:
        found = found.filter(topic__in=actor.maintained)
    return list(found[:OPEN_SHOWN])


def _carry_out(act: str, actor: Actor, candidacy: Candidacy, form: Form | None) -> str:
    """Hands the form to the action for it; what to say then. Raises NotAllowed, NotDone."""
    values: dict[str, Any] = form.cleaned_data if form is not None else {}
    if act == "voice":
        endorses = values["voice"] == ENDORSE
        speak(actor=actor, candidacy=candidacy, endorses=endorses, reason=values["reason"])
        return _("Your voice is public now. You may change your mind until the time is over.")
    if act == "answer":
        answer_peers(actor=actor, candidacy=candidacy, text=values["answer"])
        return _("Your answer is public now.")
    if act == "withdraw":
        withdraw_candidacy(actor=actor, candidacy=candidacy, reason=values["why"])
        return _("It is withdrawn, and nothing will be counted.")
    count_voices(candidacy=candidacy)
    return _("The voices are counted.")


def _shown(request: HttpRequest, candidacy: Candidacy, actor: Actor) -> dict[str, Any]:
    """Everything on the page; a member's may hold forms."""
    page = paginate(
        candidacy.voices.all(),
        order=("created", "pk"),
        cursor=request.GET.get("cursor", ""),
        size=VOICES_PER_PAGE,
    )
    last = {voice.pk for voice in last_voices(candidacy).values()}
    speaking = candidacy.is_open and not candidacy.is_due
    topic = candidacy.topic
    is_appointment = candidacy.kind == Candidacy.Kind.APPOINTMENT
    return {
        "candidacy": candidacy,
        "topic": topic,
        "page": page,
        "voices": [(voice, _standing_of(voice, candidacy, last)) for voice in page.items],
        "tally": tally(candidacy, current_rules()) if candidacy.is_open else None,
        "progress": progress_of(candidacy.user, topic) if is_appointment and topic else None,
        "forms": _forms(candidacy, actor) if speaking else {},
        "may_count": candidacy.is_due and isinstance(actor, User),
    }


def _standing_of(voice: Voice, candidacy: Candidacy, last: set[int]) -> str:
    """What a voice is: "answer" of the person concerned, "old" when its author spoke again."""
    if voice.author_id == candidacy.user_id:
        return "answer"
    if voice.author_id is not None and voice.pk not in last:
        return "old"
    return "endorses" if voice.endorses else "objects"


def _forms(candidacy: Candidacy, actor: Actor) -> dict[str, Form]:
    """What the actor may do while peers speak."""
    may = {
        "voice": may_speak(actor, candidacy),
        "answer": actor.pk is not None and actor.pk == candidacy.user_id,
        "withdraw": may_withdraw(actor, candidacy),
    }
    return {act: FORMS[act]() for act, allowed in may.items() if allowed}
