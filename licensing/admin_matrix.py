"""The matrix in Django admin: one table to read, and a form for a cell with its source and why."""

from contextlib import suppress
from typing import Any, NamedTuple

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from licensing import rules
from licensing.cells import change_cell, drop_cell, said_by_the_base
from licensing.forms import CellForm, DeletionForm
from licensing.in_force import matrix_in_force
from licensing.matrix import LETTERS, TARGETS, Words
from licensing.models import Cell, Licence, Role

# Pages stand under these; text under the others is only brought in, or kept out.
_OF_PAGES = (Role.OFFERED, Role.KNOWN, Role.IMPORT_ONLY)
LIST = "admin:licensing_cell_changelist"


class Shown(NamedTuple):
    """A cell of the table: its letter, the number of its footnote, and where to change it."""

    letter: str
    note: int
    address: str
    word: Words
    is_changed: bool


@admin.register(Cell)
class CellAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # no generic at run time
    """Whatever changes a cell goes through `licensing.cells`; the code's own words stay."""

    actions = None

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The whole matrix as it is in force, with a footnote for the source of each cell."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return self._page(request, "admin_matrix.html", _("Compatibility of licences"), _table())

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """A cell that admins have not touched yet: it begins with what the code says."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        chosen = {licence.spdx: licence for licence in Licence.objects.all()}
        source = chosen.get(request.GET.get("source", ""))
        target = chosen.get(request.GET.get("target", ""))
        initial: dict[str, Any] = {"source": source, "target": target}
        if source is not None and target is not None:
            cell = Cell.objects.filter(source=source, target=target).first()
            if cell is not None:
                return redirect("admin:licensing_cell_change", cell.pk)
            said = said_by_the_base(source, target)
            initial |= {"letter": said.letter, "rule": said.rule} if said else {"letter": "R"}
        return self._form(request, None, initial)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A cell that admins changed or added."""
        cell: Cell | None = self.get_object(request, unquote(object_id))
        if not self.has_change_permission(request, cell):
            raise PermissionDenied
        if cell is None:
            return redirect(LIST)
        initial = {
            "source": cell.source,
            "target": cell.target,
            "letter": cell.letter,
            "rule": cell.rule,
        }
        return self._form(request, cell, initial)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask why, then take the cell out: what the code says counts again."""
        cell: Cell | None = self.get_object(request, unquote(object_id))
        if not self.has_delete_permission(request, cell):
            raise PermissionDenied
        if cell is None:
            return redirect(LIST)
        form = DeletionForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            # Gone meanwhile is gone: another admin was quicker, and the log says so.
            with suppress(Cell.DoesNotExist):
                drop_cell(actor=request.user, cell=cell, reason=form.cleaned_data["reason"])
                self.message_user(request, _("Done, and recorded in the public log."))
            return redirect(LIST)
        said = said_by_the_base(cell.source, cell.target)
        context = {
            "form": form,
            "cell": cell,
            "word": LETTERS[cell.letter],
            "then": LETTERS[said.letter if said else "R"],
        }
        title = _("Take out %(cell)s?") % {"cell": cell}
        return self._page(request, "admin_cell_delete.html", title, context)

    def _form(
        self, request: HttpRequest, cell: Cell | None, initial: dict[str, Any]
    ) -> HttpResponse:
        form = CellForm(request.POST if request.method == "POST" else None, initial=initial)
        for name in ("source", "target"):
            form.fields[name].disabled = cell is not None
        if form.is_valid():
            try:
                change_cell(actor=request.user, **form.cleaned_data)
            except rules.LicenceRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Done, and recorded in the public log."))
                return redirect(LIST)
        title = _("Change %(cell)s") % {"cell": cell} if cell else _("Change a cell of the matrix")
        return self._page(request, "admin_cell.html", title, {"form": form, "cell": cell})

    def _page(
        self, request: HttpRequest, template: str, title: str, context: dict[str, Any]
    ) -> HttpResponse:
        known = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return TemplateResponse(request, f"licensing/{template}", {**known, **context})


def _table() -> dict[str, Any]:
    """The matrix in force as rows of cells, the sources of its rules as numbered footnotes."""
    matrix = matrix_in_force()
    known = list(Licence.objects.in_order())
    changed = {
        (source, target): key
        for key, source, target in Cell.objects.values_list("pk", "source__spdx", "target__spdx")
    }
    reached = {*TARGETS, *(target for _source, target in changed)}
    columns = [one for one in known if one.role in _OF_PAGES or one.spdx in reached]
    notes: dict[str, int] = {}

    def shown(source: Licence, target: Licence) -> Shown:
        pair = source.spdx, target.spdx
        letter, rule = matrix.letter(*pair), str(matrix.rule(*pair))
        if source == target:
            address = ""
        elif pair in changed:
            address = reverse("admin:licensing_cell_change", args=[changed[pair]])
        else:
            asked = urlencode({"source": source.spdx, "target": target.spdx})
            address = f"{reverse('admin:licensing_cell_add')}?{asked}"
        note = notes.setdefault(rule, len(notes) + 1)
        return Shown(letter, note, address, LETTERS[letter], pair in changed)

    rows = [(source, [shown(source, target) for target in columns]) for source in known]
    return {"columns": columns, "rows": rows, "notes": list(notes), "letters": LETTERS.items()}
