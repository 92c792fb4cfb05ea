"""Ready-made reasons in Django admin: to read; maintainers write them on the site."""

from django.contrib import admin

from wiki.admin.reading import ReadOnlyAdmin
from wiki.models import ReadyReason


@admin.register(ReadyReason)
class ReadyReasonAdmin(ReadOnlyAdmin):
    """By language and verdict, in the order in which they are offered."""

    list_display = ("title", "language", "verdict", "position")
    list_filter = ("language", "verdict")
    search_fields = ("title", "text")
    fields = ("language", "verdict", "title", "text", "position")
