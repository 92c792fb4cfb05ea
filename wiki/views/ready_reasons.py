"""The ready-made reasons that a maintainer is offered, in the language of the author."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django import forms
from django.conf import settings
from django.http import HttpRequest

from wiki.models import Article, ReadyReason, Revision
from wiki.models.reason import GIVEN

F = TypeVar("F", bound=forms.Form)
LARGEST_KEY = 10**18


@dataclass(frozen=True)
class Offered:
    """Reasons by verdict, in one language of the interface."""

    language: str
    groups: list[tuple[str, list[ReadyReason]]]


def offered(
    article: Article, changes: Sequence[Revision], verdicts: Sequence[str] = GIVEN
) -> Offered:
    """The reasons for these verdicts, in the language of who made the last of the changes.

    Where there are none in it, those in the language of the site; one query.
    """
    wanted = language_for(article, changes[-1] if changes else None)
    site = settings.LANGUAGE_CODE
    rows = list(ReadyReason.objects.filter(language__in={wanted, site}, verdict__in=verdicts))
    language = wanted if any(row.language == wanted for row in rows) else site
    groups = [
        (str(verdict.label), [r for r in rows if (r.language, r.verdict) == (language, verdict)])
        for verdict in GIVEN
    ]
    return Offered(language, [(label, reasons) for label, reasons in groups if reasons])


def language_for(article: Article, change: Revision | None) -> str:
    """The interface language of the author; else the article's, if it is one; else the site's."""
    spoken = dict(settings.LANGUAGES)
    chosen = change.author.interface_language if change and change.author else ""
    return next(
        (code for code in (chosen, article.language) if code in spoken), settings.LANGUAGE_CODE
    )


def filled(request: HttpRequest, form: F) -> F:
    """The form as it was sent, with the chosen reason below the words typed; nothing is checked."""
    words = {name: form[name].value() for name in form.fields}
    key = request.POST.get("ready", "")
    ready = None
    if key.isdecimal() and int(key[:20]) < LARGEST_KEY:
        ready = ReadyReason.objects.filter(pk=int(key)).first()
    typed = str(words.get("comment") or "").replace("\r\n", "\n").rstrip()
    if ready is not None and ready.text not in typed:
        words["comment"] = f"{typed}\n\n{ready.text}" if typed else ready.text
    return type(form)(initial=words)
