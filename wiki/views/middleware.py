"""The interface's language, the second factor of those with power, and addresses without article.

None of them asks the database anything for a visitor.
"""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from wiki.history import TextHidden
from wiki.models import User
from wiki.views import errors
from wiki.views.finding import Absent, Deleted, Moved, NoSuchVersion
from wiki.views.who import actor_of

GetResponse = Callable[[HttpRequest], HttpResponse]
INTERFACE_LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


class InterfaceLanguageMiddleware:
    """A member reads the language of their profile, everybody else that of the article.

    Where the address names no language of the interface, `?language=` decides, and then the
    browser's wishes.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language, negotiated = interface_language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        if negotiated:
            patch_vary_headers(response, ["Accept-Language", "Cookie"])
        if not response.has_header("Cache-Control"):
            # A page may greet by name: unless its view says otherwise, it is for this reader alone.
            response["Cache-Control"] = "private, no-cache"
            patch_vary_headers(response, ["Cookie"])
        return response


def interface_language(request: HttpRequest) -> tuple[str, bool]:
    """The language of the interface, and whether the browser's wishes decided."""
    actor = actor_of(request)
    if isinstance(actor, User) and actor.interface_language in INTERFACE_LANGUAGES:
        return actor.interface_language, False
    first = request.path_info[1:].partition("/")[0]
    if first in INTERFACE_LANGUAGES:
        return first, False
    asked = request.GET.get("language", "")
    if asked in INTERFACE_LANGUAGES:
        return asked, False
    return translation.get_language_from_request(request), True


class SecondFactorMiddleware:
    """Where the site requires it, maintainers and admins set up a second factor before they act.

    Until then they are members like any other, so that no edit of theirs validates itself.
    """

    NEEDS_IT = frozenset(
        {"review", "review_article", "delete", "restore", "version_first", "hide", "hidden_text"}
    )

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Leads to the page that sets a second factor up, with a sentence that says why."""
        match = request.resolver_match
        if settings.SECOND_FACTOR != "required" or match is None:
            return None
        actor = actor_of(request)
        if not isinstance(actor, User) or not (actor.is_maintainer or actor.is_staff):
            return None
        if is_mfa_enabled(actor, [Authenticator.Type.TOTP]):
            return None
        in_admin = match.app_name == "admin" and match.url_name != "logout"
        if not in_admin and match.view_name not in self.NEEDS_IT:
            actor.maintained = frozenset()
            return None
        messages.warning(
            request,
            _("Maintainers and admins sign in with a second factor here: set yours up first."),
        )
        return redirect("mfa_activate_totp")


class AbsenceMiddleware:
    """Answers for articles that moved, were deleted or never written, and for hidden text."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page that says why there is no article."""
        if isinstance(exception, Absent | Moved | Deleted | NoSuchVersion):
            return errors.not_found(request, exception)
        if isinstance(exception, TextHidden):
            return errors.text_hidden(request, exception)
        return None
