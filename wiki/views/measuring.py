"""Giving a measure to somebody and protecting an article: by maintainers, with public reasons."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from wiki.actions.errors import NotDone
from wiki.actions.measuring import ON_PEOPLE, give_measure, person_named, require_may_give
from wiki.actions.protecting import protect_article
from wiki.forms.measuring import MeasureForm, ProtectionForm
from wiki.models import Measure, Topic, User
from wiki.models.person import Actor
from wiki.models.rules import current_rules
from wiki.permissions import can_give, can_moderate, maintains, protection_of
from wiki.views.editor import INVALID
from wiki.views.finding import find_article
from wiki.views.people import LONGEST_NAME
from wiki.views.who import actor_of


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def measure_person(request: HttpRequest, name: str) -> HttpResponse:
    """Says what each measure does and who may give it, asks which, for how long and why."""
    actor = actor_of(request)
    user = _person(actor, name)
    topics = [topic.pk for topic in Topic.objects.all() if maintains(actor, topic)]
    data = request.POST if request.method == "POST" else None
    form = MeasureForm(data, kinds=_kinds(actor, user, name, topics), topics=topics)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            measure = give_measure(
                actor=actor,
                name=name,
                kind=words["kind"],
                reason=words["reason"],
                until=form.until(),
                topic=words.get("topic"),
            )
        except NotDone as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("Done, and recorded in the public log."))
            return redirect(measure)
    context = {
        "name": name,
        "is_guest": user is None,
        "form": form,
        "slowed_minutes": current_rules().slowed_minutes,
        "in_force": Measure.objects.standing().filter(name=name).select_related("topic"),
    }
    status = INVALID if request.method == "POST" else 200
    return render(request, "wiki/measure_person.html", context, status=status)


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def protect(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Says who may edit now, asks who shall not for a while and why, and does it."""
    article = find_article(request, language, slug)
    actor = actor_of(request)
    if not can_moderate(actor, article):
        raise PermissionDenied(_("Only maintainers protect articles, in their topics."))
    if article.is_deleted:
        messages.info(request, _("This article is deleted."))
        return redirect(article)
    form = ProtectionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            protect_article(
                actor=actor,
                article=article,
                level=words["level"],
                reason=words["reason"],
                until=form.until(),
            )
        except NotDone as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The article is protected."))
            return redirect(article)
    now = protection_of(article) if article.protection_now else None
    context = {"article": article, "form": form, "protection": now}
    status = INVALID if request.method == "POST" else 200
    return render(request, "wiki/protect.html", context, status=status)


def _person(actor: Actor, name: str) -> User | None:
    """The member of the name, None for a guest. Raises PermissionDenied, Http404."""
    if not actor.is_maintainer:
        raise PermissionDenied(_("Only maintainers give measures."))
    if "\0" in name or len(name) > LONGEST_NAME:
        raise Http404
    try:
        user = person_named(name)
    except NotDone as nobody:
        raise Http404 from nobody
    try:
        require_may_give(actor, Measure(kind=Measure.Kind.NOTICE, user=user, name=name))
    except NotDone as refusal:
        raise PermissionDenied(refusal.sentence) from refusal
    return user


def _kinds(actor: Actor, user: User | None, name: str, topics: list[int]) -> list[str]:
    """The degrees that the actor may choose for the person."""
    kinds: list[str] = []
    for kind in ON_PEOPLE:
        if kind == Measure.Kind.TOPIC_BLOCK:
            allowed = bool(topics)
        else:
            allowed = can_give(actor, Measure(kind=kind, user=user, name=name))
        if allowed:
            kinds.append(kind)
    return kinds
