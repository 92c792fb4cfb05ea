"""What every template knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from wiki.models import Article
from wiki.views.who import actor_of


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name and rules, and the person who asks; no query for a visitor."""
    person = actor_of(request)
    known: dict[str, Any] = {
        # Not `site`: allauth gives its own pages another thing of that name.
        "wiki": {
            "name": settings.SITE_NAME,
            "guests_may_edit": settings.GUESTS_MAY_EDIT,
            "readers_see": settings.READERS_SEE,
            "members_see": settings.MEMBERS_SEE,
            "email": bool(settings.EMAIL),
        },
        "person": person,
    }
    if person.is_maintainer:
        known["awaiting_count"] = Article.objects.awaiting_review().count()
    return known
