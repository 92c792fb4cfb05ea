"""Writing the log, and reading it in words."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import translation

from commons.log import sentences
from commons.log.models import LogEntry
from commons.log.record import NotInTransaction, record
from commons.log.sentences import Change, changes, describe, sentence


@pytest.fixture(autouse=True)
def act(monkeypatch: pytest.MonkeyPatch) -> None:
    """Register an act for one test."""
    for registry in ("_sentences", "_areas", "_fields", "_values"):
        monkeypatch.setattr(sentences, registry, dict(getattr(sentences, registry)))
    sentences.register_actions(
        {
            "thing.move": "moved %(target)s from %(old_place)s to %(place)s",
            "thing.burn": "burnt everything",
            "thing.break": "broke %(target)s by 100% force",
        },
        areas={"thing": "Things"},
    )
    sentences.register_fields(
        "thing", {"place": "shelf"}, values={"place": {"top": "the top shelf"}}
    )


def entry(**fields: Any) -> LogEntry:
    return LogEntry(**{"action": "thing.move", "area": "thing", "actor_name": "guest-1", **fields})


@pytest.mark.django_db(transaction=True)
def test_an_act_outside_a_transaction_is_not_logged() -> None:
    with pytest.raises(NotInTransaction, match="atomic"):
        record(actor=None, action="thing.burn")
    assert not LogEntry.objects.exists()


@pytest.mark.django_db
def test_a_row_says_who_what_old_new_and_why() -> None:
    user = get_user_model().objects.create_user(username="contributor-1")
    row = record(
        actor=user,
        action="thing.move",
        target=user,
        target_label="The chair",
        target_url="/things/chair",
        old={"place": "floor"},
        new={"place": "top"},
        reason=" It was in the way. ",
    )
    row.refresh_from_db()
    assert (row.actor, row.actor_name, row.area) == (user, "contributor-1", "thing")
    assert (row.target_kind, row.target_id) == (user._meta.label_lower, str(user.pk))
    assert (row.target_label, row.target_url) == ("The chair", "/things/chair")
    assert (row.old, row.new, row.reason) == (
        {"place": "floor"},
        {"place": "top"},
        "It was in the way.",
    )
    assert list(LogEntry.objects.about(user._meta.label_lower, user.pk)) == [row]


@pytest.mark.django_db
def test_a_guest_and_the_system_act_without_an_account() -> None:
    class Guest:
        public_name = "guest-2"

    assert record(actor="guest-1", action="thing.burn").actor_name == "guest-1"
    assert record(actor=Guest(), action="thing.burn").actor_name == "guest-2"
    system = record(actor=None, action="thing.burn")
    assert (system.actor, system.actor_name) == (None, "")


@pytest.mark.django_db
def test_somebody_without_a_public_name_cannot_act() -> None:
    class Visitor:
        public_name = ""

    for nobody in ("", "  ", Visitor()):
        with pytest.raises(ValueError, match="public name"):
            record(actor=nobody, action="thing.burn")


@pytest.mark.django_db
@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example", "/\\evil", "things"])
def test_an_address_that_leaves_the_site_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="not a path"):
        record(actor=None, action="thing.burn", target_url=url)


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["", "thing", "Thing.move", "thing.move it", "thing..move"])
def test_a_malformed_code_is_refused(action: str) -> None:
    with pytest.raises(ValueError, match="dotted code"):
        record(actor=None, action=action)


@pytest.mark.django_db
def test_long_and_broken_labels_are_kept_on_one_short_line() -> None:
    row = record(actor=None, action="thing.burn", target_label="a\nb\x00" + "c" * 900)
    assert row.target_label.startswith("a bccc")
    assert len(row.target_label) == 300


def test_a_row_is_said_in_words() -> None:
    moved = entry(target_label="The chair", old={"place": "floor"}, new={"place": "top"})
    assert describe(moved) == "moved The chair from floor to the top shelf"


def test_the_target_stands_apart_so_that_it_can_be_a_link() -> None:
    said = sentence(entry(target_label="The chair", old={"place": "a"}, new={"place": "b"}))
    assert (said.before, said.target, said.after) == ("moved ", "The chair", " from a to b")


def test_what_a_row_does_not_have_reads_as_a_dash() -> None:
    assert describe(entry(target_label="The chair")) == "moved The chair from – to –"


def test_percent_signs_and_marks_in_names_stay_letters() -> None:
    moved = entry(target_label="100%(x)s", old={"place": "%s\x00"}, new={"place": "{0}"})
    assert describe(moved) == "moved 100%(x)s from %s to {0}"


@pytest.mark.parametrize("action", ["thing.unknown", "thing.break"])
def test_an_act_that_nobody_can_say_is_shown_by_its_code(action: str) -> None:
    assert describe(entry(action=action, target_label="The chair")) == f"{action} The chair"
    assert describe(entry(action="thing.unknown")) == "thing.unknown"


def test_only_what_changed_is_told_with_names_and_words() -> None:
    with translation.override("en"):
        told = changes(
            entry(
                old={"place": "floor", "same": 1, "open": True, "tags": []},
                new={"place": "top", "same": 1, "open": None, "tags": ["a", "b"]},
            )
        )
        assert told == [
            Change("shelf", "floor", "the top shelf"),
            Change("open", "yes", "–"),
            Change("tags", "–", "a, b"),
        ]


def test_something_new_and_something_gone_are_told_against_nothing() -> None:
    assert changes(entry(old=None, new={"place": "top"})) == [Change("shelf", "–", "the top shelf")]
    assert changes(entry(old={"place": "top"}, new=None)) == [Change("shelf", "the top shelf", "–")]
    assert changes(entry(old=None, new=None)) == []


def test_bare_values_are_told_too() -> None:
    assert changes(entry(old="a", new=["b"])) == [Change("", "a", "b")]


def test_areas_are_named_and_in_order() -> None:
    sentences.register_actions({"zebra.feed": "fed %(target)s"})
    named = sentences.areas()
    assert named["thing"] == "Things"
    assert named["zebra"] == "zebra"
    assert list(named.values()) == sorted(named.values(), key=str.casefold)
