import json
from typing import Any

import pytest
from django.test import Client

from tests.factories import (
    TEXT,
    fresh,
    make_article,
    make_declined,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_user,
    make_validated,
)
from wiki.actions.reverting import revert_to
from wiki.models import Review, Revision

pytestmark = pytest.mark.django_db
ADDRESS = "/en/peer-production/history.json"
HOSTILE = "</script><script>alert(1)</script>\"' \u202e\U0001f984"


def told(client: Client, address: str = ADDRESS) -> dict[str, Any]:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json; charset=utf-8"
    found: dict[str, Any] = json.loads(response.content)
    return found


def test_a_revision_tells_who_wrote_what_when_and_under_which_licence(client: Client) -> None:
    article = make_article(summary="First words")
    make_edit(article, f"{TEXT}12345\n", actor=make_guest(), summary=HOSTILE)
    data = told(client)
    newest, first = data["revisions"]
    revision = Revision.objects.select_related("licence").get(number=2)
    assert data["article"] == {
        "title": "Peer production", "language": "en", "latest": 2, "validated": None,
        "awaiting": 2, "deleted": None, "url": "http://testserver/en/peer-production",
        "history": "http://testserver/en/peer-production/history",
    }  # fmt: skip
    assert data["next"] is None
    assert (newest["number"], newest["kind"], newest["title"]) == (2, "edit", "Peer production")
    assert newest["author"] == {
        "name": "guest-2026-482193", "kind": "guest",
        "url": "http://testserver/people/guest-2026-482193",
    }  # fmt: skip
    assert newest["created"][:19] == revision.created.isoformat()[:19]
    assert newest["recorded"][:19] == revision.recorded.isoformat()[:19]
    assert newest["summary"] == HOSTILE == revision.summary
    assert newest["licence"] == {"spdx": "CC-BY-SA-4.0", "url": revision.licence.url}
    assert (newest["size"], newest["change"]) == (len(TEXT) + 6, 6)
    assert newest["sha256"] == revision.sha256
    assert (newest["state"], newest["verdicts"]) == ("awaiting", [])
    assert (first["number"], first["kind"], first["summary"]) == (1, "creation", "First words")
    for revision_told in (newest, first):
        for link in revision_told["links"].values():
            assert client.get(link.removeprefix("http://testserver")).status_code == 200


def test_a_revision_tells_what_was_decided_about_it_and_why(client: Client) -> None:
    article = make_validated(make_article(), comment="Well sourced")
    make_edit(article, "Buy.\n")
    make_declined(article, reason="Only prices.")
    data = told(client)
    newest, declined, first = data["revisions"]
    (verdict,) = declined["verdicts"]
    row = Review.objects.get(revision__number=2)
    assert (declined["state"], first["state"]) == ("declined", "validated")
    assert (verdict["verdict"], verdict["by"]) == ("declined", "maintainer-1")
    assert (verdict["comment"], verdict["decision"]) == ("Only prices.", str(row.decision))
    assert verdict["created"][:19] == row.created.isoformat()[:19]
    assert verdict["withdraws"] is None and verdict["by_edit"] is False
    assert first["verdicts"][0]["comment"] == "Well sourced"
    assert (newest["kind"], newest["reverted_to"]) == ("revert", 1)
    assert (data["article"]["validated"], data["article"]["awaiting"]) == (newest["number"], 0)


def test_a_revert_names_what_it_goes_back_to(client: Client) -> None:
    article = make_article()
    make_edit(article, "Other.\n")
    revert_to(actor=make_user(), article=fresh(article), number=1, base=2)
    assert told(client)["revisions"][0]["reverted_to"] == 1


def test_next_leads_through_the_whole_history_at_the_same_cost(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    article = make_article()
    for number in range(104):
        make_edit(article, f"Text {number}.\n")
    seen, address, pages = [], ADDRESS, 0
    while address:
        with django_assert_max_num_queries(3):
            data = told(client, address)
        seen += [revision["number"] for revision in data["revisions"]]
        address, pages = data["next"] or "", pages + 1
    assert seen == list(range(105, 0, -1)) and pages == 3


@pytest.mark.parametrize("query", ["?cursor=%00", "?cursor=x", "?cursor=" + "9" * 3000])
def test_a_cursor_from_elsewhere_gives_the_first_page(client: Client, query: str) -> None:
    make_article()
    assert [row["number"] for row in told(client, ADDRESS + query)["revisions"]] == [1]


def test_of_a_deleted_article_maintainers_alone_are_told(client: Client) -> None:
    make_deleted(make_article())
    assert client.get(ADDRESS).status_code == 410
    client.force_login(make_maintainer())
    assert told(client)["article"]["deleted"]
    assert client.get(ADDRESS)["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("header", ["If-None-Match", "If-Modified-Since"])
def test_what_did_not_change_is_not_sent_again(client: Client, header: str) -> None:
    make_article()
    response = client.get(ADDRESS)
    known = response["ETag" if header == "If-None-Match" else "Last-Modified"]
    again: Any = client.get(ADDRESS, headers={header: known})
    assert (again.status_code, again.content) == (304, b"")


def test_a_verdict_is_news(client: Client) -> None:
    article = make_article()
    etag = client.get(ADDRESS)["ETag"]
    make_validated(article)
    assert client.get(ADDRESS, headers={"If-None-Match": etag}).status_code == 200


def test_the_history_names_its_twin_for_machines(client: Client) -> None:
    make_article()
    page = client.get("/en/peer-production/history").content.decode()
    assert f'<link rel="alternate" type="application/json" href="{ADDRESS}">' in page
