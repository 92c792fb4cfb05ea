"""Everybody who wrote an article, and the line that credits them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from commons.log.keyset import paginate
from wiki.models import Contributor, Revision
from wiki.models.revision import ContributorQuerySet
from wiki.views import conditional
from wiki.views.heads import Head, head_of
from wiki.views.metadata import authors_of, authors_until, credit_of, say_licence
from wiki.views.showing import Shown, load_shown, shown_to
from wiki.views.who import actor_of

CONTRIBUTORS_PER_PAGE = 100
LONGEST_NUMBER = 9  # digits; longer ones count no revisions


@require_safe
def credits_page(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """All contributors, who wrote most first, and the credit line: of the article as it is shown,
    or (`?revision=`) of one revision."""
    head = head_of(request, language, slug)
    revision_id = shown_to(actor_of(request), head)
    return conditional.answer(
        request,
        made_from=("credits", *head, revision_id),
        modified=head.modified,
        make=lambda: _made(request, head, revision_id),
    )


def _made(request: HttpRequest, head: Head, revision_id: int) -> HttpResponse:
    asked = request.GET.get("revision", "").strip()
    shown, number = _asked_for(head, asked)
    sentence = ""
    if shown is None:
        shown = load_shown(head, pk=revision_id)
        if asked:
            sentence = _(
                "This article has no revision of that number: below is the credit line of the "
                "article as it is now."
            )
    article, licence = shown.article, shown.licence
    authors = authors_of(article, licence) if number is None else authors_until(article, number)
    context = {
        "article": article,
        "shown": shown,
        "number": number,
        "asked": asked,
        "sentence": sentence,
        "licence": licence,
        "credit": credit_of(request, shown.revision, authors, number=number),
        "page": paginate(
            Contributor.objects.filter(article=article),
            order=ContributorQuerySet.MOST_FIRST,
            cursor=request.GET.get("cursor", ""),
            size=CONTRIBUTORS_PER_PAGE,
        ),
    }
    status = 404 if sentence else 200
    return say_licence(render(request, "wiki/credits.html", context, status=status), licence)


def _asked_for(head: Head, text: str) -> tuple[Shown | None, int | None]:
    """The revision whose number was typed; nothing where there is none."""
    if not text.isdecimal() or len(text) > LONGEST_NUMBER:
        return None, None
    try:
        return load_shown(head, number=int(text)), int(text)
    except Revision.DoesNotExist:
        return None, None
