"""Rows of the public log that several actions write alike: on what has names, and on people."""

from typing import Any

from commons.log.record import record
from wiki.models import HintRule, Topic, User
from wiki.models.person import Actor

Facts = dict[str, Any] | None


def record_named(
    actor: Actor,
    action: str,
    target: Topic | HintRule,
    old: Facts,
    new: Facts,
    reason: str,
    page: str = "",
) -> None:
    """Logs an act on what has a name in each language of the interface, by the English one.

    `page` is the one below the target's own address that the row leads to. What is deleted has no
    address any more.
    """
    record(
        actor=actor,
        action=action,
        target=target,
        target_label=target.name_en,
        target_url=None if action.endswith(".delete") else f"{target.get_absolute_url()}{page}",
        old=old,
        new=new,
        reason=reason,
    )


def record_on_person(
    actor: User | None,
    action: str,
    user: User,
    reason: str,
    old: Facts = None,
    new: Facts = None,
    address: str = "",
) -> None:
    """Logs an act on somebody; `address` leads to what it is a step of, instead of to them."""
    record(
        actor=actor,
        action=action,
        target=user,
        target_label=user.public_name,
        target_url=address or user.get_absolute_url(),
        old=old,
        new=new,
        reason=reason,
    )
