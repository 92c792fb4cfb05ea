"""Under which licence each revision of an article stands: no grant is ever taken back."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q, Window
from django.db.models.functions import Lag
from django.utils.translation import gettext as _

from licensing.attribution import licence_json
from licensing.models import Licence
from wiki.models import Article, Revision


@dataclass(frozen=True)
class LicenceRange:
    """Revisions in a row under one licence; `last` is None where the range is still open."""

    licence: Licence
    first: int
    last: int | None

    def __str__(self) -> str:
        """Which text it is, for a line such as "Text up to revision 12: CC0 1.0"."""
        if self.last is None:
            return _("All of the text") if self.first == 1 else self._from_on()
        if self.first == 1:
            return _("Text up to revision {number}").format(number=self.last)
        if self.first == self.last:
            return _("Revision {number}").format(number=self.first)
        return _("Revisions {first} to {last}").format(first=self.first, last=self.last)

    def as_json(self) -> dict[str, Any]:
        """The range for machines."""
        return {"from": self.first, "to": self.last, "license": licence_json(self.licence)}

    def _from_on(self) -> str:
        return _("From revision {number} on").format(number=self.first)


def licence_ranges(article: Article) -> list[LicenceRange]:
    """The licences of an article's revisions, the first one first. Two queries."""
    before = Window(Lag("licence"), order_by=F("number").asc())
    begins = list(
        Revision.objects.filter(article=article)
        .annotate(before=before)
        .filter(Q(before=None) | ~Q(before=F("licence")))
        .order_by("number")
        .values_list("number", "licence")
    )
    licences = Licence.objects.in_bulk({key for _number, key in begins})
    ends = [number - 1 for number, _key in begins[1:]]
    return [
        LicenceRange(licences[key], first, last)
        for (first, key), last in zip(begins, [*ends, None], strict=True)
    ]
