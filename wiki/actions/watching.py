"""Watching articles and topics: a member's own list, which nobody else sees."""

from django.db import transaction
from django.utils.translation import gettext as _

from wiki.actions.errors import NotAllowed, NotDone
from wiki.models import Article, Topic, User, Watch
from wiki.models.person import Actor
from wiki.permissions import can_watch


def watch_article(*, actor: Actor, article: Article) -> None:
    """Lists the article's changes on the member's own page. Raises NotAllowed, NotDone."""
    user = _member(actor)
    if article.is_deleted:
        raise NotDone(_("This article is deleted: there is nothing to watch."))
    with transaction.atomic():
        keep_watch(user, article)


def stop_watching_article(*, actor: Actor, article: Article) -> None:
    """Takes the article off the member's list. Raises NotAllowed."""
    user = _member(actor)
    with transaction.atomic():
        _hold(article)
        Watch.objects.filter(user=user, article=article).delete()
        _count(article)


def watch_topic(*, actor: Actor, topic: Topic) -> None:
    """Lists what changes under the topic, and below it, on the member's own page.

    Raises NotAllowed.
    """
    Watch.objects.get_or_create(user=_member(actor), topic=topic)


def stop_watching_topic(*, actor: Actor, topic: Topic) -> None:
    """Takes the topic off the member's list. Raises NotAllowed."""
    Watch.objects.filter(user=_member(actor), topic=topic).delete()


def keep_watch(actor: Actor, article: Article) -> None:
    """The actor watches the article from now on, and is counted; nothing for guests.

    Called inside a transaction.
    """
    if isinstance(actor, User):
        _hold(article)
        Watch.objects.get_or_create(user=actor, article=article)
        _count(article)


def _hold(article: Article) -> None:
    """Locks the article, so that of two who begin or stop at once both are counted."""
    Article.objects.select_for_update().only("pk").get(pk=article.pk)


def _count(article: Article) -> None:
    """Counts anew rather than by one: accounts that are gone take their rows with them."""
    article.watchers = Watch.objects.filter(article=article).count()
    article.save(update_fields=["watchers"])


def _member(actor: Actor) -> User:
    if not isinstance(actor, User) or not can_watch(actor):
        raise NotAllowed(_("Sign in to watch articles and topics."))
    return actor
