"""One's own settings, and the language of the interface."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wiki.actions.mailing import address_of
from wiki.actions.profiles import set_interface_language, set_notice_mail
from wiki.forms.profile import SettingsForm
from wiki.models import User
from wiki.views.pledges import standing_pledges
from wiki.views.who import actor_of


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """What a member may set, and the ways to password, e-mail and second factor."""
    actor = actor_of(request)
    assert isinstance(actor, User)
    kept = {"interface_language": actor.interface_language, "notice_mail": actor.notice_mail}
    form = SettingsForm(
        request.POST if request.method == "POST" else None,
        initial=kept,
        can_be_mailed=bool(address_of(actor)),
    )
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["interface_language"]
        set_interface_language(actor=actor, language=language)
        if form.cleaned_data.get("notice_mail"):
            set_notice_mail(actor=actor, how_often=form.cleaned_data["notice_mail"])
        with translation.override(language or translation.get_language()):
            messages.success(request, _("Your settings are saved."))
        return redirect("profile")
    context = {
        "form": form,
        "has_power": actor.is_admin or actor.maintainerships.in_force().exists(),
        "second_factor": is_mfa_enabled(actor, [Authenticator.Type.TOTP]),
        "pledges": [one for one in standing_pledges(actor) if one.ended is None],
        "second_factor_required": settings.SECOND_FACTOR == "required",
    }
    return render(request, "wiki/profile.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_language(request: HttpRequest) -> HttpResponse:
    """Keeps the chosen language of the interface: members' in the profile, others' in a cookie."""
    if request.method != "POST":
        return render(request, "wiki/language.html", {"next": _way_back(request, request.GET)})
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        messages.error(request, _("Choose one of the languages in the list."))
        return redirect("set_language")
    response = HttpResponseRedirect(_way_back(request, request.POST))
    actor = actor_of(request)
    if isinstance(actor, User):
        set_interface_language(actor=actor, language=language)
        return response
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )
    return response


def _way_back(request: HttpRequest, sent: QueryDict) -> str:
    """The page on this site that `next` names; the first page when it names another site."""
    address = sent.get("next", "")
    here = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if here and address.startswith("/") else reverse("home")
