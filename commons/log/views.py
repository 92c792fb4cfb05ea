"""The public log, for everyone: as a page, as an Atom feed and as JSON, with the same filters."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from commons.feeds import EPOCH, PagedAtomFeed, host, json_bytes, send, xml_text
from commons.log.filters import LogFilter, about, log_filter
from commons.log.keyset import Page, paginate
from commons.log.models import LogEntry
from commons.log.sentences import areas, changes, describe, sentence

PAGE_SIZE = 50


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Every act of governance, newest first, by what it is about, by person and by date."""
    chosen = log_filter(request.GET)
    page = _page(request, chosen)
    rows = [
        {
            "entry": entry,
            "sentence": sentence(entry),
            "changes": changes(entry),
            "about": about(entry),
        }
        for entry in page.items
    ]
    context = {
        "rows": rows,
        "page": page,
        "areas": areas(),
        "chosen": chosen,
        "feed": chosen.address(reverse("log:feed")),
        "json": chosen.address(reverse("log:json")),
    }
    return render(request, "log/log.html", context)


@vary_on_cookie
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The same as an Atom feed; one query."""
    chosen = log_filter(request.GET)
    page = _page(request, chosen)
    path = reverse("log:feed")
    itself = request.build_absolute_uri(chosen.address(path))
    made = PagedAtomFeed(
        title=xml_text(_("Public log · %(site)s") % {"site": settings.SITE_NAME}),
        link=request.build_absolute_uri(chosen.address(reverse("log:list"))),
        feed_url=itself,
        feed_guid=itself,
        description="",
        language=get_language(),
        next_url=_next(request, chosen, page, path),
    )
    for entry in page.items:
        made.add_item(**_atom_entry(request, entry))
    body = made.writeString("utf-8").encode()
    return _send(request, page, body, PagedAtomFeed.content_type)


@vary_on_cookie
@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """The same as JSON: `entries`, the newest first, and the address of the `next` page or null."""
    chosen = log_filter(request.GET)
    page = _page(request, chosen)
    path = reverse("log:json")
    body = json_bytes(
        {
            "page": request.build_absolute_uri(chosen.address(reverse("log:list"))),
            "filters": chosen.chosen,
            "next": _next(request, chosen, page, path) or None,
            "entries": [_json_entry(request, entry) for entry in page.items],
        }
    )
    return _send(request, page, body, "application/json; charset=utf-8")


def _page(request: HttpRequest, chosen: LogFilter) -> Page[LogEntry]:
    cursor = request.GET.get("cursor", "")
    return paginate(chosen.rows(), order=("-created", "-pk"), cursor=cursor, size=PAGE_SIZE)


def _next(request: HttpRequest, chosen: LogFilter, page: Page[LogEntry], path: str) -> str:
    if not page.next_cursor:
        return ""
    return request.build_absolute_uri(chosen.address(path, page.next_cursor))


def _send(
    request: HttpRequest, page: Page[LogEntry], body: bytes, content_type: str
) -> HttpResponse:
    # Rows are never changed: a page is as old as the newest row on it.
    modified = page.items[0].created if page.items else EPOCH
    return send(request, body, content_type=content_type, modified=modified)


def _atom_entry(request: HttpRequest, entry: LogEntry) -> dict[str, Any]:
    name = entry.actor_name or _("The site itself")
    changed = format_html_join(
        "",
        "<p>{}: {} → {}</p>",
        ((change.what, xml_text(change.old), xml_text(change.new)) for change in changes(entry)),
    )
    return {
        "title": xml_text(f"{name} {describe(entry)}"),
        "link": f"{request.build_absolute_uri(reverse('log:list'))}#entry-{entry.pk}",
        "description": format_html("<p>{}</p>{}", xml_text(entry.reason), changed),
        "author_name": xml_text(name),
        "pubdate": entry.created,
        "updateddate": entry.created,
        "unique_id": f"tag:{host(request)},{entry.created:%Y-%m-%d}:log:{entry.pk}",
        "categories": [entry.area, entry.action],
    }


def _json_entry(request: HttpRequest, entry: LogEntry) -> dict[str, Any]:
    who = entry.actor
    address = getattr(who, "get_absolute_url", None)
    return {
        "id": entry.pk,
        "created": entry.created,
        "actor": {
            "name": entry.actor_name or None,
            "url": request.build_absolute_uri(address()) if address else None,
        },
        "action": entry.action,
        "area": entry.area,
        "sentence": describe(entry),
        "target": {
            "kind": entry.target_kind or None,
            "id": entry.target_id or None,
            "label": entry.target_label or None,
            "url": request.build_absolute_uri(entry.target_url) if entry.target_url else None,
        },
        "old": entry.old,
        "new": entry.new,
        "reason": entry.reason,
    }
