"""Adding, changing, ordering and deleting topics, by admins, each with a row of the public log."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.recording import record_named
from wiki.models import Measure, Topic, User
from wiki.models.topic import DEEPEST
from wiki.models.topic_tree import topic_tree
from wiki.permissions import can_manage_topics

# The position has an act of its own. The address stays: people link to it and follow its feed.
EDITABLE = ("parent", "name_en", "name_fr", "description_en", "description_fr")


def add_topic(*, actor: User, values: Mapping[str, Any], reason: str) -> Topic:
    """Adds a topic after the others; `values` are `slug` and fields out of EDITABLE.

    Raises NotAllowed, NotDone, ValidationError for values that the fields do not take.
    """
    _require(actor, reason)
    with transaction.atomic():
        _hold_the_tree()
        last = Topic.objects.aggregate(last=Max("position"))["last"] or 0
        topic = Topic(**values, position=last + 1)
        _require_place(topic)
        topic.full_clean()
        topic.save(force_insert=True)
        new = {"slug": topic.slug} | _in_words(_facts(topic))
        record_named(actor, "topic.add", topic, None, new, reason)
        return topic


def change_topic(*, actor: User, topic: Topic, changes: Mapping[str, Any], reason: str) -> Topic:
    """Changes what the topic is a part of, names and descriptions.

    What stays the same is neither written nor logged. Raises NotAllowed, NotDone,
    ValidationError.
    """
    _require(actor, reason)
    with transaction.atomic():
        _hold_the_tree()
        current = Topic.objects.select_related("parent").get(pk=topic.pk)
        before = _facts(current)
        changed = [
            field for field in EDITABLE if changes.get(field, before[field]) != before[field]
        ]
        if not changed:
            return current
        for field in changed:
            setattr(current, field, changes[field])
        if "parent" in changed:
            _require_place(current)
        current.full_clean()
        current.save(update_fields=changed)
        old = _in_words({field: before[field] for field in changed})
        new = _in_words({field: getattr(current, field) for field in changed})
        record_named(actor, "topic.change", current, old, new, reason)
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
        record_named(actor, "topic.change", current, {"position": old}, {"position": position}, "")


def delete_topic(*, actor: User, topic: Topic, reason: str) -> None:
    """Deletes a topic without articles and subtopics that nobody maintains or is to maintain.

    Raises NotAllowed, NotDone.
    """
    _require(actor, reason)
    with transaction.atomic():
        _hold_the_tree()
        current = Topic.objects.select_related("parent").get(pk=topic.pk)
        _require_empty(current)
        record_named(actor, "topic.delete", current, _in_words(_facts(current)), None, reason)
        current.delete()


def _hold_the_tree() -> None:
    """Holds all topics until the transaction ends, so that two moves at once make no circle."""
    list(Topic.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def why_not_below(topic: Topic | None, parent: Topic | None) -> str:
    """Why the topic (None: a new one) cannot be a part of the other; empty when it can."""
    if parent is None:
        return ""
    tree = topic_tree()
    if topic is not None and parent.pk in tree.branch(topic):
        return _("A topic cannot be a part of itself or of what is below it: choose another one.")
    levels = len(tree.above(parent)) + 1 + (tree.height(topic) if topic is not None else 1)
    if levels > DEEPEST:
        return _(
            "Topics stand in %(most)d levels at most, and this would make %(levels)d: choose one "
            "further up."
        ) % {"most": DEEPEST, "levels": levels}
    return ""


def _require_place(topic: Topic) -> None:
    """Raises NotDone when the topic cannot be a part of what it is to be a part of."""
    refusal = why_not_below(None if topic._state.adding else topic, topic.parent)
    if refusal:
        raise NotDone(refusal)


def _require_empty(topic: Topic) -> None:
    """Raises NotDone when something hangs on the topic."""
    if topic.articles.exists():
        raise NotDone(_("There are articles under this topic: file them under another one first."))
    if topic.children.exists():
        raise NotDone(_("There are topics below this one: move or delete them first."))
    if topic.maintainerships.in_force().exists():
        raise NotDone(_("Somebody maintains this topic: end that first."))
    if topic.candidacies.is_open().exists():
        raise NotDone(_("A candidacy for this topic is open: wait until it is decided."))
    if Measure.objects.in_force().filter(topic=topic).exists():
        raise NotDone(_("Somebody is blocked from this topic: lift that or wait until it ends."))


def _require(actor: User, reason: str) -> None:
    _require_admin(actor)
    if not reason.strip():
        raise NotDone(_("Say why: the reason is public."))


def _require_admin(actor: User) -> None:
    if not can_manage_topics(actor):
        raise NotAllowed(_("Only admins change topics."))


def _facts(topic: Topic) -> dict[str, Any]:
    return {field: getattr(topic, field) for field in EDITABLE}


def _in_words(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as the log keeps them: another topic by its name."""
    return {
        field: value.name_en if isinstance(value, Topic) else value
        for field, value in facts.items()
    }
