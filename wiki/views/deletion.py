"""Deleting and restoring, by maintainers, with a reason that everybody can read."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from wiki.actions.errors import NotDone
from wiki.actions.moderating import delete_article, restore_article
from wiki.forms.acting import ReasonForm
from wiki.models import Article, Link
from wiki.permissions import can_moderate
from wiki.rendering import RenderingError
from wiki.views.editor import INVALID
from wiki.views.finding import find_article
from wiki.views.who import actor_of


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Says what deleting does, asks why, and does it."""
    article = _article(request, language, slug)
    if article.is_deleted:
        messages.info(request, _("This article is already deleted."))
        return redirect(article)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            delete_article(
                actor=actor_of(request), article=article, reason=form.cleaned_data["reason"]
            )
        except NotDone as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("“%(title)s” is deleted.") % {"title": article.title})
            return redirect(article)
    linking = Link.objects.filter(language=article.language, slug=article.slug)
    context = {
        "article": article,
        "form": form,
        "linking": linking.filter(source__deleted_at=None).exclude(source=article).count(),
    }
    return _page(request, "wiki/delete.html", context)


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Says why the article was deleted, asks why it comes back, and does it."""
    article = _article(request, language, slug)
    if not article.is_deleted:
        messages.info(request, _("This article is not deleted."))
        return redirect(article)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            restore_article(
                actor=actor_of(request), article=article, reason=form.cleaned_data["reason"]
            )
        except NotDone as refusal:
            form.add_error(None, refusal.sentence)
        except RenderingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("“%(title)s” is back, as it was.") % {"title": article.title}
            )
            return redirect(article)
    return _page(request, "wiki/restore.html", {"article": article, "form": form})


def _article(request: HttpRequest, language: str, slug: str) -> Article:
    """The article, for a maintainer. Raises PermissionDenied for everybody else."""
    article = find_article(request, language, slug)
    if not can_moderate(actor_of(request), article):
        raise PermissionDenied(_("Only maintainers delete and restore articles."))
    return article


def _page(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    status = INVALID if request.method == "POST" else 200
    return render(request, template, context, status=status)
