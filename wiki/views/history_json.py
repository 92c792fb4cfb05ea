"""The history of an article for machines: every revision with its licence and its verdicts."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from commons.feeds import json_bytes, send
from commons.log.keyset import paginate
from wiki.models import Article, Hiding, Review, Revision
from wiki.views.finding import find_article
from wiki.views.history import REVISIONS_PER_PAGE
from wiki.views.metadata import person_address
from wiki.views.revision_rows import for_rows


@vary_on_cookie
@require_safe
def history_json(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """One page of the history as JSON, the newest revision first; three queries for a visitor.

    `next` is the address of the page with older ones, or null. Codes stand for kinds, states and
    verdicts, the same in every language; moments are in UTC (RFC 3339).
    """
    articles = Article.objects.light().select_related("latest", "validated")
    article = find_article(request, language, slug, articles)
    page = paginate(
        for_rows(Revision.objects.filter(article=article)),
        order=("-number",),
        cursor=request.GET.get("cursor", ""),
        size=REVISIONS_PER_PAGE,
    )
    path = article.get_absolute_url()
    query = f"?{urlencode({'cursor': page.next_cursor})}"
    data = {
        "article": {
            "title": article.title,
            "language": article.language,
            "url": request.build_absolute_uri(path),
            "history": request.build_absolute_uri(f"{path}/history"),
            "latest": article.latest.number if article.latest else None,
            "validated": article.validated.number if article.validated else None,
            "awaiting": article.pending_count,
            "deleted": article.deleted_at,
        },
        "next": request.build_absolute_uri(f"{request.path}{query}") if page.next_cursor else None,
        "revisions": [_revision(request, article, revision) for revision in page.items],
    }
    response = send(
        request,
        json_bytes(data),
        content_type="application/json; charset=utf-8",
        modified=article.touched,
    )
    # Of a deleted article, maintainers alone are told.
    response["Cache-Control"] = "private, no-cache"
    return response


def _revision(request: HttpRequest, article: Article, revision: Revision) -> dict[str, Any]:
    revision.article = article
    reverted_to, undoes = revision.reverted_to, revision.undoes
    return {
        "number": revision.number,
        # Hidden with the text.
        "title": None if revision.is_hidden else revision.title,
        "kind": revision.kind,
        "reverted_to": reverted_to.number if reverted_to else None,
        "undoes": undoes.number if undoes else None,
        "author": {
            "name": revision.author_name,
            "kind": revision.author_kind,
            "url": person_address(request, revision.author_name, revision.author_kind),
        },
        "created": revision.created,
        "recorded": revision.recorded,
        "summary": None if revision.is_hidden else revision.summary,
        "hidden": _hidden(request, revision.hiding),
        "licence": {"spdx": revision.licence.spdx, "url": revision.licence.url},
        "size": revision.size,
        "change": revision.size_change,
        "sha256": revision.sha256,
        "state": revision.state,
        "verdicts": [_verdict(row) for row in revision.verdicts],  # type: ignore[attr-defined]
        "links": _links(request, article, revision.number),
    }


def _hidden(request: HttpRequest, hiding: Hiding | None) -> dict[str, Any] | None:
    """Since when the text is hidden, by whom and why; None where it is not."""
    if hiding is None:
        return None
    report = reverse("report", args=[hiding.report_id])
    return {
        "since": hiding.created,
        "by": hiding.maintainer_name,
        "reason": hiding.reason,
        "report": request.build_absolute_uri(report),
    }


def _verdict(review: Review) -> dict[str, Any]:
    """What was decided about the revision; the last word stands last."""
    return {
        "verdict": review.verdict,
        "by": review.reviewer_name,
        "created": review.created,
        "comment": review.comment,
        "decision": review.decision,
        "withdraws": review.withdraws,
        "by_edit": review.by_edit,
        "by_trust": review.by_trust,
        "on_own": review.on_own,
    }


def _links(request: HttpRequest, article: Article, number: int) -> dict[str, str]:
    at = [article.language, article.slug]
    return {
        "page": request.build_absolute_uri(reverse("revision", args=[*at, number])),
        "raw": request.build_absolute_uri(reverse("raw_revision", args=[*at, number])),
        "difference": request.build_absolute_uri(
            reverse("difference", args=[*at, number - 1, number])
        ),
    }
