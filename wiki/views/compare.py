"""Any two revisions of an article, held against each other."""

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_cookie

from wiki.models import Article
from wiki.permissions import can_write
from wiki.views.differences import difference_of
from wiki.views.finding import find_article
from wiki.views.revision_rows import verdicts
from wiki.views.ways import way_of
from wiki.views.who import actor_of


@dataclass(frozen=True)
class Step:
    """A change before or after the one that is shown."""

    old: int
    new: int


@vary_on_cookie
@cache_control(private=True, no_cache=True)
@require_safe
def choose(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Leads from the two revisions chosen to their difference, or says why it cannot."""
    article = _article(request, language, slug)
    old, new = request.GET.get("old", ""), request.GET.get("new", "")
    if not old and not new:
        return _choice(request, article, "", (1, _latest(article)))
    first, second = _number(old), _number(new)
    if first is None or second is None:
        sentence = _("Choose two revisions by their numbers.")
    else:
        sentence = _why_not(article, first, second)
        if not sentence:
            return redirect(_address(article, *sorted((first, second))))
    return _choice(request, article, sentence, (first, second), status=400)


@vary_on_cookie
@cache_control(private=True, no_cache=True)
@require_safe
def difference(request: HttpRequest, language: str, slug: str, old: int, new: int) -> HttpResponse:
    """What changed from revision `old` (0: nothing yet) to revision `new`."""
    article = _article(request, language, slug)
    sentence = _why_not(article, old, new)
    if sentence:
        return _choice(request, article, sentence, (old, new), status=404)
    if old > new:
        return redirect(_address(article, new, old))
    way = way_of(request)
    found = difference_of(article, old, new, is_formatted=way.is_formatted)
    shown = [revision for revision in (found.old, found.new) if revision is not None]
    prefetch_related_objects(shown, verdicts())
    context = {
        "article": article,
        "difference": found,
        "way": way,
        "between": max(0, new - old - 1),
        "previous": Step(old - 1, old) if old else None,
        "next": Step(new, new + 1) if new < _latest(article) else None,
        "may_edit": can_write(actor_of(request)) and not article.is_deleted,
    }
    return render(request, "wiki/difference.html", context)


def _article(request: HttpRequest, language: str, slug: str) -> Article:
    articles = Article.objects.light().select_related("latest")
    return find_article(request, language, slug, articles)


def _latest(article: Article) -> int:
    return article.latest.number if article.latest else 0


def _address(article: Article, old: int, new: int) -> str:
    return reverse("difference", args=[article.language, article.slug, old, new])


def _number(text: str) -> int | None:
    """The number that was typed, None for what is none; longer ones count no revisions."""
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) <= 9 else None


def _why_not(article: Article, old: int, new: int) -> str:
    """Why the two cannot be compared, in a sentence; empty when they can."""
    latest = _latest(article)
    if old == new:
        return _("A revision does not differ from itself: choose two different ones.")
    if max(old, new) > latest:
        return _("This article has no such revision: choose from 1 to %(latest)s.") % {
            "latest": latest
        }
    return ""


def _choice(
    request: HttpRequest,
    article: Article,
    sentence: str,
    chosen: tuple[int | None, int | None],
    status: int = 200,
) -> HttpResponse:
    old, new = chosen
    latest = _latest(article)
    context = {
        "article": article,
        "sentence": sentence,
        "old": old if old is not None and old <= latest else "",
        "new": new if new is not None and new <= latest else "",
    }
    return render(request, "wiki/compare.html", context, status=status)
