"""The rules of the site, in plain words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from wiki.models.rules import current_rules


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """What each number means, for everybody."""
    return render(request, "wiki/rules.html", {"rules": current_rules()})
