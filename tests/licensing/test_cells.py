"""Cells that admins change or add, what the public log says of it, and what is refused."""

import threading
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from commons.log.models import LogEntry
from commons.log.sentences import changes, describe
from licensing import actions, in_force, rules
from licensing.actions import LicenceInUse, LicenceRefused, ReasonMissing, RuleMissing
from licensing.compatibility import LicenceUnreadable
from licensing.in_force import between, matrix_in_force, may_adapt
from licensing.models import Cell, Edition, Licence
from licensing.usage import is_in_use, usage_of
from tests.factories import make_admin, make_maintainer
from tests.licensing.test_licence_models import make_licence

pytestmark = pytest.mark.django_db

RULE = "A declaration of 1 October 2026."
BY, LAL = "CC-BY-4.0", "LAL-1.3"


def licence(spdx: str) -> Licence:
    return Licence.objects.get(spdx=spdx)


def change(
    source: str = BY, target: str = LAL, letter: str = "Y", rule: str = RULE, **more: Any
) -> Cell | None:
    """Has a cell changed by an admin, for a reason."""
    arguments = {"actor": make_admin(), "reason": "They were declared compatible.", **more}
    return actions.change_cell(
        source=licence(source), target=licence(target), letter=letter, rule=rule, **arguments
    )


def drop(source: str = BY, target: str = LAL, **more: Any) -> None:
    cell = Cell.objects.get(source__spdx=source, target__spdx=target)
    arguments = {"actor": make_admin(), "reason": "It was a mistake.", **more}
    actions.drop_cell(cell=cell, **arguments)


def last_entry() -> LogEntry:
    return LogEntry.objects.newest_first()[0]


def test_a_cell_is_changed_and_the_log_keeps_what_it_said() -> None:
    assert may_adapt(BY, LAL).cell == "R"
    change()
    answer = may_adapt(BY, LAL)
    assert (answer.allowed, answer.source_of_rule) == (True, RULE)
    entry = last_entry()
    assert (entry.action, entry.actor_name) == ("licence.cell", "admin-1")
    assert entry.old == {"letter": "R", "rule": "No declaration either way was found."}
    assert entry.new == {"letter": "Y", "rule": RULE}
    assert entry.reason == "They were declared compatible."
    assert entry.target_url == "/licences/may?from=CC-BY-4.0&to=LAL-1.3"
    with translation.override("en"):
        assert describe(entry) == "changed what the site says of text going CC-BY-4.0 → LAL-1.3"
        assert [(one.old, one.new) for one in changes(entry)] == [
            ("not settled", "yes"),
            ("No declaration either way was found.", RULE),
        ]


def test_a_cell_that_is_taken_out_gives_the_base_its_word_again() -> None:
    change()
    drop()
    assert may_adapt(BY, LAL).cell == "R"
    assert not Cell.objects.exists()
    entry = last_entry()
    assert entry.action == "licence.cell_drop" and entry.reason == "It was a mistake."
    assert (entry.old["letter"], entry.new["letter"]) == ("Y", "R")
    assert "%" not in describe(entry)


def test_a_licence_that_was_added_is_not_settled_until_cells_say_more() -> None:
    added = make_licence("X-1.0", credit="every_author")
    Edition.renew()
    for other in Licence.objects.exclude(pk=added.pk):
        letters = {between(other, added).cell, between(added, other).cell}
        assert letters == ({"N", "R"} if "-N" in other.spdx else {"R"}), other.spdx
    change("X-1.0", "CC-BY-SA-4.0")
    answer = may_adapt("x-1.0 OR PPL", "CC-BY-SA-4.0")
    assert (answer.allowed, answer.chosen) == (True, ("X-1.0",))
    with translation.override("en"):
        assert "Name every author" in str(answer.obligations[0])
    entry = last_entry()
    assert entry.old is None and entry.new["letter"] == "Y"
    drop("X-1.0", "CC-BY-SA-4.0")
    assert last_entry().new is None


def test_what_says_the_same_is_neither_written_nor_logged() -> None:
    base = str(matrix_in_force().rule(BY, LAL))
    assert change(letter="R", rule=base) is None
    change()
    change(rule=f" {RULE}\n")
    assert LogEntry.objects.count() == Cell.objects.count() == 1


def test_a_changed_cell_is_changed_again_and_may_say_the_letter_of_the_base() -> None:
    change()
    change(letter="R", rule="It was withdrawn.")
    assert may_adapt(BY, LAL).source_of_rule == "It was withdrawn."
    assert last_entry().old == {"letter": "Y", "rule": RULE}
    assert Cell.objects.count() == 1


@pytest.mark.parametrize(
    ("source", "target", "letter", "why"),
    [
        (BY, BY, "Y", "two different licences"),
        (BY, LAL, "Z", "Choose one of the answers"),
        (BY, LAL, "", "Choose one of the answers"),
        ("CC-BY-ND-4.0", "CC-BY-SA-4.0", "Y", "forbids changed versions"),
        ("CC-BY-NC-ND-4.0", "CC-BY-NC-4.0", "Y", "forbids changed versions"),
        ("CC-BY-ND-4.0", "CC-BY-SA-4.0", "P", "forbids changed versions"),
        ("CC-BY-NC-4.0", "CC-BY-SA-4.0", "R", "limits what text may be used for"),
        ("CC-BY-NC-4.0", "CC-BY-SA-4.0", "Y", "limits what text may be used for"),
        ("CC-BY-NC-4.0", "CC-BY-NC-SA-4.0", "Y", "limits what text may be used for"),
        ("PPL", "CC-BY-SA-4.0", "Y", "limits what text may be used for"),
        ("CC-BY-SA-4.0", BY, "Y", "must stay under the same licence"),
        ("LAL-1.3", "CC0-1.0", "Y", "must stay under the same licence"),
        ("CC0-1.0", BY, "R", "has no conditions"),
    ],
)
def test_what_the_licences_cannot_mean_is_refused(
    source: str, target: str, letter: str, why: str
) -> None:
    with pytest.raises(LicenceRefused, match=why):
        change(source, target, letter)
    assert not Cell.objects.exists() and not LogEntry.objects.exists()


def test_a_licence_that_is_gone_has_no_cells() -> None:
    gone = make_licence("X-1.0")
    source = licence(BY)
    Licence.objects.filter(pk=gone.pk).delete()
    with pytest.raises(LicenceRefused, match="not here any more"):
        actions.change_cell(
            actor=None, source=source, target=gone, letter="Y", rule=RULE, reason="A try."
        )


def test_a_cell_wants_a_source_and_a_reason() -> None:
    with pytest.raises(RuleMissing):
        change(rule=" \n")
    with pytest.raises(ReasonMissing):
        change(reason=" ")
    change()
    with pytest.raises(ReasonMissing):
        drop(reason="")
    assert LogEntry.objects.count() == 1


def test_only_admins_change_cells() -> None:
    change()
    for act in (change, drop):
        with pytest.raises(PermissionDenied):
            act(actor=make_maintainer())
    assert Cell.objects.count() == 1
    drop(actor=None)  # the system
    assert last_entry().actor_name == ""


def test_a_cell_that_somebody_took_out_already_is_not_there() -> None:
    cell = change()
    drop()
    assert cell is not None
    with pytest.raises(Cell.DoesNotExist):
        actions.drop_cell(actor=None, cell=cell, reason="Too late.")


def test_cells_are_no_use_of_a_licence_but_keep_it_from_being_deleted() -> None:
    change()
    for spdx in (BY, LAL):
        assert not is_in_use(licence(spdx)) and usage_of(licence(spdx)) == []
        with pytest.raises(LicenceRefused, match="Cells of the matrix name"):
            actions.delete_licence(actor=None, licence=licence(spdx), reason="Never used.")
    drop()
    actions.delete_licence(actor=None, licence=licence(LAL), reason="Never used.")


def test_a_licence_that_is_called_otherwise_keeps_its_cells() -> None:
    make_licence("X-1.0")
    change("X-1.0", LAL)
    actions.change_licence(
        actor=None, licence=licence("X-1.0"), changes={"spdx": "X-1.1"}, reason="A slip."
    )
    assert may_adapt("X-1.1", LAL).allowed
    with pytest.raises(LicenceUnreadable):
        may_adapt("X-1.0", LAL)


@pytest.mark.parametrize(("spdx", "share_alike"), [("X-1.0", True), ("Y-1.0", False)])
def test_share_alike_is_not_lost_by_changing_a_licence_either(spdx: str, share_alike: bool) -> None:
    make_licence("X-1.0", share_alike=False)
    make_licence("Y-1.0", share_alike=True)
    make_licence("Z-1.0", share_alike=False)
    change("X-1.0", "Z-1.0")
    change(LAL, "Y-1.0")
    with pytest.raises(LicenceRefused, match="Share-alike would be lost"):
        actions.change_licence(
            actor=None,
            licence=licence(spdx),
            changes={"share_alike": share_alike},
            reason="A try.",
        )


@pytest.mark.parametrize("fields", [{"letter": "Z"}, {"rule": ""}, {"source": LAL, "target": LAL}])
def test_the_database_refuses_what_makes_no_sense(fields: dict[str, str]) -> None:
    values: dict[str, Any] = {"source": BY, "target": LAL, "letter": "Y", "rule": RULE, **fields}
    values |= {name: licence(values[name]) for name in ("source", "target")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Cell.objects.create(**values)


def test_one_cell_stands_between_two_licences() -> None:
    change()
    with pytest.raises(IntegrityError), transaction.atomic():
        Cell.objects.create(source=licence(BY), target=licence(LAL), letter="N", rule=RULE)


# What is in force --------------------------------------------------------------------------------


def test_the_matrix_costs_one_query_until_it_is_changed(django_assert_num_queries: Any) -> None:
    matrix_in_force()
    with django_assert_num_queries(1):
        before = matrix_in_force()
    change()
    with django_assert_num_queries(3):
        after = matrix_in_force()
    assert after is not before
    with django_assert_num_queries(1):
        assert matrix_in_force() is after


def test_any_act_on_a_licence_has_the_matrix_read_anew() -> None:
    before = matrix_in_force()
    actions.change_licence(
        actor=None, licence=licence(LAL), changes={"credit": "author"}, reason="A try."
    )
    assert matrix_in_force() is not before
    assert matrix_in_force().licences[LAL].credit == "author"


def test_an_act_that_is_undone_leaves_what_was_in_force() -> None:
    before = matrix_in_force()
    with transaction.atomic():
        change()
        assert may_adapt(BY, LAL).allowed
        transaction.set_rollback(True)
    assert matrix_in_force().letter(BY, LAL) == "R"
    assert before.letter(BY, LAL) == "R"


def test_where_nothing_has_a_name_yet_it_is_read_each_time() -> None:
    Edition.objects.all().delete()
    assert matrix_in_force() is not matrix_in_force()
    change()
    assert matrix_in_force() is matrix_in_force()


def test_no_more_than_two_matrices_are_kept() -> None:
    for letter in "YNVYN":
        change(letter=letter)
        matrix_in_force()
    assert in_force._kept.cache_info().currsize <= 2


def test_the_name_of_an_added_licence_follows_the_language() -> None:
    make_licence("X-1.0", name_en="X licence", name_fr="Licence X")
    Edition.renew()
    answer = may_adapt("X-1.0", LAL)
    for language, name in (("en", "X licence"), ("fr", "Licence X")):
        with translation.override(language):
            assert name in str(answer.reason)


def test_the_refusals_of_forms_and_of_acts_are_the_same() -> None:
    with pytest.raises(RuleMissing):
        rules.refuse_cell(licence(BY), licence(LAL), "Y", "")
    assert issubclass(LicenceInUse, LicenceRefused) and issubclass(RuleMissing, LicenceRefused)


@pytest.mark.django_db(transaction=True)
def test_another_process_sees_a_change_at_once() -> None:
    """As nearly as a test can: another thread, with a connection and a request of its own."""
    matrix_in_force()
    change()
    seen: list[bool] = []

    def look() -> None:
        try:
            seen.append(may_adapt(BY, LAL).allowed)
            drop()
        finally:
            connection.close()

    other = threading.Thread(target=look)
    other.start()
    other.join()
    assert seen == [True]
    assert may_adapt(BY, LAL).cell == "R"
