"""The rules for hints: for everybody to read, for maintainers to edit and to try out."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from wiki.actions.errors import NotDone
from wiki.actions.hint_values import YES_OR_NO
from wiki.actions.hinting import RuleChanged, RuleGone, add_rule, change_rule, delete_rule
from wiki.actions.hinting import fingerprint as fingerprint_of
from wiki.forms.hints import HintDeletionForm, HintForm, as_it_is
from wiki.models import HintRule
from wiki.permissions import can_edit_hints
from wiki.views.editor import INVALID
from wiki.views.hint_trial import LAST, SHOWN, try_out
from wiki.views.who import actor_of

TRY = "try"


@cache_control(private=True, max_age=0)
@require_safe
def hints(request: HttpRequest) -> HttpResponse:
    """Every rule, in the order in which the queue shows its hints."""
    context = {
        "rules": HintRule.objects.all(),
        "yes_or_no": YES_OR_NO,
        "can_edit": can_edit_hints(actor_of(request)),
    }
    return render(request, "wiki/hints.html", context)


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A form for a new rule; what was typed can be tried before it is saved."""
    _require_editor(request)
    rules = list(HintRule.objects.all())
    if request.method != "POST":
        last = rules[-1].pk if rules else 0
        form = HintForm(initial={"is_on": True, "after": last}, rules=rules)
        return _page(request, form)
    form = HintForm(request.POST, rules=rules, trying=_is_trying(request))
    if form.is_valid():
        if form.trying:
            return _tried(request, form, None)
        try:
            rule = add_rule(
                actor=actor_of(request),
                values=form.values(),
                reason=form.cleaned_data["reason"],
                after=form.cleaned_data["after"],
            )
        except NotDone as refusal:
            form.add_error(None, refusal.sentence)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The rule is added, and your reason is public."))
            return redirect(rule)
    return _page(request, form, status=INVALID)


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: int) -> HttpResponse:
    """The form of a rule; whoever comes second is shown what the first one changed."""
    _require_editor(request)
    rules = list(HintRule.objects.all())
    rule = next((one for one in rules if one.pk == key), None)
    if request.method != "POST":
        if rule is None:
            raise Http404
        form = HintForm(initial=as_it_is(rule, rules), rules=rules, rule=rule)
        return _page(request, form, rule)
    form = HintForm(request.POST, rules=rules, rule=rule, trying=_is_trying(request))
    is_valid = form.is_valid()
    if rule is None:
        form.add_error(None, RuleGone().sentence)
        return _page(request, form, status=INVALID)
    if is_valid:
        if form.trying:
            return _tried(request, form, rule)
        try:
            change_rule(
                actor=actor_of(request),
                rule=rule,
                values=form.values(),
                seen=form.cleaned_data["seen"],
                reason=form.cleaned_data["reason"],
                after=form.cleaned_data["after"],
            )
        except RuleChanged as refusal:
            return _changed_meanwhile(request, form, refusal)
        except NotDone as refusal:
            form.add_error(None, refusal.sentence)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The rule is changed, and your reason is public."))
            return redirect(rule)
    return _page(request, form, rule, status=INVALID)


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, key: int) -> HttpResponse:
    """Says what goes, asks why, and deletes it."""
    _require_editor(request)
    rule = HintRule.objects.filter(pk=key).first()
    if rule is None:
        raise Http404
    form = HintDeletionForm(
        request.POST if request.method == "POST" else None,
        initial={"seen": fingerprint_of(rule)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            delete_rule(actor=actor_of(request), rule=rule, **form.cleaned_data)
        except RuleGone:
            messages.info(request, _("Another maintainer has deleted this rule already."))
            return redirect("hints")
        except RuleChanged as refusal:
            rule = refusal.rule
            _see_again(form, rule)
            form.add_error(None, refusal.sentence)
        except NotDone as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The rule is deleted, and your reason is public."))
            return redirect("hints")
    context = {"form": form, "rule": rule, "yes_or_no": YES_OR_NO}
    status = INVALID if request.method == "POST" else 200
    return render(request, "wiki/hint_delete.html", context, status=status)


def _require_editor(request: HttpRequest) -> None:
    if not can_edit_hints(actor_of(request)):
        raise PermissionDenied(_("Only maintainers edit the rules for hints."))


def _is_trying(request: HttpRequest) -> bool:
    return request.POST.get("act") == TRY


def _tried(request: HttpRequest, form: HintForm, rule: HintRule | None) -> HttpResponse:
    """The form as it was typed, and below it what the rule would have marked."""
    trial = try_out(form.tried(), rule)
    return _page(request, form, rule, {"trial": trial, "last": LAST, "shown": SHOWN})


def _changed_meanwhile(request: HttpRequest, form: HintForm, refusal: RuleChanged) -> HttpResponse:
    """The form as it was typed, with what another maintainer made of the rule beside it."""
    rule = refusal.rule
    differing = [
        (form[name].label, _in_words(rule, name))
        for name, value in form.values().items()
        if getattr(rule, name) != value
    ]
    _see_again(form, rule)
    form.add_error(None, refusal.sentence)
    return _page(request, form, rule, {"theirs": differing}, INVALID)


def _in_words(rule: HintRule, name: str) -> str:
    if name == "signal":
        return rule.get_signal_display()
    if name == "is_on":
        return _("yes") if rule.is_on else _("no")
    return str(getattr(rule, name)) or "–"


def _see_again(form: Any, rule: HintRule) -> None:
    """What is sent next was written with the rule as it is now in view."""
    form.data = form.data.copy()
    form.data["seen"] = fingerprint_of(rule)


def _page(
    request: HttpRequest,
    form: HintForm,
    rule: HintRule | None = None,
    more: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "rule": rule} | (more or {})
    return render(request, "wiki/hint_form.html", context, status=status)
