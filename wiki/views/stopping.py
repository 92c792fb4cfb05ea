"""What tells writers of the measures on them, before they type and when they are refused."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from wiki.actions.copying import CopyRefused
from wiki.actions.errors import NotDone, Restrained
from wiki.actions.permitting import next_edit, why_stopped
from wiki.models import Article, Measure
from wiki.models.person import Actor
from wiki.permissions import what_stops
from wiki.views.editor import FORBIDDEN, INVALID


class Told(NamedTuple):
    """A measure and the sentence that tells of it."""

    measure: Measure
    sentence: str


def told(actor: Actor) -> list[Told]:
    """The measures on the actor whose time is not over, notices among them; one query."""
    measures = Measure.objects.on(actor).standing().select_related("topic").newest_first()
    return [Told(measure, why_stopped(measure)) for measure in measures]


def before_writing(actor: Actor, article: Article | None = None) -> dict[str, Any]:
    """What the editor's page says before anything is typed.

    `stop` is the measure that keeps the actor from writing here, `told` are all that are to be
    told, that one first when it protects the article; `next_edit` is when somebody slowed down
    may send the next change.
    """
    lines = told(actor)
    restraints = [line.measure for line in lines if line.measure.is_in_force]
    stop = what_stops(actor, article, restraints=restraints)
    if stop is not None and stop.kind == Measure.Kind.PROTECTION:
        lines = [Told(stop, why_stopped(stop)), *lines]
    is_slowed = any(one.kind == Measure.Kind.SLOWED for one in restraints)
    return {"stop": stop, "told": lines, "next_edit": next_edit(actor) if is_slowed else None}


def stopped_page(request: HttpRequest, article: Article, stop: Measure) -> HttpResponse:
    """403, where there is nothing to type yet: what keeps the actor from it, and until when."""
    context = {"article": article, "told": [Told(stop, why_stopped(stop))]}
    return render(request, "wiki/stopped.html", context, status=FORBIDDEN)


def said(refusal: NotDone) -> str:
    """The sentence of a refusal; of a measure or a copy, with the way to what it is about."""
    if isinstance(refusal, CopyRefused):
        links = [(one.get_absolute_url(), one.title) for one in refusal.articles]
        return format_html(
            "{} {}", refusal.sentence, format_html_join(" ", '<a href="{}">{}</a>', links)
        )
    if not isinstance(refusal, Restrained) or refusal.measure.pk is None:
        return refusal.sentence
    address = refusal.measure.get_absolute_url()
    return format_html(
        '{} <a href="{}">{}</a>', refusal.sentence, address, _("Read about it, or appeal")
    )


def status_of(refusal: NotDone) -> int:
    """403 where a measure keeps somebody from it, else 422."""
    return FORBIDDEN if isinstance(refusal, Restrained) else INVALID
