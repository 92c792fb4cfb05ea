"""Adding, changing, ordering and deleting topics, by admins, each with a row of the public log."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from commons.log.record import record
from wiki.actions.errors import NotAllowed, NotDone
from wiki.models import Topic, User
from wiki.permissions import can_manage_topics

# The position has an act of its own. The address stays: people link to it and follow its feed.
EDITABLE = ("name_en", "name_fr", "description_en", "description_fr")


def add_topic(*, actor: User, values: Mapping[str, Any], reason: str) -> Topic:
    """Adds a topic after the others; `values` are `slug` and fields out of EDITABLE.

    Raises NotAllowed, NotDone, ValidationError for values that the fields do not take.
    """
    _require(actor, reason)
    with transaction.atomic():
        last = Topic.objects.aggregate(last=Max("position"))["last"] or 0
        topic = Topic(**values, position=last + 1)
        topic.full_clean()
        topic.save(force_insert=True)
        _record(actor, "topic.add", topic, None, {"slug": topic.slug} | _facts(topic), reason)
        return topic


def change_topic(*, actor: User, topic: Topic, changes: Mapping[str, Any], reason: str) -> Topic:
    """Changes names and descriptions; what stays the same is neither written nor logged.

    Raises NotAllowed, NotDone, ValidationError.
    """
    _require(actor, reason)
    with transaction.atomic():
        current = Topic.objects.select_for_update().get(pk=topic.pk)
        before = _facts(current)
        changed = [
            field for field in EDITABLE if changes.get(field, before[field]) != before[field]
        ]
        if not changed:
            return current
        for field in changed:
            setattr(current, field, changes[field])
        current.full_clean()
        current.save(update_fields=changed)
        old = {field: before[field] for field in changed}
        new = {field: getattr(current, field) for field in changed}
        _record(actor, "topic.change", current, old, new, reason)
        return current


def place_topic(*, actor: User, topic: Topic, position: int) -> None:
    """Puts a topic at another place in the list; ties are listed by address. Raises NotAllowed."""
    _require_admin(actor)
    with transaction.atomic():
        current = Topic.objects.select_for_update().get(pk=topic.pk)
        old = current.position
        if old == position:
            return
        current.position = position
        current.save(update_fields=["position"])
        _record(actor, "topic.change", current, {"position": old}, {"position": position}, "")


def delete_topic(*, actor: User, topic: Topic, reason: str) -> None:
    """Deletes a topic under which no article stands. Raises NotAllowed, NotDone."""
    _require(actor, reason)
    with transaction.atomic():
        current = Topic.objects.select_for_update().get(pk=topic.pk)
        if current.articles.exists():
            raise NotDone(
                _("There are articles under this topic: file them under another one first.")
            )
        _record(actor, "topic.delete", current, _facts(current), None, reason)
        current.delete()


def _require(actor: User, reason: str) -> None:
    _require_admin(actor)
    if not reason.strip():
        raise NotDone(_("Say why: the reason is public."))


def _require_admin(actor: User) -> None:
    if not can_manage_topics(actor):
        raise NotAllowed(_("Only admins change topics."))


def _facts(topic: Topic) -> dict[str, Any]:
    return {field: getattr(topic, field) for field in EDITABLE}


def _record(
    actor: User,
    action: str,
    topic: Topic,
    old: dict[str, Any] | None,
    new: dict[str, Any] | None,
    reason: str,
) -> None:
    record(
        actor=actor,
        action=action,
        target=topic,
        target_label=topic.name_en,
        target_url=None if action == "topic.delete" else topic.get_absolute_url(),
        old=old,
        new=new,
        reason=reason,
    )
