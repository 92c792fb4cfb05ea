"""Licences in Django admin: what uses each, and that no path around the public log is open."""

import re
from typing import Any

import pytest
from django.test import Client

from commons.log.models import LogEntry
from licensing.models import Licence
from licensing.usage import kinds, usage_by_licence
from tests.factories import make_admin, make_article, make_edit
from tests.licensing.test_licence_models import make_licence

pytestmark = pytest.mark.django_db

LIST = "/admin/licensing/licence/"
FACTS: dict[str, Any] = {
    "spdx": "X-1.0",
    "name_en": "X 1.0",
    "name_fr": "X 1.0",
    "url": "https://x.example/",
    "legal_url": "https://x.example/legal",
    "credit": "author",
    "share_alike": "on",
    "is_open": "true",
    "role": "known",
}


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(make_admin())
    return client


def licence(spdx: str) -> Licence:
    return Licence.objects.get(spdx=spdx)


def page_of(spdx: str, page: str) -> str:
    return f"{LIST}{licence(spdx).pk}/{page}/"


def rows() -> dict[int, dict[str, Any]]:
    """All licences as they stand in the database, but for the moment of their last change."""
    names = [field.name for field in Licence._meta.fields if field.name != "modified"]
    return {row["id"]: dict(row) for row in Licence.objects.values(*names)}


def test_the_list_counts_what_uses_each_licence_once_for_all(
    chief: Client, django_assert_max_num_queries: Any
) -> None:
    article = make_article(licence="CC0-1.0")
    make_edit(article, "Other words.\n")
    make_article("Gifts")
    with django_assert_max_num_queries(12):
        page = chief.get(LIST).content.decode()
    heads = re.findall(r'<th scope="col" class="[^"]*column-[^"]*">.*?</th>', page, re.DOTALL)
    names = [re.sub(r"<[^>]+>|\s+", " ", head).strip().casefold() for head in heads]
    assert {"articles", "revisions"} <= {*kinds()} and {*kinds()} <= {*names}
    line = re.search(r"<tr>(?:(?!</tr>).)*>CC0-1\.0<.*?</tr>", page, re.DOTALL)
    assert line is not None
    counted = re.findall(r'<td class="field-[^"]*">(\d+)</td>', line[0])
    expected = {one.label: str(one.count) for one in usage_by_licence()[licence("CC0-1.0").pk]}
    assert expected["articles"] == "1" and expected["revisions"] == "2"
    assert counted == [expected.get(kind, "0") for kind in kinds()]


def test_a_licence_in_use_is_not_deleted_by_any_page(chief: Client) -> None:
    make_article(licence="CC0-1.0")
    logged = LogEntry.objects.count()
    used = licence("CC0-1.0")
    refused = chief.post(page_of("CC0-1.0", "delete"), {"reason": "A try.", "post": "yes"})
    assert refused.status_code == 302
    many = {"_selected_action": [used.pk], "action": "delete_selected", "post": "yes"}
    chief.post(LIST, {**many, "reason": "A try."})
    assert licence("CC0-1.0") == used and LogEntry.objects.count() == logged
    assert "can withdraw it" in chief.get(LIST).content.decode()


def test_deletion_asks_why_and_is_logged_with_all_that_was_there(chief: Client) -> None:
    assert chief.post(page_of("LAL-1.3", "delete"), {"reason": ""}).status_code == 200
    chief.post(page_of("LAL-1.3", "delete"), {"reason": "Never used."})
    entry = LogEntry.objects.get()
    assert not Licence.objects.filter(spdx="LAL-1.3").exists()
    assert (entry.old["credit"], entry.reason) == ("every_author", "Never used.")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("spdx", "X-1.1"),
        ("name_en", "X licence"),
        ("name_fr", "Licence X"),
        ("url", "https://x.example/other"),
        ("legal_url", "https://x.example/other"),
        ("credit", "every_author"),
        ("share_alike", ""),
        ("is_open", "false"),
        ("role", "described"),
    ],
)
def test_each_property_changes_with_a_public_row_of_old_and_new(
    chief: Client, field: str, value: str
) -> None:
    make_licence(**{**FACTS, "share_alike": True, "is_open": True})
    before = rows()
    address = page_of("X-1.0", "change")
    sent = {name: kept for name, kept in {**FACTS, field: value}.items() if kept}
    assert chief.post(address, {**sent, "reason": ""}).status_code == 200
    assert rows() == before and not LogEntry.objects.exists()
    assert chief.post(address, {**sent, "reason": "For the test."}).status_code == 302
    entry = LogEntry.objects.get()
    changed = {
        name: (old, rows()[key][name])
        for key, row in before.items()
        for name, old in row.items()
        if rows()[key][name] != old
    }
    assert {*changed} == {field}
    assert (entry.old[field], entry.new[field]) == changed[field]
    assert (entry.action, entry.reason) == ("licence.change", "For the test.")


def test_adding_one_is_logged_with_all_that_it_is(chief: Client) -> None:
    assert chief.post(f"{LIST}add/", {**FACTS, "reason": ""}).status_code == 200
    chief.post(f"{LIST}add/", {**FACTS, "reason": "Asked for."})
    entry = LogEntry.objects.get()
    assert (entry.action, entry.new["spdx"]) == ("licence.add", "X-1.0")
    assert licence("X-1.0").position > licence("CC0-1.0").position


def test_positions_in_the_list_are_logged_and_nothing_else_goes_along(chief: Client) -> None:
    known = list(Licence.objects.in_order())
    sent: dict[str, Any] = {
        "form-TOTAL_FORMS": len(known),
        "form-INITIAL_FORMS": len(known),
        "_save": "Save",
    }
    for number, one in enumerate(known):
        # What the list does not show for editing is not read from it.
        sent |= {
            f"form-{number}-id": one.pk,
            f"form-{number}-position": one.position,
            f"form-{number}-role": "offered",
            f"form-{number}-name_en": "Stolen",
        }
    sent["form-0-position"] = 77
    before = rows()
    chief.post(LIST, sent)
    entry = LogEntry.objects.get()
    assert (entry.action, entry.new) == ("licence.reorder", {known[0].spdx: 77})
    before[known[0].pk]["position"] = 77
    assert rows() == before


@pytest.mark.parametrize("act", ["offer", "withdraw", "make_default"])
def test_an_act_on_many_is_logged_one_by_one_and_not_without_a_reason(
    chief: Client, act: str
) -> None:
    keys = list(Licence.objects.values_list("pk", flat=True))
    before = rows()
    chief.post(LIST, {"action": act, "_selected_action": keys, "reason": ""})
    assert rows() == before and not LogEntry.objects.exists()
    chief.post(LIST, {"action": act, "_selected_action": keys, "reason": "For the test."})
    after = rows()
    changed = {after[key]["spdx"] for key in keys if after[key] != before[key]}
    entries = LogEntry.objects.all()
    assert {entry.target_label for entry in entries} == changed
    assert len(entries) == len(changed)
    assert all(entry.old != entry.new for entry in entries)
    assert bool(changed) is (act != "make_default")  # one default at a time


@pytest.mark.parametrize("page", ["", "add/", "{}/change/", "{}/delete/", "{}/history/"])
@pytest.mark.parametrize("extra", ["?_popup=1", "?_to_field=spdx", "?_changelist_filters=x"])
def test_no_address_of_the_admin_leads_around_the_log(chief: Client, page: str, extra: str) -> None:
    """Everything that a form might hold, sent to every page in every way that Django knows."""
    address = f"{LIST}{page.format(licence('LAL-1.3').pk)}{extra}"
    sent = {**FACTS, "spdx": "LAL-1.3", "name_en": "Stolen", "position": 1, "is_default": "on"}
    for more in ({}, {"_saveasnew": "1"}, {"_save": "1", "post": "yes"}, {"_continue": "1"}):
        before, logged = rows(), LogEntry.objects.count()
        chief.post(address, {**sent, **more, "reason": "For the test."})
        if rows() != before:
            assert LogEntry.objects.count() == logged + 1
        before, logged = rows(), LogEntry.objects.count()
        chief.post(address, {**sent, **more, "name_en": "Stolen again", "reason": " "})
        # LAL-1.3 is used by nothing, so that a reason may be left out; a row may not.
        assert (rows() != before) is (LogEntry.objects.count() > logged)
        if not Licence.objects.filter(spdx="LAL-1.3").exists():
            return
