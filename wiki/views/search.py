"""Searching the articles, and titles while somebody types."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from wiki import search as engine
from wiki.addresses import slug_of
from wiki.forms.fields import one_line
from wiki.models import Article
from wiki.models.article import TITLE_LENGTH, VersionFirst
from wiki.search import Completion, Hit
from wiki.views.finding import content_language
from wiki.views.overview import listed, reading_language
from wiki.views.version_rule import first_for, shown_validated
from wiki.views.who import actor_of, is_visitor

PAGE_SIZE = 20
LONGEST = 400  # characters of a query that are read
COMPLETIONS = 8
KEEP_TITLES = 60  # seconds


@dataclass(frozen=True)
class Found:
    """An article that was found, by the version that the reader is shown, and why."""

    article: Article
    hit: Hit


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Articles with the words `q`, in one `language` or in all; titles first."""
    query = one_line(request.GET.get("q", "")[:LONGEST])
    language = content_language(request)
    context: dict[str, Any] = {
        "query": query,
        "language": language,
        "languages": settings.CONTENT_LANGUAGES,
        "cursor": request.GET.get("cursor", ""),
    }
    if query:
        context |= _results(request, query, language)
    return render(request, "wiki/search.html", context)


@vary_on_cookie
@require_safe
def titles(request: HttpRequest) -> JsonResponse:
    """A few articles whose title, as the reader is shown it, may be the one that begins with `q`.

    The same for every visitor.
    """
    query = one_line(request.GET.get("q", "")[:LONGEST])
    found = engine.complete(
        query,
        language=content_language(request) or None,
        limit=COMPLETIONS,
        validated_shown=shown_validated(actor_of(request)),
    )
    articles = Article.objects.live().only("language", "slug")
    there = articles.in_bulk([completion.article_id for completion in found])
    response = JsonResponse(
        {"titles": [_entry(there, one) for one in found if one.article_id in there]}
    )
    kept_by = "public" if is_visitor(request) else "private"
    patch_cache_control(response, **{kept_by: True, "max_age": KEEP_TITLES})
    return response


def _entry(articles: dict[int, Article], completion: Completion) -> dict[str, str]:
    article = articles[completion.article_id]
    return {
        "title": completion.title,
        "language": article.language,
        "url": article.get_absolute_url(),
    }


def _results(request: HttpRequest, query: str, language: str) -> dict[str, Any]:
    """One page of what was found, or what might have been meant."""
    actor = actor_of(request)
    validated_shown = shown_validated(actor)
    results = engine.search(
        query,
        language=language or None,
        limit=PAGE_SIZE,
        cursor=request.GET.get("cursor", ""),
        validated_shown=validated_shown,
    )
    visible = listed(actor)
    articles = visible.in_bulk([hit.article_id for hit in results.hits])
    found = [
        Found(articles[hit.article_id], hit) for hit in results.hits if hit.article_id in articles
    ]
    wanted = engine.fold(query)
    exact = [one.article for one in found if engine.fold(one.hit.title) == wanted]
    nearly: list[Article] = []
    if not found:
        suggested = engine.suggest(query, language or None, validated_shown=validated_shown)
        near = [one.article_id for one in suggested]
        there = visible.in_bulk(near)
        nearly = [there[pk] for pk in near if pk in there]
    return {
        "results": results,
        "reads_validated": first_for(actor) == VersionFirst.VALIDATED,
        "found": found,
        "exact": exact,
        "nearly": nearly,
        "create_url": "" if exact else _create_url(query, language or reading_language()),
    }


def _create_url(title: str, language: str) -> str:
    """Where an article of this title is begun; empty when no article could have it."""
    if not slug_of(title) or len(title) > TITLE_LENGTH:
        return ""
    return f"{reverse('new')}?{urlencode({'language': language, 'title': title})}"
