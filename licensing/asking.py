"""The one question about licences, answered to anybody: on a page, and to machines.

An editor asks while somebody types, so the answer costs one query, needs no session, and is kept.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_headers

from licensing.compatibility import Answer
from licensing.forms import AskForm
from licensing.in_force import matrix_in_force
from licensing.matrix import LETTERS
from licensing.models import Licence

KEEP = 60  # seconds
UNREADABLE = 422


@require_safe
def may(request: HttpRequest) -> HttpResponse:
    """May text `from` one licence, or an expression of several, go into a page under `to`?"""
    known = list(Licence.objects.in_order())
    asked = any(request.GET.get(name) for name in AskForm.NAMES)
    form = AskForm(request.GET if _is_whole(request) else None, matrix=matrix_in_force())
    if not form.is_bound:
        # One half may come with a link; what is missing is not called wrong yet.
        form.initial = {name: request.GET.get(name, "") for name in AskForm.NAMES}
    context: dict[str, Any] = {"form": form, "known": known, "site_section": "licences"}
    if form.is_valid():
        answer = form.answer()
        context |= {
            "answer": answer,
            "word": LETTERS[answer.cell],
            "parts": [(part, LETTERS[part.cell]) for part in answer.parts],
            "as_json": f"{reverse('licensing:may_json')}?{request.GET.urlencode()}",
        }
    status = UNREADABLE if asked and form.is_bound and not form.is_valid() else 200
    return render(request, "licensing/may.html", context, status=status)


@conditional_page
@vary_on_headers("Cookie", "Accept-Language")
@require_safe
def may_json(request: HttpRequest) -> JsonResponse:
    """The same for machines: the letter, whether it is allowed, and everything in words."""
    form = AskForm(request.GET, matrix=matrix_in_force())
    if form.is_valid():
        response = JsonResponse(_for_machines(form.answer()))
    else:
        response = JsonResponse(_what_is_wrong(form), status=UNREADABLE)
    # The sentences follow the language of a member's profile.
    kept_by = "private" if settings.SESSION_COOKIE_NAME in request.COOKIES else "public"
    patch_cache_control(response, **{kept_by: True, "max_age": KEEP})
    return response


def _is_whole(request: HttpRequest) -> bool:
    return all(name in request.GET for name in AskForm.NAMES)


def _for_machines(answer: Answer) -> dict[str, Any]:
    return {
        "from": answer.source,
        "to": answer.target,
        "cell": answer.cell,
        "allowed": answer.allowed,
        "word": str(LETTERS[answer.cell]),
        "reason": str(answer.reason),
        "obligations": [str(obligation) for obligation in answer.obligations],
        "source_of_rule": str(answer.source_of_rule),
        "chosen": list(answer.chosen),
        "decides": str(answer.decides),
        "parts": [
            {
                "from": part.source,
                "to": part.target,
                "cell": part.cell,
                "reason": str(part.reason),
                "source_of_rule": str(part.source_of_rule),
            }
            for part in answer.parts
        ],
    }


def _what_is_wrong(form: AskForm) -> dict[str, Any]:
    errors = {name: " ".join(map(str, said)) for name, said in form.errors.items()}
    return {
        "error": " ".join(dict.fromkeys(errors.values())),
        "errors": errors,
        "suggestions": {name: list(found) for name, found in form.suggestions.items()},
    }
