"""The ready-made reasons: everybody reads them, maintainers write them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from commons.log.keyset import paginate
from wiki.actions.errors import NotDone
from wiki.actions.reasons import FIELDS, add_reason, change_reason, delete_reason
from wiki.forms.reasons import ReadyReasonForm
from wiki.models import ReadyReason
from wiki.permissions import can_edit_reasons
from wiki.views.editor import INVALID
from wiki.views.who import actor_of

PAGE_SIZE = 100


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def reasons(request: HttpRequest) -> HttpResponse:
    """All reasons by language and verdict; maintainers add one."""
    actor = actor_of(request)
    form, status = ReadyReasonForm(initial={"language": (get_language() or "")[:2]}), 200
    if request.method == "POST":
        _require_maintainer(request)
        form, status = ReadyReasonForm(request.POST), INVALID
        if form.is_valid():
            try:
                add_reason(actor=actor, values=form.values())
            except (NotDone, ValidationError) as refusal:
                _refuse(form, refusal)
            else:
                messages.success(request, _("The reason is added."))
                return redirect("reasons")
    page = paginate(
        ReadyReason.objects.all(),
        order=("language", "verdict", "position", "pk"),
        cursor=request.GET.get("cursor", ""),
        size=PAGE_SIZE,
    )
    context = {"page": page, "form": form, "may_edit": can_edit_reasons(actor)}
    return render(request, "wiki/reasons.html", context, status=status)


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def reason(request: HttpRequest, key: int) -> HttpResponse:
    """One reason, to be changed or deleted by maintainers."""
    actor = actor_of(request)
    _require_maintainer(request)
    ready = get_object_or_404(ReadyReason, pk=key)
    form, status = ReadyReasonForm(initial={name: getattr(ready, name) for name in FIELDS}), 200
    if request.method == "POST":
        form, status = ReadyReasonForm(request.POST), INVALID
        try:
            if "delete" in request.POST:
                delete_reason(actor=actor, ready=ready)
                messages.success(request, _("The reason is deleted. The log keeps its words."))
                return redirect("reasons")
            if form.is_valid():
                change_reason(actor=actor, ready=ready, changes=form.values())
                messages.success(request, _("The reason is changed."))
                return redirect(ready)
        except (NotDone, ValidationError) as refusal:
            _refuse(form, refusal)
    return render(request, "wiki/reason.html", {"ready": ready, "form": form}, status=status)


def _require_maintainer(request: HttpRequest) -> None:
    if not can_edit_reasons(actor_of(request)):
        raise PermissionDenied(_("Only maintainers change the ready-made reasons."))


def _refuse(form: ReadyReasonForm, refusal: NotDone | ValidationError) -> None:
    said = refusal.messages if isinstance(refusal, ValidationError) else [refusal.sentence]
    form.add_error(None, " ".join(said))
