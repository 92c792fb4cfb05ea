"""Authors ask for review: a maintainer by name, or those who look after a topic."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.revising import locked
from wiki.actions.telling import tell_request
from wiki.models import Article, Maintainership, ReviewRequest, Revision, Topic, User
from wiki.models.person import Actor
from wiki.models.request import WORDS_LENGTH
from wiki.models.topic import those_above
from wiki.permissions import reviewers_of

MOST_OPEN = 3  # of one person to one article
MOST_A_DAY = 10
TOLD_OF_A_TOPIC = 20


def may_ask_for_review(actor: Actor, article: Article) -> bool:
    """Whether a change of the member's awaits in the article."""
    if not isinstance(actor, User) or not actor.is_active or actor.is_blocked:
        return False
    if article.is_deleted or article.pending_since is None:
        return False
    return Revision.objects.filter(article=article, author=actor).awaiting().exists()


def ask_for_review(
    *,
    actor: Actor,
    article: Article,
    maintainer: User | None = None,
    topic: Topic | None = None,
    words: str = "",
) -> ReviewRequest:
    """Asks a maintainer who may decide on the article, or a topic of it: one of the two.

    They get a notice; the next decision on the article answers it. Raises NotAllowed, NotDone.
    """
    if not isinstance(actor, User) or not may_ask_for_review(actor, article):
        raise NotAllowed(_("You can ask for review while a change of yours awaits it."))
    words = words.strip()
    if len(words) > WORDS_LENGTH:
        raise NotDone(_("Say it in 500 characters or fewer."))
    with transaction.atomic():
        current = locked(article.pk)
        if not may_ask_for_review(actor, current):
            raise NotDone(_("Somebody has decided on your change in the meantime."))
        _require_not_too_often(actor, current, maintainer, topic)
        told = _asked(actor, current, maintainer, topic)
        request = ReviewRequest.objects.create(
            article=current,
            number=current.latest.number if current.latest else 0,
            author=actor,
            author_name=actor.public_name,
            maintainer=maintainer,
            topic=topic,
            words=words,
        )
        validated = current.validated.number if current.validated else 0
        tell_request(request, told, validated + 1)
        return request


def _require_not_too_often(
    actor: User, article: Article, maintainer: User | None, topic: Topic | None
) -> None:
    """Raises NotDone when the member has asked often enough, or the same ones already."""
    # Held, so that requests sent at once are counted one after the other.
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    theirs = ReviewRequest.objects.filter(author=actor)
    open_here = theirs.filter(article=article).unanswered()
    if open_here.filter(maintainer=maintainer, topic=topic).exists():
        raise NotDone(_("You have asked them already: they have a notice of it."))
    if open_here.count() >= MOST_OPEN:
        raise NotDone(
            _(
                "Three of your requests for this article are open. Wait for an answer: the article "
                "keeps its place in the queue."
            )
        )
    if theirs.filter(created__gt=timezone.now() - timedelta(days=1)).count() >= MOST_A_DAY:
        raise NotDone(_("You have asked ten times within a day. Ask again tomorrow."))


def _asked(
    actor: User, article: Article, maintainer: User | None, topic: Topic | None
) -> list[User]:
    """Who gets to know. Raises NotDone for whom one cannot ask here."""
    if (maintainer is None) == (topic is None):
        raise NotDone(_("Choose whom you ask: a maintainer or a topic."))
    others = reviewers_of(article).exclude(pk=actor.pk)
    if topic is None:
        assert maintainer is not None
        chosen = others.filter(pk=maintainer.pk).first()
        if chosen is None:
            raise NotDone(_("Choose somebody else: this person cannot decide on your change."))
        return [chosen]
    if not article.topics.filter(pk=topic.pk).exists():
        raise NotDone(_("The article does not stand under this topic any more: choose another."))
    appointed = Maintainership.objects.in_force().filter(topic__in=those_above([topic.pk]))
    of_topic = others.filter(pk__in=appointed.values("user")).order_by("pk")[:TOLD_OF_A_TOPIC]
    return list(of_topic) or list(others.order_by("pk")[:TOLD_OF_A_TOPIC])
