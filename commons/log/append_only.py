"""Rows that are written once: models that refuse to be changed or deleted."""

from collections.abc import Collection, Iterable
from typing import Any, NoReturn, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class AppendOnly(Exception):
    """Somebody tried to change or delete a row that stays as it was written."""


def _refuse(model: type[models.Model]) -> NoReturn:
    raise AppendOnly(
        f"{model._meta.label} rows are written once and stay: write a new row instead."
    )


class AppendOnlyQuerySet(models.QuerySet[M]):
    """A queryset that reads and inserts, and does nothing else."""

    def update(self, **kwargs: Any) -> int:
        _refuse(self.model)

    update.alters_data = True  # type: ignore[attr-defined]  # not callable from a template

    def delete(self) -> tuple[int, dict[str, int]]:
        _refuse(self.model)

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]  # as in Django: not on the manager

    def bulk_update(
        self, objs: Iterable[M], fields: Iterable[str], batch_size: int | None = None
    ) -> int:
        _refuse(self.model)

    bulk_update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(
        self,
        objs: Iterable[M],
        batch_size: int | None = None,
        ignore_conflicts: bool = False,
        update_conflicts: bool = False,
        update_fields: Collection[str] | None = None,
        unique_fields: Collection[str] | None = None,
    ) -> list[M]:
        if update_conflicts:
            _refuse(self.model)
        return super().bulk_create(objs, batch_size, ignore_conflicts)

    bulk_create.alters_data = True  # type: ignore[attr-defined]


class AppendOnlyModel(models.Model):
    """Base of append-only tables.

    Two ways around it are left open on purpose, because both keep the promise: deleting an
    account sets its foreign keys to null (through `_base_manager`, which is Django's own), and
    `loaddata` inserts rows when a backup is restored.
    """

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the row; raise AppendOnly when it has been written before."""
        if not self._state.adding:
            _refuse(type(self))
        # An explicit key that exists must fail as an insert, not turn into an update.
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _refuse(type(self))
