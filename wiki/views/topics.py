"""A topic: what it is about, its articles, and who looks after them; and the tree of all."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from commons.log.keyset import paginate
from wiki.actions.candidacies import progress_of
from wiki.models import Candidacy, Topic, User
from wiki.models.peers import ask_again_from
from wiki.models.person import Actor
from wiki.models.topic_tree import topic_tree
from wiki.permissions import maintains
from wiki.views import overview
from wiki.views.finding import content_language
from wiki.views.topic_figures import figures_of, maintainers_of
from wiki.views.watching import watching_topic
from wiki.views.who import actor_of

PAGE_SIZE = 100
MAINTAINERS_SHOWN = 20
CANDIDACIES_SHOWN = 20


@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """All topics as a tree, with how many articles each has in the reader's language."""
    language = content_language(request) or overview.reading_language()
    counts = {topic.pk: (there, waiting) for topic, there, waiting in overview.topics_in(language)}
    context = {
        "topics": [
            {"topic": topic, "level": level, "count": counts[topic.pk][0],
             "awaiting": counts[topic.pk][1]}
            for level, topic in topic_tree().walk()
        ],
        "language": language,
        "language_name": overview.language_name(language),
    }  # fmt: skip
    return render(request, "wiki/topics.html", context)


@cache_control(private=True, max_age=0)
@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """The articles of a topic and of those below it by title, in the reader's language or
    (`language`) another."""
    found = get_object_or_404(Topic, slug=slug)
    all_topics = topic_tree()
    branch = all_topics.branch(found)
    language = content_language(request) or overview.reading_language()
    articles = overview.in_branch(branch, overview.listed(actor_of(request)))
    counts = overview.counted_by_language(articles)
    maintainers = maintainers_of(found, all_topics, MAINTAINERS_SHOWN + 1)
    page = paginate(
        articles.filter(language=language),
        order=("sort_title", "pk"),
        cursor=request.GET.get("cursor", ""),
        size=PAGE_SIZE,
    )
    context = {
        "topic": found,
        "watch": watching_topic(actor_of(request), found),
        "above": all_topics.above(found),
        "below": all_topics.children(found),
        "language": language,
        "language_name": overview.language_name(language),
        "languages": [
            (code, overview.language_name(code), counts.get(code, (0, 0))[0])
            for code in sorted({language, *counts}, key=lambda code: (code != language, code))
        ],
        "awaiting": counts.get(language, (0, 0))[1],
        "figures": figures_of(found, branch),
        "maintainers": maintainers[:MAINTAINERS_SHOWN],
        "more_maintainers": len(maintainers) > MAINTAINERS_SHOWN,
        "page": page,
        "rows": overview.with_topics_below(page.items, found, branch),
        "candidacies": Candidacy.objects.is_open()
        .filter(Q(topic=found) | Q(topic=None))
        .select_related("user", "topic")
        .order_by("closes", "pk")[:CANDIDACIES_SHOWN],
    }
    return render(request, "wiki/topic.html", context | _ones_own(actor_of(request), found))


def _ones_own(actor: Actor, topic: Topic) -> dict[str, Any]:
    """What a member sees of themselves: their term, or how far they have come; nothing of a
    visitor."""
    if not isinstance(actor, User):
        return {}
    if not maintains(actor, topic):
        progress = progress_of(actor, topic)
        again = ask_again_from(Candidacy.Kind.APPOINTMENT, actor, topic, progress.rules)
        return {"progress": progress, "ask_again": again}
    own = actor.maintainerships.in_force().filter(topic=topic).first()
    return {"own_term": own, "is_peer": True, "is_peer_of_all": maintains(actor, None)}
