"""The trusted contributors of a topic: a page for everybody, where its maintainers decide."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from commons.log.keyset import paginate
from wiki.actions.errors import NotDone
from wiki.actions.trusting import end_trust, give_trust, set_topic_trust, validated_edits
from wiki.forms.acting import ReasonForm
from wiki.forms.trusting import END, GIVE, OFF, ON, GiveForm
from wiki.models import Topic, Trust, User
from wiki.models.person import Actor
from wiki.models.rules import current_rules
from wiki.permissions import maintains
from wiki.views.editor import INVALID
from wiki.views.who import actor_of

PAGE_SIZE = 50


@dataclass
class Sent:
    """A form that was sent and is shown again: which, filled in, and of which trust."""

    act: str
    form: forms.Form
    trust: int = 0


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def trusted(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is trusted, since when and by whom; maintainers of the topic give and end trust."""
    topic = get_object_or_404(Topic, slug=slug)
    actor = actor_of(request)
    if request.method != "POST":
        return _page(request, actor, topic)
    if not maintains(actor, topic):
        raise PermissionDenied(_("Only maintainers of this topic decide whom it trusts."))
    sent = _sent(request)
    if sent.form.is_valid():
        try:
            sentence = _carry_out(actor, topic, sent)
        except NotDone as refusal:
            sent.form.add_error(None, refusal.sentence)
        else:
            messages.success(request, sentence)
            return HttpResponseRedirect(request.path)
    return _page(request, actor, topic, sent, status=INVALID)


def _sent(request: HttpRequest) -> Sent:
    act, key = request.POST.get("act", ""), request.POST.get("trust", "")
    if act == GIVE:
        return Sent(act, GiveForm(request.POST, auto_id="give_%s"))
    if act == END and key.isdecimal() and len(key) < 19:
        return Sent(act, _end_form(int(key), request.POST), int(key))
    return Sent(OFF if act == OFF else ON, _switch_form(request.POST))


def _switch_form(data: Any = None) -> ReasonForm:
    return ReasonForm(data, auto_id="switch_%s")


def _end_form(key: int, data: Any = None) -> ReasonForm:
    return ReasonForm(data, auto_id=f"end_{key}_%s")


def _carry_out(actor: Actor, topic: Topic, sent: Sent) -> str:
    """Does what the form asks for; returns what to tell the maintainer."""
    reason = sent.form.cleaned_data["reason"]
    if sent.act == GIVE:
        user = sent.form.cleaned_data["user"]
        give_trust(actor=actor, topic=topic, user=user, reason=reason)
        return _("%(name)s is a trusted contributor now.") % {"name": user.public_name}
    if sent.act == END:
        trust = Trust.objects.select_related("topic", "user").filter(pk=sent.trust, topic=topic)
        found = trust.first()
        if found is None:
            raise NotDone(_("Choose one of the trusted contributors in the list."))
        end_trust(actor=actor, trust=found, reason=reason)
        return _("%(name)s is not a trusted contributor any more.") % {
            "name": found.user.public_name
        }
    set_topic_trust(actor=actor, topic=topic, trusts=sent.act == ON, reason=reason)
    if sent.act == ON:
        return _("Edits of trusted contributors validate themselves from now on.")
    return _("All edits in this topic await a maintainer from now on.")


def _page(
    request: HttpRequest, actor: Actor, topic: Topic, sent: Sent | None = None, status: int = 200
) -> HttpResponse:
    page = paginate(
        Trust.objects.in_force().filter(topic=topic).select_related("user"),
        order=("since", "pk"),
        cursor=request.GET.get("cursor", ""),
        size=PAGE_SIZE,
    )
    context = {
        "topic": topic,
        "page": page,
        "rows": [(row, _form_of(sent, END, row.pk) or _end_form(row.pk)) for row in page.items],
        "may_decide": maintains(actor, topic),
        "needed": current_rules().trusted_edits,
        "own": _own_progress(actor, topic),
        "switch": _form_of(sent, ON) or _form_of(sent, OFF) or _switch_form(),
        "give": _form_of(sent, GIVE) or GiveForm(auto_id="give_%s"),
        "of_none": _form_of(sent, END) if _is_of_none(sent, page.items) else None,
    }
    return render(request, "wiki/trusted.html", context, status=status)


def _form_of(sent: Sent | None, act: str, trust: int | None = None) -> forms.Form | None:
    """The form that was sent, if it was this one."""
    if sent is None or sent.act != act or (trust is not None and sent.trust != trust):
        return None
    return sent.form


def _is_of_none(sent: Sent | None, rows: list[Trust]) -> bool:
    """Whether what was sent is about a trust that is not in the list: one that ended meanwhile."""
    return sent is not None and sent.act == END and sent.trust not in {row.pk for row in rows}


def _own_progress(actor: Actor, topic: Topic) -> int | None:
    """How many edits of the actor were validated in the topic; None where that does not matter."""
    if not isinstance(actor, User) or maintains(actor, topic):
        return None
    return validated_edits(actor, topic)
