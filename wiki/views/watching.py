"""Watching articles and topics, and what has changed in what one watches."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from commons.log.keyset import paginate
from wiki.actions.errors import NotDone
from wiki.actions.watching import (
    stop_watching_article,
    stop_watching_topic,
    watch_article,
    watch_topic,
)
from wiki.models import Article, Revision, Topic, User, Watch
from wiki.models.person import Actor
from wiki.models.revision import RevisionQuerySet
from wiki.models.topic import branches_of
from wiki.permissions import can_watch
from wiki.views.finding import find_article
from wiki.views.revision_rows import for_rows
from wiki.views.who import actor_of

PAGE_SIZE = 50
FEW_ARTICLES = 200  # watched
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Watching:
    """How many watch an article or a topic, and whether who asks is one of them."""

    path: str
    watchers: int
    may_watch: bool
    is_watching: bool


def watching_article(actor: Actor, article: Article) -> Watching:
    """For `wiki/_watch.html`; no query for who has no account."""
    path = reverse("watch", args=[article.language, article.slug])
    return _watching(actor, path, article.watchers, Q(article=article), article.is_deleted)


def watching_topic(actor: Actor, topic: Topic) -> Watching:
    """For `wiki/_watch.html`; one query, two for members."""
    path = reverse("watch_topic", args=[topic.slug])
    return _watching(actor, path, Watch.objects.filter(topic=topic).count(), Q(topic=topic))


def _watching(
    actor: Actor, path: str, watchers: int, what: Q, is_deleted: bool = False
) -> Watching:
    may_watch = can_watch(actor)
    watches = may_watch and Watch.objects.filter(what, user=actor.pk).exists()
    return Watching(path, watchers, may_watch and (watches or not is_deleted), watches)


@require_POST
def watch(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    """Begins or ends to watch the article, as the button says."""
    article = find_article(request, language, slug)
    actor = _who_may_watch(request)
    chosen = request.POST.get("watch")
    if chosen == YES:
        try:
            watch_article(actor=actor, article=article)
        except NotDone as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, _("You watch this article: its changes are on your list."))
    elif chosen == NO:
        stop_watching_article(actor=actor, article=article)
        messages.success(request, _("You do not watch this article any more."))
    return redirect(article)


@require_POST
def watch_one_topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Begins or ends to watch all articles of the topic, as the button says."""
    topic = get_object_or_404(Topic, slug=slug)
    actor = _who_may_watch(request)
    chosen = request.POST.get("watch")
    if chosen == YES:
        watch_topic(actor=actor, topic=topic)
        sentence = _("You watch this topic: the changes to its articles are on your list.")
        messages.success(request, sentence)
    elif chosen == NO:
        stop_watching_topic(actor=actor, topic=topic)
        messages.success(request, _("You do not watch this topic any more."))
    return redirect(topic)


def _who_may_watch(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if not can_watch(actor):
        raise PermissionDenied(_("Sign in to watch articles and topics."))
    return actor


@never_cache
@login_required
@require_safe
def watched(request: HttpRequest) -> HttpResponse:
    """The recent changes of what the member watches; for nobody else to see."""
    actor = actor_of(request)
    assert isinstance(actor, User)
    topics = list(Topic.objects.filter(watches__user=actor).in_order())
    page = paginate(
        for_rows(watched_by(actor, topics)).select_related("article").defer("article__text"),
        order=("-created", "-pk"),
        cursor=request.GET.get("cursor", ""),
        size=PAGE_SIZE,
    )
    count = Watch.objects.filter(user=actor).exclude(article=None).count()
    context = {"page": page, "revisions": page.items, "topics": topics, "article_count": count}
    return render(request, "wiki/watched.html", context)


def watched_by(user: User, topics: list[Topic]) -> RevisionQuerySet:
    """The revisions of the articles that the member watches, or that stand under the topics.

    Those of a few articles are looked up and sorted; of many, the newest are met soon by whoever
    goes through all from the newest on.
    """
    filed = Article.topics.through.objects.filter(
        topic__in=branches_of(topic.pk for topic in topics) if topics else []
    )
    watches = Watch.objects.filter(user=user, article__isnull=False)
    revisions = Revision.objects.visible_to(user)
    few = set(watches.values_list("article", flat=True)[: FEW_ARTICLES + 1])
    few |= set(filed.values_list("article", flat=True)[: FEW_ARTICLES + 1])
    if len(few) <= FEW_ARTICLES:
        return revisions.filter(article__in=few)
    here = OuterRef("article")
    return revisions.filter(
        Exists(watches.filter(article=here)) | Exists(filed.filter(article=here))
    )
