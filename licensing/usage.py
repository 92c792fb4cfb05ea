"""What uses a licence, found through whatever relations point at it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count

from licensing.models import Licence


@dataclass(frozen=True, slots=True)
class Usage:
    """How many rows of one kind stand under a licence; `label` is their name in the plural."""

    label: str
    count: int


def _relations() -> Iterable[Any]:
    """Return the foreign keys to Licence, hidden ones and many-to-many tables included.

    Those of this app's own tables say something of licences; no text stands under them.
    """
    return [
        relation
        for relation in Licence._meta.get_fields(include_hidden=True)
        if relation.auto_created
        and not relation.concrete
        and (relation.one_to_many or relation.one_to_one)
        and not _is_ours(relation)
    ]


def _is_ours(relation: Any) -> bool:
    return bool(relation.related_model._meta.app_label == Licence._meta.app_label)


def is_in_use(licence: Licence) -> bool:
    """Whether any row anywhere stands under the licence."""
    return any(
        _rows(relation).filter(**_under(relation, licence)).exists() for relation in _relations()
    )


def kinds() -> list[str]:
    """Return what kinds of rows stand under licences, as they are called in the plural."""
    labels = (str(relation.related_model._meta.verbose_name_plural) for relation in _relations())
    return list(dict.fromkeys(labels))


def usage_by_licence() -> dict[int, list[Usage]]:
    """Return what stands under each licence by its key; one query for each kind of row."""
    usage: dict[int, list[Usage]] = defaultdict(list)
    for relation in _relations():
        column = relation.field.attname
        counts = _rows(relation).filter(**{f"{column}__isnull": False})
        for row in counts.order_by().values(column).annotate(count=Count("pk")):
            label = str(relation.related_model._meta.verbose_name_plural)
            usage[row[column]].append(Usage(label, row["count"]))
    return usage


def usage_of(licence: Licence) -> list[Usage]:
    """Return what stands under one licence, kinds without a row left out."""
    found = []
    for relation in _relations():
        count = _rows(relation).filter(**_under(relation, licence)).count()
        if count:
            found.append(Usage(str(relation.related_model._meta.verbose_name_plural), count))
    return found


def _rows(relation: Any) -> models.QuerySet[Any]:
    # The base manager hides nothing: a deleted article still stands under its licence.
    rows: models.QuerySet[Any] = relation.related_model._base_manager.all()
    return rows


def _under(relation: Any, licence: Licence) -> dict[str, Any]:
    return {relation.field.name: licence}
