"""Writing the public log."""

import re
from typing import Any, Protocol

from django.db import models, router, transaction

from commons.log.models import LogEntry
from commons.log.sentences import describe, register_actions, register_fields

__all__ = ["NotInTransaction", "describe", "record", "register_actions", "register_fields"]

_CODE = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z_]*)+")


class NotInTransaction(RuntimeError):
    """An act was to be logged outside the transaction that carries it out."""


class Person(Protocol):
    """Whoever acts: an account, or a guest who has a public name and no key."""

    @property
    def public_name(self) -> str: ...


def record(
    *,
    actor: models.Model | Person | str | None,
    action: str,
    target: models.Model | None = None,
    target_label: str = "",
    target_url: str | None = "",
    old: Any = None,
    new: Any = None,
    reason: str = "",
    language: str = "",
) -> LogEntry:
    """Write one row of the public log, in the transaction that carries out the act.

    `actor` is an account, a guest, a public name, or None when the system acts. `action` is a
    dotted code such as `licence.change`. Label and address are taken from the target unless
    given; an address is a path on this site, None for no address. `old` and `new` are JSON, best
    as mappings with the same keys. `language` is that of the text that the act is about, where acts
    of its area are listed by language. Everything written here is shown to everyone.

    Raises NotInTransaction outside `transaction.atomic`, ValueError for a malformed action or
    an address that leaves the site.
    """
    if not transaction.get_connection(router.db_for_write(LogEntry)).in_atomic_block:
        raise NotInTransaction(
            f"Log {action!r} inside the transaction.atomic() block that carries it out."
        )
    if not _CODE.fullmatch(action):
        raise ValueError(f"{action!r} is not a dotted code such as 'licence.change'.")
    account, name = _who(actor)
    if target is not None:
        target_label = target_label or str(target)
        target_url = _address_of(target) if target_url == "" else target_url
    if target_url and (not target_url.startswith("/") or target_url.startswith(("//", "/\\"))):
        raise ValueError(f"{target_url!r} is not a path on this site.")
    return LogEntry.objects.create(
        actor=account,
        actor_name=name,
        action=action,
        area=action.partition(".")[0],
        language=language,
        target_kind=target._meta.label_lower if target is not None else "",
        target_id="" if target is None or target.pk is None else str(target.pk),
        target_label=_one_line(target_label),
        target_url=target_url or "",
        old=old,
        new=new,
        reason=reason.strip().replace("\x00", ""),
    )


def _who(actor: models.Model | Person | str | None) -> tuple[Any, str]:
    """Return the account, if there is one, and the public name of whoever acts."""
    if actor is None:
        return None, ""
    name = actor if isinstance(actor, str) else str(getattr(actor, "public_name", actor))
    if not name.strip():
        raise ValueError("Somebody without a public name cannot act; pass None for the system.")
    return (actor if isinstance(actor, models.Model) else None), _one_line(name)[:150]


def _address_of(target: models.Model) -> str:
    method = getattr(target, "get_absolute_url", None)
    return str(method()) if method else ""


def _one_line(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:300]
