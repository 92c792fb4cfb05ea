"""Going back to what an article said in an old revision."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from wiki.actions.errors import NotDone
from wiki.actions.reverting import revert_to
from wiki.forms.acting import RevertForm
from wiki.forms.writing import new_key
from wiki.models import Article, Revision
from wiki.models.person import Actor
from wiki.permissions import what_stops
from wiki.rendering import RenderingError
from wiki.views import throttling
from wiki.views.differences import difference_of
from wiki.views.editor import INVALID, require_writer
from wiki.views.finding import find_article
from wiki.views.hiding import hidden_page
from wiki.views.stopping import said, status_of, stopped_page
from wiki.views.who import remember_guest, writer_of


@cache_control(private=True, max_age=0)
@require_http_methods(["GET", "HEAD", "POST"])
def revert(request: HttpRequest, language: str, slug: str, number: int) -> HttpResponse:
    """Shows what going back to revision `number` would change, and does it."""
    actor = writer_of(request)
    article = find_article(request, language, slug)
    if article.is_deleted:
        return redirect(article)
    require_writer(actor)
    revisions = Revision.objects.filter(article=article, number=number)
    target = revisions.select_related("hiding", "licence").first()
    if target is None:
        raise Http404
    stop = what_stops(actor, article)
    if request.method == "POST":
        response = _send(request, actor, article, target)
    elif stop is not None:
        response = stopped_page(request, article, stop)
    elif target.is_hidden:
        response = hidden_page(
            request, article, target, _("What is hidden cannot be gone back to.")
        )
    else:
        first = {"base": article.latest.number if article.latest else 0, "key": new_key()}
        response = _page(request, RevertForm(initial=first), actor, article, target)
    remember_guest(response, actor)
    return response


def _send(request: HttpRequest, actor: Actor, article: Article, target: Revision) -> HttpResponse:
    form = RevertForm(request.POST)
    if not form.is_valid():
        return _page(request, form, actor, article, target, status=INVALID)
    data = form.cleaned_data
    try:
        throttling.count(request, actor, throttling.SAVE)
        revision = revert_to(
            actor=actor,
            article=article,
            number=target.number,
            base=data["base"],
            summary=data["summary"],
            key=data["key"],
        )
    except throttling.TooOften as error:
        form.add_error(None, str(error))
        response = _page(request, form, actor, article, target)
        return throttling.say_when_to_come_back(response, error)
    except NotDone as refusal:
        status = status_of(refusal)
        return _look_again(request, form, actor, article, target, said(refusal), status)
    except RenderingError as error:
        return _look_again(request, form, actor, article, target, str(error))
    messages.success(
        request,
        _("The article reads again as in revision %(old)s; this is revision %(new)s.")
        % {"old": target.number, "new": revision.number},
    )
    return redirect(article)


def _look_again(
    request: HttpRequest,
    form: RevertForm,
    actor: Actor,
    article: Article,
    target: Revision,
    sentence: str,
    status: int = INVALID,
) -> HttpResponse:
    """The page again, about the article as it stands now, with the words that were typed."""
    article.refresh_from_db()
    now = {**dict(form.data.items()), "base": article.latest.number if article.latest else 0}
    again = RevertForm(now)
    again.add_error(None, sentence)
    return _page(request, again, actor, article, target, status=status)


def _page(
    request: HttpRequest,
    form: RevertForm,
    actor: Actor,
    article: Article,
    target: Revision,
    status: int = 200,
) -> HttpResponse:
    latest = article.latest
    assert latest is not None, "Every article is made together with its first revision."
    context: dict[str, Any] = {
        "article": article,
        "target": target,
        "form": form,
        "actor": actor,
        "undone": latest.number - target.number,
        "difference": difference_of(article, latest.number, target.number),
    }
    return render(request, "wiki/revert.html", context, status=status)
