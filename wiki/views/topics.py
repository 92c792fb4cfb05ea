"""A topic: what it is about, its articles, and who looks after them."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commons.log.keyset import paginate
from wiki.models import Maintainership, Topic
from wiki.views import overview
from wiki.views.finding import content_language
from wiki.views.watching import watching_topic
from wiki.views.who import actor_of

PAGE_SIZE = 100
MAINTAINERS_SHOWN = 20


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """The articles of a topic by title, in the reader's language or (`language`) another."""
    found = get_object_or_404(Topic, slug=slug)
    language = content_language(request) or overview.reading_language()
    articles = overview.filed_under(found, overview.listed(actor_of(request)))
    counts = {
        row["language"]: (row["count"], row["awaiting"])
        for row in articles.order_by()
        .values("language")
        .annotate(count=Count("pk"), awaiting=Count("pk", filter=Q(pending_since__isnull=False)))
        .order_by("language")
    }
    maintainers = list(
        Maintainership.objects.in_force()
        .filter(user__is_active=True)
        .select_related("user")
        .order_by("since", "pk")[: MAINTAINERS_SHOWN + 1]
    )
    context = {
        "topic": found,
        "watch": watching_topic(actor_of(request), found),
        "language": language,
        "language_name": overview.language_name(language),
        "languages": [
            (code, overview.language_name(code), counts.get(code, (0, 0))[0])
            for code in sorted({language, *counts}, key=lambda code: (code != language, code))
        ],
        "awaiting": counts.get(language, (0, 0))[1],
        "maintainers": maintainers[:MAINTAINERS_SHOWN],
        "more_maintainers": len(maintainers) > MAINTAINERS_SHOWN,
        "page": paginate(
            articles.filter(language=language),
            order=("sort_title", "pk"),
            cursor=request.GET.get("cursor", ""),
            size=PAGE_SIZE,
        ),
    }
    return render(request, "wiki/topic.html", context)
