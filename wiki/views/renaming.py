"""Another title for an article, and with it another address."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from wiki.actions.errors import AddressTaken, NotDone
from wiki.actions.naming import rename_article
from wiki.forms.acting import RenameForm
from wiki.models import Article
from wiki.models.person import Actor
from wiki.permissions import can_write, what_stops
from wiki.rendering import RenderingError
from wiki.views import throttling
from wiki.views.editor import INVALID, with_link
from wiki.views.finding import find_article
from wiki.views.stopping import said, status_of, stopped_page
from wiki.views.who import actor_of


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Asks for the new title and gives it; the old address leads on."""
    actor = actor_of(request)
    article = find_article(request, language, slug)
    if article.is_deleted:
        return redirect(article)
    if not (actor.is_authenticated and can_write(actor)):
        raise PermissionDenied(_("Sign in to rename an article."))
    if request.method == "POST":
        return _send(request, actor, article)
    stop = what_stops(actor, article)
    if stop is not None:
        return stopped_page(request, article, stop)
    return _page(
        request, RenameForm(initial={"title": article.title, "base": _now(article)}), article
    )


def _now(article: Article) -> int:
    return article.latest.number if article.latest else 0


def _send(request: HttpRequest, actor: Actor, article: Article) -> HttpResponse:
    form = RenameForm(request.POST)
    if not form.is_valid():
        return _page(request, form, article, status=INVALID)
    data, status = form.cleaned_data, INVALID
    try:
        throttling.count(request, actor, throttling.SAVE)
        revision = rename_article(
            actor=actor,
            article=article,
            title=data["title"],
            reason=data["reason"],
            base=data["base"],
        )
    except throttling.TooOften as error:
        form.add_error(None, str(error))
        return throttling.say_when_to_come_back(_page(request, form, article), error)
    except AddressTaken as taken:
        form.add_error("title", with_link(taken))
    except NotDone as refusal:
        form = _as_it_stands(form, article)
        form.add_error(None, said(refusal))
        status = status_of(refusal)
    except RenderingError as error:
        form.add_error(None, str(error))
    else:
        renamed = revision.article
        messages.success(
            request,
            _("The article is called “%(title)s” now. Its old address leads here.")
            % {"title": renamed.title},
        )
        return redirect(renamed)
    return _page(request, form, article, status=status)


def _as_it_stands(form: RenameForm, article: Article) -> RenameForm:
    """The form with what was typed, about the article as it stands now."""
    article.refresh_from_db()
    data = {**dict(form.data.items()), "base": _now(article)}
    return RenameForm(data)


def _page(
    request: HttpRequest, form: RenameForm, article: Article, status: int = 200
) -> HttpResponse:
    return render(request, "wiki/rename.html", {"article": article, "form": form}, status=status)
