"""Pages of long lists by the values of a row instead of a count of rows.

Page 100 costs what page 1 costs, and rows that arrive or go while somebody turns pages neither
repeat nor hide others.
"""

import datetime as dt
from dataclasses import dataclass
from functools import reduce
from typing import Any, Generic, TypeVar

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

M = TypeVar("M", bound=models.Model)

# Beyond this a cursor was not made here.
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """Rows in the order asked for; a cursor is empty when there is no page on that side."""

    items: list[M]
    next_cursor: str
    previous_cursor: str


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of an ordering."""

    name: str
    descending: bool
    field: Any

    def beyond(self, backwards: bool) -> str:
        """Return the lookup for rows that come later in the direction of travel."""
        return f"{self.name}__{'lt' if self.descending is not backwards else 'gt'}"


def paginate(
    queryset: models.QuerySet[M], *, order: tuple[str, ...], cursor: str, size: int = 50
) -> Page[M]:
    """Return the page of `queryset` that `cursor` stands for; the first one for "".

    `order` names columns as `order_by` does and must end in one that tells the remaining rows
    apart: `("-created", "-pk")`, or `("-number",)` where number is unique within the queryset.
    Relations are followed (`article__title`) and should be in `select_related`. Columns must
    not hold nulls: leave such rows out of the queryset first.

    A cursor is signed and belongs to this model and order: one that is damaged, forged, or
    from another list gives the first page and never an error.
    """
    columns = [_column(queryset.model, name) for name in order]
    signer = _signer(queryset.model, order)
    place = _read(signer, columns, cursor)
    if place is None:
        rows = list(queryset.order_by(*order)[: size + 1])
        return Page(rows[:size], _after(signer, columns, rows, size), "")
    backwards, values = place
    rows = list(
        queryset.filter(_beyond(columns, values, backwards)).order_by(
            *(_turned(name) if backwards else name for name in order)
        )[: size + 1]
    )
    if not rows:
        # Everything on that side is gone since the cursor was made: offer the way back.
        way_back = _write(signer, not backwards, _texts(values))
        return Page([], way_back, "") if backwards else Page([], "", way_back)
    more = len(rows) > size
    items = rows[:size][::-1] if backwards else rows[:size]
    first, last = _values(columns, items[0]), _values(columns, items[-1])
    return Page(
        items,
        _write(signer, False, last) if more or backwards else "",
        _write(signer, True, first) if more or not backwards else "",
    )


def _column(model: type[models.Model], name: str) -> _Column:
    """Find the field behind one name of an ordering."""
    path = name.removeprefix("-")
    field: Any = None
    for part in path.split("__"):
        field = model._meta.pk if part == "pk" else model._meta.get_field(part)
        model = field.related_model or model
    return _Column(path, name.startswith("-"), getattr(field, "target_field", field))


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(columns: list[_Column], values: list[Any], backwards: bool) -> Q:
    """Rows after the place, or before it when `backwards`.

    For (a, b): `a <= x AND (a < x OR (a = x AND b < y))`. The first condition says nothing new,
    but it is the one plain range that SQLite and PostgreSQL both look up in an index.
    """
    alternatives = []
    for position, column in enumerate(columns):
        same = {columns[i].name: values[i] for i in range(position)}
        alternatives.append(Q(**same, **{column.beyond(backwards): values[position]}))
    later = reduce(Q.__or__, alternatives)
    if len(columns) == 1:
        return later
    return Q(**{f"{columns[0].beyond(backwards)}e": values[0]}) & later


def _values(columns: list[_Column], row: models.Model) -> list[str]:
    """Return the row's place in the ordering as text."""
    values = []
    for column in columns:
        value: Any = row
        for part in column.name.split("__"):
            value = getattr(value, part)
        if isinstance(value, models.Model):
            value = value.pk
        if value is None:
            raise ValueError(f"{column.name} is null; leave such rows out before paginating.")
        values.append(value)
    return _texts(values)


def _texts(values: list[Any]) -> list[str]:
    return [
        value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
        for value in values
    ]


def _after(signer: signing.Signer, columns: list[_Column], rows: list[M], size: int) -> str:
    """Return the cursor of the page after the first `size` rows, if there are more."""
    return _write(signer, False, _values(columns, rows[size - 1])) if len(rows) > size else ""


def _signer(model: type[models.Model], order: tuple[str, ...]) -> signing.Signer:
    return signing.Signer(sep=".", salt=f"keyset:{model._meta.label}:{','.join(order)}")


def _write(signer: signing.Signer, backwards: bool, values: list[str]) -> str:
    return signer.sign_object(["p" if backwards else "n", *values])


def _read(
    signer: signing.Signer, columns: list[_Column], cursor: str
) -> tuple[bool, list[Any]] | None:
    """Return the direction and the place of a cursor, or None when it is not one of ours."""
    if not cursor or len(cursor) > _LONGEST:
        return None
    try:
        direction, *texts = signer.unsign_object(cursor)
        values = [column.field.to_python(text) for column, text in zip(columns, texts, strict=True)]
    except (signing.BadSignature, ValidationError, ValueError, TypeError):
        return None
    return direction == "p", values
