"""Several maintainers edit the rules for hints at the same moment: one does, the rest are told."""

import pytest
from django.core.exceptions import ValidationError

from commons.log.models import LogEntry
from tests.factories import make_maintainer
from tests.wiki.actions.test_saving_at_once import together
from wiki.actions.hinting import FIELDS, RuleChanged, add_rule, change_rule, fingerprint
from wiki.models import HintRule

pytestmark = pytest.mark.django_db(transaction=True)

MAINTAINERS = 6
WHY = "Advertising comes in waves."


def test_of_many_who_change_a_rule_at_once_one_does():
    rule = HintRule.objects.get(signal="links_added")
    seen = fingerprint(rule)
    actors = [make_maintainer(f"maintainer-{index}") for index in range(MAINTAINERS)]
    told: list[int] = []

    def change(index: int) -> None:
        values = {field: getattr(rule, field) for field in FIELDS} | {"threshold": 10 + index}
        try:
            change_rule(actor=actors[index], rule=rule, values=values, seen=seen, reason=WHY)
        except RuleChanged as refusal:
            told.append(refusal.rule.threshold)

    assert together(MAINTAINERS, change) == []
    now = HintRule.objects.get(pk=rule.pk).threshold
    assert told == [now] * (MAINTAINERS - 1)
    assert LogEntry.objects.get().new == {"threshold": now}


def test_of_many_who_add_the_same_rule_at_once_one_does():
    before = HintRule.objects.count()
    actors = [make_maintainer(f"maintainer-{index}") for index in range(MAINTAINERS)]
    values = {
        "name_en": "advertising", "name_fr": "publicité", "meaning_en": "A word.",
        "meaning_fr": "Un mot.", "signal": "words", "threshold": 1, "words": "casino",
        "is_on": True,
    }  # fmt: skip
    refused: list[ValidationError] = []

    def add(index: int) -> None:
        try:
            add_rule(actor=actors[index], values=values, reason=WHY, after=index)
        except ValidationError as error:
            refused.append(error)

    assert together(MAINTAINERS, add) == []
    assert len(refused) == MAINTAINERS - 1
    assert LogEntry.objects.count() == 1
    positions = list(HintRule.objects.values_list("position", flat=True))
    assert positions == list(range(1, before + 2))
