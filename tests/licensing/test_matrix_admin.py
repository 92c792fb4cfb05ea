"""The matrix in Django admin: a table to read, and a form for each cell."""

import re
from typing import Any

import pytest
from django.test import Client

from commons.log.models import LogEntry
from licensing.in_force import may_adapt
from licensing.models import Cell, Licence
from tests.factories import make_admin, make_maintainer
from tests.licensing.test_licence_models import make_licence

pytestmark = pytest.mark.django_db

LIST, ADD = "/admin/licensing/cell/", "/admin/licensing/cell/add/"
SENT = {
    "source": "CC-BY-4.0",
    "target": "LAL-1.3",
    "letter": "Y",
    "rule": "A declaration.",
    "reason": "Declared.",
}


@pytest.fixture
def chief(client: Client) -> Client:
    client.force_login(make_admin())
    return client


def row(page: str, spdx: str) -> str:
    """The row of the table that is about text under a licence."""
    found = re.search(rf'<tr><th scope="row"><a [^>]*>{re.escape(spdx)}</a></th>.*?</tr>', page)
    assert found is not None
    return found[0]


def letters(html: str) -> str:
    return "".join(re.findall(r"<abbr[^>]*>(.)</abbr>", html))


def test_the_whole_matrix_is_read_in_one_table_with_the_source_of_each_cell(
    chief: Client, django_assert_max_num_queries: Any
) -> None:
    chief.get(LIST)
    with django_assert_max_num_queries(8):
        page = chief.get(LIST).content.decode()
    assert page.count('<tr><th scope="row">') == Licence.objects.count()
    columns = page.count('<th scope="col"><a')
    assert page.count("<sup>") == Licence.objects.count() * columns
    # Each footnote is on the page, by its number, and says something.
    numbers = {*re.findall(r'href="#rule-(\d+)"', page)}
    notes = dict(re.findall(r'<li id="rule-(\d+)">(.+?)</li>', page))
    assert numbers == {*notes} and all(notes.values())
    assert "CC BY 4.0, section 3(a)(4)" in page


def test_a_cell_that_was_changed_is_marked_and_its_source_is_there(chief: Client) -> None:
    assert '<span class="cell-changed">*</span></a>' not in chief.get(LIST).content.decode()
    assert chief.post(ADD, SENT).status_code == 302
    page = chief.get(LIST).content.decode()
    assert '<span class="cell-changed">*</span></a>' in row(page, "CC-BY-4.0")
    assert "A declaration." in page
    assert letters(row(page, "CC-BY-4.0")).count("Y") == 3
    cell = Cell.objects.get()
    assert f"/admin/licensing/cell/{cell.pk}/change/" in row(page, "CC-BY-4.0")


def test_a_licence_that_was_added_is_a_row_and_a_column_of_what_is_not_settled(
    chief: Client,
) -> None:
    make_licence("X-1.0", role="known", position=99)
    page = chief.get(LIST).content.decode()
    assert {*letters(row(page, "X-1.0"))} == {"R", "Y"}  # it stays under itself
    assert letters(row(page, "CC-BY-4.0")).endswith("R")


def test_the_form_begins_with_what_the_code_says(chief: Client) -> None:
    page = chief.get(f"{ADD}?source=CC-BY-4.0&target=CC-BY-SA-4.0").content.decode()
    assert "CC BY 4.0, section 3(a)(4)" in page
    assert re.search(r'value="Y"[^>]* checked', page)
    empty = chief.get(f"{ADD}?source=nothing&target=%00")
    assert empty.status_code == 200


def test_a_cell_is_added_changed_and_taken_out_each_with_a_row_in_the_log(chief: Client) -> None:
    chief.post(ADD, SENT)
    assert may_adapt("CC-BY-4.0", "LAL-1.3").allowed
    address = f"/admin/licensing/cell/{Cell.objects.get().pk}"
    asked = f"{ADD}?source=CC-BY-4.0&target=LAL-1.3"
    assert chief.get(asked)["Location"] == f"{address}/change/"
    # Which cell it is cannot be changed there.
    other = {**SENT, "source": "PPL", "letter": "V", "rule": "Another.", "reason": "Looked again."}
    assert chief.post(f"{address}/change/", other).status_code == 302
    assert may_adapt("CC-BY-4.0", "LAL-1.3").cell == "V"
    assert Cell.objects.count() == 1
    assert "It says “in two steps” now" in chief.get(f"{address}/delete/").content.decode()
    assert chief.post(f"{address}/delete/", {"reason": " "}).status_code == 200
    assert chief.post(f"{address}/delete/", {"reason": "A mistake."}).status_code == 302
    assert may_adapt("CC-BY-4.0", "LAL-1.3").cell == "R"
    logged = [
        (entry.action, entry.old["letter"], entry.new["letter"], entry.reason)
        for entry in LogEntry.objects.order_by("pk")
    ]
    assert logged == [
        ("licence.cell", "R", "Y", "Declared."),
        ("licence.cell", "Y", "V", "Looked again."),
        ("licence.cell_drop", "V", "R", "A mistake."),
    ]
    assert chief.get(f"{address}/delete/").status_code == 302


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"rule": ""}, "Say where the rule comes from"),
        ({"reason": " "}, "This field is required"),
        ({"letter": "Z"}, "Select a valid choice"),
        ({"target": "CC-BY-4.0"}, "Choose two different licences"),
        ({"target": "Nothing-1.0"}, "Select a valid choice"),
        ({"source": "CC-BY-ND-4.0"}, "forbids changed versions"),
        ({"source": "CC-BY-NC-4.0"}, "limits what text may be used for"),
        ({"source": "CC-BY-SA-4.0", "target": "CC0-1.0"}, "must stay under the same licence"),
    ],
)
def test_what_cannot_be_is_refused_with_all_that_was_typed(
    chief: Client, wrong: dict[str, str], said: str
) -> None:
    page = chief.post(ADD, {**SENT, "rule": "Typed at length.", **wrong}).content.decode()
    assert said in page
    assert "Typed at length." in page or "rule" in wrong
    assert "Declared." in page or "reason" in wrong
    assert not Cell.objects.exists() and not LogEntry.objects.exists()


def test_nobody_but_admins_sees_or_changes_the_table(client: Client) -> None:
    client.force_login(make_maintainer())
    for address in (LIST, ADD, f"{LIST}1/change/", f"{LIST}1/delete/"):
        assert client.get(address).status_code == client.post(address, SENT).status_code == 302
    assert not Cell.objects.exists()


def test_staff_without_the_permission_are_refused(client: Client) -> None:
    helper = make_admin("admin-2", is_superuser=False)
    client.force_login(helper)
    for address in (LIST, ADD, f"{LIST}1/change/", f"{LIST}1/delete/"):
        assert client.post(address, SENT).status_code == 403
    assert not Cell.objects.exists()


def test_the_page_of_a_licence_leads_to_the_table(chief: Client) -> None:
    licence = Licence.objects.get(spdx="LAL-1.3")
    page = chief.get(f"/admin/licensing/licence/{licence.pk}/change/").content.decode()
    assert f'href="{LIST}"' in page
