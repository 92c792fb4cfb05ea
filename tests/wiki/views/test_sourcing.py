"""Saying that text is from elsewhere, in the form in which one writes."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from licensing.models import Licence
from tests.factories import (
    TEXT,
    fresh,
    make_article,
    make_deleted,
    make_edit,
    make_maintainer,
    make_user,
    make_validated,
)
from tests.wiki.views import writers
from tests.wiki.views.writers import INVALID, assert_kept, page_of
from wiki.actions import sourcing
from wiki.actions.naming import rename_article
from wiki.models import Article, Revision, Source

pytestmark = pytest.mark.django_db

EDIT = "/en/peer-production/edit"
ADDED = f"{TEXT}\nA passage that stood on another site.\n"
SOURCE = {
    "source_title": "The well and the wood",
    "source_address": "https://example.org/well",
    "source_authors": "A village\nand its neighbours",
    "source_expression": "CC-BY-4.0",
    "source_way": "adapted",
    "source_taken": "2026-05-01",
}


@pytest.fixture
def article() -> Article:
    return make_article("Peer production", TEXT)


@pytest.fixture(autouse=True)
def _contributor(client: Client) -> None:
    client.force_login(make_user("contributor-2"))


def sent(client: Client, **changes: Any) -> Any:
    return client.post(EDIT, writers.opened(client, EDIT, **{"text": ADDED, **SOURCE, **changes}))


def test_a_source_is_kept_with_the_revision(client, article):
    assert sent(client).status_code == 302
    source = Source.objects.get()
    assert source.revision == fresh(article).latest
    assert (source.way, source.title) == ("adapted", "The well and the wood")
    assert source.address == "https://example.org/well"
    assert source.authors == "A village and its neighbours"
    assert (source.expression, source.answer) == ("CC-BY-4.0", "Y")
    assert [licence.spdx for licence in source.licences.all()] == ["CC-BY-4.0"]
    assert source.taken == dt.date(2026, 5, 1)
    assert not source.is_noticed
    assert fresh(article).latest.source_count == 1


def test_who_writes_everything_needs_to_say_nothing(client, article):
    nothing = dict.fromkeys(("source_title", "source_address", "source_authors"), "")
    assert sent(client, **nothing, source_expression="").status_code == 302
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("source_title", "", "Give the title of the text"),
        ("source_expression", "", "If it names none, all rights are reserved"),
        ("source_address", "example.org", "Give a whole address"),
        ("source_address", "javascript:alert(1)", "Give a whole address"),
        ("source_address", "//example.org/x", "Give a whole address"),
        ("source_taken", "2999-01-01", "This day is still to come"),
        ("source_taken", "yesterday", "Give the day as 2026-05-01"),
        ("source_way", "stolen", "stolen"),
        ("source_title", "x" * 301, "300"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_lost(
    client, article, field, value, sentence
):
    response = sent(client, **{field: value})
    assert response.status_code == INVALID
    assert sentence in page_of(response)
    assert_kept(response, ADDED)
    assert not Source.objects.exists()


def test_authors_or_an_address_are_needed(client, article):
    response = sent(client, source_authors="", source_address="")
    assert "Name its authors, or give an address" in page_of(response)
    assert sent(client, source_authors="").status_code == 302


@pytest.mark.parametrize(
    "spdx", ["CC-BY-NC-4.0", "CC-BY-ND-4.0", "GFDL-1.3-no-invariants-or-later"]
)
def test_a_text_that_may_not_stand_here_is_refused_with_what_one_can_do(client, article, spdx):
    response = sent(client, source_expression=spdx)
    assert response.status_code == INVALID
    html = page_of(response)
    assert "quote a short passage" in html
    assert "Ask every author" in html
    assert "link to the text" in html
    assert_kept(response, ADDED)
    assert fresh(article).text == TEXT
    assert not Source.objects.exists()


def test_a_licence_that_the_site_takes_no_text_under_is_refused(client, article):
    Licence.objects.filter(spdx="CC-BY-4.0").update(role="refused")
    response = sent(client)
    assert response.status_code == INVALID
    assert "This site takes in no text under CC BY 4.0." in page_of(response)
    assert_kept(response, ADDED)
    assert not Source.objects.exists()
    assert sent(client, source_expression="CC-BY-4.0 OR CC0-1.0").status_code == 302


def test_what_is_not_settled_is_published_as_a_question(client):
    make_article("Peer production", TEXT, licence="CC0-1.0")
    assert sent(client, source_expression="ODbL-1.0").status_code == 302
    assert Source.objects.get().answer == "R"
    credits = page_of(client.get("/en/peer-production/credits"))
    assert "raised a question of licence, which a maintainer decides" in credits
    [told] = client.get("/en/peer-production/credits.json").json()["sources"]
    assert told["raised_a_question"] is True
    open_question = "is an open question: a maintainer decides it in public"
    assert open_question in page_of(client.get("/en/peer-production"))
    make_validated(Article.objects.get())
    assert open_question not in page_of(client.get("/en/peer-production"))


def test_a_source_of_which_no_word_was_added_is_refused(client, article):
    response = sent(client, text=TEXT.replace("together", ""))
    assert response.status_code == INVALID
    assert "added no words that could be from there" in page_of(response)
    assert fresh(article).latest.number == 1
    assert not Source.objects.exists()


def test_an_address_here_stands_for_the_very_revision_with_its_authors_and_licence(client, article):
    other = make_article("Another page", "Elsewhere here.\n", actor=make_user("contributor-5"))
    sent(
        client,
        source_address="http://localhost/en/another-page",
        source_authors="somebody else",
        source_expression="CC0-1.0",
    )
    source = Source.objects.get()
    assert source.origin == other.latest
    assert source.title == "Another page"
    assert source.address == "/en/another-page/revisions/1"
    assert (source.authors, source.expression) == ("contributor-5", "CC-BY-SA-4.0")


def test_an_old_revision_here_stands_for_those_who_wrote_it_and_nobody_later(client, article):
    other = make_article("Another page", "Elsewhere here.\n", actor=make_user("contributor-5"))
    make_edit(other, "Elsewhere here.\n\nMore.\n", actor=make_user("contributor-6"))
    sent(client, source_address="/en/another-page/revisions/1")
    assert Source.objects.get().authors == "contributor-5"


@pytest.mark.parametrize(("licence", "named"), [("LAL-1.3", 4), ("CC-BY-SA-4.0", 2)])
def test_each_author_is_named_where_the_licence_asks_for_it(client, monkeypatch, licence, named):
    monkeypatch.setattr(sourcing, "NAMES", 2)
    Licence.objects.filter(spdx="LAL-1.3").update(role="offered")
    make_article("Peer production", TEXT, licence=licence)
    other = make_article("Another page", "one\n", licence=licence, actor=make_user("author-1"))
    for number in range(2, 5):
        make_edit(other, f"{number}\n", actor=make_user(f"author-{number}"))
    sent(client, source_address="/en/another-page")
    assert len(Source.objects.get().authors.split(", ")) == named


def test_a_licence_here_counts_whatever_the_writer_says(client):
    make_article("Peer production", TEXT, licence="CC0-1.0")
    make_article("Another page", "Elsewhere here.\n")
    response = sent(client, source_address="/en/another-page", source_expression="CC0-1.0")
    assert response.status_code == INVALID
    assert not Source.objects.exists()


@pytest.mark.parametrize("address", ["/en/peer-production", "/en/peer-production/revisions/1"])
def test_an_article_is_no_source_of_itself(client, article, address):
    response = sent(client, source_address=address)
    assert response.status_code == INVALID
    assert "leads to this very article" in page_of(response)


def test_the_address_that_an_article_had_before_leads_to_it_still(client, article):
    well = make_article("The well", "Of wells.\n")
    rename_article(actor=make_user(), article=well, title="Of wells", reason="Better.", base=1)
    assert (
        sent(client, source_address="/en/the-well", source_expression="CC0-1.0").status_code == 302
    )
    source = Source.objects.get()
    assert source.origin == fresh(well).latest
    assert source.expression == "CC-BY-SA-4.0"


def test_the_text_of_a_deleted_article_is_no_source(client, article):
    make_deleted(make_article("The well", "Of wells.\n"))
    response = sent(client, source_address="/en/the-well", source_expression="CC0-1.0")
    assert response.status_code == INVALID
    assert "leads to an article here that was deleted" in page_of(response)
    assert_kept(response, text=ADDED)
    assert not Source.objects.exists()


def test_a_licence_and_its_later_versions_is_that_licence(client, article):
    assert sent(client, source_expression="CC-BY-SA-3.0+").status_code == 302
    source = Source.objects.get()
    assert [licence.spdx for licence in source.licences.all()] == ["CC-BY-SA-3.0"]


def test_a_new_article_can_begin_with_text_from_elsewhere(client):
    made = writers.opened(client, "/new", title="A new page", text="From there.\n", **SOURCE)
    assert client.post("/new", made).status_code == 302
    assert Source.objects.get().revision == Revision.objects.get()


def test_a_new_article_under_a_licence_that_the_text_does_not_allow_is_refused(client):
    made = writers.opened(
        client, "/new", title="A new page", text="From there.\n", licence="CC0-1.0", **SOURCE
    )
    response = client.post("/new", made)
    assert response.status_code == INVALID
    assert "quote a short passage" in page_of(response)
    assert not Article.objects.exists()


def test_a_maintainer_who_finishes_can_say_so_too(client):
    article = make_article("Peer production", TEXT)
    client.force_login(make_maintainer())
    address = reverse("review_edit", args=[article.pk])
    response = client.post(address, writers.opened(client, address, text=ADDED, **SOURCE))
    assert response.status_code == 302
    assert Source.objects.get().revision == fresh(article).validated


def test_the_preview_gives_the_answer_with_the_credit_to_come(client, article):
    html = page_of(sent(client, preview="yes"))
    assert "This text may go here." in html
    assert "Adapted from “The well and the wood” (https://example.org/well)" in html
    html = page_of(sent(client, preview="yes", source_expression="CC-BY-NC-4.0"))
    assert "This text cannot go here." in html
    assert not Source.objects.exists()


def test_the_answer_comes_as_a_fragment_while_one_types(client):
    asked = SOURCE | {"licence": "CC-BY-SA-4.0"}
    response = client.get("/sources/answer", asked)
    html = response.content.decode()
    assert "This text may go here." in html and "<html" not in html
    assert response["X-Answer"] == "yes"
    assert "public" in response["Cache-Control"] and not response.cookies
    assert (
        "cannot go here"
        in client.get("/sources/answer", asked | {"licence": "CC0-1.0"}).content.decode()
    )
    question = client.get("/sources/answer", asked | {"licence": "LAL-1.3"}).content.decode()
    assert "A maintainer decides." in question
    assert client.get("/sources/answer", {"licence": "CC-BY-SA-4.0"}).content == b""
    assert client.get("/sources/answer", asked | {"licence": "x"}).content == b""
    hostile = client.get("/sources/answer", asked | {"source_title": "<script>"}).content.decode()
    assert "<script>" not in hostile


def test_the_answer_says_under_which_condition(client):
    asked = SOURCE | {"licence": "CC-BY-SA-4.0", "source_expression": "CC-BY-SA-3.0"}
    html = client.get("/sources/answer", asked | {"source_way": "verbatim"}).content.decode()
    assert "if you adapt it; copied word for word it stays under CC BY-SA 3.0" in html


def test_the_answer_knows_the_article_itself(client, article):
    asked = SOURCE | {"licence": "CC-BY-SA-4.0", "source_address": "/en/peer-production"}
    for key, refused in ((article.pk, True), ("", False), ("x", False), ("9" * 30, False)):
        answer = client.get("/sources/answer", asked | {"article": key})
        assert answer.status_code == 200
        assert ("leads to this very article" in answer.content.decode()) is refused
    assert f'data-article="{article.pk}"' in page_of(client.get(EDIT))
    assert 'data-article=""' in page_of(client.get("/new"))
