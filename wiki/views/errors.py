"""What stands on the page when something is not as it should be."""

from urllib.parse import quote, urlencode

from django.core.exceptions import RequestDataTooBig
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponsePermanentRedirect,
    HttpResponseServerError,
)
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from wiki.actions.hidden_text import why_hidden
from wiki.addresses import slug_of
from wiki.history import TextHidden
from wiki.views.finding import Absent, Deleted, Moved, NoSuchVersion, title_wanted
from wiki.views.who import actor_of


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, for requests that no browser sends; nothing of the request is read.

    413 for a form with more in it than any article can hold.
    """
    if isinstance(exception, RequestDataTooBig):
        return HttpResponse(loader.get_template("413.html").render(), status=413)
    return HttpResponseBadRequest(loader.get_template("400.html").render())


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403; the exception's words are the reason that the page gives."""
    return render(request, "403.html", {"reason": str(exception or "")}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without a valid token: open too long, or sent from elsewhere."""
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404; moved and deleted articles get their own answers."""
    if isinstance(exception, Moved):
        return moved(request, exception)
    if isinstance(exception, Deleted):
        return gone(request, exception)
    context: dict[str, object] = {}
    if isinstance(exception, NoSuchVersion):
        context = {"reason": exception.sentence, "way_out": exception.way_out}
    if isinstance(exception, Absent):
        title = title_wanted(actor_of(request), exception.language, exception.slug)
        context["query"] = title
        if slug_of(title):
            wanted = urlencode({"language": exception.language, "title": title})
            context["wanted"] = {"title": title, "url": f"{reverse('new')}?{wanted}"}
    return render(request, "404.html", context, status=404)


def moved(request: HttpRequest, exception: Moved) -> HttpResponse:
    """Leads to the same page of the article where it is now; a form sent is sent on."""
    below = request.path.removeprefix(f"/{exception.language}/{exception.slug}")
    query = request.META.get("QUERY_STRING", "")
    response = HttpResponsePermanentRedirect(
        exception.article.get_absolute_url() + quote(below) + (f"?{query}" if query else ""),
        preserve_request=request.method not in ("GET", "HEAD"),
    )
    # A title may move back: browsers that kept the redirect for ever would go in circles.
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])  # maintainers are led to what is deleted, too
    return response


def gone(request: HttpRequest, exception: Deleted) -> HttpResponse:
    """410, with who deleted the article and why."""
    article = exception.article
    deletion = {"actor_name": article.deleted_by_name, "created": article.deleted_at}
    context = {"log_entry": deletion, "reason": article.deletion_reason}
    return render(request, "410.html", context, status=410)


def text_hidden(request: HttpRequest, exception: TextHidden) -> HttpResponse:
    """451, where a text was hidden while its page was made."""
    context = {"reason": why_hidden(exception.version)}
    return render(request, "451.html", context, status=451)


def too_many(request: HttpRequest, reason: str = "") -> HttpResponse:
    """429, with what to wait for."""
    return render(request, "429.html", {"reason": reason}, status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; nothing is read but one template without a variable."""
    return HttpResponseServerError(loader.get_template("500.html").render())
