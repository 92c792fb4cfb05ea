"""The lines that credit what a text took from elsewhere."""

import datetime as dt
from typing import Protocol

from django.conf import settings

from licensing.attribution import Credit, How, source_line
from licensing.models import Licence
from wiki.models import Source

HOW: dict[str, How] = {
    Source.Way.VERBATIM: "verbatim",
    Source.Way.ADAPTED: "adapted",
    Source.Way.TRANSLATED: "translated",
}


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
    @property
    def taken(self) -> dt.date: ...


def source_credit(source: Credited) -> Credit:
    """The line that credits a source, in the active language; one query."""
    address = source.address
    return source_line(
        title=source.title,
        address=f"{settings.SITE_ADDRESS}{address}" if address.startswith("/") else address,
        authors=[source.authors] if source.authors else [],
        licence=source.expression,
        licences={licence.spdx: licence for licence in Licence.objects.all()},
        how=HOW[source.way],
        taken=source.taken,
    )
