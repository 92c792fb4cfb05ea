"""The ways to show a difference, chosen by links: as source or formatted, in one column or two."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SHOW, FORMATTED = "show", "formatted"
COLUMNS, TWO = "columns", "two"
# In the address: its name, and the values with what they are called; the first is the usual one.
CHOICES: tuple[tuple[str, tuple[tuple[str, Promise], ...]], ...] = (
    (SHOW, (("", _("Source")), (FORMATTED, _("Formatted")))),
    (COLUMNS, (("", _("One column")), (TWO, _("Side by side")))),
)


@dataclass(frozen=True)
class Choice:
    """A link that chooses; `id` is its own on the page and the same on the next."""

    id: str
    name: Promise
    address: str
    is_chosen: bool


@dataclass(frozen=True)
class Way:
    """How differences are shown on a page, and the links that show them otherwise.

    `query` carries the choice to other pages, "" for the usual one.
    """

    is_formatted: bool
    in_two: bool
    choices: list[list[Choice]]
    query: str


def way_of(request: HttpRequest) -> Way:
    """The way that the address asks for; what it does not know is the usual one."""
    chosen = {name: request.GET.get(name, "") for name, _values in CHOICES}
    is_formatted, in_two = chosen[SHOW] == FORMATTED, chosen[COLUMNS] == TWO
    parts = [f"{SHOW}={FORMATTED}"] * is_formatted + [f"{COLUMNS}={TWO}"] * in_two
    return Way(
        is_formatted,
        in_two,
        [_links(request, name, values) for name, values in CHOICES],
        f"?{'&'.join(parts)}" if parts else "",
    )


def _links(
    request: HttpRequest, name: str, values: tuple[tuple[str, Promise], ...]
) -> list[Choice]:
    known = [value for value, _label in values]
    now = request.GET.get(name, "")
    links = []
    for value, label in values:
        asked = request.GET.copy()
        asked.pop(name, None)
        if value:
            asked[name] = value
        address = request.path + (f"?{asked.urlencode()}" if asked else "")
        is_chosen = value == (now if now in known else "")
        links.append(Choice(f"{name}-{value or 'usual'}", label, address, is_chosen))
    return links
