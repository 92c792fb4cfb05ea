"""Which version readers see first: chosen by maintainers, for reasons that all can read."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from wiki.actions.errors import NotDone
from wiki.actions.serving import set_version_first
from wiki.forms.serving import VersionFirstForm
from wiki.permissions import can_moderate
from wiki.views.editor import INVALID
from wiki.views.finding import find_article
from wiki.views.who import actor_of


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def version_first(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Says what counts now, asks what shall count, why and for how long, and does it."""
    article = find_article(request, language, slug)
    actor = actor_of(request)
    if not can_moderate(actor, article):
        raise PermissionDenied(_("Only maintainers choose which version readers see first."))
    if article.is_deleted:
        messages.info(request, _("This article is deleted."))
        return redirect(article)
    form = VersionFirstForm(
        request.POST if request.method == "POST" else None,
        initial={
            "version": article.version_first_now,
            "until": article.version_first_until if article.version_first_now else None,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_version_first(actor=actor, article=article, **form.cleaned_data)
        except NotDone as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, _("The version that readers see first is chosen."))
            return redirect(article)
    status = INVALID if request.method == "POST" else 200
    return render(
        request, "wiki/version_first.html", {"article": article, "form": form}, status=status
    )
