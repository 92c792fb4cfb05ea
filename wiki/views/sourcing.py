"""Whether text from elsewhere may stand in a page: told while somebody types, and on preview."""

import re
from dataclasses import dataclass
from typing import Any

from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from licensing.in_force import may_take_in
from licensing.models import Licence
from wiki.actions.crediting import NewSource
from wiki.actions.sourcing import SourceRefused, source_of
from wiki.forms.sourcing import SourceFields
from wiki.models import Article
from wiki.views.crediting import source_credit


@dataclass(frozen=True)
class SourceAnswer:
    """The answer in words: refused, a question, something missing, or the credit to come.

    `reason` is under which condition the text may go there.
    """

    credit: str = ""
    reason: str = ""
    refused: str = ""
    sentence: str = ""
    missing: str = ""

    @property
    def is_question(self) -> bool:
        """Whether a maintainer decides."""
        return bool(self.sentence)


@require_safe
@cache_control(max_age=60, public=True)
def answer(request: HttpRequest) -> HttpResponse:
    """The answer for the fields of a form in the address, as a fragment of a page."""
    form = SourceFields(request.GET)
    licence = Licence.objects.filter(spdx=request.GET.get("licence", "")).first()
    key = request.GET.get("article", "")
    article = Article(pk=int(key)) if re.fullmatch(r"[1-9]\d{0,8}", key, re.ASCII) else None
    found = None
    if licence is not None and form.names_a_source():
        found = answer_to(form, licence, article)
    response = HttpResponse()
    if found is not None:
        response = render(request, "wiki/_source_answer.html", {"answer": found})
    response["X-Answer"] = "yes"  # the editor shows no other answer, such as a proxy's page
    return response


def elsewhere(
    form: SourceFields, licence: Licence | None, article: Article | None
) -> dict[str, Any]:
    """What the editor shows of text from elsewhere; the answer once something is said of it."""
    names: list[BoundField] = [form[name] for name in SourceFields.base_fields]
    says = form.names_a_source()
    bad = any(form[name].errors for name in SourceFields.base_fields) if form.is_bound else False
    typed = {name: form[name].value() for name in SourceFields.base_fields}
    return {
        "fields": names,
        "known": SourceFields.known_licences(),
        "is_open": says or bad,
        "answer": answer_to(SourceFields(typed), licence, article) if says and licence else None,
    }


def answer_to(form: SourceFields, licence: Licence, article: Article | None = None) -> SourceAnswer:
    """The answer for a page under `licence`."""
    if not form.is_valid():
        sentences = [str(error) for errors in form.errors.values() for error in errors]
        return SourceAnswer(missing=sentences[0])
    [claim] = form.claims()
    try:
        source = source_of(claim, licence, article)
    except SourceRefused as refusal:
        return SourceAnswer(refused=refusal.sentence)
    if source.answer == "R":
        return SourceAnswer(sentence=_question(source))
    reason = may_take_in(source.expression, licence.spdx).reason
    return SourceAnswer(credit=source_credit(source).text, reason=str(reason))


def _question(source: NewSource) -> str:
    return _(
        "Whether text under %(licence)s may stand here is not settled. You can publish it: the "
        "page says that the question is open, and a maintainer decides it in public."
    ) % {"licence": source.expression}
