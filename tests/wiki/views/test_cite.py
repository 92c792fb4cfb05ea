"""Cite and reuse: page, revision, passage, in five forms."""

import html as htmllib
import json
import re

import pytest
from django.core.cache import caches
from django.test import Client

from licensing.models import Licence
from tests.factories import (
    TEXT,
    fresh,
    make_article,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_user,
    make_validated,
)
from tests.wiki.taking import bring, take
from tests.wiki.views.reading import ADDRESS, HOSTILE, get
from tests.wiki.views.writers import INVALID
from wiki.models import Article, Authorship

pytestmark = pytest.mark.django_db
CITE = f"{ADDRESS}/cite"
HERE = "http://testserver/en/peer-production"
BY_SA = "CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/)"


@pytest.fixture(autouse=True)
def _no_kept_pages():
    caches["pages"].clear()


@pytest.fixture
def article() -> Article:
    """Three hands: the second adds a line, the third another."""
    made = make_article()
    second = f"{TEXT}\nA line *by another* hand.\n"
    make_edit(made, second, actor=make_user("contributor-2"))
    make_edit(made, f"{second}\nThe last line.\n", actor=make_user("contributor-3"))
    return fresh(made)


def form(html: str, which: str = "line") -> str:
    found = re.search(rf'id="credit-{which}"[^>]*>(.*?)</(?:p|code|pre)>', html, re.DOTALL)
    assert found, which
    return htmllib.unescape(found[1])


def cited(client: Client, passage: str, **more: str) -> str:
    """The page that somebody comes to who sends a passage."""
    response = client.post(CITE, {"passage": passage} | more)
    assert response.status_code == 302, response.content.decode()
    return get(client, response["Location"])


def people(html: str) -> str:
    """Those whom the credit names."""
    found = re.search(r"revision \d+ by (.*?), CC", form(html))
    assert found, form(html)
    return found[1]


# The page and its revisions --------------------------------------------------------------------


def test_the_page_is_credited_in_five_forms(client: Client, article) -> None:
    html = get(client, CITE)
    three = "contributor-1, contributor-2 and contributor-3"
    assert form(html) == f"“Peer production” ({HERE}) by {three}, {BY_SA}"
    assert form(html, "html").startswith(f'<a href="{HERE}">“Peer production”</a> by contributor-1')
    assert form(html, "markdown").startswith(f"[“Peer production”]({HERE}) by contributor-1")
    assert form(html, "bibtex").startswith("@misc{")
    assert f"url = {{{HERE}}}" in form(html, "bibtex")
    (item,) = json.loads(form(html, "csl"))
    assert item["URL"] == HERE and item["title"] == "Peer production"
    assert [author["literal"] for author in item["author"]] == [
        "contributor-1",
        "contributor-2",
        "contributor-3",
    ]
    assert item["license"] == "https://creativecommons.org/licenses/by-sa/4.0/"


def test_a_revision_is_credited_as_it_was(client: Client, article) -> None:
    html = get(client, f"{CITE}?revision=2")
    assert form(html).startswith(f"“Peer production” ({HERE}/revisions/2), revision 2 by ")
    assert people(html) == "contributor-1 and contributor-2"
    (item,) = json.loads(form(html, "csl"))
    assert item["URL"] == f"{HERE}/revisions/2" and item["version"] == "2"
    assert "version = {2}" in form(html, "bibtex")


@pytest.mark.parametrize("number", ["9", "0", "x", "²", "\0", "9" * 30])
def test_a_number_of_no_revision_is_said(client: Client, article, number: str) -> None:
    response = client.get(CITE, {"revision": number})
    assert response.status_code == 404
    html = response.content.decode()
    assert "no revision of that number" in html
    assert form(html).startswith(f"“Peer production” ({HERE}) by")
    for ending in ("bib", "json"):
        assert client.get(f"{CITE}.{ending}", {"revision": number}).status_code == 404


def test_the_version_that_is_shown_is_cited(client: Client, article, settings) -> None:
    make_validated(article, up_to=1)
    settings.READERS_SEE = "validated"
    html = get(client, CITE)
    assert "It is looked for in revision 1." in html
    assert client.post(CITE, {"passage": "The last line."}).status_code == INVALID


def test_what_the_licence_asks_is_done_and_said(client: Client) -> None:
    Licence.objects.filter(spdx="CC-BY-SA-4.0").update(credit="every_author")
    article = make_article(text="one\n")
    text = "one\n"
    for number in range(2, 10):
        text += f"Line number {number} by somebody.\n"
        make_edit(article, text, actor=make_user(f"contributor-{number}"))
    for page in (CITE, f"{CITE}?revision=9"):
        html = get(client, page)
        assert "Name every author and the licence" in html
        for which in ("line", "html", "markdown", "bibtex", "csl"):
            assert all(f"contributor-{number}" in form(html, which) for number in range(1, 10))


def test_others_are_counted_where_the_licence_lets_one(client: Client) -> None:
    article = make_article(text="one\n")
    for number in range(2, 9):
        make_edit(article, f"{number}\n", actor=make_user(f"contributor-{number}"))
    html = get(client, CITE)
    assert f"and 3 others ({HERE}/credits)" in form(html)
    (item,) = json.loads(form(html, "csl"))
    assert item["author"][-1] == {"literal": "3 others"}
    assert "} and others}," in form(html, "bibtex")


def test_sources_are_credited_with_it(client: Client) -> None:
    article = make_article()
    take(article, f"{TEXT}\nIt stood elsewhere first.\n")
    for page in (CITE, f"{CITE}?revision=2"):
        assert form(get(client, page)).endswith(
            ". With text from elsewhere: Adapted from “A page elsewhere” "
            "(https://example.org/page) by Somebody Else, CC BY 4.0 "
            "(https://creativecommons.org/licenses/by/4.0/)"
        )
        for which in ("html", "markdown", "bibtex", "csl"):
            said = form(get(client, page), which)
            assert "With text from elsewhere" in said and "Somebody Else" in said
    for which in ("line", "html", "markdown", "bibtex", "csl"):
        assert "elsewhere" not in form(get(client, f"{CITE}?revision=1"), which)


# A passage -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("passage", "names"),
    [
        ("Three traits are usually named", "contributor-1"),
        ("A line by another hand.", "contributor-2"),
        ("another hand.\n\n The last", "contributor-2 and contributor-3"),
        ("older than its name. A line by another hand. The last line", None),
    ],
)
def test_exactly_those_are_named_whose_words_it_has(
    client: Client, article, passage: str, names: str | None
) -> None:
    html = cited(client, passage)
    if names is None:
        assert {"contributor-1", "contributor-2", "contributor-3"} == set(
            re.split(", | and ", people(html))
        )
    else:
        assert people(html) == names
    assert form(html).startswith(f"“Peer production” ({HERE}/revisions/3), revision 3 by ")


def test_a_passage_is_cited_in_all_forms_and_has_an_address_that_stays(
    client: Client, article
) -> None:
    response = client.post(CITE, {"passage": "a LINE by another hand."})
    where = response["Location"]
    assert re.fullmatch(rf"{CITE}\?revision=3&at=\d+-\d+", where)
    make_edit(article, "All new.\n")
    html = get(client, where)
    assert '<blockquote class="passage" lang="en" dir="auto">A line *by another* hand.' in html
    (item,) = json.loads(form(html, "csl"))
    assert item["section"] == "A line by another hand."
    assert [author["literal"] for author in item["author"]] == ["contributor-2"]
    assert "author = {{contributor-2}}" in form(html, "bibtex")


def test_an_address_may_name_any_words(client: Client, article) -> None:
    html = get(client, f"{CITE}?revision=3&at=2-5")
    assert "The same words stand" not in html
    assert people(html) == "contributor-1"
    # What is cited is nothing that one searches for.
    assert 'name="q" value=""' in html


def test_a_short_passage_may_come_in_the_address(client: Client, article) -> None:
    response = client.get(CITE, {"passage": "A line by another", "revision": "2"})
    assert response.status_code == 302
    assert "revision=2" in response["Location"]
    assert people(get(client, response["Location"])) == "contributor-2"


def test_a_passage_of_an_old_revision_is_looked_for_there(client: Client, article) -> None:
    assert client.post(CITE, {"passage": "The last line", "revision": "2"}).status_code == INVALID
    assert people(cited(client, "A line", revision="2")) == "contributor-2"


@pytest.mark.parametrize("passage", ["Nobody wrote these words.", "…", "together make people that"])
def test_words_that_do_not_stand_there_are_said_not_to_and_are_kept(
    client: Client, article, passage: str
) -> None:
    response = client.post(CITE, {"passage": passage})
    html = response.content.decode()
    assert response.status_code == INVALID
    assert "These words do not stand in the text in this order." in html
    assert f"\n{passage}</textarea>" in html


def test_an_empty_passage_is_asked_for(client: Client, article) -> None:
    response = client.post(CITE, {"passage": " \n"})
    assert response.status_code == INVALID
    assert "Paste the passage that you want to cite." in response.content.decode()


def test_the_same_words_at_several_places_are_told_apart(client: Client) -> None:
    article = make_article(text="The same words.\n\nOther words.\n")
    text = "The same words.\n\nOther words.\n\nThe same words.\n"
    make_edit(article, text, actor=make_user("contributor-2"))
    html = cited(client, "The same words.")
    assert people(html) == "contributor-1"
    assert "The same words stand 2 times in this revision, and this credits place 1." in html
    other = re.search(r'<a href="(\?revision=2&amp;at=[^"]+)">', html)
    assert other
    assert people(get(client, CITE + htmllib.unescape(other[1]))) == "contributor-2"


def test_only_the_sources_of_the_passage_are_credited_with_it(client: Client) -> None:
    article = make_article()
    take(article, f"{TEXT}\nIt stood elsewhere first.\n", actor=make_user("contributor-2"))
    other = make_article("Another page", "It began there.\n", actor=make_user("contributor-5"))
    bring(article, other, "It began there.")
    html = cited(client, "It stood elsewhere first.")
    assert "A page elsewhere" in form(html) and "Another page" not in form(html)
    html = cited(client, "It began there.")
    assert people(html) == "contributor-5"
    assert "Another page" in form(html) and "A page elsewhere" not in form(html)
    assert "With text" not in form(cited(client, "Three traits are usually"))


@pytest.mark.parametrize("at", ["", "0-4", "4-2", "x", "9999-10000", "1", "1-2-3", "-1-2", "\0"])
def test_a_place_without_words_is_said_to_have_none(client: Client, article, at: str) -> None:
    response = client.get(CITE, {"revision": "3", "at": at})
    assert response.status_code == 404
    assert "There is no such passage in this revision" in response.content.decode()
    assert client.get(f"{CITE}.bib", {"revision": "3", "at": at}).status_code == 404


def test_where_nobody_kept_who_wrote_what_no_passage_is_credited(client: Client, article) -> None:
    Authorship.objects.all().delete()
    response = client.get(CITE, {"revision": "3", "at": "1-4"})
    assert response.status_code == 404
    assert "has not been found out yet" in response.content.decode()


def test_a_passage_as_long_as_the_text_is_found(client: Client) -> None:
    text = "".join(f"Line number {number} of a long text, with words.\n" for number in range(3_000))
    make_article(text=text)
    assert people(cited(client, text)) == "contributor-1"


# Files -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ending", "content_type"),
    [
        ("bib", "application/x-bibtex; charset=utf-8"),
        ("json", "application/vnd.citationstyles.csl+json"),
    ],
)
def test_files_have_their_type_their_name_and_the_licence(
    client: Client, article, ending: str, content_type: str
) -> None:
    at = client.post(CITE, {"passage": "A line by another hand."})["Location"].partition("?")[2]
    for query in ("", "?revision=2", f"?{at}"):
        response = client.get(f"{CITE}.{ending}{query}")
        assert response.status_code == 200
        assert response["Content-Type"] == content_type
        assert response["Content-Disposition"] == f'attachment; filename="peer-production.{ending}"'
        assert 'rel="license"' in response["Link"]
        which = {"bib": "bibtex", "json": "csl"}[ending]
        assert (
            response.content.decode().strip() == form(get(client, f"{CITE}{query}"), which).strip()
        )


def test_the_page_leads_to_the_files_of_what_it_cites(client: Client, article) -> None:
    assert f'href="{CITE}.bib" download' in get(client, CITE)
    html = get(client, f"{CITE}?revision=2")
    assert f'href="{CITE}.bib?revision=2" download' in html
    assert f'href="{CITE}.json?revision=2" download' in html


# Who, and what it costs ------------------------------------------------------------------------


def test_the_article_leads_there_and_sends_what_is_selected(client: Client, article) -> None:
    html = get(client)
    assert f'<a class="button" href="{CITE}">Cite and reuse</a>' in html
    found = re.search(r'<form class="cite-passage" data-cite method="post"[^>]*hidden>', html)
    assert found and f'action="{CITE}"' in found[0]
    assert '<input type="hidden" name="revision" value="3">' in html


def test_a_passage_is_sent_without_a_token_for_nothing_is_written(article) -> None:
    client = Client(enforce_csrf_checks=True)
    response = client.post(CITE, {"passage": "A line by another hand."})
    assert response.status_code == 302
    assert not client.cookies
    assert Article.objects.count() == 1 and fresh(article).latest.number == 3


def test_a_deleted_article_is_cited_by_nobody(client: Client, article) -> None:
    make_deleted(article)
    for page in (CITE, f"{CITE}.bib", f"{CITE}.json"):
        assert client.get(page).status_code == 410
    assert client.post(CITE, {"passage": "A line"}).status_code == 410
    client.force_login(make_maintainer())
    assert get(client, CITE)


@pytest.mark.parametrize("name", HOSTILE)
def test_names_titles_and_passages_are_text_in_every_form(client: Client, name: str) -> None:
    article = make_article(name, f"{name} words\n\n{TEXT}", actor=make_guest(f"guest-{name}"))
    where = f"{article.get_absolute_url()}/cite"
    response = client.post(where, {"passage": f"{name} words"})
    assert response.status_code == 302
    for page in (where, f"{where}?revision=1", response["Location"]):
        html = get(client, page)
        main = html.split("<main")[1]
        assert "<script>" not in main and "<img" not in main
        for which in ("html", "markdown"):
            assert "<script>" not in form(html, which) and "<img" not in form(html, which)
        json.loads(form(html, "csl"))
    kept = client.post(where, {"passage": f"{name} that nobody wrote at all"})
    assert "<script>alert" not in kept.content.decode()


def test_it_costs_a_bounded_number_of_queries(
    client: Client, article, django_assert_max_num_queries
) -> None:
    take(article, f"{fresh(article).text}It stood elsewhere.\n")
    at = client.post(CITE, {"passage": "hand. The last line. It stood"})["Location"]
    get(client, at)
    with django_assert_max_num_queries(9):
        get(client, at)
    with django_assert_max_num_queries(5):
        get(client, CITE)
