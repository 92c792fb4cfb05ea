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
    make_article,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_user,
)
from tests.wiki.views.reading import ADDRESS, HOSTILE, get
from wiki.actions.importing import Destination, Past, start_history
from wiki.models import Article, Contributor

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
    rows = html.split('<ul class="rows">')[1].split("</ul>")[0]
    return re.findall(r"<li><span>.*?<bdi>(.*?)</bdi>", rows)


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


def test_the_line_comes_as_html_and_as_markdown_too(client: Client) -> None:
    make_article()
    html = get(client, CREDITS)
    assert line(html, "credit-html").startswith(
        '<a href="http://testserver/en/peer-production">“Peer production”</a> by contributor-1'
    )
    assert line(html, "credit-markdown").startswith(
        "[“Peer production”](http://testserver/en/peer-production) by contributor-1"
    )


def test_a_revision_has_a_line_of_its_own(client: Client) -> None:
    article = make_article()
    make_edit(article, "b\n", actor=make_user("contributor-2"))
    make_edit(article, "c\n", actor=make_user("contributor-3"))
    html = get(client, f"{CREDITS}?revision=2")
    assert line(html).startswith(
        "“Peer production” (http://testserver/en/peer-production/revisions/2), revision 2 by "
        "contributor-1 and contributor-2, CC"
    )
    assert names(html) == ["contributor-3", "contributor-1", "contributor-2"]


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
    with django_assert_max_num_queries(3):
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


@pytest.mark.parametrize("name", HOSTILE)
def test_names_and_titles_are_text_in_every_form_of_the_line(client: Client, name: str) -> None:
    article = make_article(name, TEXT, actor=make_guest(f"guest-{name}"))
    html = get(client, f"{article.get_absolute_url()}/credits")
    main = html.split("<main")[1]
    assert "<script>" not in main and "<img" not in main
    copied = line(html, "credit-html")
    assert "<script>" not in copied and "<img" not in copied
    assert "<script>" not in line(html, "credit-markdown")


def test_credits_of_a_deleted_article_are_for_maintainers(client: Client) -> None:
    make_deleted(make_article())
    assert client.get(CREDITS).status_code == 410
    client.force_login(make_maintainer())
    assert names(get(client, CREDITS)) == ["contributor-1"]
