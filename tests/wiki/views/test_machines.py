"""Licence, credit and sources as parsers read them: HTML, HTTP, JSON-LD, Atom."""

from xml.etree import ElementTree

import pytest
from django.core.cache import caches
from django.test import Client
from rdflib import Literal, URIRef
from rdflib.namespace import RDF

from licensing.models import Licence
from tests.factories import TEXT, fresh, make_article, make_deleted, make_edit, make_user
from tests.machines import SCHEMA, Link, Page, graph_of, links_of
from tests.wiki.taking import bring, take
from tests.wiki.views.reading import ADDRESS, HOSTILE, get
from wiki.models import Article
from wiki.views.metadata import LONGEST_LINKS

pytestmark = pytest.mark.django_db
HERE = "http://testserver/en/peer-production"
BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"
BY = "https://creativecommons.org/licenses/by/4.0/"
ELSEWHERE = "https://example.org/page"
ATOM = "{http://www.w3.org/2005/Atom}"
PAGES = {"": HERE, "/latest": HERE, "/revisions/2": f"{HERE}/revisions/2"}


@pytest.fixture(autouse=True)
def _no_kept_pages():
    caches["pages"].clear()


@pytest.fixture
def article() -> Article:
    """The second revision takes from a page elsewhere, the third from another article here."""
    made = make_article()
    take(made, f"{TEXT}\nIt stood elsewhere first.\n", actor=make_user("contributor-2"))
    other = make_article("Another page", "It began there.\n", actor=make_user("contributor-5"))
    bring(made, other, "It began there.", actor=make_user("contributor-3"))
    return fresh(made)


@pytest.mark.parametrize("page", ["", "/latest", "/revisions/1", "/revisions/2"])
def test_html_names_the_licence_to_machines_and_to_people(
    client: Client, article, page: str
) -> None:
    found = Page(get(client, ADDRESS + page))
    assert found.head == [BY_SA]
    assert found.visible == [BY_SA]


@pytest.mark.parametrize(
    "page",
    ["", "/latest", "/revisions/2", "/raw", "/revisions/2/raw", "/blame", "/credits",
     "/credits.json", "/cite", "/cite.bib", "/cite.json"],
)  # fmt: skip
def test_http_names_the_licence_once(client: Client, article, page: str) -> None:
    links = links_of(client.get(ADDRESS + page)["Link"])
    assert [link.target for link in links if link.rel == "license"] == [BY_SA]


def test_http_names_what_the_text_is_derived_from(client: Client, article) -> None:
    there = "http://testserver/en/another-page/revisions/1"
    for page, sources in (
        ("", [ELSEWHERE, there]),
        ("/raw", [ELSEWHERE, there]),
        ("/revisions/2", [ELSEWHERE]),
        ("/revisions/2/raw", [ELSEWHERE]),
        ("/revisions/1", []),
        ("/revisions/1/raw", []),
    ):
        links = links_of(client.get(ADDRESS + page)["Link"])
        assert links == [Link(BY_SA, "license"), *(Link(one, "derivedfrom") for one in sources)]


@pytest.mark.parametrize(("page", "address"), PAGES.items())
def test_the_graph_says_licence_credit_and_whose_it_is(
    client: Client, article, page: str, address: str
) -> None:
    graph, this = graph_of(get(client, ADDRESS + page)), URIRef(address)
    assert (this, RDF.type, SCHEMA.Article) in graph
    assert (this, SCHEMA.license, URIRef(BY_SA)) in graph
    assert (this, SCHEMA.headline, Literal("Peer production")) in graph
    credit = str(graph.value(this, SCHEMA.creditText))
    assert credit.startswith(f"“Peer production” ({address})")
    assert "With text from elsewhere: Adapted from “A page elsewhere”" in credit
    notice = str(graph.value(this, SCHEMA.copyrightNotice))
    assert notice.startswith("© contributor-1, contributor-")
    assert "CC BY-SA 4.0. With text by others" in notice
    assert graph.value(this, SCHEMA.dateModified) is not None


@pytest.mark.parametrize("page", ["", "/revisions/3"])
def test_the_graph_names_contributors_those_from_other_articles_too(
    client: Client, article, page: str
) -> None:
    graph = graph_of(get(client, ADDRESS + page))
    this = URIRef(PAGES.get(page, HERE + page))
    for relation in (SCHEMA.contributor, SCHEMA.author):
        people = {str(graph.value(one, SCHEMA.name)) for one in graph.objects(this, relation)}
        assert people == {"contributor-1", "contributor-2", "contributor-3", "contributor-5"}


def test_the_graph_names_sources_with_their_licences(client: Client, article) -> None:
    graph, this = graph_of(get(client)), URIRef(HERE)
    there = URIRef("http://testserver/en/another-page/revisions/1")
    assert set(graph.objects(this, SCHEMA.isBasedOn)) == {URIRef(ELSEWHERE), there}
    assert (URIRef(ELSEWHERE), SCHEMA.license, URIRef(BY)) in graph
    assert (URIRef(ELSEWHERE), SCHEMA.name, Literal("A page elsewhere")) in graph
    assert "Somebody Else" in str(graph.value(URIRef(ELSEWHERE), SCHEMA.creditText))
    assert (there, RDF.type, SCHEMA.Article) in graph
    assert (there, SCHEMA.license, URIRef(BY_SA)) in graph


def test_the_graph_of_a_revision_has_the_sources_of_that_revision(client: Client, article) -> None:
    graph = graph_of(get(client, f"{ADDRESS}/revisions/2"))
    this = URIRef(f"{HERE}/revisions/2")
    assert list(graph.objects(this, SCHEMA.isBasedOn)) == [URIRef(ELSEWHERE)]
    first = graph_of(get(client, f"{ADDRESS}/revisions/1"))
    assert list(first.objects(None, SCHEMA.isBasedOn)) == []


def test_under_cc0_nobody_keeps_a_right(client: Client) -> None:
    make_article(licence="CC0-1.0")
    graph = graph_of(get(client))
    notice = graph.value(URIRef(HERE), SCHEMA.copyrightNotice)
    assert str(notice) == "contributor-1 gave up their rights: CC0 1.0"


def test_a_source_under_several_licences_has_them_all(client: Client) -> None:
    licences = list(Licence.objects.filter(spdx__in=["CC-BY-4.0", "CC-BY-SA-4.0"]))
    take(
        make_article(),
        f"{TEXT}\nMore.\n",
        expression="CC-BY-4.0 OR CC-BY-SA-4.0",
        licences=licences,
    )
    graph = graph_of(get(client))
    assert set(graph.objects(URIRef(ELSEWHERE), SCHEMA.license)) == {URIRef(BY), URIRef(BY_SA)}


def test_a_source_without_an_address_is_named_all_the_same(client: Client) -> None:
    take(make_article(), f"{TEXT}\nMore.\n", address="", title="A book")
    response = client.get(ADDRESS)
    assert links_of(response["Link"]) == [Link(BY_SA, "license")]
    graph = graph_of(response.content.decode())
    (source,) = graph.objects(URIRef(HERE), SCHEMA.isBasedOn)
    assert graph.value(source, SCHEMA.name) == Literal("A book")


def test_no_source_makes_a_header_that_proxies_refuse(client: Client) -> None:
    article = make_article()
    for number in range(12):
        address = f"https://example.org/{number}/{'é' * 150}"
        take(article, f"{fresh(article).text}\nAnd number {number}.\n", address=address)
    header = client.get(ADDRESS)["Link"]
    assert len(header) <= LONGEST_LINKS
    assert header.count("derivedfrom") >= 2
    assert links_of(header)[0] == Link(BY_SA, "license")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "//evil.example/x", "data:text/html,x", "ftp://example.org", "x y",
     "https://example.org/>; rel=\"license\", <https://evil.example"],
)  # fmt: skip
@pytest.mark.parametrize("page", ["", "/raw", "/credits"])
def test_no_address_of_a_source_reaches_beyond_its_place(
    client: Client, address: str, page: str
) -> None:
    take(make_article(), f"{TEXT}\nMore.\n", address=address)
    response = client.get(ADDRESS + page)
    links = links_of(response["Link"])
    assert [link for link in links if link.rel == "license"] == [Link(BY_SA, "license")]
    assert all(link.target.startswith("https://") for link in links)
    if page != "/raw":
        html = response.content.decode()
        for scheme in ("javascript:", "data:", "ftp:", "//evil"):
            assert f'href="{scheme}' not in html


@pytest.mark.parametrize("words", HOSTILE)
def test_no_words_of_a_source_break_the_data(client: Client, words: str) -> None:
    take(make_article(), f"{TEXT}\nMore.\n", title=words, authors=words)
    graph = graph_of(get(client))
    assert (URIRef(ELSEWHERE), SCHEMA.name, Literal(words)) in graph


def test_reading_costs_nothing_more_where_nothing_is_from_elsewhere(
    client: Client, django_assert_num_queries
) -> None:
    make_article()
    client.get("/en/commons")  # what a process reads once
    with django_assert_num_queries(2):
        get(client)


def test_sources_cost_two_queries_however_many(client: Client, django_assert_num_queries) -> None:
    article = make_article()
    for number in range(6):
        take(article, f"{fresh(article).text}\nAnd number {number}.\n", title=f"Number {number}")
    client.get("/en/commons")
    with django_assert_num_queries(4):
        html = get(client)
    assert html.count("Number 5") >= 1


def test_the_page_shows_its_sources_under_the_licence(client: Client, article) -> None:
    panel = get(client).split('id="licence"')[1]
    assert '<h3 id="sources">Text from elsewhere</h3>' in panel
    assert f'<a href="{ELSEWHERE}" rel="nofollow"><bdi>A page elsewhere</bdi></a>' in panel
    assert 'href="/en/another-page/revisions/1"' in panel
    old = get(client, f"{ADDRESS}/revisions/1").split('id="licence"')[1]
    assert 'id="sources"' not in old


def test_a_source_whose_words_are_gone_is_not_told_of_any_more(client: Client, article) -> None:
    make_edit(article, TEXT)
    response = client.get(ADDRESS)
    assert links_of(response["Link"]) == [Link(BY_SA, "license")]
    assert list(graph_of(response.content.decode()).objects(None, SCHEMA.isBasedOn)) == []


# Atom ------------------------------------------------------------------------------------------


def entries(client: Client) -> dict[str, ElementTree.Element]:
    feed = ElementTree.fromstring(client.get("/changes.atom").content)
    found = feed.findall(f"{ATOM}entry")
    return {str(entry.findtext(f"{ATOM}title")): entry for entry in found}


def related(entry: ElementTree.Element, rel: str) -> list[str]:
    links = entry.findall(f"{ATOM}link")
    return [link.get("href", "") for link in links if link.get("rel") == rel]


def test_each_entry_of_the_feed_has_rights_and_licence(client: Client, article) -> None:
    found = entries(client)
    assert len(found) == 4
    for entry in found.values():
        assert entry.findtext(f"{ATOM}rights") == "CC BY-SA 4.0"
        assert related(entry, "license") == [BY_SA]


def test_an_entry_names_the_sources_that_its_change_brought_in(client: Client, article) -> None:
    make_edit(article, f"{article.text}More.\n")
    found = entries(client)
    assert related(found["Peer production · 2"], "via") == [ELSEWHERE]
    there = "http://testserver/en/another-page/revisions/1"
    assert related(found["Peer production · 3"], "via") == [there]
    for title in ("Peer production · 1", "Peer production · 4"):
        assert related(found[title], "via") == []
    make_deleted(Article.objects.get(title="Another page"))
    assert related(entries(client)["Peer production · 3"], "via") == []
