"""The history of an article: every revision, the newest first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from commons.log.keyset import paginate
from wiki.actions.requesting import may_ask_for_review
from wiki.models import Article, Revision
from wiki.permissions import can_review, can_write
from wiki.views.finding import find_article
from wiki.views.revision_rows import for_rows
from wiki.views.who import actor_of

REVISIONS_PER_PAGE = 50


@vary_on_cookie
@cache_control(private=True, no_cache=True)
@require_safe
def history(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """One page of the history; three queries for a visitor, whatever page it is."""
    articles = Article.objects.light().select_related("latest")
    article = find_article(request, language, slug, articles)
    page = paginate(
        for_rows(Revision.objects.filter(article=article)),
        order=("-number",),
        cursor=request.GET.get("cursor", ""),
        size=REVISIONS_PER_PAGE,
    )
    for revision in page.items:
        revision.article = article
    context = {
        "article": article,
        "page": page,
        "revisions": page.items,
        "picks": len(page.items) > 1,
        "may_ask_for_review": may_ask_for_review(actor_of(request), article),
        "may_edit": can_write(actor_of(request)) and not article.is_deleted,
        "may_review": can_review(actor_of(request), article) and not article.is_deleted,
    }
    return render(request, "wiki/history.html", context)
