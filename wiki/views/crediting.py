"""The lines that credit what a text took from elsewhere."""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings

from licensing.attribution import Credit, LicenceFacts, credit_line
from licensing.models import Licence
from wiki.models import Source


class Credited(Protocol):
    """What a credit needs to know of a source; rows and those about to be written have it."""

    @property
    def way(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def authors(self) -> str: ...
    @property
    def expression(self) -> str: ...


@dataclass(frozen=True)
class _Expression:
    """An expression of several licences, as a credit line names it."""

    spdx: str
    url: str = ""
    credit: str = "author_title"

    @property
    def name(self) -> str:
        return self.spdx


def source_credit(source: Credited) -> Credit:
    """The line that credits a source, in the active language."""
    licence: LicenceFacts | None = Licence.objects.filter(spdx__iexact=source.expression).first()
    address = source.address
    return credit_line(
        title=source.title,
        authors=[source.authors] if source.authors else [],
        address=f"{settings.SITE_ADDRESS}{address}" if address.startswith("/") else address,
        licence=licence or _Expression(source.expression),
        changed=source.way != Source.Way.VERBATIM,
    )
