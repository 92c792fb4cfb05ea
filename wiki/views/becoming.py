"""Asking to maintain a topic, proposing that somebody does or does no more, and resigning."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from wiki.actions.candidacies import (
    only_peers_propose,
    open_candidacy,
    progress_of,
    propose_removal,
)
from wiki.actions.errors import NotDone
from wiki.actions.leaving import resign as resign_term
from wiki.forms.candidacies import CandidacyForm, RemovalForm, ResignationForm
from wiki.models import Candidacy, Maintainership, Topic, User
from wiki.models.peers import ask_again_from
from wiki.permissions import maintains
from wiki.views.editor import INVALID
from wiki.views.who import actor_of


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Shows how far one has come, asks for whom and why, and opens the candidacy."""
    topic = get_object_or_404(Topic, slug=slug)
    member = _member(request)
    form = CandidacyForm(
        request.POST if request.method == "POST" else None,
        initial={"name": request.GET.get("name", member.username)},
    )
    if request.method == "POST" and form.is_valid():
        try:
            opened = open_candidacy(
                actor=member,
                user=form.cleaned_data["name"],
                topic=topic,
                reason=form.cleaned_data["reason"],
            )
        except NotDone as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("It is public now, and peers are asked what they think."))
            return redirect(opened)
    progress = progress_of(member, topic)
    context = {
        "topic": topic,
        "form": form,
        "progress": progress,
        "ask_again": ask_again_from(Candidacy.Kind.APPOINTMENT, member, topic, progress.rules),
    }
    return _page(request, "wiki/candidacy_new.html", context)


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks who is to be a maintainer of the topic no more and why, and opens the question."""
    return _remove(request, get_object_or_404(Topic, slug=slug))


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_from_all(request: HttpRequest) -> HttpResponse:
    """The same of those who maintain all topics."""
    return _remove(request, None)


def _remove(request: HttpRequest, topic: Topic | None) -> HttpResponse:
    member = _member(request)
    if not maintains(member, topic):
        raise PermissionDenied(only_peers_propose(topic))
    terms = Maintainership.objects.in_force().filter(topic=topic).exclude(user=member)
    terms = terms.select_related("user").order_by("since", "pk")
    form = RemovalForm(request.POST if request.method == "POST" else None, terms=terms)
    if request.method == "POST" and form.is_valid():
        try:
            opened = propose_removal(
                actor=member,
                user=form.cleaned_data["term"].user,
                topic=topic,
                reason=form.cleaned_data["reason"],
            )
        except NotDone as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("It is public now, and peers are asked what they think."))
            return redirect(opened)
    context = {"topic": topic, "form": form, "terms": terms}
    return _page(request, "wiki/candidacy_removal.html", context)


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def resign(request: HttpRequest, pk: int) -> HttpResponse:
    """Says what resigning does, and does it for who holds the role."""
    member = _member(request)
    found = Maintainership.objects.in_force().select_related("user", "topic").filter(pk=pk).first()
    if found is None:
        raise Http404
    if found.user_id != member.pk:
        raise PermissionDenied(_("Everybody resigns for themselves alone."))
    form = ResignationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            resign_term(actor=member, term=found, words=form.cleaned_data["words"])
        except NotDone as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("You resigned. Thank you for what you did."))
            return redirect(found.topic or member)
    return _page(request, "wiki/resign.html", {"term": found, "topic": found.topic, "form": form})


def _member(request: HttpRequest) -> User:
    actor = actor_of(request)
    if not isinstance(actor, User):
        raise PermissionDenied(_("Sign in to take part in this."))
    return actor


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    status = INVALID if request.method == "POST" else 200
    return render(request, template, context, status=status)
