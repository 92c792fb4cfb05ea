"""The public log in Django admin: to read, not to change."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from commons.log.models import LogEntry
from commons.log.sentences import describe


@admin.register(LogEntry)
class LogEntryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # no generic at run time
    """Nobody adds, changes or deletes a row here, admins neither."""

    list_display = ("created", "actor_name", "what_happened", "reason")
    list_display_links = ("what_happened",)
    list_filter = ("area",)
    search_fields = ("actor_name", "target_label", "reason")
    ordering = ("-created", "-pk")
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=_("act"))
    def what_happened(self, entry: LogEntry) -> str:
        return describe(entry)
