"""Copying an article, and splitting a section off: text that becomes another article."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from wiki.actions.carrying import NewPage, copy_article, split_article
from wiki.actions.errors import AddressTaken, NotDone
from wiki.forms.carrying import CopyForm, SplitForm
from wiki.forms.writing import new_key
from wiki.history.sections import sections_of
from wiki.models import Article, Revision
from wiki.models.person import Actor
from wiki.permissions import what_stops
from wiki.rendering import RenderingError
from wiki.views import throttling
from wiki.views.editor import INVALID, require_writer, say_published, with_link
from wiki.views.finding import find_article
from wiki.views.licence import licence_choices
from wiki.views.stopping import said, status_of, stopped_page
from wiki.views.who import remember_guest, writer_of

Act = Callable[[Any], Revision]


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Makes another article that begins with the text of this one, its authors credited."""
    actor, article, stopped = _opened(request, language, slug)
    if stopped is not None:
        return stopped
    first = {
        "base": _number(article),
        "key": new_key(),
        "licence": article.licence.spdx,
    }
    form = CopyForm(request.POST if request.method == "POST" else None, initial=first)

    def act(data: dict[str, Any]) -> Revision:
        page = NewPage(data["title"], data["licence"], data["reason"], data["key"])
        return copy_article(actor=actor, article=article, number=data["base"], page=page)

    chosen = str(form["licence"].value() or "")
    context = {"licences": licence_choices(article.licence, chosen), "actor": actor}
    return _answered(request, actor, article, form, act, "wiki/copy.html", context)


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Makes an article of one section, which this one links to from then on."""
    actor, article, stopped = _opened(request, language, slug)
    if stopped is not None:
        return stopped
    sections = sections_of(article.text)
    first = {"base": _number(article), "key": new_key()}
    data = request.POST if request.method == "POST" else None
    form = SplitForm(data, initial=first, sections=sections)

    def act(data: dict[str, Any]) -> Revision:
        page = NewPage(data["title"], article.licence, data["reason"], data["key"])
        section = data["section"]
        return split_article(
            actor=actor, article=article, base=data["base"], section=section, page=page
        )

    context = {"sections": sections, "actor": actor}
    return _answered(request, actor, article, form, act, "wiki/split.html", context)


def _opened(
    request: HttpRequest, language: str, slug: str
) -> tuple[Actor, Article, HttpResponse | None]:
    """Who asks, about which article, and the answer where they can do nothing with it."""
    actor = writer_of(request)
    article = find_article(request, language, slug)
    if article.is_deleted:
        return actor, article, redirect(article)
    require_writer(actor)
    stop = what_stops(actor, article)
    return actor, article, stopped_page(request, article, stop) if stop is not None else None


def _number(article: Article) -> int:
    return article.latest.number if article.latest else 0


def _answered(
    request: HttpRequest,
    actor: Actor,
    article: Article,
    form: forms.Form,
    act: Act,
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """The form, or what came of it once it was sent."""
    status = 200
    if request.method == "POST":
        status = INVALID
        if form.is_valid():
            try:
                throttling.count(request, actor, throttling.SAVE)
                revision = act(form.cleaned_data)
            except throttling.TooOften as error:
                form.add_error(None, str(error))
                page = render(request, template, {"article": article, "form": form, **context})
                return throttling.say_when_to_come_back(page, error)
            except AddressTaken as taken:
                form.add_error("title", with_link(taken))
            except Revision.DoesNotExist:
                form.add_error(None, _("Nothing was done: open this page anew and try again."))
            except NotDone as refusal:
                form.add_error(None, said(refusal))
                status = status_of(refusal)
            except RenderingError as error:
                form.add_error(None, str(error))
            else:
                say_published(request, revision.article, revision)
                messages.info(
                    request,
                    _("Every word is still credited to who wrote it in “%(title)s”.")
                    % {"title": article.title},
                )
                response = redirect(revision.article)
                remember_guest(response, actor)
                return response
    page = render(request, template, {"article": article, "form": form, **context}, status=status)
    remember_guest(page, actor)
    return page
