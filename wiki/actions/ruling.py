"""Changing the numbers by which the site governs itself, by admins, each with a public reason; and
noting in public what whoever runs the server has set.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from commons.log.models import LogEntry
from commons.log.record import record
from wiki.actions.errors import NotAllowed, NotDone
from wiki.models import Rules, User
from wiki.models.rules import ONLY
from wiki.permissions import can_set_rules

SETTINGS_LABEL = "Settings of the server"


class RulesChangedMeanwhile(NotDone):
    """Another admin changed the same rules since the form was opened; `now` is what they say."""

    def __init__(self, now: Mapping[str, Any], names: list[str]) -> None:
        labels = Rules.labels()
        said = ", ".join(f"“{labels[name]}”" for name in names)
        super().__init__(
            _(
                "Nothing is changed yet: another admin has changed %(rules)s since you opened "
                "this page. Look at what is said now beside what you wrote, and send it again."
            )
            % {"rules": said}
        )
        self.now = now


def change_rules(
    *, actor: User, changes: Mapping[str, Any], before: Mapping[str, Any], reason: str
) -> Rules:
    """Changes some of the rules; `before` is what these said when the admin saw them.

    What stays the same is neither written nor logged. Raises NotAllowed, NotDone,
    RulesChangedMeanwhile, ValidationError for values that the fields do not take.
    """
    if not can_set_rules(actor):
        raise NotAllowed(_("Only admins change the rules."))
    if not reason.strip():
        raise NotDone(_("Say why: the reason is public."))
    with transaction.atomic():
        # Made first and locked after, so that the second of two who are the first ones waits.
        Rules.objects.get_or_create(pk=ONLY)
        rules = Rules.objects.select_for_update().get(pk=ONLY)
        now = {name: getattr(rules, name) for name in Rules.names()}
        changed = [name for name in Rules.names() if changes.get(name, now[name]) != now[name]]
        overtaken = [name for name in changed if before.get(name) != now[name]]
        if overtaken:
            raise RulesChangedMeanwhile(now, overtaken)
        if not changed:
            return rules
        for name in changed:
            setattr(rules, name, changes[name])
        rules.full_clean()
        rules.save(update_fields=changed)
        record(
            actor=actor,
            action="rules.change",
            target=rules,
            target_label="Rules",
            target_url=reverse("rules"),
            old={name: now[name] for name in changed},
            new={name: getattr(rules, name) for name in changed},
            reason=reason,
        )
        return rules


def note_settings(*, found: Mapping[str, Any]) -> LogEntry | None:
    """Logs what the server is set to, `found`, where the newest such row says otherwise.

    The first time, too, so that every later change has something to be compared with. Nobody
    signed in did it, so the site itself is who acts. Returns the row, None when there is no news.
    """
    noted = LogEntry.objects.in_area("rules").filter(action="rules.settings").newest_first()
    with transaction.atomic():
        # Of several servers that start at once, the first to hold the newest row writes; the
        # others wait, then read what it wrote.
        noted.select_for_update().first()
        last = noted.first()
        old = last.new if last is not None else None
        if old == dict(found):
            return None
        return record(
            actor=None,
            action="rules.settings",
            target_label=SETTINGS_LABEL,
            target_url=f"{reverse('rules')}#server",
            old=old,
            new=dict(found),
        )
