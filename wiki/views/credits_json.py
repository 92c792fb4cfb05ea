"""The credits of an article for machines: all that their page tells, in codes and numbers."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from commons.feeds import json_bytes
from licensing.attribution import licence_json
from wiki.models import Article
from wiki.views.contributors import Row
from wiki.views.crediting import credit_of_shown
from wiki.views.credits import Credits, FromHere, credits_of
from wiki.views.heads import head_of
from wiki.views.metadata import person_address, say_licence
from wiki.views.showing import no_such_revision
from wiki.views.sources import source_json


@vary_on_cookie
@cache_control(private=True, no_cache=True)
@require_safe
def credits_json(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """The credits of the version that the reader is shown, or (`?revision=`) of one revision.

    `share` is in per cent of the words and marks of the text, null where nobody kept who wrote
    them; `next` is the address of the page with more authors, or null.
    """
    head = head_of(request, language, slug)
    asked = request.GET.get("revision", "").strip()
    found = credits_of(request, head, asked)
    if asked and found.number is None:
        raise no_such_revision(head, request.path.removesuffix("/credits.json"))
    response = HttpResponse(
        json_bytes(_data(request, found)), content_type="application/json; charset=utf-8"
    )
    return say_licence(response, found.shown.licence)


def _data(request: HttpRequest, found: Credits) -> dict[str, Any]:
    shown, rows = found.shown, found.rows
    article, revision = shown.article, shown.revision
    credit = credit_of_shown(request, shown, found.number)
    query = {"cursor": rows.next_cursor}
    if found.number is not None:
        query["revision"] = str(found.number)
    return {
        "article": {
            "title": revision.title,
            "language": article.language,
            "url": request.build_absolute_uri(article.get_absolute_url()),
            "revision": revision.number,
            "revision_url": request.build_absolute_uri(revision.get_absolute_url()),
        },
        "license": licence_json(shown.licence),
        "credit": {"text": credit.text, "html": credit.html, "markdown": credit.markdown},
        "words": rows.whole or None,
        "author_count": rows.count,
        "authors": [_author(request, row) for row in rows.items],
        "next": request.build_absolute_uri(f"{request.path}?{urlencode(query)}")
        if rows.next_cursor
        else None,
        "sources": [source_json(request, source, found.actor) for source in shown.sources],
        "from_this_wiki": [_from_here(request, one) for one in found.here],
        "translation_of": _translation(request, found.original) if found.original else None,
        "translations": [_translation(request, other) for other in found.others],
        "licenses": [one.as_json() for one in found.ranges],
    }


def _author(request: HttpRequest, row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "kind": row.kind,
        "url": person_address(request, row.name, row.kind),
        "words": row.words if row.whole else None,
        "share": row.per_cent if row.whole else None,
        "revisions": row.revisions,
        "first": row.first,
        "last": row.last,
    }


def _from_here(request: HttpRequest, found: FromHere) -> dict[str, Any]:
    """Words from another article; of one that was deleted, their authors alone."""
    return {
        "title": found.title or None,
        "url": request.build_absolute_uri(found.path) if found.path else None,
        "words": found.words,
        "revisions": [
            {
                "url": request.build_absolute_uri(origin.permanent) if origin.permanent else None,
                "author": origin.name,
                "created": origin.created,
            }
            for origin in found.origins
        ],
    }


def _translation(request: HttpRequest, other: Article) -> dict[str, Any]:
    shown = other.version_shown
    assert shown is not None
    return {
        "title": shown.title,
        "language": other.language,
        "url": request.build_absolute_uri(other.get_absolute_url()),
        "revision": shown.number,
        "license": licence_json(shown.licence),
    }
