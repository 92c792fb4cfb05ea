"""The rules of the site, in plain words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wiki.actions.ruling import SETTINGS_LABEL
from wiki.models.rules import current_rules
from wiki.models.server_settings import server_settings


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """What each number means, and what the server is set to, for everybody."""
    context = {
        "rules": current_rules(),
        "server": server_settings(),
        "settings_label": SETTINGS_LABEL,
    }
    return render(request, "wiki/rules.html", context)
