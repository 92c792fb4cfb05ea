"""The log by area, person, thing and date: on its page, as a feed and as JSON."""

import datetime as dt
import json
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from commons.log.models import LogEntry
from tests.factories import fresh, make_article, make_deleted, make_maintainer, make_user
from wiki.actions.naming import rename_article

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
NONSENSE = [
    "area=none", "area=%00", "by=%00", "about=%00", "from=x", "from=2026-02-30", "from=0001-01-01",
    "to=9999-12-31", "to=%00", "cursor=%00", "cursor=x", "from=99999999999999999999-01-01",
]  # fmt: skip


def log_json(client: Client, query: str = "") -> dict[str, Any]:
    response = client.get(f"/log.json{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json; charset=utf-8"
    found: dict[str, Any] = json.loads(response.content)
    return found


def log_feed(client: Client, query: str = "") -> ElementTree.Element:
    response = client.get(f"/log.atom{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def labels(client: Client, query: str = "") -> list[str]:
    """What the rows are about; the same on the page, in the feed and in JSON."""
    found = [str(entry["target"]["label"]) for entry in log_json(client, query)["entries"]]
    entries = log_feed(client, query).findall(f"{ATOM}entry")
    titles = [entry.findtext(f"{ATOM}title") or "" for entry in entries]
    page = client.get(f"/log{query}").content.decode()
    assert len(titles) == len(found) == page.count('<li id="entry-')
    assert all(label in title for label, title in zip(found, titles, strict=True))
    assert all(label in page for label in found)
    return found


def log(label: str, day: str, **values: Any) -> LogEntry:
    created = timezone.make_aware(dt.datetime.fromisoformat(day))
    known = {"action": "topic.add", "area": "topic", "actor_name": "maintainer-1"}
    return LogEntry.objects.create(target_label=label, created=created, **(known | values))


def test_rows_are_chosen_by_both_days_that_are_named(client: Client) -> None:
    for day in ("2026-03-01T00:00", "2026-03-02T23:59:59", "2026-03-03T00:00"):
        log(f"at {day}", day)
    assert labels(client, "?from=2026-03-02") == ["at 2026-03-03T00:00", "at 2026-03-02T23:59:59"]
    assert labels(client, "?from=2026-03-02&to=2026-03-02") == ["at 2026-03-02T23:59:59"]
    assert labels(client, "?to=2026-03-01") == ["at 2026-03-01T00:00"]
    assert labels(client, "?from=2026-03-03&to=2026-03-01") == []


def test_rows_are_chosen_by_what_they_are_about(client: Client) -> None:
    article = make_article("Old name")
    rename_article(actor=make_user(), article=article, title="New name", reason="", base=1)
    make_deleted(fresh(article))
    log("Other", "2026-03-01")
    assert labels(client, "?about=New+name") == ["New name", "New name"]
    assert labels(client, f"?about=wiki.article:{article.pk}") == ["New name", "New name"]
    assert labels(client, "?about=Other&area=topic") == ["Other"]
    assert labels(client, "?about=Other&area=article") == []
    assert labels(client, "?about=wiki.article:none") == []
    page = client.get("/log").content.decode()
    assert f'href="/log?about=wiki.article%3A{article.pk}"' in page


def test_rows_are_chosen_by_who_acted(client: Client) -> None:
    log("One", "2026-03-01")
    log("Two", "2026-03-02", actor_name="maintainer-2")
    assert labels(client, "?by=maintainer-2") == ["Two"]
    assert labels(client, "?by=maintainer-2&to=2026-03-01") == []


@pytest.mark.parametrize("query", NONSENSE)
def test_what_makes_no_sense_is_left_out(client: Client, query: str) -> None:
    log("One", "2026-03-01")
    assert labels(client, f"?{query}") == ["One"]
    assert log_json(client, f"?{query}")["filters"] == {}


def test_what_was_chosen_stands_in_the_form_and_in_the_addresses(client: Client) -> None:
    query = "area=topic&by=maintainer-1&about=One&from=2026-03-01&to=2026-03-02"
    page = client.get(f"/log?{query}").content.decode()
    assert '<option value="topic" selected>' in page
    for value in ("maintainer-1", "One", "2026-03-01", "2026-03-02"):
        assert f'value="{value}"' in page
    escaped = query.replace("&", "&amp;")
    assert f'href="/log.atom?{escaped}"' in page and f'href="/log.json?{escaped}"' in page
    assert log_json(client, f"?{query}")["page"] == f"http://testserver/log?{query}"


def test_a_row_tells_machines_who_did_what_and_why(client: Client) -> None:
    article = make_deleted(make_article("Advertising <here>"), reason="Only prices & \u202e.")
    (row,) = log_json(client)["entries"]
    entry = LogEntry.objects.get()
    assert row["id"] == entry.pk and row["created"][:19] == entry.created.isoformat()[:19]
    assert row["actor"] == {
        "name": "maintainer-1", "url": "http://testserver/people/maintainer-1",
    }  # fmt: skip
    assert (row["action"], row["area"]) == ("article.delete", "article")
    assert row["sentence"] == "deleted the article Advertising <here>"
    assert row["target"] == {
        "kind": "wiki.article", "id": str(article.pk), "label": "Advertising <here>",
        "url": f"http://testserver{article.get_absolute_url()}" if entry.target_url else None,
    }  # fmt: skip
    assert (row["old"], row["new"]) == (entry.old, entry.new)
    assert row["reason"] == "Only prices & \u202e."
    (told,) = log_feed(client).findall(f"{ATOM}entry")
    assert told.findtext(f"{ATOM}title") == "maintainer-1 deleted the article Advertising <here>"
    assert told.findtext(f"{ATOM}author/{ATOM}name") == "maintainer-1"
    assert "Only prices &amp; \u202e." in (told.findtext(f"{ATOM}summary") or "")
    terms = [category.get("term") for category in told.findall(f"{ATOM}category")]
    assert terms == ["article", "article.delete"]


def test_the_site_itself_has_a_name_in_the_feed(client: Client) -> None:
    log("One", "2026-03-01", actor_name="")
    (told,) = log_feed(client).findall(f"{ATOM}entry")
    assert told.findtext(f"{ATOM}author/{ATOM}name") == "The site itself"
    assert log_json(client)["entries"][0]["actor"] == {"name": None, "url": None}


def test_characters_that_xml_cannot_hold_are_left_out_of_the_feed(client: Client) -> None:
    log("a\x01b", "2026-03-01", reason="c\x0bd", old={"x": "\x02"}, new={"x": "e\x03f"})
    (told,) = log_feed(client).findall(f"{ATOM}entry")
    assert (told.findtext(f"{ATOM}title") or "").endswith("ab")
    assert "cd" in (told.findtext(f"{ATOM}summary") or "")


@pytest.mark.parametrize("kind", ["json", "atom"])
def test_next_leads_through_all_rows_once_and_keeps_the_filter(
    client: Client, kind: str, django_assert_num_queries: Any
) -> None:
    account = make_maintainer()
    LogEntry.objects.bulk_create(
        LogEntry(
            actor=account, actor_name="x", action="topic.add", area="topic", target_label=f"{n}"
        )
        for n in range(120)
    )
    log("apart", "2026-03-01")
    address, seen, pages = f"/log.{kind}?by=x", [], 0
    while address:
        with django_assert_num_queries(1):
            response = client.get(address)
        pages += 1
        if kind == "json":
            data = json.loads(response.content)
            seen += [entry["target"]["label"] for entry in data["entries"]]
            address = data["next"] or ""
        else:
            root = ElementTree.fromstring(response.content)
            seen += [
                (entry.findtext(f"{ATOM}title") or "").split()[-1]
                for entry in root.findall(f"{ATOM}entry")
            ]
            links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
            address = links.get("next") or ""
    assert pages == 3
    assert sorted(seen, key=int) == [str(n) for n in range(120)]


@pytest.mark.parametrize("address", ["/log.json", "/log.atom?area=topic"])
@pytest.mark.parametrize("header", ["If-None-Match", "If-Modified-Since"])
def test_what_did_not_change_is_not_sent_again(client: Client, address: str, header: str) -> None:
    log("One", "2026-03-01")
    response = client.get(address)
    known = response["ETag" if header == "If-None-Match" else "Last-Modified"]
    again: Any = client.get(address, headers={header: known})
    assert (again.status_code, again.content) == (304, b"")
    log("Two", "2026-03-02")
    assert client.get(address, headers={header: known}).status_code == 200
