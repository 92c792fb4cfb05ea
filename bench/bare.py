"""What Django can do at its quickest: the measure that reading is held against."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wiki.models import Article

BARE = "/bench/bare"


@require_safe
def bare(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """One SELECT and one small template."""
    article = Article.objects.only("title", "created").get(language=language, slug=slug)
    return render(request, "bench/bare.html", {"article": article})
