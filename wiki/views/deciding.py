"""What the pages share on which a maintainer changes an article and decides in the same act."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki import history
from wiki.actions.drafts import tidy
from wiki.actions.errors import ChangedMeanwhile, Conflict, EditConflict
from wiki.actions.verdicts import last_word
from wiki.forms.deciding import DecidingEditForm
from wiki.history.merge import merge3
from wiki.models import Article, Review
from wiki.models.person import Actor
from wiki.permissions import can_read, can_review
from wiki.views import conflict
from wiki.views.differences import difference_of
from wiki.views.editor import FORBIDDEN, INVALID, posted
from wiki.views.queue import filtered, next_after
from wiki.views.ready_reasons import filled
from wiki.views.sending import Page, checked, look_at_edit
from wiki.views.who import actor_of

# The buttons of the editor that look at what is typed, or fill in a reason, and decide nothing.
LOOKS = {"preview", "changes", "fill"}

ONLY_MAINTAINERS = gettext_lazy("Only maintainers validate and decline changes.")


def may_decide(actor: Actor, article: Article) -> bool:
    """Whether the actor decides on changes of this article."""
    return can_review(actor, article)


def require_reviewer(actor: Actor, article: Article) -> None:
    """Raises PermissionDenied for who does not decide on changes of this article."""
    if not may_decide(actor, article):
        raise PermissionDenied(str(ONLY_MAINTAINERS))


def find(actor: Actor, article_id: int) -> Article:
    """The article of the address. Raises Http404."""
    found = (
        Article.objects.select_related("latest", "validated", "licence")
        .filter(pk=article_id)
        .first()
    )
    if found is None or not can_read(actor, found):
        raise Http404
    return found


def numbers_of(article: Article) -> tuple[int, int]:
    """The numbers of the latest and of the validated revision, 0 for none."""
    return (
        article.latest.number if article.latest else 0,
        article.validated.number if article.validated else 0,
    )


def seen_now(article: Article) -> dict[str, int]:
    """What a maintainer sees of the article as it stands, for the hidden fields."""
    latest, validated = numbers_of(article)
    return {"seen": latest, "seen_validated": validated, "seen_word": last_word(article)}


def kept_filter(request: HttpRequest) -> str:
    """The filters of the queue as they stand in the address, to be carried along."""
    kept = request.GET.copy()
    kept.pop("cursor", None)
    return f"?{kept.urlencode()}" if kept else ""


def review_address(request: HttpRequest, article: Article | None) -> str:
    """The page of review of an article, or the queue, with the filters that are set."""
    kept = kept_filter(request)
    if article is None:
        return reverse("review") + kept
    return reverse("review_article", args=[article.pk]) + kept


def after(request: HttpRequest, article: Article) -> Article | None:
    """The article that comes next in the queue; asked before the decision takes this one out."""
    return next_after(filtered(request.GET, actor_of(request))[1], article)


def last_decision(article: Article) -> Review | None:
    """The newest verdict on the article."""
    rows = Review.objects.filter(revision__article=article).select_related("revision", "reviewer")
    return rows.order_by("-created", "-pk").first()


def answered(
    request: HttpRequest,
    actor: Actor,
    article: Article,
    page: Page,
    save: Callable[[DecidingEditForm], HttpResponse],
) -> HttpResponse:
    """What the form of an edit that decides is answered with: `page` shows it, `save` does it."""
    if not may_decide(actor, article):
        form = DecidingEditForm(posted(request, actor)[0])
        form.add_error(None, ONLY_MAINTAINERS)
        return page(form, status=FORBIDDEN)
    if request.POST.keys() & LOOKS:
        sent = DecidingEditForm(request.POST)
        if "fill" in request.POST:
            return page(filled(request, sent))
        return look_at_edit(request, actor, article, sent, page)
    form = checked(request, actor, article, DecidingEditForm)
    return save(form) if form.is_valid() else page(form, status=INVALID)


def on_top(form: DecidingEditForm, changed: ChangedMeanwhile) -> tuple[DecidingEditForm, Any]:
    """The form on top of what others did meanwhile, and what to show of it; nothing is lost.

    What they wrote is merged into the text that was typed, to be looked at and sent again; where
    both touch, the text is a proposal to settle.
    """
    now, seen = changed.article, form.cleaned_data["base"]
    assert now.latest is not None
    mine = tidy(form.cleaned_data["text"])
    began = history.read_many(now, [seen]).get(seen)
    merge = merge3(began.text if isinstance(began, history.Version) else "", now.text, mine)
    met = EditConflict(Conflict(now.latest, now.text, merge))
    again, context = conflict.to_settle(now, form, met)
    assert isinstance(again, DecidingEditForm)
    given = seen_now(now)
    again.initial["seen_validated"] = given["seen_validated"]
    again.initial["seen_word"] = given["seen_word"]
    if merge.clean:
        again.initial["settling"] = False
        context = {}
    context |= news_since(now, seen)
    context["waiting"] = _(
        "Nothing was saved or decided: the article has changed since you opened this page. What is "
        "new is shown below. All you typed is kept, on top of it: look at it and send it again."
    )
    return again, context


def news_since(now: Article, seen: int, is_formatted: bool = False) -> dict[str, Any]:
    """What is new in the article since somebody saw revision `seen`, to be shown to them."""
    news: dict[str, Any] = {"last_decision": last_decision(now)}
    latest = numbers_of(now)[0]
    if 0 < seen < latest:
        difference = difference_of(now, seen, latest, is_formatted=is_formatted)
        news |= {"new_difference": difference, "new_from": seen}
    return news
