"""Rules for hints: added, changed, put in order and deleted by maintainers, in public."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.hint_values import sound
from wiki.actions.recording import record_named
from wiki.models import HintRule
from wiki.models.person import Actor
from wiki.permissions import can_edit_hints

FIELDS = (
    "name_en",
    "name_fr",
    "meaning_en",
    "meaning_fr",
    "signal",
    "threshold",
    "words",
    "is_on",
)
MOST_RULES = 30  # more badges than anybody reads; each costs the queue a little


class RuleChanged(NotDone):
    """Another maintainer changed the rule since this one opened it; nothing was saved."""

    def __init__(self, rule: HintRule) -> None:
        super().__init__(
            _(
                "Nothing was saved: another maintainer has changed this rule since you opened it. "
                "What it says now is below, and all you typed is still here: look again, then "
                "save."
            )
        )
        self.rule = rule


class RuleGone(NotDone):
    """Another maintainer deleted the rule since this one opened it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Nothing was saved: another maintainer has deleted this rule meanwhile. All you "
                "typed is still here: you can add it as a new rule."
            )
        )


def add_rule(*, actor: Actor, values: Mapping[str, Any], reason: str, after: int = 0) -> HintRule:
    """Adds a rule behind the rule with the key `after` (0: before all); `values` are FIELDS.

    Raises NotAllowed, NotDone, ValidationError for values that make no sense.
    """
    _require(actor, reason)
    with transaction.atomic():
        rules = _locked()
        if len(rules) >= MOST_RULES:
            raise NotDone(
                _("There are %(number)s rules already, as many as there may be: delete one first.")
                % {"number": MOST_RULES}
            )
        rule = HintRule(**sound(values, rules))
        rule.full_clean()
        rule.save(force_insert=True)
        _order(_behind(rules, rule, after))
        record_named(actor, "hint.add", rule, None, facts(rule), reason)
        return rule


def change_rule(
    *,
    actor: Actor,
    rule: HintRule,
    values: Mapping[str, Any],
    seen: str,
    reason: str,
    after: int | None = None,
) -> HintRule:
    """Changes a rule and (`after`, as in `add_rule`) its place; what stays is not logged.

    `seen` is what `fingerprint` said when the maintainer opened it. Raises NotAllowed, NotDone,
    RuleChanged, RuleGone, ValidationError.
    """
    _require(actor, reason)
    with transaction.atomic():
        rules = _locked()
        current = _as_seen(rules, rule, seen)
        others = [other for other in rules if other != current]
        before, place = facts(current), rules.index(current) + 1
        for field, value in sound(values, others).items():
            setattr(current, field, value)
        current.full_clean()
        current.save(update_fields=FIELDS)
        now = facts(current)
        if after is not None:
            ordered = _behind(others, current, after)
            _order(ordered)
            before["position"], now["position"] = place, ordered.index(current) + 1
        old = {field: value for field, value in before.items() if now[field] != value}
        if not old:
            raise NotDone(_("Nothing was saved: the rule is the same as before."))
        record_named(actor, "hint.change", current, old, {key: now[key] for key in old}, reason)
        return current


def delete_rule(*, actor: Actor, rule: HintRule, seen: str, reason: str) -> None:
    """Deletes a rule. Raises NotAllowed, NotDone, RuleChanged, RuleGone."""
    _require(actor, reason)
    with transaction.atomic():
        current = _as_seen(_locked(), rule, seen)
        record_named(actor, "hint.delete", current, facts(current), None, reason)
        current.delete()


def facts(rule: HintRule) -> dict[str, Any]:
    """What a rule says, as the public log keeps it."""
    return {
        field: rule.words.splitlines() if field == "words" else getattr(rule, field)
        for field in FIELDS
    }


def fingerprint(rule: HintRule) -> str:
    """Tells a rule from the same rule with anything changed; its place in the order aside."""
    return hashlib.sha256(json.dumps(facts(rule), sort_keys=True).encode()).hexdigest()[:32]


def _require(actor: Actor, reason: str) -> None:
    if not can_edit_hints(actor):
        raise NotAllowed(_("Only maintainers edit the rules for hints."))
    if not reason.strip():
        raise NotDone(_("Say why: the reason is public."))


def _locked() -> list[HintRule]:
    """All rules in their order, held until the transaction ends: the order concerns them all.

    Locked by key first, so that two who act at once wait for each other and never crosswise.
    """
    list(HintRule.objects.select_for_update().order_by("pk").values_list("pk"))
    return list(HintRule.objects.all())


def _as_seen(rules: list[HintRule], rule: HintRule, seen: str) -> HintRule:
    current = next((one for one in rules if one.pk == rule.pk), None)
    if current is None:
        raise RuleGone
    if fingerprint(current) != seen:
        raise RuleChanged(current)
    return current


def _behind(others: list[HintRule], rule: HintRule, after: int) -> list[HintRule]:
    """The rules in order with this one behind that of key `after`; last when that one is gone."""
    places = {0: 0} | {other.pk: place for place, other in enumerate(others, start=1)}
    place = places.get(after, len(others))
    return [*others[:place], rule, *others[place:]]


def _order(rules: list[HintRule]) -> None:
    for position, rule in enumerate(rules, start=1):
        rule.position = position
    HintRule.objects.bulk_update(rules, ["position"])
