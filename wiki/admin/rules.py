"""The rules of the site in Django admin: one row, changed with a reason, never without."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from wiki.actions.errors import NotDone
from wiki.actions.ruling import RulesChangedMeanwhile, change_rules
from wiki.admin.reading import ReadOnlyAdmin
from wiki.forms.governing import RulesForm
from wiki.models import Rules
from wiki.models.rules import ONLY, current_rules


@admin.register(Rules)
class RulesAdmin(ReadOnlyAdmin):
    """There is one row, and the list of rules is its form; it is written when first changed."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(getattr(request.user, "is_admin", False))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The rules as they are, to be changed."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        form = RulesForm(
            request.POST if request.method == "POST" else None, instance=current_rules()
        )
        if form.is_valid() and _is_done(request, form):
            messages.success(request, _("Done, and recorded in the public log."))
            return redirect("admin:wiki_rules_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Rules of this site"),
            "opts": self.opts,
            "form": form,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/wiki/rules.html", context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The same under the address of the one row; there is no other."""
        if object_id != str(ONLY):
            return redirect("admin:wiki_rules_changelist")
        return self.changelist_view(request, extra_context)


def _is_done(request: HttpRequest, form: RulesForm) -> bool:
    """Hands the form to the action; what is refused stands in the form, with all that was typed."""
    actor: Any = request.user
    try:
        change_rules(
            actor=actor,
            changes=form.changes(),
            before=form.before(),
            reason=form.cleaned_data["reason"],
        )
    except RulesChangedMeanwhile as refusal:
        form.add_error(None, refusal.sentence)
        form.show_now(refusal.now)
        return False
    except NotDone as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True
