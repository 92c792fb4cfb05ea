"""The rules of the site in Django admin."""

import pytest

from commons.log.models import LogEntry
from tests.factories import make_maintainer
from tests.wiki.admin.pages import REASON, address
from wiki.forms.governing import RulesForm
from wiki.models import Rules
from wiki.models.rules import current_rules

pytestmark = pytest.mark.django_db


def sent(reason: str = REASON, **changes: object) -> dict[str, object]:
    """What a browser sends in which the form was opened now, and some numbers were changed."""
    rules = current_rules()
    values = {name: getattr(rules, name) for name in Rules.names()}
    shown = {f"initial-{name}": str(value) for name, value in values.items()}
    values |= changes
    return (
        shown
        | {name: value for name, value in values.items() if value is not False}
        | {"reason": reason}
    )


def page() -> str:
    return address(Rules, "changelist")


def test_the_form_shows_what_counts_before_anybody_set_anything(chief):
    words = chief.get(page()).content.decode()
    assert 'name="validated_edits" value="20"' in words
    assert 'name="initial-validated_edits" value="20"' in words
    assert not Rules.objects.exists()


def test_rules_are_changed_with_a_reason_and_one_row_says_what_was_and_is(chief):
    answer = chief.post(page(), sent(endorsements=3, own_decisions=True), follow=True)
    assert "Done, and recorded in the public log." in answer.content.decode()
    assert (current_rules().endorsements, current_rules().own_decisions) == (3, True)
    entry = LogEntry.objects.get()
    assert (entry.action, entry.actor_name, entry.reason) == ("rules.change", "admin-1", REASON)
    assert entry.old == {"endorsements": 2, "own_decisions": False}
    assert entry.new == {"endorsements": 3, "own_decisions": True}


def test_a_form_that_changes_nothing_writes_nothing(chief):
    assert chief.post(page(), sent()).status_code == 302
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"reason": " "}, {"endorsements": 0}, {"most_reverted": 101}, {"unused_days": "x"}]
)
def test_what_cannot_be_is_refused_with_all_that_was_typed(chief, wrong):
    words = chief.post(page(), sent(**{"trusted_edits": 77} | wrong)).content.decode()
    assert 'name="trusted_edits" value="77"' in words
    assert not Rules.objects.exists() and not LogEntry.objects.exists()


def test_the_second_of_two_admins_does_not_overwrite_the_first_in_silence(chief):
    first, second = sent(endorsements=3), sent(endorsements=5, trusted_edits=12)
    chief.post(page(), first)
    words = chief.post(page(), second).content.decode()
    assert "another admin has changed “endorsements needed”" in words
    assert "It says 3 now." in words and 'name="endorsements" value="5"' in words
    assert current_rules().endorsements == 3 and current_rules().trusted_edits == 10
    # Sent again, now that the admin has seen it.
    chief.post(page(), {**second, "initial-endorsements": "3"})
    assert (current_rules().endorsements, current_rules().trusted_edits) == (5, 12)
    assert LogEntry.objects.latest("pk").old == {"endorsements": 3, "trusted_edits": 10}


def test_the_page_that_refuses_can_be_sent_again_as_it_is(chief):
    second = sent(own_decisions=True)
    chief.post(page(), sent(own_decisions=True, reason="The first."))
    answer = chief.post(page(), {**second, "own_decisions": "on", "endorsements": 4})
    assert answer.status_code == 302  # they agree on the one, and nobody touched the other
    stale = {**second, "endorsements": 9}
    form = chief.post(page(), stale).context["form"]
    assert form.data["initial-endorsements"] == "4"


def test_two_admins_who_change_different_rules_both_get_what_they_wanted(chief):
    first, second = sent(endorsements=3), sent(trusted_edits=12)
    chief.post(page(), first)
    assert chief.post(page(), second).status_code == 302
    assert (current_rules().endorsements, current_rules().trusted_edits) == (3, 12)


def test_nobody_but_admins_sees_the_form(client):
    client.force_login(make_maintainer())
    assert client.get(page()).status_code == 302
    assert client.post(page(), sent(endorsements=3)).status_code == 302
    assert not Rules.objects.exists()


def test_every_rule_is_in_the_form():
    assert set(RulesForm().fields) == {*Rules.names(), "reason"}
