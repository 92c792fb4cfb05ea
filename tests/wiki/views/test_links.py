"""What links here."""

import html as htmllib
import re

import pytest
from django.core.cache import caches
from django.test import Client

from tests.factories import make_article, make_deleted, make_edit, make_maintainer
from tests.wiki.views.reading import ADDRESS, get
from wiki.actions.naming import rename_article
from wiki.models import Article, Link
from wiki.views import article as reading

pytestmark = pytest.mark.django_db
LINKS = f"{ADDRESS}/links"


@pytest.fixture(autouse=True)
def _no_kept_pages():
    caches["pages"].clear()


def titles(html: str) -> list[str]:
    rows = html.split('<ul class="rows">')[1].split("</ul>")[0] if 'class="rows"' in html else ""
    return re.findall(r"<bdi>(.*?)</bdi>", rows)


def test_the_articles_that_link_here_stand_there_by_title(client: Client) -> None:
    make_article()
    make_article("Stigmergy", "See [[Peer production]].\n")
    make_article("Copyleft", "See [[Peer production|this]].\n")
    make_article("École", "See [[Peer production]].\n")
    make_article("Unrelated", "See [[Stigmergy]].\n")
    html = get(client, LINKS)
    assert titles(html) == ["Copyleft", "École", "Stigmergy"]
    assert 'href="/en/copyleft"' in html


def test_an_article_in_another_language_says_which(client: Client) -> None:
    make_article()
    make_article("Stigmergie", "Voir [[en:Peer production]].\n", language="fr")
    html = get(client, LINKS)
    assert titles(html) == ["Stigmergie"]
    assert "Français" in html.split('<ul class="rows">')[1]


def test_without_any_the_page_says_so(client: Client) -> None:
    make_article(text="[[Peer production]] itself.\n")
    assert "No article links here yet." in get(client, LINKS)


def test_links_to_the_old_address_count(client: Client) -> None:
    article = make_article()
    make_article("Stigmergy", "See [[Peer production]].\n")
    rename_article(
        actor=make_maintainer(), article=article, title="Peering", reason="Shorter", base=1
    )
    assert titles(get(client, "/en/peering/links")) == ["Stigmergy"]


def test_a_link_that_was_taken_out_no_longer_counts(client: Client) -> None:
    make_article()
    other = make_article("Stigmergy", "See [[Peer production]].\n")
    make_edit(other, "Nothing.\n")
    assert "Stigmergy" not in get(client, LINKS)


def test_deleted_articles_link_nowhere_but_for_maintainers(client: Client) -> None:
    make_article()
    make_deleted(make_article("Xylophone", "See [[Peer production]].\n"))
    assert "Xylophone" not in get(client, LINKS)
    client.force_login(make_maintainer())
    html = get(client, LINKS)
    assert titles(html) == ["Xylophone"]
    assert "deleted" in html.split('<ul class="rows">')[1]


def test_a_wanted_page_says_who_wants_it_and_how_to_begin_it(client: Client) -> None:
    make_article(text="See [[Stig & mergy]].\n")
    html = get(client, "/en/stig-mergy/links")
    assert titles(html) == ["Peer production"]
    assert "Nobody has written this article yet." in html
    assert 'href="/new?language=en&amp;title=Stig%20%26%20mergy"' in html


@pytest.mark.parametrize("slug", ["never-named", "nul%00", "Nul%00-%F0%9F%91%A5", "%C3%A9"])
def test_a_page_that_nobody_wants_is_not_found(client: Client, slug: str) -> None:
    assert client.get(f"/en/{slug}/links").status_code == 404


def test_a_page_wanted_by_deleted_articles_alone_is_not_found(client: Client) -> None:
    make_deleted(make_article(text="See [[Stigmergy]].\n"))
    assert client.get("/en/stigmergy/links").status_code == 404


def test_many_links_come_in_pages_at_a_bounded_cost(
    client: Client, monkeypatch, django_assert_max_num_queries
) -> None:
    monkeypatch.setattr(reading, "LINKS_PER_PAGE", 3)
    make_article()
    for number in range(7):
        make_article(f"Linking {number}", "See [[Peer production]].\n")
    seen: list[str] = []
    address = LINKS
    with django_assert_max_num_queries(3 * 3):
        for _page in range(3):
            html = get(client, address)
            seen += titles(html)
            after = re.search(r'rel="next" href="([^"]+)"', html)
            address = LINKS + htmllib.unescape(after[1]) if after else ""
    assert seen == [f"Linking {number}" for number in range(7)]
    assert not address
    assert Link.objects.count() == 7 and Article.objects.count() == 8
