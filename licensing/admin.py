"""Licences in Django admin. Whatever changes one goes through `licensing.actions`."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet, URLField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from licensing import actions, admin_matrix, rules, usage
from licensing.forms import AddressField, DeletionForm, LicenceForm, ReasonActionForm
from licensing.in_force import matrix_in_force
from licensing.models import Licence, Role
from licensing.ways import ways_in, ways_out

__all__ = ["LicenceAdmin", "admin_matrix"]

Fieldset = tuple[Any, Any]


def _column(kind: str) -> Callable[[Licence], int]:
    """A column that says how many rows of a kind stand under each licence of the list."""

    @admin.display(description=kind)
    def count(licence: Licence) -> int:
        found: list[usage.Usage] = getattr(licence, "usage", [])
        return sum(one.count for one in found if one.label == kind)

    return count


@admin.register(Licence)
class LicenceAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # no generic at run time
    """Add, change, order, offer, withdraw, choose the default; each act asks why."""

    form = LicenceForm
    action_form = ReasonActionForm
    formfield_overrides = {URLField: {"form_class": AddressField}}
    actions = ("offer", "withdraw", "make_default")
    list_display = ("spdx", "name_en", "position", "role", "is_default", "is_open")
    list_editable = ("position",)
    list_filter = ("role", "share_alike", "is_open")
    ordering = ("position", "spdx")
    search_fields = ("spdx", "name_en", "name_fr")
    list_per_page = 200
    readonly_fields = ("is_default", "used_by", "compatibility")

    # The list ------------------------------------------------------------------------------------

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """With a column for each kind of row that stands under licences: articles, files …"""
        spdx, name, *others = super().get_list_display(request)
        return [spdx, name, *map(_column, usage.kinds()), *others]

    def get_changelist_instance(self, request: HttpRequest) -> ChangeList:
        """Count what stands under the licences once for the whole list."""
        found: ChangeList = super().get_changelist_instance(request)
        counted = usage.usage_by_licence()
        for licence in found.result_list:
            licence.usage = counted.get(licence.pk, [])
        return found

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Leave out deletion of many at once: a licence goes alone, with a reason."""
        found: dict[str, Any] = super().get_actions(request)
        found.pop("delete_selected", None)
        return found

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        """Give the position a name of its own: in the list it has no label that is heard."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field is not None and db_field.name == "position":
            field.widget.attrs["aria-label"] = _("position")
        return field

    @admin.display(description=gettext_lazy("used by"))
    def used_by(self, licence: Licence) -> str:
        colon = pgettext("between a name and what is said of it", ": ")
        counted = usage.usage_of(licence)
        return ", ".join(f"{one.label}{colon}{one.count}" for one in counted) or _("nothing")

    @admin.action(description=gettext_lazy("Offer to writers"), permissions=["change"])
    def offer(self, request: HttpRequest, queryset: QuerySet[Licence]) -> None:
        self._do(request, queryset, actions.offer_licence, _("%(name)s is now offered."))

    @admin.action(description=gettext_lazy("Withdraw"), permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Licence]) -> None:
        self._do(request, queryset, actions.withdraw_licence, _("%(name)s is withdrawn."))

    @admin.action(
        description=gettext_lazy("Make it the default of new articles"), permissions=["change"]
    )
    def make_default(self, request: HttpRequest, queryset: QuerySet[Licence]) -> None:
        if queryset.count() != 1:
            self.message_user(
                request,
                _("Choose a single licence: there can be only one default."),
                messages.ERROR,
            )
            return
        done = _("%(name)s is now the default of new articles.")
        self._do(request, queryset, actions.choose_default_licence, done)

    def _do(
        self,
        request: HttpRequest,
        chosen: Iterable[Licence],
        act: Callable[..., Licence],
        done: str,
    ) -> None:
        """Carry out an act on each chosen licence, and say how each went."""
        reason = request.POST.get("reason", "")
        for licence in chosen:
            try:
                act(actor=request.user, licence=licence, reason=reason)
            except rules.ReasonMissing as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
                return
            except rules.LicenceRefused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            else:
                self.message_user(request, done % {"name": licence.name}, messages.SUCCESS)

    # One licence ---------------------------------------------------------------------------------

    def get_fieldsets(self, request: HttpRequest, obj: Licence | None = None) -> list[Fieldset]:
        facts = ("spdx", "name_en", "name_fr", "url", "legal_url")
        sections: list[Fieldset] = [
            (None, {"fields": facts}),
            (_("What it means"), {"fields": ("credit", "share_alike", "is_open", "role")}),
        ]
        if obj is not None:
            sections.append((_("On this site"), {"fields": self.readonly_fields}))
        if obj is None or self.has_change_permission(request, obj):
            sections.append((_("Why"), {"fields": ("reason",)}))
        return sections

    def get_readonly_fields(
        self, request: HttpRequest, obj: Licence | None = None
    ) -> tuple[str, ...]:
        if obj is not None and obj.role == Role.OFFERED:
            # What is offered is withdrawn first, by the act of that name.
            return (*self.readonly_fields, "role", "is_open")
        return self.readonly_fields

    @admin.display(description=gettext_lazy("compatibility"))
    def compatibility(self, licence: Licence) -> str:
        """Show the cells of the matrix with their sources; they are not edited here."""
        known = list(Licence.objects.in_order())
        matrix = matrix_in_force()
        ways = {
            "ways_out": ways_out(licence, known, matrix),
            "ways_in": ways_in(licence, known, matrix),
        }
        return render_to_string("licensing/admin_compatibility.html", ways)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Say in a sentence what became impossible while the form was being filled in."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (rules.LicenceRefused, ValidationError) as refusal:
            said = refusal.messages if isinstance(refusal, ValidationError) else [str(refusal)]
            self.message_user(request, " ".join(said), messages.ERROR)
            return redirect(request.path)

    def save_model(self, request: HttpRequest, obj: Licence, form: Any, change: bool) -> None:
        """Hand the form to the action for it; the list alone has no reason, only positions."""
        if not change:
            reason = form.cleaned_data["reason"]
            added = actions.add_licence(actor=request.user, values=form.values(), reason=reason)
            obj.pk, obj.position = added.pk, added.position
        elif isinstance(form, LicenceForm):
            actions.change_licence(
                actor=request.user,
                licence=obj,
                changes=form.changes(),
                reason=form.cleaned_data["reason"],
            )
        else:
            actions.reorder(actor=request.user, positions={obj.spdx: obj.position})

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask why, then delete; one that text stands under is kept, and a sentence says so."""
        licence = self.get_object(request, unquote(object_id))
        if not self.has_delete_permission(request, licence):
            raise PermissionDenied
        if licence is None:
            return redirect("admin:licensing_licence_changelist")
        form = DeletionForm(request.POST if request.method == "POST" else None)
        try:
            rules.refuse_deletion(licence)
            if form.is_valid():
                name, reason = licence.name, form.cleaned_data["reason"]
                actions.delete_licence(actor=request.user, licence=licence, reason=reason)
                self.message_user(request, _("%(name)s is deleted.") % {"name": name})
                return redirect("admin:licensing_licence_changelist")
        except rules.LicenceRefused as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return redirect("admin:licensing_licence_change", licence.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Delete %(name)s?") % {"name": licence.name},
            "form": form,
            "licence": licence,
            "opts": self.opts,
        }
        return TemplateResponse(request, "licensing/admin_delete.html", context)
