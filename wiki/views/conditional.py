"""Answers that can be kept: by browsers, by shared caches, and by this process.

A visitor's page says the same to every visitor, so it is named by what it was made from. Whoever
shows the name again is told that nothing changed, and whoever asks anew gets the page that was
made for the one before. People who can be told apart get pages of their own, which nobody keeps.
"""

import datetime as dt
import gzip
import hashlib
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date
from django.utils.translation import get_language

from wiki.views.who import is_visitor

# What pages are made by; their text changes with any of these.
SOURCES = ("templates", "wiki", "licensing", "locale")
SUFFIXES = frozenset({".html", ".py", ".mo"})
# Kept by django.contrib.messages: something is to be said to this reader alone.
MESSAGES_COOKIE = "messages"
KEEP = 3600  # seconds that this process keeps a page that nobody asks for
COMPRESSION = 6


class KeptPage(NamedTuple):
    """A page as it is sent, its body compressed."""

    headers: dict[str, str]
    body: bytes


def is_shared(request: HttpRequest) -> bool:
    """Whether the answer says nothing that is for one reader alone."""
    return is_visitor(request) and MESSAGES_COOKIE not in request.COOKIES and not settings.DEBUG


def answer(
    request: HttpRequest,
    *,
    made_from: tuple[object, ...],
    modified: dt.datetime,
    make: Callable[[], HttpResponse],
) -> HttpResponse:
    """The page that `make` returns, or 304, or the page as it was made from the same before.

    `made_from` holds everything that the page depends on, besides the address, the interface's
    language and the site's settings. An answer that says itself how long it may be kept is left
    as it is.
    """
    if not is_shared(request):
        response = make()
        response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ["Cookie"])
        return response
    name = _name(request, made_from)
    etag = f'W/"{name}"'
    unchanged: HttpResponse | None = get_conditional_response(
        request, etag, int(modified.timestamp())
    )
    response = _kept_or_made(request, name, make) if unchanged is None else unchanged
    if response.status_code in (200, 304) and not response.has_header("Cache-Control"):
        response["ETag"] = etag
        response["Last-Modified"] = http_date(modified.timestamp())
        response["Cache-Control"] = "public, max-age=0, must-revalidate"
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    return response


@cache
def build_id() -> str:
    """Names the code, the templates and the translations that this process makes pages with."""
    digest = hashlib.sha256()
    for source in SOURCES:
        for path in sorted((settings.BASE_DIR / source).rglob("*")):
            if path.suffix in SUFFIXES:
                digest.update(path.read_bytes())
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    if manifest.exists():
        digest.update(manifest.read_bytes())
    return digest.hexdigest()


def _name(request: HttpRequest, made_from: tuple[object, ...]) -> str:
    parts = (
        *made_from,
        request.build_absolute_uri(),
        get_language(),
        settings.SITE_NAME,
        settings.READERS_SEE,
        settings.GUESTS_MAY_EDIT,
        build_id(),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _kept_or_made(
    request: HttpRequest, name: str, make: Callable[[], HttpResponse]
) -> HttpResponse:
    # What stands behind a question mark is anybody's to choose: such pages would crowd out others.
    keeping = not request.META.get("QUERY_STRING")
    pages = caches["pages"]
    kept: KeptPage | None = pages.get(name) if keeping else None
    if kept is None:
        response = make()
        if response.status_code != 200 or not keeping or response.has_header("Cache-Control"):
            return response
        body = gzip.compress(response.content, COMPRESSION, mtime=0)
        kept = KeptPage(dict(response.items()), body)
        pages.set(name, kept, KEEP)
    return _sent(request, kept)


def _sent(request: HttpRequest, kept: KeptPage) -> HttpResponse:
    """The page, compressed for those who can read that: it holds no secret to be guessed."""
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response = HttpResponse(kept.body, headers=kept.headers)
        response["Content-Encoding"] = "gzip"
    else:
        response = HttpResponse(gzip.decompress(kept.body), headers=kept.headers)
    return response
