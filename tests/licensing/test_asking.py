"""The one question about licences, on its page and for machines."""

from typing import Any

import pytest
from django.test import Client

from licensing import actions
from licensing.models import Licence
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PAGE, JSON = "/licences/may", "/licences/may.json"


def ask(client: Client, source: str, target: str, address: str = JSON, **more: Any) -> Any:
    return client.get(address, {"from": source, "to": target}, **more)


def test_the_question_is_led_to_and_begins_empty(client: Client) -> None:
    assert f'href="{PAGE}"' in client.get("/licences/").content.decode()
    assert f'href="{PAGE}?to=LAL-1.3"' in client.get("/licences/LAL-1.3").content.decode()
    page = client.get(PAGE)
    assert page.status_code == 200 and "errorlist" not in page.content.decode()


def test_one_half_of_the_question_is_not_wrong_yet(client: Client) -> None:
    page = client.get(f"{PAGE}?to=LAL-1.3")
    assert page.status_code == 200 and "errorlist" not in page.content.decode()
    assert 'value="LAL-1.3"' in page.content.decode()


def test_a_page_answers_in_words_with_the_source_of_the_rule(client: Client) -> None:
    page = ask(client, "cc-by-4.0", "CC-BY-SA-4.0", PAGE).content.decode()
    assert "You can use the text in a page under CC BY-SA 4.0" in page
    assert "CC BY 4.0, section 3(a)(4)" in page
    assert "Say what was changed." in page
    assert 'value="cc-by-4.0"' in page
    assert "Licence by licence" not in page and "Who decides" not in page


def test_expressions_are_answered_licence_by_licence(client: Client) -> None:
    page = ask(client, "CC-BY-4.0 AND LAL-1.3", "CC-BY-SA-4.0 OR CC-BY-SA-3.0", PAGE)
    words = page.content.decode()
    assert page.status_code == 200 and "only if every author agrees" in words
    page = ask(client, "CC-BY-4.0 AND LAL-1.3", "CC-BY-SA-4.0", PAGE)
    assert "Licence by licence" in page.content.decode()
    chosen = ask(client, "LAL-1.3 OR PPL", "CC-BY-SA-4.0", PAGE).content.decode()
    assert "Take the text under" in chosen and "<code>LAL-1.3</code>" in chosen


@pytest.mark.parametrize(
    "typed", ["", "Nothing-1.0", "CC BY 4.0", "(" * 30, "x" * 5000, "<b>", "\x00"]
)
def test_what_names_no_licence_is_said_where_it_stands(client: Client, typed: str) -> None:
    page = ask(client, typed, "CC-BY-4.0", PAGE)
    words = page.content.decode()
    assert page.status_code == 422
    assert 'id="id_from_error"' in words and 'id="id_to_error"' not in words
    assert "<b>" not in words.partition('<form class="filters')[2].partition("</form>")[0]
    answer = ask(client, typed, "CC-BY-4.0")
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["from"] and answer.json()["error"]


def test_machines_are_told_what_may_have_been_meant(client: Client) -> None:
    answer = ask(client, "CC-BY-SA", "CC BY 4.0")
    assert answer.json()["suggestions"]["from"][0].startswith("CC-BY-SA-")
    assert answer.json()["suggestions"]["to"] == ["CC-BY-4.0"]
    assert "Did you mean" in answer.json()["errors"]["to"]


def test_machines_are_told_everything(client: Client) -> None:
    answer = ask(client, "cc-by-sa-3.0 OR lal-1.3", "LAL-1.3").json()
    assert answer == {
        "from": "CC-BY-SA-3.0 OR LAL-1.3",
        "to": "LAL-1.3",
        "cell": "Y",
        "allowed": True,
        "word": "yes",
        "reason": "Take the text under the Free Art License 1.3. The licence stays the Free Art "
        "License 1.3: you can use the text and keep the credit.",
        "obligations": [
            "Name every author, and say where the originals are.",
            "Say what was changed.",
        ],
        "source_of_rule": "The licence stays the same.",
        "chosen": ["LAL-1.3"],
        "decides": "",
        "parts": [
            {
                "from": "LAL-1.3",
                "to": "LAL-1.3",
                "cell": "Y",
                "reason": "The licence stays the Free Art License 1.3: you can use the text and "
                "keep the credit.",
                "source_of_rule": "The licence stays the same.",
            }
        ],
    }
    unsettled = ask(client, "MIT", "LAL-1.3").json()
    assert (unsettled["cell"], unsettled["decides"]) == ("R", "A maintainer, in public.")


def test_the_answer_is_cheap_and_can_be_kept(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    ask(client, "CC-BY-4.0", "LAL-1.3")
    with django_assert_max_num_queries(1):
        answer = ask(client, "CC-BY-4.0", "LAL-1.3")
    assert answer["Cache-Control"] == "public, max-age=60"
    assert {"Cookie", "Accept-Language"} <= {*answer["Vary"].split(", ")}
    assert not answer.cookies
    again = ask(client, "CC-BY-4.0", "LAL-1.3", headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_answer_of_a_member_speaks_their_language_and_is_theirs(client: Client) -> None:
    member = make_user(interface_language="fr")
    client.force_login(member)
    answer = ask(client, "CC-BY-4.0", "LAL-1.3")
    assert answer["Cache-Control"] == "private, max-age=60"
    assert answer["Content-Language"] == "fr"


def test_a_question_stays_cheap_however_many_licences_it_names(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    wide = " AND ".join(["(MIT OR PPL)"] * 5)
    with django_assert_max_num_queries(3):
        assert ask(client, wide, wide).status_code == 200
        assert ask(client, "x" * 200, "-".join("x" * 60)).status_code == 422


def test_a_changed_cell_changes_the_answer(client: Client) -> None:
    before = ask(client, "CC-BY-4.0", "LAL-1.3")
    source, target = (Licence.objects.get(spdx=spdx) for spdx in ("CC-BY-4.0", "LAL-1.3"))
    actions.change_cell(
        actor=None,
        source=source,
        target=target,
        letter="Y",
        rule="A <declaration>.",
        reason="For the test.",
    )
    again = ask(client, "CC-BY-4.0", "LAL-1.3", headers={"if-none-match": before["ETag"]})
    assert again.status_code == 200 and again.json()["source_of_rule"] == "A <declaration>."
    page = ask(client, "CC-BY-4.0", "LAL-1.3", PAGE).content.decode()
    assert "A &lt;declaration&gt;." in page


@pytest.mark.parametrize("address", [PAGE, JSON])
def test_the_question_is_asked_and_nothing_is_sent(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
    assert client.head(f"{address}?from=CC0-1.0&to=PPL").status_code == 200
