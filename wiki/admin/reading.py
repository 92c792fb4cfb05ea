"""What Django admin shows and nobody changes there, admins neither."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class EmptyOrNot(admin.EmptyFieldListFilter):
    """Rows by whether a field is empty, in words that say what that means."""

    when_empty: Any
    when_filled: Any

    def choices(self, changelist: Any) -> Iterator[Any]:
        words = (None, self.when_empty, self.when_filled)
        for choice, word in zip(super().choices(changelist), words, strict=True):
            yield choice if word is None else {**choice, "display": word}


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # no generic at run time
    """Lists and pages to read; no adding, changing, deleting, and no acts on many at once."""

    actions = None
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
