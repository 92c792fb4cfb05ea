"""The rules of the site: by admins alone, each change once, two at once in turn."""

import pytest
from django.core.exceptions import ValidationError

from commons.log.models import LogEntry
from commons.log.sentences import changes, describe
from tests.factories import make_admin, make_maintainer
from tests.wiki.actions.test_saving_at_once import together
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.ruling import RulesChangedMeanwhile, change_rules, note_settings
from wiki.models import Rules
from wiki.models.rules import current_rules
from wiki.models.server_settings import LABELS, VALUES, server_settings

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


# What the server is set to -----------------------------------------------------------------------


def rows_of_settings() -> list[LogEntry]:
    return list(LogEntry.objects.filter(action="rules.settings").order_by("pk"))


@pytest.mark.django_db
def test_what_the_server_is_set_to_is_noted_at_first_and_when_it_changes(settings):
    assert note_settings(found=server_settings()) is not None
    assert note_settings(found=server_settings()) is None
    settings.GUESTS_MAY_EDIT = False
    settings.READERS_SEE = "validated"
    assert note_settings(found=server_settings()) is not None
    assert note_settings(found=server_settings()) is None
    first, second = rows_of_settings()
    assert (first.actor, first.actor_name, first.old) == (None, "", None)
    assert second.old == first.new and second.new == server_settings()
    assert describe(second) == "noted what the server of this site is set to"
    assert second.target_url == "/rules#server"
    assert [(change.what, change.old, change.new) for change in changes(second)] == [
        ("writing without an account", "yes", "no"),
        ("shown first to visitors and guests", "the latest version", "the validated version"),
    ]
    settings.GUESTS_MAY_EDIT = True
    settings.READERS_SEE = "latest"
    note_settings(found=server_settings())
    assert rows_of_settings()[-1].new == first.new


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value", "key"),
    [
        ("GUESTS_MAY_EDIT", False, "guests_may_edit"),
        ("READERS_SEE", "validated", "readers_see"),
        ("MEMBERS_SEE", "validated", "members_see"),
        ("SECOND_FACTOR", "required", "second_factor"),
        ("ACCOUNT_EMAIL_VERIFICATION", "mandatory", "confirmed_email"),
    ],
)
def test_each_setting_that_governs_is_watched_and_named(settings, name, value, key):
    note_settings(found=server_settings())
    setattr(settings, name, value)
    entry = note_settings(found=server_settings())
    (changed,) = changes(entry)
    assert changed.what == str(LABELS[key])
    assert set(VALUES) <= set(LABELS) == set(server_settings())
    assert changed.old != changed.new


@pytest.mark.django_db(transaction=True)
def test_of_servers_that_start_at_once_one_notes_what_has_changed():
    note_settings(found={"guests_may_edit": True})
    assert together(3, lambda _index: note_settings(found={"guests_may_edit": False})) == []
    assert [row.new for row in rows_of_settings()] == [
        {"guests_may_edit": True},
        {"guests_may_edit": False},
    ]
