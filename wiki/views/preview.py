"""The formatted text beside the editor, as a fragment of a page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from wiki.permissions import can_write
from wiki.views import throttling
from wiki.views.editor import INVALID, preview_of
from wiki.views.who import actor_of


@never_cache
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Formats `text`, written in `language`; nothing is kept of it.

    422 with a sentence when the text cannot be formatted, 429 when asked too often, 403 for those
    who may not write.
    """
    actor = actor_of(request)
    if not can_write(actor):
        return _fragment(request, {"html": "", "error": _("Sign in to write here.")}, 403)
    try:
        throttling.count(request, actor, throttling.PREVIEW)
    except throttling.TooOften as error:
        sentence = _("The preview is paused: it was requested very often. What you type is kept.")
        response = _fragment(request, {"html": "", "error": sentence}, 429)
        return throttling.say_when_to_come_back(response, error)
    language = request.POST.get("language", "")
    if language not in settings.CONTENT_LANGUAGES:
        language = settings.LANGUAGE_CODE
    shown = preview_of(request.POST.get("text", "").replace("\0", ""), language)
    return _fragment(request, shown, INVALID if shown["error"] else 200)


def _fragment(request: HttpRequest, shown: dict[str, str], status: int) -> HttpResponse:
    response = render(request, "wiki/_preview.html", {"preview": shown}, status=status)
    response["X-Preview"] = "yes"  # the editor shows no other answer, such as a proxy's page
    return response
