"""What admins do with licences, and what the public log says of it."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError

from commons.log.models import LogEntry
from commons.log.sentences import changes, describe
from licensing import actions
from licensing.actions import LicenceInUse, LicenceRefused, ReasonMissing
from licensing.models import Licence, Role
from licensing.usage import Usage, is_in_use, usage_by_licence, usage_of
from tests.factories import make_article

pytestmark = pytest.mark.django_db

VALUES: dict[str, Any] = {
    "spdx": "X-1.0",
    "name_en": "X licence 1.0",
    "name_fr": "Licence X 1.0",
    "url": "https://x.example/",
    "legal_url": "https://x.example/legal",
    "credit": "author",
    "share_alike": True,
    "is_open": True,
}


@pytest.fixture
def admin() -> Any:
    return get_user_model().objects.create_superuser("admin-1", password="x")


def licence(spdx: str = "CC-BY-4.0") -> Licence:
    return Licence.objects.get(spdx=spdx)


def last_entry() -> LogEntry:
    return LogEntry.objects.newest_first()[0]


def test_a_licence_is_added_last_and_logged(admin: Any) -> None:
    added = actions.add_licence(actor=admin, values=VALUES, reason="Asked for by many.")
    assert Licence.objects.in_order().last() == added
    assert (added.role, added.is_default) == (Role.KNOWN, False)
    entry = last_entry()
    assert (entry.action, entry.actor, entry.reason) == (
        "licence.add",
        admin,
        "Asked for by many.",
    )
    assert (entry.target_kind, entry.target_id) == ("licensing.licence", str(added.pk))
    assert (entry.target_label, entry.target_url) == ("X-1.0", "/licences/X-1.0")
    assert entry.old is None and entry.new["share_alike"] is True
    assert describe(entry) == "added the licence X-1.0"


def test_a_licence_is_not_added_as_offered(admin: Any) -> None:
    with pytest.raises(LicenceRefused, match="offer it"):
        actions.add_licence(actor=admin, values={**VALUES, "role": "offered"}, reason="Why not.")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("spdx", "cc0-1.0"),
        ("spdx", "CC0-1.0"),
        ("spdx", "with spaces"),
        ("spdx", ""),
        ("url", "javascript:alert(1)"),
        ("legal_url", ""),
        ("credit", "money"),
        ("role", "sold"),
        ("name_fr", ""),
    ],
)
def test_bad_values_are_refused_with_the_field(admin: Any, field: str, value: str) -> None:
    with pytest.raises(ValidationError):
        actions.add_licence(actor=admin, values={**VALUES, field: value}, reason="A try.")
    assert not LogEntry.objects.exists()


def test_position_and_default_are_not_values(admin: Any) -> None:
    for field in ("position", "is_default", "pk"):
        with pytest.raises(ValueError, match=field):
            actions.add_licence(actor=admin, values={**VALUES, field: 1}, reason="A try.")


def test_a_change_is_logged_with_old_and_new(admin: Any) -> None:
    changed = actions.change_licence(
        actor=admin,
        licence=licence(),
        changes={"name_en": "CC BY 4", "credit": "author_title", "share_alike": False},
        reason="As its page has it.",
    )
    assert licence().name_en == changed.name_en == "CC BY 4"
    entry = last_entry()
    assert entry.old == {"name_en": "CC BY 4.0", "credit": "author"}
    assert entry.new == {"name_en": "CC BY 4", "credit": "author_title"}
    assert [change.what for change in changes(entry)] == ["name in English", "required credit"]


def test_nothing_changed_is_nothing_logged(admin: Any) -> None:
    actions.change_licence(actor=admin, licence=licence(), changes={"credit": "author"}, reason="")
    assert not LogEntry.objects.exists()


def test_a_licence_in_use_is_changed_with_a_reason_alone(admin: Any) -> None:
    make_article(licence="CC-BY-SA-4.0")
    used = licence("CC-BY-SA-4.0")
    with pytest.raises(ReasonMissing):
        actions.change_licence(actor=admin, licence=used, changes={"name_en": "X"}, reason=" ")
    assert licence("CC-BY-SA-4.0").name_en == "CC BY-SA 4.0"
    actions.change_licence(actor=admin, licence=used, changes={"name_en": "X"}, reason="Shorter.")
    assert licence("CC-BY-SA-4.0").name_en == "X"


def test_a_licence_that_nothing_stands_under_is_changed_without_a_reason(admin: Any) -> None:
    actions.change_licence(actor=admin, licence=licence(), changes={"name_en": "X"}, reason="")
    assert licence().name_en == "X"


def test_the_identifier_of_a_licence_in_use_stays(admin: Any) -> None:
    make_article(licence="CC0-1.0")
    with pytest.raises(LicenceInUse, match="identifier cannot change"):
        actions.change_licence(
            actor=admin, licence=licence("CC0-1.0"), changes={"spdx": "CC1"}, reason="A try."
        )


def test_the_role_of_an_offered_licence_changes_by_withdrawing_alone(admin: Any) -> None:
    with pytest.raises(LicenceRefused, match="Withdraw it first"):
        actions.change_licence(
            actor=admin, licence=licence("CC0-1.0"), changes={"role": "refused"}, reason="A try."
        )
    with pytest.raises(LicenceRefused, match="offer it"):
        actions.change_licence(
            actor=admin, licence=licence(), changes={"role": "offered"}, reason="A try."
        )


def test_an_offered_licence_stays_open(admin: Any) -> None:
    with pytest.raises(LicenceRefused, match="only open licences"):
        actions.change_licence(
            actor=admin, licence=licence("CC0-1.0"), changes={"is_open": None}, reason="A try."
        )


def test_a_known_licence_is_offered_and_withdrawn(admin: Any) -> None:
    actions.offer_licence(actor=admin, licence=licence(), reason="Asked for.")
    assert licence() in Licence.objects.offered()
    assert (last_entry().action, last_entry().old, last_entry().new) == (
        "licence.offer",
        {"role": "known"},
        {"role": "offered"},
    )
    actions.withdraw_licence(actor=admin, licence=licence(), reason="Nobody took it.")
    assert licence().role == Role.KNOWN
    assert (last_entry().action, last_entry().new) == ("licence.withdraw", {"role": "known"})


@pytest.mark.parametrize(
    ("spdx", "why"),
    [
        ("CC0-1.0", "already offered"),
        ("CC-BY-3.0", "for imported text only"),
        ("PPL", "described, never offered"),
        ("CC-BY-NC-4.0", "refused"),
    ],
)
def test_only_known_licences_are_offered(admin: Any, spdx: str, why: str) -> None:
    with pytest.raises(LicenceRefused, match=why):
        actions.offer_licence(actor=admin, licence=licence(spdx), reason="A try.")
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("is_open", [False, None])
def test_only_open_licences_are_offered(admin: Any, is_open: bool | None) -> None:
    Licence.objects.filter(spdx="CC-BY-4.0").update(is_open=is_open)
    with pytest.raises(LicenceRefused, match="not known to be open"):
        actions.offer_licence(actor=admin, licence=licence(), reason="A try.")


def test_the_default_cannot_be_withdrawn_nor_deleted(admin: Any) -> None:
    for act in (actions.withdraw_licence, actions.delete_licence):
        with pytest.raises(LicenceRefused, match="another default first"):
            act(actor=admin, licence=licence("CC-BY-SA-4.0"), reason="A try.")


def test_what_is_not_offered_cannot_be_withdrawn(admin: Any) -> None:
    with pytest.raises(LicenceRefused, match="not offered"):
        actions.withdraw_licence(actor=admin, licence=licence(), reason="A try.")


def test_another_default_is_chosen(admin: Any) -> None:
    actions.choose_default_licence(actor=admin, licence=licence("CC0-1.0"), reason="Voted.")
    assert Licence.objects.default().spdx == "CC0-1.0"
    entry = last_entry()
    assert (entry.action, entry.old, entry.new) == (
        "licence.default",
        {"default": "CC-BY-SA-4.0"},
        {"default": "CC0-1.0"},
    )


def test_the_default_chosen_again_is_not_logged(admin: Any) -> None:
    actions.choose_default_licence(actor=admin, licence=licence("CC-BY-SA-4.0"), reason="Again.")
    assert not LogEntry.objects.exists()


def test_a_default_can_be_chosen_where_there_is_none(admin: Any) -> None:
    Licence.objects.update(is_default=False)
    actions.choose_default_licence(actor=admin, licence=licence("CC0-1.0"), reason="A start.")
    assert last_entry().old == {"default": None}


def test_only_an_offered_licence_becomes_the_default(admin: Any) -> None:
    with pytest.raises(LicenceRefused, match="Offer it first"):
        actions.choose_default_licence(actor=admin, licence=licence(), reason="A try.")
    assert Licence.objects.default().spdx == "CC-BY-SA-4.0"


def test_licences_are_put_in_another_order(admin: Any) -> None:
    actions.reorder(actor=admin, positions={"CC0-1.0": 1, "CC-BY-SA-4.0": 2, "CC-BY-4.0": 3})
    assert [one.spdx for one in Licence.objects.offered().in_order()] == [
        "CC0-1.0",
        "CC-BY-SA-4.0",
    ]
    entry = last_entry()
    assert LogEntry.objects.count() == 1
    assert entry.old == {"CC0-1.0": 2, "CC-BY-SA-4.0": 1}
    assert entry.new == {"CC0-1.0": 1, "CC-BY-SA-4.0": 2}
    actions.reorder(actor=admin, positions={"CC0-1.0": 1})
    assert LogEntry.objects.count() == 1


def test_a_licence_that_nothing_stands_under_is_deleted_and_remembered(admin: Any) -> None:
    actions.delete_licence(actor=admin, licence=licence(), reason="Never used.")
    assert not Licence.objects.filter(spdx="CC-BY-4.0").exists()
    entry = last_entry()
    assert (entry.action, entry.target_label, entry.target_url) == (
        "licence.delete",
        "CC-BY-4.0",
        "",
    )
    assert entry.old["name_en"] == "CC BY 4.0" and entry.new is None


def test_a_licence_in_use_is_not_deleted(admin: Any) -> None:
    make_article(licence="CC0-1.0")
    with pytest.raises(LicenceInUse, match="can withdraw it"):
        actions.delete_licence(actor=admin, licence=licence("CC0-1.0"), reason="A try.")
    assert Licence.objects.filter(spdx="CC0-1.0").exists()


def test_a_licence_taken_up_at_the_last_moment_is_not_deleted(
    admin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_article(licence="CC0-1.0")
    monkeypatch.setattr("licensing.rules.is_in_use", lambda licence: False)
    before = LogEntry.objects.count()
    with pytest.raises(LicenceInUse):
        actions.delete_licence(actor=admin, licence=licence("CC0-1.0"), reason="A try.")
    assert LogEntry.objects.count() == before


ACTS: list[tuple[str, dict[str, Any]]] = [
    ("add_licence", {"values": VALUES}),
    ("change_licence", {"licence": "LAL-1.3", "changes": {"name_en": "Y"}}),
    ("offer_licence", {"licence": "LAL-1.3"}),
    ("withdraw_licence", {"licence": "CC0-1.0"}),
    ("choose_default_licence", {"licence": "CC0-1.0"}),
    ("reorder", {"positions": {"CC0-1.0": 1}}),
    ("delete_licence", {"licence": "LAL-1.3"}),
]


def carry_out(name: str, arguments: dict[str, Any], **more: Any) -> None:
    if "licence" in arguments:
        arguments = {**arguments, "licence": licence(arguments["licence"])}
    getattr(actions, name)(**arguments, **more)


@pytest.mark.parametrize(("name", "arguments"), ACTS)
def test_members_who_are_not_admins_change_nothing(name: str, arguments: dict[str, Any]) -> None:
    member = get_user_model().objects.create_user("contributor-1", password="x")
    with pytest.raises(PermissionDenied):
        carry_out(name, arguments, actor=member, reason="A try.")
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize(("name", "arguments"), ACTS)
def test_each_act_writes_one_row_and_the_system_may_act(
    name: str, arguments: dict[str, Any]
) -> None:
    carry_out(name, arguments, actor=None, reason="At the start.")
    assert LogEntry.objects.count() == 1
    assert last_entry().reason == "At the start."
    assert "%" not in describe(last_entry())


@pytest.mark.parametrize(
    ("name", "arguments"),
    [act for act in ACTS if act[0] not in ("reorder", "change_licence")],
)
def test_acts_want_a_reason(name: str, arguments: dict[str, Any]) -> None:
    with pytest.raises(ReasonMissing):
        carry_out(name, arguments, actor=None, reason=" \n")
    assert not LogEntry.objects.exists()


def test_what_stands_under_a_licence_is_counted_whatever_it_is() -> None:
    make_article(licence="CC0-1.0")
    used = licence("CC0-1.0")
    counted = usage_of(used)
    assert is_in_use(used)
    assert Usage("articles", 1) in counted and Usage("revisions", 1) in counted
    assert sorted(usage_by_licence()[used.pk], key=str) == sorted(counted, key=str)
    assert not is_in_use(licence()) and usage_of(licence()) == []
