"""Licences explained to whoever reads, writes or reuses."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from licensing import words
from licensing.flows import Flow, Stream, flow
from licensing.in_force import matrix_in_force
from licensing.matrix import LETTERS, Words
from licensing.models import Licence, Role
from licensing.ruling import FROM_BEST_TO_WORST
from licensing.ways import Way, ways_in, ways_out

# Each group of the list: its name in the address, its heading, its roles.
_GROUPS: list[tuple[str, tuple[Role, ...]]] = [
    ("offered", (Role.OFFERED,)),
    ("known", (Role.KNOWN,)),
    ("imported", (Role.IMPORT_ONLY, Role.IMPORT_OFF)),
    ("described", (Role.DESCRIBED,)),
    ("refused", (Role.REFUSED,)),
]


@dataclass(frozen=True, slots=True)
class Explained:
    """A licence with what is said of it in plain words."""

    licence: Licence
    summary: Words
    may: Sequence[Words]
    asked: Sequence[Words]
    why: Words

    @classmethod
    def of(cls, licence: Licence) -> "Explained":
        return cls(
            licence,
            words.summary(licence),
            words.what_one_may_do(licence),
            words.what_is_asked(licence),
            words.why_this_role(licence),
        )


@require_safe
def licences(request: HttpRequest) -> HttpResponse:
    """All licences in groups: offered, known, for imported text, described, refused."""
    known = [Explained.of(licence) for licence in Licence.objects.in_order()]
    headings = _headings()
    groups = [
        {
            "id": name,
            "heading": headings[name][0],
            "about": headings[name][1],
            "licences": [one for one in known if one.licence.role in roles],
        }
        for name, roles in _GROUPS
    ]
    return render(
        request,
        "licensing/licences.html",
        {"groups": [group for group in groups if group["licences"]], "site_section": "licences"},
    )


@require_safe
def licence(request: HttpRequest, spdx: str) -> HttpResponse:
    """One licence: what one may do, what is asked, and where text under it may go."""
    known = list(Licence.objects.in_order())
    shown = next((one for one in known if one.spdx.casefold() == spdx.casefold()), None)
    if shown is None:
        raise Http404(_("This site knows no licence by that name."))
    if shown.spdx != spdx:
        return redirect(shown, permanent=True)
    matrix = matrix_in_force()
    coming, going = ways_in(shown, known, matrix), ways_out(shown, known, matrix)
    out = {way.other.pk: way for way in going}
    return render(
        request,
        "licensing/licence.html",
        {
            "explained": Explained.of(shown),
            "licence": shown,
            "ways_out": going,
            "ways_in": coming,
            "both_ways": [
                {"other": way.other, "coming": way, "going": out.get(way.other.pk)}
                for way in coming
            ],
            "flow": _drawn(shown, coming, going),
            "site_section": "licences",
        },
    )


def _drawn(shown: Licence, coming: Sequence[Way], going: Sequence[Way]) -> Flow:
    return flow(shown.name, _streams(coming), _streams(going))


def _streams(ways: Sequence[Way]) -> list[Stream]:
    """The ways that are open, the best first, and how many need every author's word."""
    best_first = sorted(ways, key=lambda way: FROM_BEST_TO_WORST.index(way.answer.cell))
    streams = [
        Stream(way.answer.cell, way.other.name, str(way.word))
        for way in best_first
        if way.answer.cell != "N"
    ]
    closed = len(ways) - len(streams)
    if closed:
        count = ngettext("{number} other", "{number} others", closed).format(number=closed)
        streams.append(Stream("N", count, str(LETTERS["N"])))
    return streams


def _headings() -> dict[str, tuple[str, str]]:
    """Return the heading of each group and what it means, in the active language."""
    return {
        "offered": (_("Offered here"), _("Writers choose one of these for what they publish.")),
        "known": (_("Known, not offered"), _("An admin may offer these to writers.")),
        "imported": (
            _("For imported text only"),
            _("Text from elsewhere may keep these; nobody publishes new text under them."),
        ),
        "described": (
            _("Described, never offered"),
            _("Part of the debate on the commons, but not open licences."),
        ),
        "refused": (_("Refused, and why"), _("Text under these cannot come into this site.")),
    }
