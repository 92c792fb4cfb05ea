"""The first page, the articles of a language, and two pages for those who run the site."""

import time
from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from commons.log.keyset import paginate
from wiki.forms.profile import InterfaceLanguageForm
from wiki.models import Topic
from wiki.views import overview
from wiki.views.conditional import answer
from wiki.views.finding import content_language
from wiki.views.who import actor_of

PAGE_SIZE = 100
# Two saves may be committed in another order than they are numbered; a kept page that was made
# between them is out of date for this long at most.
KEPT_FOR = 60  # seconds


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, its topics, and what happened lately in the reader's language."""

    def make() -> HttpResponse:
        language = content_language(request) or overview.reading_language()
        return render(request, "wiki/home.html", overview.front(actor_of(request), language))

    return _kept(request, make)


@require_safe
def home_in(request: HttpRequest, language: str) -> HttpResponse:
    """The articles of a language by title, all or (`topic`) those of one topic."""

    def make() -> HttpResponse:
        topics = list(Topic.objects.all())
        asked = request.GET.get("topic", "")
        topic = next((topic for topic in topics if topic.slug == asked), None)
        articles = overview.listed(actor_of(request)).filter(language=language)
        if topic is not None:
            articles = overview.filed_under(topic, articles)
        context = {
            "language": language,
            "language_name": overview.language_name(language),
            "topics": topics,
            "topic": topic,
            "count": articles.count(),
            "page": paginate(
                articles,
                order=("sort_title", "pk"),
                cursor=request.GET.get("cursor", ""),
                size=PAGE_SIZE,
            ),
        }
        return render(request, "wiki/articles.html", context)

    return _kept(request, make)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Says "ok" when the database answers, for whoever watches the site; 503 when it does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        words = "The database does not answer.\n"
        return HttpResponse(words, content_type="text/plain; charset=utf-8", status=503)
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component of the pages, for those who build them."""
    return render(request, "styleguide.html", {"form": InterfaceLanguageForm()})


def _kept(request: HttpRequest, make: Callable[[], HttpResponse]) -> HttpResponse:
    """The page, or 304 as long as nothing happened on the site."""
    state = overview.state_of_site()
    if state is None:
        return make()
    made_from = (*state.names, _term())
    return answer(request, made_from=made_from, modified=state.modified, make=make)


def _term() -> int:
    """A number that is another one every KEPT_FOR seconds."""
    return int(time.time()) // KEPT_FOR
