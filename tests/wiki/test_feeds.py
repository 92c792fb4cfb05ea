import datetime as dt
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.factories import (
    fresh,
    make_article,
    make_declined,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_topic,
    make_user,
    make_validated,
)
from wiki.actions.naming import rename_article
from wiki.actions.withdrawing import withdraw
from wiki.models import Revision, Topic, Trust

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client: Client, query: str = "") -> ElementTree.Element:
    response = client.get(f"/changes.atom{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def entries(client: Client, query: str = "") -> list[ElementTree.Element]:
    return feed(client, query).findall(f"{ATOM}entry")


def text(element: ElementTree.Element, path: str) -> str:
    found = element.findtext("/".join(f"{ATOM}{name}" for name in path.split("/")))
    assert found is not None
    return found


def test_an_entry_says_what_changed_who_did_it_when_and_under_which_licence(
    client: Client,
) -> None:
    article = make_article("Peer & <b>production</b>", "abc\n")
    make_edit(article, "abcdef\n", actor=make_user("contributor-2"), summary="Adds <i>three</i>")
    newest, first = entries(client)
    assert text(newest, "title") == "Peer & <b>production</b> · 2"
    assert text(newest, "author/name") == "contributor-2"
    assert "Adds &lt;i&gt;three&lt;/i&gt;" in text(newest, "summary")
    assert "+3 characters" in text(newest, "summary")
    assert text(newest, "rights") == "CC BY-SA 4.0"
    links = {link.get("rel", ""): link.get("href", "") for link in newest.findall(f"{ATOM}link")}
    assert links["alternate"] == f"http://testserver{article.get_absolute_url()}/diff/1..2"
    assert links["license"] == article.licence.url
    assert text(newest, "updated") >= text(first, "updated")


def test_an_entry_tells_the_state_of_review(client: Client) -> None:
    make_edit(make_validated(make_article()), "Other.\n")
    found = [
        [category.get("term") for category in entry.findall(f"{ATOM}category")]
        for entry in entries(client)
    ]
    assert found == [["awaiting"], ["validated"]]


def test_an_entry_tells_which_verdict_by_whom_when_and_what_was_said(client: Client) -> None:
    article = make_validated(make_article(), comment="Says <b>why</b>.\x0b")
    make_edit(article, "Buy.\n")
    make_declined(article, reason="No source is named.")
    make_edit(article, "Buy more.\n")
    summaries = [text(entry, "summary") for entry in entries(client)]
    by_number = dict(zip((4, 3, 2, 1), summaries, strict=True))
    assert "<p>validated by maintainer-1 · " in by_number[1]
    year = f"{Revision.objects.get(number=1).reviews.get().created:%Y}"
    assert re.search(rf"validated by maintainer-1 · [^<]*{year}[^<]*</p>", by_number[1])
    assert "<blockquote><p>Says &lt;b&gt;why&lt;/b&gt;.</p></blockquote>" in by_number[1]
    assert "<p>declined by maintainer-1 · " in by_number[2]
    assert "<blockquote><p>No source is named.</p></blockquote>" in by_number[2]
    assert " · validated by the edit itself</p>" in by_number[3]
    assert by_number[4].count("<p>") == 2 and "maintainer-1" not in by_number[4]


def test_an_entry_tells_the_last_verdict_alone(client: Client) -> None:
    article = make_validated(make_article(), comment="Well said.")
    decision = article.validated.reviews.get().decision
    withdraw(actor=make_maintainer(), decision=decision, reason="Copied from a book.")
    (entry,) = entries(client)
    assert "<p>verdict withdrawn by maintainer-1 · " in text(entry, "summary")
    assert "Copied from a book." in text(entry, "summary")
    assert "Well said." not in text(entry, "summary")


def test_an_entry_says_where_a_trusted_contributors_edit_validated_itself(client: Client) -> None:
    topic = make_topic()
    Topic.objects.update(trusts=True)
    trusted = make_user("contributor-2")
    Trust.objects.create(user=trusted, topic=topic, given_by_name="maintainer-1", reason="Good.")
    article = make_article(topics=[topic], validated=True)
    make_edit(article, "Better.\n", actor=trusted)
    told = text(entries(client)[0], "summary")
    assert "<p>validated by contributor-2 · " in told
    assert " · validated by the edit of a trusted contributor</p>" in told


def test_a_verdict_moves_the_time_of_its_entry_and_of_the_feed(client: Client) -> None:
    article = make_article()
    yesterday = article.created - dt.timedelta(days=1)
    Revision.objects.update(created=yesterday)
    assert text(feed(client), "updated") == yesterday.isoformat()
    verdict = make_validated(article).validated.reviews.get()
    found = feed(client)
    assert text(found, "entry/updated") == verdict.created.isoformat()
    assert text(found, "updated") == verdict.created.isoformat()
    assert text(found, "entry/published") == yesterday.isoformat()


def test_an_entry_keeps_its_id_when_the_article_moves(client: Client) -> None:
    article = make_article("One")
    before = text(entries(client)[0], "id")
    assert before.startswith("tag:testserver,")
    rename_article(actor=make_user(), article=article, title="Two", reason="", base=1)
    assert text(entries(client)[1], "id") == before
    assert len({text(entry, "id") for entry in entries(client)}) == 2


def test_the_feed_names_itself_and_its_page(client: Client) -> None:
    make_topic("production")
    links = feed(client, "?language=en&topic=production").findall(f"{ATOM}link")
    addresses = {link.get("rel"): link.get("href") for link in links}
    assert addresses == {
        "alternate": "http://testserver/changes?language=en&topic=production",
        "self": "http://testserver/changes.atom?language=en&topic=production",
    }


def test_the_feed_has_the_filters_of_the_page(client: Client) -> None:
    make_validated(make_article("One", topics=[make_topic("production")]))
    make_article("Deux", language="fr", actor=make_guest())
    for query in ("?topic=production", "?language=en", "?by=members", "?by=newcomers"):
        assert [text(entry, "title") for entry in entries(client, query)] == ["One · 1"]
    for query in ("?awaiting=on", "?language=fr", "?by=guests"):
        assert [text(entry, "title") for entry in entries(client, query)] == ["Deux · 1"]
    assert len(entries(client, "?language=xx&topic=%00&by=x&awaiting=x")) == 2


def test_the_feed_holds_the_fifty_newest(client: Client, django_assert_num_queries) -> None:
    article = make_article()
    with django_assert_num_queries(1):
        assert len(entries(client)) == 1
    for number in range(54):
        make_edit(article, f"Text {number}.\n")
    make_validated(article)
    with django_assert_num_queries(1):
        found = entries(client)
    assert len(found) == 50
    assert text(found[0], "title").endswith("· 55")


def test_characters_that_xml_cannot_hold_are_left_out(client: Client) -> None:
    article = make_article()
    bad = "".join(map(chr, [*range(1, 9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]))
    hostile = f"a{bad}b ]]> &amp; <!-- \u202e\U0001f984"
    Revision.objects.filter(article=article).update(
        summary=hostile, title=hostile, author_name=hostile
    )
    (entry,) = entries(client)
    assert text(entry, "title") == "ab ]]> &amp; <!-- \u202e\U0001f984 · 1"
    assert text(entry, "author/name") == "ab ]]> &amp; <!-- \u202e\U0001f984"
    assert "ab ]]&gt; &amp;amp; &lt;!--" in text(entry, "summary")


@pytest.mark.parametrize("header", ["If-None-Match", "If-Modified-Since"])
def test_what_did_not_change_is_not_sent_again(client: Client, header: str) -> None:
    article = make_article()
    response = client.get("/changes.atom")
    known = response["ETag" if header == "If-None-Match" else "Last-Modified"]
    again: Any = client.get("/changes.atom", headers={header: known})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == response["ETag"]
    if header == "If-None-Match":
        make_edit(article, "Other.\n")
        assert client.get("/changes.atom", headers={header: known}).status_code == 200


def test_a_verdict_changes_the_feed(client: Client) -> None:
    article = make_article()
    before = client.get("/changes.atom")["ETag"]
    make_validated(fresh(article))
    assert client.get("/changes.atom")["ETag"] != before


def test_an_empty_feed_is_a_feed_and_stays_the_same(client: Client) -> None:
    response = client.get("/changes.atom")
    assert entries(client) == []
    assert client.get("/changes.atom")["ETag"] == response["ETag"]
    assert re.search(rb"<updated>1970-01-01T00:00:00\+00:00</updated>", response.content)


def test_deleted_articles_are_in_nobodys_feed(client: Client) -> None:
    make_deleted(make_article("Quixotic", summary="Quixotic"))
    assert b"Quixotic" not in client.get("/changes.atom").content
    client.force_login(make_maintainer())
    assert b"Quixotic" not in client.get("/changes.atom").content


def test_the_feed_is_only_read(client: Client) -> None:
    assert client.post("/changes.atom").status_code == 405
