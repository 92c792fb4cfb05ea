"""The public log, for everyone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from commons.log.keyset import paginate
from commons.log.models import LogEntry
from commons.log.sentences import areas, changes, sentence

PAGE_SIZE = 50


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Every act of governance, newest first, by area (`area`) and by person (`by`)."""
    known = areas()
    area = request.GET.get("area", "")
    area = area if area in known else ""
    name = request.GET.get("by", "").replace("\x00", "").strip()[:150]
    entries = LogEntry.objects.select_related("actor")
    if area:
        entries = entries.in_area(area)
    if name:
        entries = entries.by(name)
    page = paginate(
        entries,
        order=("-created", "-pk"),
        cursor=request.GET.get("cursor", ""),
        size=PAGE_SIZE,
    )
    rows = [
        {"entry": entry, "sentence": sentence(entry), "changes": changes(entry)}
        for entry in page.items
    ]
    return render(
        request,
        "log/log.html",
        {"rows": rows, "page": page, "areas": known, "area": area, "name": name},
    )
