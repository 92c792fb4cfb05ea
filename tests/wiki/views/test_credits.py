"""Everybody who wrote an article, and the lines that credit them."""

import datetime as dt
import html as htmllib
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
from wiki.actions.importing import Destination, Past, start_history
from wiki.actions.relicensing import change_licence
from wiki.models import Article, Authorship, Contributor

pytestmark = pytest.mark.django_db
CREDITS = f"{ADDRESS}/credits"


@pytest.fixture(autouse=True)
def _no_kept_pages():
    caches["pages"].clear()


def line(html: str, which: str = "credit-line") -> str:
    found = re.search(rf'id="{which}"[^>]*>(.*?)</', html, re.DOTALL)
    assert found
    return htmllib.unescape(found[1])


def names(html: str) -> list[str]:
    rows = html.split('<section id="contributors"')[1].split("</section>")[0]
    return re.findall(r"<li>\s*<span>.*?<bdi>(.*?)</bdi>", rows)


def test_all_stand_there_of_whom_most_words_stand_first(client: Client) -> None:
    article = make_article()
    for text in ("a\n", "b\n"):
        make_edit(article, text, actor=make_user("contributor-2"))
    make_edit(article, "b and so on\n", actor=make_guest())
    html = get(client, CREDITS)
    assert names(html) == ["guest-2026-482193", "contributor-2", "contributor-1"]
    assert "3 contributors" in html
    assert "2 revisions" in html and "1 revision<" in html
    assert 'href="/people/contributor-2"' in html
    assert 'href="/people/guest-2026-482193"' in html


def test_who_wrote_elsewhere_is_named_without_a_page_here(client: Client) -> None:
    licence = Licence.objects.get(spdx="CC-BY-4.0")
    past = [
        Past(
            key=f"elsewhere:{number}",
            author=author,
            created=dt.datetime(2019, 3, number, 12, tzinfo=dt.UTC),
            summary="",
            text=f"Text {number}.\n",
            licence=licence,
        )
        for number, author in ((1, "Somebody Else"), (2, "Another"), (9, "Somebody Else"))
    ]
    destination = Destination(language="en", title="Peer production")
    start_history(destination=destination, past=past, is_whole=True)
    html = get(client, CREDITS)
    assert names(html) == ["Somebody Else", "Another"]
    assert "/people/Somebody" not in html
    assert "wrote on another site" in html
    # How dates are written is the site's; which ones they are stands in the attribute.
    assert re.search(
        r'first on <time datetime="2019-03-01T[^>]*>[^<]+</time>, '
        r'last on <time datetime="2019-03-09T',
        html,
    )


def test_the_line_names_title_authors_address_and_licence(client: Client) -> None:
    make_article(licence="CC-BY-SA-4.0")
    assert line(get(client, CREDITS)) == (
        "“Peer production” (http://testserver/en/peer-production) by contributor-1, CC BY-SA 4.0 "
        "(https://creativecommons.org/licenses/by-sa/4.0/)"
    )


def test_a_revision_has_a_line_of_its_own(client: Client) -> None:
    article = make_article()
    make_edit(article, "b\n", actor=make_user("contributor-2"))
    make_edit(article, "c\n", actor=make_user("contributor-3"))
    html = get(client, f"{CREDITS}?revision=2")
    assert line(html).startswith(
        "“Peer production” (http://testserver/en/peer-production/revisions/2), revision 2 by "
        "contributor-2 and contributor-1, CC"
    )
    assert names(html) == ["contributor-2", "contributor-1"]


def test_beyond_five_authors_the_line_counts_the_others(client: Client) -> None:
    article = make_article()
    for number in range(2, 9):
        make_edit(article, f"{number}\n", actor=make_user(f"contributor-{number}"))
    assert "and 3 others (http://testserver/en/peer-production/credits)" in line(
        get(client, CREDITS)
    )


def test_a_licence_that_asks_for_every_name_gets_every_name(client: Client) -> None:
    Licence.objects.filter(spdx="CC-BY-SA-4.0").update(credit="every_author")
    article = make_article()
    for number in range(2, 9):
        make_edit(article, f"{number}\n", actor=make_user(f"contributor-{number}"))
    for address in (CREDITS, ADDRESS, f"{CREDITS}?revision=8"):
        words = line(get(client, address))
        assert all(f"contributor-{number}" in words for number in range(1, 9))
        assert "others" not in words


@pytest.mark.parametrize("asked", ["9", "0", "-1", "x", "1.5", "9" * 30, "²", "\0", "<script>"])
def test_a_number_of_no_revision_is_said_and_the_articles_line_is_shown(
    client: Client, asked: str
) -> None:
    make_article()
    response = client.get(CREDITS, {"revision": asked})
    html = response.content.decode()
    assert response.status_code == 404
    assert "This article has no revision of that number" in html
    assert "<script>" not in html.split("<main")[1]
    assert "“Peer production” (http://testserver/en/peer-production) by" in line(html)


def test_many_contributors_come_in_pages(client: Client, django_assert_max_num_queries) -> None:
    article = make_article()
    now = article.created
    Contributor.objects.bulk_create(
        Contributor(
            article=article, name=f"writer-{n:03}", kind="member", revisions=2, first=now, last=now
        )
        for n in range(150)
    )
    Article.objects.update(contributor_count=151)
    with django_assert_max_num_queries(8):
        first = get(client, CREDITS)
    assert len(names(first)) == 100
    after = re.search(r'rel="next" href="([^"]+)"', first)
    assert after
    second = get(client, CREDITS + htmllib.unescape(after[1]))
    assert len(names(second)) == 51
    assert len({*names(first), *names(second)}) == 151
    assert names(first)[0] == "contributor-1"  # the only one with words in the text


@pytest.mark.parametrize("cursor", ["x", "a.b", "\0", "é" * 3000])
def test_a_damaged_cursor_gives_the_first_page(client: Client, cursor: str) -> None:
    make_article()
    response = client.get(CREDITS, {"cursor": cursor})
    assert response.status_code == 200
    assert names(response.content.decode()) == ["contributor-1"]


def test_credits_of_a_deleted_article_are_for_maintainers(client: Client) -> None:
    make_deleted(make_article())
    assert client.get(CREDITS).status_code == 410
    client.force_login(make_maintainer())
    assert names(get(client, CREDITS)) == ["contributor-1"]


# What of theirs stands in the text -------------------------------------------------------------


def section(html: str, name: str) -> str:
    """What readers read in a section of the credits."""
    found = re.search(rf'aria-labelledby="{name}-title".*?</section>', html, re.DOTALL)
    assert found, name
    return words_of(found[0])


def words_of(html: str) -> str:
    return " ".join(htmllib.unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_each_has_the_share_of_the_text_that_is_theirs_and_leads_to_it(client: Client) -> None:
    article = make_article(text="one two three\n")
    make_edit(article, "one two three four\n", actor=make_user("contributor-2"))
    html = get(client, CREDITS)
    rows = section(html, "contributors")
    assert re.search(r"contributor-1 75% 3 words and marks 1 revision", rows)
    assert re.search(r"contributor-2 25% 1 word or mark 1 revision", rows)
    assert '<meter min="0" max="100" value="75.00" aria-hidden="true">' in html
    assert f'href="{ADDRESS}/blame?by=contributor-2"' in html


def test_those_without_a_word_left_stand_after_them(client: Client) -> None:
    article = make_article(text="one two three\n")
    make_edit(article, "four\n", actor=make_user("contributor-2"))
    before, after = section(get(client, CREDITS), "contributors").split("with no word left")
    assert "contributor-2 100%" in before and "contributor-1" not in before
    assert "contributor-1 1 revision" in after


def test_a_revision_is_credited_by_what_stood_in_it(client: Client) -> None:
    article = make_article(text="one two three\n")
    make_edit(article, "one two three four\n", actor=make_user("contributor-2"))
    make_edit(article, "five\n", actor=make_user("contributor-3"))
    html = get(client, f"{CREDITS}?revision=2")
    assert "contributor-1 75%" in section(html, "contributors")
    assert "contributor-3" not in section(html, "contributors")
    assert f'href="{ADDRESS}/revisions/2/blame?by=contributor-2"' in html


def test_the_version_that_is_shown_is_credited(client: Client, settings) -> None:
    article = make_validated(make_article(text="one two three\n"))
    make_edit(article, "four five\n", actor=make_user("contributor-2"))
    settings.READERS_SEE = "validated"
    rows = section(get(client, CREDITS), "contributors")
    assert "contributor-1 100%" in rows and "contributor-2" not in rows


def test_where_nobody_kept_who_wrote_what_they_stand_by_their_revisions(client: Client) -> None:
    article = make_article()
    make_edit(article, "one\n", actor=make_user("contributor-2"))
    Authorship.objects.all().delete()
    Contributor.objects.update(words=0)
    for page in (CREDITS, f"{CREDITS}?revision=2"):
        html = get(client, page)
        assert "has not been found out yet" in html
        assert sorted(names(html)) == ["contributor-1", "contributor-2"]


def test_the_authors_of_an_old_revision_come_in_pages(client: Client, monkeypatch) -> None:
    monkeypatch.setattr("wiki.views.contributors.CONTRIBUTORS_PER_PAGE", 2)
    article = make_article(text="one two three\n")
    for number, more in ((2, "four five"), (3, "six")):
        text = f"{article.text.rstrip()} {more}\n"
        make_edit(article, text, actor=make_user(f"contributor-{number}"))
        article = fresh(article)
    make_edit(article, "Other.\n")
    first = get(client, f"{CREDITS}?revision=3")
    assert names(first) == ["contributor-1", "contributor-2"]
    after = re.search(r'rel="next" href="([^"]+)"', first)
    assert after
    second = get(client, CREDITS + htmllib.unescape(after[1]))
    assert names(second) == ["contributor-3"]
    assert 'rel="prev"' in second
    for cursor in ("99", "x", "²", "-1"):
        page = client.get(CREDITS, {"revision": "3", "cursor": cursor}).content.decode()
        assert names(page) == ["contributor-1", "contributor-2"]


# What the text stands on -----------------------------------------------------------------------


def test_sources_stand_with_all_that_is_known_of_them(client: Client) -> None:
    article = make_article()
    take(article, f"{TEXT}\nIt stood elsewhere first.\n", actor=make_user("contributor-2"))
    make_edit(article, f"{TEXT}\nIt stood elsewhere first.\nMore.\n")
    html = get(client, CREDITS)
    told = section(html, "sources")
    assert "Adapted from A page elsewhere CC BY 4.0 by Somebody Else taken on" in told
    assert "brought in by contributor-2 with revision 2" in told
    assert '<a href="https://example.org/page" rel="nofollow">' in html
    assert '<time datetime="2026-05-01">' in html
    assert f'<a href="{ADDRESS}/diff/1..2">revision 2</a>' in html
    assert (
        "Adapted from “A page elsewhere” (https://example.org/page) by Somebody Else, CC BY 4.0"
        in (line(html))
    )
    make_edit(article, TEXT)
    assert "sources-title" not in get(client, CREDITS)
    assert "A page elsewhere" in get(client, f"{CREDITS}?revision=2")


@pytest.mark.parametrize(
    ("way", "words"),
    [("verbatim", "Word for word from A page"), ("translated", "Translated from A page")],
)
def test_how_it_was_taken_is_said(client: Client, way: str, words: str) -> None:
    take(make_article(), f"{TEXT}\nIt stood elsewhere.\n", way=way)
    assert words in section(get(client, CREDITS), "sources")


def test_text_from_another_article_leads_to_the_very_revision(client: Client) -> None:
    other = make_article("Another page", "It began there.\n", actor=make_user("contributor-5"))
    bring(make_article(), other, "It began there.")
    make_edit(other, "Other now.\n")
    html = get(client, CREDITS)
    assert '<a href="/en/another-page/revisions/1" rel="nofollow">' in html
    assert "found by comparing" in section(html, "sources")
    assert re.search(r"Another page 13% contributor-5 Revision 1", section(html, "here"))
    assert "written in another article" in section(html, "contributors")


def test_an_article_that_was_deleted_gives_its_authors_and_no_way_to_it(client: Client) -> None:
    other = make_article("Another page", "It began there.\n", actor=make_user("contributor-5"))
    bring(make_article(), other, "It began there.")
    make_deleted(other)
    html = get(client, CREDITS)
    assert "An article that was deleted" in section(html, "here")
    assert "contributor-5" in section(html, "here")
    assert "/en/another-page" not in html
    # The title of the source stays: the credit of its authors asks for it.
    assert "Another page" in section(html, "sources")


def test_translations_stand_there_with_their_licences(client: Client) -> None:
    original = make_article(licence="CC0-1.0")
    make_article("Production par les pairs", language="fr", translation_of=original)
    make_article("Peer-Produktion", language="de", translation_of=original, licence="CC0-1.0")
    told = section(get(client, CREDITS), "translations")
    assert "Peer-Produktion · Deutsch CC0 1.0" in told
    assert "Production par les pairs · Français CC BY-SA 4.0" in told
    assert "This is a translation" not in told
    german = get(client, "/de/peer-produktion/credits?language=en")
    assert "This is a translation of Peer production · English" in section(german, "translations")
    assert 'href="/en/peer-production" lang="en" hreflang="en"' in german
    make_deleted(original)
    assert "This is a translation of an article that was deleted." in section(
        get(client, "/de/peer-produktion/credits?language=en"), "translations"
    )


def test_each_range_of_revisions_has_its_licence(client: Client) -> None:
    article = make_article(licence="CC0-1.0")
    assert "All of the text CC0 1.0" in section(get(client, CREDITS), "licences")
    make_edit(article, "b\n")
    target = Licence.objects.get(spdx="CC-BY-SA-4.0")
    change_licence(
        actor=make_maintainer(), article=fresh(article), licence=target, reason="All agreed", base=2
    )
    make_edit(article, "c\n")
    told = section(get(client, CREDITS), "licences")
    assert "Text up to revision 2 CC0 1.0 From revision 3 on CC BY-SA 4.0" in told


@pytest.mark.parametrize("name", HOSTILE)
def test_names_titles_and_sources_are_text(client: Client, name: str) -> None:
    article = make_article(name, TEXT, actor=make_guest(f"guest-{name}"))
    take(article, f"{TEXT}More.\n", title=name, authors=name, address="https://e.org/\"'><b>")
    for page in ("", "?revision=2"):
        main = get(client, f"{article.get_absolute_url()}/credits{page}").split("<main")[1]
        assert "<script>" not in main and "<img" not in main and "<b>" not in main


def test_what_it_costs_does_not_grow_with_what_the_text_stands_on(
    client: Client, django_assert_max_num_queries
) -> None:
    article = make_article()
    for number in range(4):
        other = make_article(f"Page {number}", f"It began on page {number}, once.\n")
        bring(article, other, f"It began on page {number}, once.")
        take(article, f"{fresh(article).text}And {number} elsewhere.\n", title=f"Title {number}")
    for language in ("fr", "de", "es"):
        make_article("Titre", language=language, translation_of=article)
    get(client, CREDITS)
    with django_assert_max_num_queries(11):
        get(client, CREDITS)
    make_edit(article, f"{fresh(article).text}More.\n")
    with django_assert_max_num_queries(13):
        get(client, f"{CREDITS}?revision=9")
