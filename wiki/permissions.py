"""Who may do what. Each rule is a predicate; where lists need it there is a queryset twin.

The twins stand on the querysets themselves (`visible_to`, `maintainers_among`); a test proves
that they agree.
"""

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from wiki import history
from wiki.models import Article, Maintainership, Measure, Topic, User
from wiki.models.article import Protection
from wiki.models.person import Actor, appointed_among
from wiki.models.revision import is_newcomer
from wiki.models.topic import branches_of, those_above


def can_read(actor: Actor, article: Article) -> bool:
    """Everybody reads what is not deleted; maintainers read the rest, too."""
    return not article.is_deleted or actor.is_maintainer


def can_write(actor: Actor) -> bool:
    """Whether the actor writes on this site at all: members, and guests where it lets them.

    A visitor counts as the guest that the first save makes of them. What may keep somebody from
    a certain article, or from all, is asked by `can_edit`.
    """
    if actor.is_authenticated:
        return bool(getattr(actor, "is_active", False))
    return bool(settings.GUESTS_MAY_EDIT)


def can_edit(actor: Actor, article: Article | None = None, topics: Iterable[Topic] = ()) -> bool:
    """Whether the actor may write the article, or a new one, and file it under the topics.

    No query for members whom nothing restrains, where nothing is protected; one by name for guests.
    """
    if not can_write(actor) or (article is not None and article.is_deleted):
        return False
    return what_stops(actor, article, topics) is None


def has_a_say(actor: Actor) -> bool:
    """Whether the actor may say something in public about a verdict that concerns them.

    Not while they are blocked, nor guests where guests may not write. A visitor has written
    nothing. No query for members whom nothing restrains; one by name for guests.
    """
    return bool(actor.public_name) and can_edit(actor)


def restraints_on(actor: Actor) -> list[Measure]:
    """The measures in force on the actor. No query for members whom nothing restrains."""
    if isinstance(actor, User) and not actor.is_restrained:
        return []
    return list(Measure.objects.on(actor).in_force().select_related("topic"))


def what_stops(
    actor: Actor,
    article: Article | None = None,
    topics: Iterable[Topic] = (),
    restraints: Sequence[Measure] | None = None,
) -> Measure | None:
    """The measure that keeps the actor from writing the article or a new one; None for none.

    The gravest first. `restraints` are those on the actor, where they are known already.
    """
    known = restraints_on(actor) if restraints is None else restraints
    blocks = [one for one in known if one.kind == Measure.Kind.BLOCK]
    if blocks:
        return blocks[0]
    from_topics = [one for one in known if one.kind == Measure.Kind.TOPIC_BLOCK]
    if from_topics:
        filed = {topic.pk for topic in topics}
        if article is not None:
            filed |= set(article.topics.values_list("pk", flat=True))
        for one in from_topics:
            assert one.topic_id is not None, "A block from a topic names it."
            if not filed.isdisjoint(branches_of([one.topic_id])):
                return one
    if article is not None and is_kept_out(actor, article):
        return protection_of(article)
    return None


def is_kept_out(actor: Actor, article: Article) -> bool:
    """Whether the article is protected now from people such as the actor."""
    level = article.protection_now
    if level == Protection.NONE or can_moderate(actor, article):
        return False
    if level == Protection.MAINTAINERS or not isinstance(actor, User):
        return True
    return level == Protection.ESTABLISHED and is_newcomer(actor)


def protection_of(article: Article) -> Measure:
    """The measure that protects the article now."""
    rows = article.measures.in_force().protecting().newest_first()
    return rows.first() or Measure(
        kind=Measure.Kind.PROTECTION,
        article=article,
        level=article.protection,
        until=article.protection_until,
    )


def can_rename(actor: Actor, article: Article) -> bool:
    """Members rename; a guest's mistake in an address would be hard to find."""
    return actor.is_authenticated and can_edit(actor, article)


def can_review(actor: Actor, article: Article | None = None) -> bool:
    """Maintainers validate and decline: in their topics, and what is filed under none.

    Not where they are blocked. Without an article: whether they do anywhere. A query for who
    maintains some topics only.
    """
    if article is None or not actor.is_maintainer:
        return actor.is_maintainer
    if actor.maintained is None and not actor.blocked_topics:
        return True
    topics = set(article.topics.values_list("pk", flat=True))
    if not topics.isdisjoint(actor.blocked_topics):
        return False
    if actor.maintained is None:
        return True
    if topics and topics.isdisjoint(actor.maintained):
        return False
    return not _is_filed_elsewhere(article, actor.maintained)


def _is_filed_elsewhere(article: Article, maintained: frozenset[int]) -> bool:
    """Whether the validated text stands under topics, none of them among these.

    Topics that somebody chose in a change that awaits give nobody a say. One query, and none
    where the latest text is the validated one.
    """
    if article.validated_id is None or article.is_validated:
        return False
    validated = article.validated
    assert validated is not None
    filed = set(history.read(article, validated.number).topic_ids)
    return bool(filed) and filed.isdisjoint(maintained)


def reviewers_of(article: Article) -> QuerySet[User]:
    """Those who decide on changes to the article: the queryset twin of `can_review`."""
    terms = Maintainership.objects.in_force()
    topics = those_above(article.topics.values_list("pk", flat=True))
    if topics:
        terms = terms.filter(Q(topic=None) | Q(topic__in=topics))
    return appointed_among(User.objects.all(), terms, topics)


def can_decide_licences(actor: Actor, article: Article | None = None) -> bool:
    """Maintainers for licences decide on reports and hide text: those who review the article."""
    return can_review(actor, article)


def can_moderate(actor: Actor, article: Article | None = None) -> bool:
    """Maintainers delete, restore and protect, where they review."""
    return can_review(actor, article)


def maintains(actor: Actor, topic: Topic | None) -> bool:
    """Whether the actor looks after the topic, or one that it is a part of; None: all topics."""
    if topic is None:
        return actor.maintained is None
    if topic.pk in actor.blocked_topics:
        return False
    return actor.maintained is None or topic.pk in actor.maintained


def can_edit_hints(actor: Actor) -> bool:
    """Whoever maintains anything edits the rules for hints: all queues show the same."""
    return actor.is_maintainer


def can_measure(actor: Actor, user: User | None, name: str) -> bool:
    """Whether the actor gives measures to the member, or (None) to the guest of this name.

    Maintainers do, but not to themselves; to admins and maintainers only admins do.
    """
    if not actor.is_maintainer or (user is None and not name):
        return False
    if user is None:
        return True
    return user.pk != actor.pk and (actor.is_admin or not has_role(user))


def has_role(user: User) -> bool:
    """Whether the member is an admin or a maintainer, blocked or not."""
    return user.is_admin or user.maintainerships.in_force().exists()


def can_give(actor: Actor, measure: Measure) -> bool:
    """Whether the actor may give such a measure, and so lift it: the graver, the fewer may.

    Notices and slowing down: every maintainer. A block from a topic: who maintains that topic. A
    block: who maintains all topics, admins among them. A protection: who reviews the article.
    """
    if measure.kind == Measure.Kind.PROTECTION:
        assert measure.article is not None, "A protection names an article."
        return can_moderate(actor, measure.article)
    if not can_measure(actor, measure.user, measure.name):
        return False
    if measure.kind == Measure.Kind.BLOCK:
        return actor.maintained is None
    if measure.kind == Measure.Kind.TOPIC_BLOCK:
        return measure.topic is not None and maintains(actor, measure.topic)
    return True


def can_watch(actor: Actor) -> bool:
    """Members watch: a list of one's own needs an account."""
    return isinstance(actor, User) and actor.is_active


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


def can_edit_reasons(actor: Actor) -> bool:
    """Maintainers write the ready-made reasons that all of them use."""
    return actor.is_maintainer


def can_set_rules(actor: Actor) -> bool:
    """Admins set the numbers by which the site governs itself."""
    return actor.is_admin
