"""Who reads an article for review just now, and saying that one does."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from wiki.actions.claiming import claim as claim_article
from wiki.actions.claiming import release as release_article
from wiki.actions.errors import NotAllowed, NotDone
from wiki.models import Article, Claim, Revision, User
from wiki.models.person import Actor
from wiki.permissions import can_read, can_review
from wiki.views.who import actor_of

# What the script sends with its requests: it wants the lines alone, not the page.
SCRIPT = "X-Lines-Only"


@dataclass(frozen=True)
class Reading:
    """Somebody reads an article for so many seconds more, if they do nothing."""

    name: str
    user_id: int
    seconds: int

    @property
    def minutes(self) -> int:
        """The same in minutes; 0 for less than one."""
        return 0 if self.seconds < 60 else (self.seconds + 30) // 60


@dataclass(frozen=True)
class Claims:
    """For `wiki/_claims.html`: the others who read the article, and oneself."""

    article_id: int
    others: list[Reading]
    own: Reading | None
    may_claim: bool


def readings_of(actor: Actor, articles: Sequence[Article]) -> dict[int, list[Reading]]:
    """Who reads each of the articles, the first first, as those who review see it; one query for
    all, and neither query nor anything to see for others."""
    return _readings_of(articles) if can_review(actor) else {}


def _readings_of(articles: Sequence[Article]) -> dict[int, list[Reading]]:
    """Who reads each of the articles, whoever asks: see docs/decisions for who may know it."""
    found: dict[int, list[Reading]] = defaultdict(list)
    now = timezone.now()
    claims = Claim.objects.in_force().filter(article__in=articles).order_by("since", "pk")
    for claim in claims.select_related("user"):
        seconds = int((claim.until - now).total_seconds())
        found[claim.article_id].append(Reading(claim.user.public_name, claim.user_id, seconds))
    return found


def claims_on(actor: Actor, article: Article) -> Claims:
    """Who reads the article, for those who review and for members whose change awaits in it.

    One query, two for who maintains some topics only and for members; none for others.
    """
    readings: list[Reading] = []
    if can_review(actor) or _waits(actor, article):
        readings = _readings_of([article]).get(article.pk, [])
    awaits = article.pending_since is not None and not article.is_deleted
    return Claims(
        article_id=article.pk,
        others=[one for one in readings if one.user_id != actor.pk],
        own=next((one for one in readings if one.user_id == actor.pk), None),
        may_claim=awaits and can_review(actor, article),
    )


def _waits(actor: Actor, article: Article) -> bool:
    """Whether a change of the member's awaits in the article."""
    if not isinstance(actor, User) or article.pending_since is None:
        return False
    return Revision.objects.filter(article=article, author=actor).awaiting().exists()


@never_cache
@require_POST
def claim(request: HttpRequest, article_id: int) -> HttpResponse:
    """Tells others that who asks reads the article, or goes on doing so."""
    article = _readable(request, article_id)
    try:
        claim_article(actor=actor_of(request), article=article)
    except NotAllowed as refusal:
        raise PermissionDenied(refusal.sentence) from refusal
    except NotDone as refusal:
        if not _is_script(request):
            messages.info(request, refusal.sentence)
    else:
        if not _is_script(request):
            messages.success(request, _("Others see now that you are reading this article."))
    return _answer(request, article, reverse("review_article", args=[article.pk]))


@never_cache
@require_POST
def release(request: HttpRequest, article_id: int) -> HttpResponse:
    """Tells others that who asks has left."""
    article = _readable(request, article_id)
    if not can_review(actor_of(request)):
        raise PermissionDenied(_("Only maintainers tell others that they review an article."))
    release_article(actor=actor_of(request), article=article)
    # To the queue: back on the page, the script would take it that one reads again.
    return _answer(request, article, reverse("review"))


def _readable(request: HttpRequest, article_id: int) -> Article:
    article = Article.objects.light().filter(pk=article_id).first()
    if article is None or not can_read(actor_of(request), article):
        raise Http404
    return article


def _is_script(request: HttpRequest) -> bool:
    return SCRIPT in request.headers


def _answer(request: HttpRequest, article: Article, leads_to: str) -> HttpResponse:
    """The lines for the script, or the way on; the filters of the queue are carried along."""
    kept = f"?{request.GET.urlencode()}" if request.GET else ""
    if _is_script(request):
        context = {"claims": claims_on(actor_of(request), article), "kept": kept}
        return render(request, "wiki/_claims.html", context)
    return redirect(leads_to + kept)
