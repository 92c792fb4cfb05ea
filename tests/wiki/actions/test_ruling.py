"""The rules of the site: by admins alone, each change once, two at once in turn."""

import pytest
from django.core.exceptions import ValidationError

from commons.log.models import LogEntry
from tests.factories import make_admin, make_maintainer
from tests.wiki.actions.test_saving_at_once import together
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.ruling import RulesChangedMeanwhile, change_rules
from wiki.models import Rules
from wiki.models.rules import current_rules

WHY = "Because."


@pytest.mark.django_db
def test_only_admins_change_the_rules_and_say_why():
    changes, before = {"endorsements": 3}, {"endorsements": 2}
    with pytest.raises(NotAllowed):
        change_rules(actor=make_maintainer(), changes=changes, before=before, reason=WHY)
    with pytest.raises(NotDone):
        change_rules(actor=make_admin(), changes=changes, before=before, reason=" ")
    assert not Rules.objects.exists()


@pytest.mark.django_db
def test_a_number_out_of_bounds_is_not_taken():
    with pytest.raises(ValidationError):
        change_rules(
            actor=make_admin(),
            changes={"most_reverted": 101},
            before={"most_reverted": 10},
            reason=WHY,
        )
    assert current_rules().most_reverted == 10 and not LogEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_one_rule_at_once_one_does_and_the_other_is_told():
    admins = [make_admin("admin-1"), make_admin("admin-2")]

    def change(index: int) -> None:
        change_rules(
            actor=admins[index],
            changes={"endorsements": 5 + index},
            before={"endorsements": 2},
            reason=WHY,
        )

    (refused,) = together(2, change)
    assert isinstance(refused, RulesChangedMeanwhile)
    assert refused.now["endorsements"] == current_rules().endorsements in (5, 6)
    assert LogEntry.objects.filter(action="rules.change").count() == 1
