"""Trusted contributors of a topic: who is one, and whether the topic has any effect of it.

Maintainers of the topic decide, in public and with a reason.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.recording import record_named
from wiki.models import Article, Review, Revision, Topic, Trust, User
from wiki.models.person import Actor
from wiki.models.rules import current_rules
from wiki.models.topic import branches_of
from wiki.permissions import maintains

TRUSTED = "/trusted"  # below the address of a topic


def set_topic_trust(*, actor: Actor, topic: Topic, trusts: bool, reason: str) -> None:
    """Lets edits of the topic's trusted contributors validate themselves, or no longer.

    Who is trusted stays on the list. Raises NotAllowed, NotDone.
    """
    _require(actor, topic, reason)
    with transaction.atomic():
        current = Topic.objects.select_for_update().get(pk=topic.pk)
        if current.trusts == trusts:
            raise NotDone(
                _("This topic trusts contributors already.")
                if trusts
                else _("This topic does not trust contributors now.")
            )
        current.trusts = trusts
        current.save(update_fields=["trusts"])
        record_named(
            actor,
            "trust.topic",
            current,
            {"trusts": not trusts},
            {"trusts": trusts},
            reason,
            TRUSTED,
        )


def give_trust(*, actor: Actor, topic: Topic, user: User, reason: str) -> Trust:
    """Makes a member a trusted contributor of the topic from now on.

    They need as many edits that somebody validated in the topic's branch as the site's rules say.
    Raises NotAllowed, NotDone.
    """
    _require(actor, topic, reason)
    name = user.public_name
    if not user.is_active:
        raise NotDone(_("The account of %(name)s is closed.") % {"name": name})
    if maintains(user, topic):
        raise NotDone(
            _("%(name)s maintains this topic: their edits validate themselves already.")
            % {"name": name}
        )
    needed = current_rules().trusted_edits
    with transaction.atomic():
        current = Topic.objects.select_for_update().get(pk=topic.pk)
        if not current.trusts:
            raise NotDone(_("This topic does not trust contributors now: turn that on first."))
        if Trust.objects.in_force().filter(user=user, topic=current).exists():
            raise NotDone(
                _("%(name)s is a trusted contributor of this topic already.") % {"name": name}
            )
        found = validated_edits(user, current)
        if found < needed:
            raise NotDone(
                _(
                    "%(name)s has %(found)s validated edits in this topic: %(needed)s are needed "
                    "to be trusted."
                )
                % {"name": name, "found": found, "needed": needed}
            )
        row = Trust.objects.create(
            user=user,
            topic=current,
            given_by=actor if isinstance(actor, User) else None,
            given_by_name=actor.public_name,
            reason=reason.strip(),
        )
        record_named(actor, "trust.give", current, None, {"name": name}, reason, TRUSTED)
        return row


def end_trust(*, actor: Actor, trust: Trust, reason: str) -> None:
    """Ends the trust now: later edits await a maintainer again. Raises NotAllowed, NotDone."""
    _require(actor, trust.topic, reason)
    with transaction.atomic():
        if not Trust.objects.in_force().filter(pk=trust.pk).update(until=timezone.now()):
            raise NotDone(_("This trust has ended already."))
        name = trust.user.public_name
        record_named(actor, "trust.end", trust.topic, {"name": name}, None, reason, TRUSTED)


def validated_edits(user: User, topic: Topic) -> int:
    """How many edits of a member in the topic's branch somebody else has validated."""
    filed = Article.topics.through.objects.filter(
        article=OuterRef("article"), topic__in=branches_of([topic.pk])
    )
    judged = Review.objects.filter(
        revision=OuterRef("pk"), verdict=Review.Verdict.VALIDATED, by_edit=False, on_own=False
    )
    edits = Revision.objects.filter(
        Exists(filed),
        Exists(judged),
        author=user,
        state=Revision.State.VALIDATED,
        article__deleted_at=None,
    )
    return edits.count()


def _require(actor: Actor, topic: Topic, reason: str) -> None:
    if not maintains(actor, topic):
        raise NotAllowed(_("Only maintainers of this topic decide whom it trusts."))
    if not reason.strip():
        raise NotDone(_("Say why: the reason is public."))
