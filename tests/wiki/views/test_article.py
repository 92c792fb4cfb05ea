"""An article as it is read: which version, what its head says, what a visitor costs."""

import re

import pytest
from django.core.cache import caches
from django.test import Client

from tests.factories import (
    TEXT,
    make_article,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_topic,
    make_user,
    make_validated,
)
from tests.wiki.views.reading import ADDRESS, HOSTILE, LONG, as_guest, get, status_line
from wiki.actions.drafts import Draft
from wiki.actions.finishing import edit_and_validate
from wiki.actions.reverting import revert_to
from wiki.actions.starter import load_starter
from wiki.exchange.starter_files import read_articles, read_topics
from wiki.models import Article, Rendering

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_kept_pages():
    caches["pages"].clear()


@pytest.fixture
def edited() -> Article:
    """Validated once, and changed twice since."""
    article = make_article(validated=True)
    make_edit(article, TEXT + "\nA first change.\n")
    make_edit(article, TEXT + "\nA second change.\n", actor=make_user("contributor-2"))
    return article


# The line at the head --------------------------------------------------------------------------


def test_the_head_says_when_and_by_whom_it_was_validated(client: Client) -> None:
    make_article(validated=True)
    line = status_line(get(client))
    assert "This is the latest version, validated on" in line
    assert "<bdi>maintainer-1</bdi>" in line


@pytest.mark.parametrize("page", ["", "/validated"])
def test_the_head_says_where_a_maintainer_validated_by_their_own_edit(
    client: Client, page: str
) -> None:
    article = make_article(validated=True)
    assert "their own" not in get(client, f"{ADDRESS}{page}")
    make_edit(article, TEXT + "\nMore.\n", actor=make_maintainer("maintainer-2"))
    html = get(client, f"{ADDRESS}{page}")
    assert "<bdi>maintainer-2</bdi>. (by their own edit)" in " ".join(status_line(html).split())
    assert html.count("(by their own edit)") == 2  # the line at the head, and the rail
    make_edit(article, TEXT + "\nMuch more.\n")
    make_validated(article)
    assert "by their own edit" not in get(client, f"{ADDRESS}{page}")


def test_the_head_says_it_of_an_edit_that_validates_what_awaits(
    client: Client, edited: Article
) -> None:
    draft = Draft(TEXT + "\nA third change.\n", [], "")
    actor = make_maintainer("maintainer-2")
    edit_and_validate(actor=actor, article=edited, draft=draft, seen=3, seen_validated=1)
    line = " ".join(status_line(get(client)).split())
    assert "<bdi>maintainer-2</bdi>. (by their own edit)" in line


def test_the_head_says_it_of_a_revert_to_what_was_validated(
    client: Client, edited: Article
) -> None:
    revert_to(actor=make_maintainer("maintainer-2"), article=edited, number=1, base=3, summary="")
    line = " ".join(status_line(get(client)).split())
    assert "<bdi>maintainer-2</bdi>. (by their own revert)" in line


def test_what_came_validated_from_elsewhere_is_nobodys_own_edit(client: Client) -> None:
    starter = next(one for one in read_articles() if one.address == ("en", "commons"))
    load_starter(articles=[starter], topics=read_topics())
    html = get(client, "/en/commons")
    assert "<bdi>Starter articles</bdi>" in status_line(html)
    assert "their own" not in html


def test_the_head_says_how_many_changes_await(client: Client, edited: Article) -> None:
    html = get(client)
    line = status_line(html)
    assert "You are reading the latest version. 2 changes since" in line
    assert f'href="{ADDRESS}/diff/1..3"' in line
    assert f'href="{ADDRESS}/validated"' in line
    assert "A second change." in html
    assert "2 changes awaiting" in html


def test_one_change_is_one_change(client: Client) -> None:
    make_edit(make_article(validated=True), TEXT + "\nMore.\n")
    assert "1 change since" in status_line(get(client))


def test_the_head_says_that_nobody_has_validated_yet(client: Client) -> None:
    make_article()
    line = status_line(get(client))
    assert "Nobody has validated this article yet: 1 change since" in line
    assert f'href="{ADDRESS}/history"' in line


def test_the_head_of_the_validated_version_leads_to_the_latest(
    client: Client, edited: Article
) -> None:
    html = get(client, f"{ADDRESS}/validated")
    line = status_line(html)
    assert "You are reading the version validated on" in line
    assert "2 newer changes await validation." in line
    assert f'href="{ADDRESS}/diff/1..3"' in line
    assert f'href="{ADDRESS}/latest"' in line
    assert "A second change." not in html


def test_validating_what_awaits_changes_the_head_at_once(client: Client, edited: Article) -> None:
    get(client)
    make_validated(edited, actor=make_maintainer("maintainer-2"))
    line = status_line(get(client))
    assert "This is the latest version, validated on" in line
    assert "maintainer-2" in line


# Which version readers see ---------------------------------------------------------------------


def test_the_validated_version_is_one_click_away_wherever_one_reads(
    client: Client, edited: Article
) -> None:
    way = f'<a href="{ADDRESS}/validated"'
    for page in ("", "/latest", "/history", "/links", "/credits", "/revisions/2", "/diff/1..2"):
        assert way in get(client, f"{ADDRESS}{page}"), page
    assert f'{way} aria-current="page">Validated version</a>' in get(client, f"{ADDRESS}/validated")
    make_validated(edited)
    assert way not in get(client)


def test_what_is_read_has_a_permanent_address(client: Client, edited: Article, settings) -> None:
    assert f'<a href="{ADDRESS}/revisions/3">Revision 3</a>' in get(client)
    settings.READERS_SEE = "validated"
    html = get(client)
    assert f'<a href="{ADDRESS}/revisions/1">Revision 1</a>' in html
    assert f'href="{ADDRESS}/revisions/1">Permanent address of this version</a>' in html


def test_where_nothing_is_validated_its_address_says_so(client: Client) -> None:
    make_article()
    response = client.get(f"{ADDRESS}/validated")
    assert response.status_code == 404
    html = response.content.decode()
    assert "No version of this article has been validated yet." in html
    assert f'<a href="{ADDRESS}">' in html


@pytest.mark.parametrize(("rule", "sees_latest"), [("latest", True), ("validated", False)])
def test_a_visitor_sees_what_the_site_shows_first(
    client: Client, edited: Article, settings, rule: str, sees_latest: bool
) -> None:
    settings.READERS_SEE = rule
    assert ("A second change." in get(client)) is sees_latest
    assert ("A second change." in get(client, f"{ADDRESS}/raw")) is sees_latest
    assert "A second change." in get(client, f"{ADDRESS}/latest")
    assert "A second change." not in get(client, f"{ADDRESS}/validated")


def test_what_was_never_validated_is_shown_where_readers_see_the_validated_first(
    client: Client, settings
) -> None:
    settings.READERS_SEE = "validated"
    make_article()
    assert "Three traits" in get(client)


@pytest.mark.parametrize(
    ("name", "sees_latest"),
    [("contributor-2", True), ("contributor-1", True), ("contributor-3", False)],
)
def test_members_see_their_own_edit_at_once_and_others_do_not(
    client: Client, edited: Article, settings, name: str, sees_latest: bool
) -> None:
    settings.MEMBERS_SEE = "validated"
    client.force_login(make_user(name))
    assert ("A second change." in get(client)) is sees_latest


def test_guests_see_their_own_edit_at_once_and_other_guests_do_not(
    client: Client, settings
) -> None:
    settings.READERS_SEE = "validated"
    make_edit(make_article(validated=True), TEXT + "\nBy a guest.\n", actor=make_guest())
    assert "By a guest." not in get(client)
    as_guest(client, "guest-2026-482193")
    assert "By a guest." in get(client)
    as_guest(client, "guest-2026-999999")
    assert "By a guest." not in get(client)


@pytest.mark.parametrize("member_sees", ["latest", "validated"])
@pytest.mark.parametrize("visitor_sees", ["latest", "validated"])
def test_the_site_chooses_for_visitors_and_for_members_apart(
    client: Client, edited: Article, settings, member_sees: str, visitor_sees: str
) -> None:
    settings.READERS_SEE, settings.MEMBERS_SEE = visitor_sees, member_sees
    for sees in (visitor_sees, member_sees):
        for page in (ADDRESS, f"{ADDRESS}/raw"):
            assert ("A second change." in get(client, page)) is (sees == "latest")
        client.force_login(make_user("contributor-3"))


def test_who_has_nothing_awaiting_sees_the_validated_version(client: Client, settings) -> None:
    settings.MEMBERS_SEE = "validated"
    article = make_article(validated=True)  # by contributor-1, and validated
    make_edit(article, TEXT + "\nAnother's.\n", actor=make_user("contributor-2"))
    client.force_login(make_user("contributor-1"))
    assert "Another&#x27;s." not in get(client) and "Another's." not in get(client)


# What is on the page ---------------------------------------------------------------------------


def test_the_page_has_its_text_topics_contents_and_facts(client: Client) -> None:
    make_article(topics=[make_topic("production", "Production")], validated=True)
    html = get(client)
    assert re.search(r'<h1 class="title" lang="en"[^>]*><bdi>Peer production</bdi></h1>', html)
    assert html.count("<h1") == 1
    assert '<a href="/topics/production">Production</a>' in html
    assert html.count('<a href="#s-definition"><bdi>Definition</bdi></a>') == 2
    assert "Three traits are usually named together." in html
    assert f'href="{ADDRESS}/raw"' in html


def test_the_licence_is_by_the_title_and_in_a_panel_at_the_end(client: Client) -> None:
    make_article(licence="CC-BY-SA-4.0")
    html = get(client)
    head, panel = html.split('id="licence"')
    assert '<a class="badge licence" href="#licence">CC BY-SA 4.0</a>' in head
    for words in (
        "Copy and share it, anywhere and for any purpose",
        "Change it, translate it and build on it.",
        "Publish what you make from it under the same licence",
        "“Peer production” (http://testserver/en/peer-production) by contributor-1, CC BY-SA 4.0 "
        "(https://creativecommons.org/licenses/by-sa/4.0/)",
        f'href="{ADDRESS}/credits"',
        f'href="{ADDRESS}/cite"',
        f'href="{ADDRESS}/cite?revision=1"',
    ):
        assert words in panel


def test_the_facts_name_the_first_contributors_and_count_the_others(client: Client) -> None:
    article = make_article()
    for number in range(2, 9):
        make_edit(article, f"{TEXT}\n{number}\n", actor=make_user(f"contributor-{number}"))
    html = get(client)
    assert f'<a href="{ADDRESS}/credits">and 3 others</a>' in html
    assert html.count('href="/people/contributor-') == 5


def test_a_wanted_page_of_the_text_leads_to_creating_it(client: Client) -> None:
    make_article(text="See [[Stigmergy]].\n")
    assert '<a class="new" href="/en/stigmergy">' in get(client)
    wanted = client.get("/en/stigmergy")
    assert wanted.status_code == 404
    assert 'href="/new?language=en&amp;title=Stigmergy"' in wanted.content.decode()


def test_maintainers_see_what_was_deleted_and_why(client: Client) -> None:
    make_deleted(make_article(), reason='Advertising for <b>"Xylophones"</b>')
    client.force_login(make_maintainer())
    html = get(client)
    assert "Advertising for &lt;b&gt;&quot;Xylophones&quot;&lt;/b&gt;" in html
    assert f'href="{ADDRESS}/restore"' in html
    assert f'href="{ADDRESS}/edit"' not in html
    assert '<meta name="robots" content="noindex">' in html


def test_who_may_rename_and_delete_finds_the_way(client: Client) -> None:
    make_article()
    ways = [f'href="{ADDRESS}/{page}"' for page in ("rename", "licence", "delete")]
    assert [way in get(client) for way in ways] == [False, False, False]
    client.force_login(make_user("contributor-2"))
    assert [way in get(client) for way in ways] == [True, True, False]
    client.force_login(make_maintainer())
    assert [way in get(client) for way in ways] == [True, True, True]


def test_an_article_in_arabic_runs_from_right_to_left(client: Client) -> None:
    article = make_article("مشاع", "نص.\n", language="ar")
    html = get(client, article.get_absolute_url())
    assert '<h1 class="title" lang="ar" dir="rtl">' in html
    assert '<div class="prose" lang="ar" dir="rtl">' in html


def test_a_page_whose_html_is_missing_is_formatted_again(client: Client) -> None:
    make_article()
    Rendering.objects.all().delete()
    assert "Three traits are usually named together." in get(client)


# Hostile words ---------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["", "/latest", "/revisions/1", "/credits", "/links", "/history"])
@pytest.mark.parametrize("title", [*HOSTILE, LONG])
def test_titles_and_names_are_text_on_every_page(client: Client, title: str, page: str) -> None:
    name = title[:100].replace("/", "")
    article = make_article(title, "Words.\n", actor=make_guest(f"guest-{name}"))
    make_article("Linking", f"[[{article.slug}]]\n", actor=make_guest(f"guest-{name}"))
    response = client.get(article.get_absolute_url() + page)
    assert response.status_code == 200
    html = response.content.decode()
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert " onmouseover=x " not in re.sub(r">[^<]*<", "><", html)
    assert all("\n" not in value and "\r" not in value for value in response.headers.values())


# What it costs ---------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["", "/latest", "/validated"])
@pytest.mark.parametrize("rule", ["latest", "validated"])
def test_a_visitor_costs_two_queries_at_most(
    client: Client, edited: Article, settings, django_assert_max_num_queries, page: str, rule: str
) -> None:
    settings.READERS_SEE = rule
    make_article("Production par les pairs", language="fr", translation_of=edited)
    client.get("/en/commons")  # what a process reads once
    with django_assert_max_num_queries(2):
        get(client, ADDRESS + page)


def test_a_page_that_is_kept_costs_one_query(client: Client, django_assert_num_queries) -> None:
    make_article(validated=True)
    get(client)
    with django_assert_num_queries(1):
        get(client)


def test_a_page_costs_as_many_queries_with_many_contributors_and_topics(
    client: Client, django_assert_max_num_queries
) -> None:
    article = make_article(topics=[make_topic(f"topic-{number}") for number in range(4)])
    for number in range(12):
        make_edit(article, f"{TEXT}\n{number}\n", actor=make_user(f"contributor-{number}"))
    with django_assert_max_num_queries(2):
        get(client)
