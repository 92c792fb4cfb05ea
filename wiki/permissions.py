"""Who may do what. Each rule is a predicate; where lists need it there is a queryset twin.

The twins stand on the querysets themselves (`visible_to`, `maintainers_among`); a test proves
that they agree.
"""

from django.conf import settings
from django.utils import timezone

from wiki.models import Article, Topic, User
from wiki.models.person import Actor
from wiki.models.topic import branches_of


def can_read(actor: Actor, article: Article) -> bool:
    """Everybody reads what is not deleted; maintainers read the rest, too."""
    return not article.is_deleted or actor.is_maintainer


def can_edit(actor: Actor, article: Article | None = None) -> bool:
    """Whether the actor may write: members, and guests where the site lets them.

    A visitor counts as the guest that the first save makes of them.
    """
    if article is not None and article.is_deleted:
        return False
    if actor.is_authenticated:
        return bool(getattr(actor, "is_active", False))
    return bool(settings.GUESTS_MAY_EDIT)


def can_rename(actor: Actor, article: Article) -> bool:
    """Members rename; a guest's mistake in an address would be hard to find."""
    return actor.is_authenticated and can_edit(actor, article)


def can_review(actor: Actor, article: Article | None = None) -> bool:
    """Maintainers validate and decline: in their topics, and what is filed under none.

    Without an article: whether they do anywhere. A query for who maintains some topics only.
    """
    if article is None or actor.maintained is None:
        return actor.is_maintainer
    if not actor.maintained:
        return False
    topics = set(article.topics.values_list("pk", flat=True))
    return not topics or not topics.isdisjoint(actor.maintained)


def can_moderate(actor: Actor, article: Article | None = None) -> bool:
    """Maintainers delete, restore and protect, where they review."""
    return can_review(actor, article)


def maintains(actor: Actor, topic: Topic) -> bool:
    """Whether the actor looks after the topic, or after one that it is a part of."""
    return actor.maintained is None or topic.pk in actor.maintained


def is_trusted(actor: Actor, article: Article) -> bool:
    """Whether an edit of the actor on the validated text of the article may validate itself.

    One topic is enough that trusts contributors, the actor among them, and in whose branch the
    article is. Whom a measure restrains is not trusted meanwhile. One query for who is trusted
    nowhere, three at most.
    """
    if not isinstance(actor, User) or not actor.is_active:
        return False
    if actor.restrained_until is not None and actor.restrained_until > timezone.now():
        return False
    topics = set(actor.trusts.effective().values_list("topic", flat=True))
    if not topics:
        return False
    filed = set(article.topics.values_list("pk", flat=True))
    return not filed.isdisjoint(topics) or not filed.isdisjoint(branches_of(topics))


def can_appoint(actor: Actor) -> bool:
    """Admins appoint maintainers and end their term."""
    return actor.is_admin


def can_manage_topics(actor: Actor) -> bool:
    """Admins add, change, order and delete topics."""
    return actor.is_admin
