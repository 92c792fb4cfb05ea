"""Any old revision, at an address of its own."""

import pytest
from django.core.cache import caches
from django.test import Client

from tests.factories import (
    TEXT,
    make_article,
    make_declined,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_user,
)
from tests.wiki.views.reading import ADDRESS, HOSTILE, get, status_line
from wiki.actions.naming import rename_article
from wiki.models import Article
from wiki.rendering import TooHardToFormat
from wiki.views import article as reading

pytestmark = pytest.mark.django_db
OLD = f"{ADDRESS}/revisions/2"


@pytest.fixture(autouse=True)
def _no_kept_pages():
    caches["pages"].clear()


@pytest.fixture
def three() -> Article:
    """Three revisions: by a member, by a guest and by another member; the first is validated."""
    article = make_article(validated=True)
    make_edit(article, TEXT + "\n**Second** text.\n", actor=make_guest(), summary="Adds a line")
    make_edit(article, TEXT + "\nThird text.\n", actor=make_user("contributor-2"))
    return article


def test_an_old_revision_is_formatted_and_says_that_it_is_old(client: Client, three) -> None:
    html = get(client, OLD)
    assert "<strong>Second</strong> text." in html
    assert "Third text." not in html
    line = status_line(html)
    assert "You are reading an old revision, number 2 of 3, written by" in line
    assert '<a href="/people/guest-2026-482193"><bdi>guest-2026-482193</bdi></a>' in line
    assert f'<a href="{ADDRESS}">Read the article as it is now</a>' in line
    assert '<meta name="robots" content="noindex">' in html
    assert '<link rel="canonical" href="http://testserver/en/peer-production">' in html


def test_it_says_why_it_was_written_under_which_licence_and_how_it_was_judged(
    client: Client, three
) -> None:
    about = get(client, OLD).split('id="about-this-revision"')[1].split("</div>")[0]
    assert "Adds a line" in about
    assert "awaiting validation" in about
    assert "CC BY-SA 4.0" in about


def test_it_leads_to_what_changed_to_its_neighbours_and_back(client: Client, three) -> None:
    html = get(client, OLD)
    for address in (
        f"{ADDRESS}/diff/1..2",
        f"{ADDRESS}/diff/2..3",
        f"{ADDRESS}/revisions/1",
        f"{ADDRESS}/revisions/3",
        f"{ADDRESS}/revert/2",
        f"{ADDRESS}/revisions/2/raw",
    ):
        assert f'href="{address}"' in html
        assert client.get(address).status_code == 200


def test_the_first_has_none_before_and_the_latest_none_after(client: Client, three) -> None:
    first, last = get(client, f"{ADDRESS}/revisions/1"), get(client, f"{ADDRESS}/revisions/3")
    assert "/revisions/0" not in first and "/diff/0..1" not in first
    assert 'rel="next"' not in last and "/revert/" not in last
    assert "This is revision 3, the latest, written by" in status_line(last)


def test_who_may_not_edit_is_not_offered_to_revert(client: Client, three, settings) -> None:
    settings.GUESTS_MAY_EDIT = False
    assert "/revert/2" not in get(client, OLD)
    client.force_login(make_user())
    assert "/revert/2" in get(client, OLD)


def test_what_was_declined_stays_readable_with_the_reason(client: Client) -> None:
    article = make_article(validated=True)
    make_edit(article, TEXT + "\nBuy xylophones.\n")
    make_declined(article, reason="Advertising <b>is</b> not welcome.")
    html = get(client, OLD)
    assert "Buy xylophones." in html
    assert "declined by" in html
    assert "Advertising &lt;b&gt;is&lt;/b&gt; not welcome." in html
    assert "Buy xylophones." not in get(client)


def test_it_keeps_the_title_and_the_licence_it_had(client: Client) -> None:
    article = make_article(licence="CC0-1.0")
    member = make_maintainer()
    rename_article(actor=member, article=article, title="Peering", reason="Shorter", base=1)
    old = get(client, "/en/peering/revisions/1")
    assert "<bdi>Peer production</bdi></h1>" in old
    assert "CC0 1.0" in old
    assert "<bdi>Peering</bdi></h1>" in get(client, "/en/peering")


def test_its_credit_line_names_nobody_who_came_later(client: Client, three) -> None:
    panel = get(client, OLD).split('id="credit-line"')[1].split("</p>")[0]
    assert "(http://testserver/en/peer-production/revisions/2), revision 2" in panel
    assert "contributor-1 and guest-2026-482193" in panel
    assert "contributor-2" not in panel


@pytest.mark.parametrize("number", ["4", "0", "99999999999999999999", "9" * 5000])
@pytest.mark.parametrize("page", ["", "/raw"])
def test_a_number_that_no_revision_has_is_not_found(client: Client, three, number, page) -> None:
    response = client.get(f"{ADDRESS}/revisions/{number}{page}")
    assert response.status_code == 404
    assert "Search" in response.content.decode()


@pytest.mark.parametrize("page", ["", "/raw"])
def test_who_asks_for_too_high_a_number_is_told_which_there_are(
    client: Client, three, page
) -> None:
    html = client.get(f"{ADDRESS}/revisions/4{page}").content.decode()
    assert "numbered from 1 to 3" in html
    assert f'href="{ADDRESS}/history"' in html


def test_revisions_of_a_deleted_article_are_for_maintainers(client: Client, three) -> None:
    make_deleted(three)
    assert client.get(OLD).status_code == 410
    client.force_login(make_maintainer())
    assert "<strong>Second</strong>" in get(client, OLD)


@pytest.mark.parametrize("words", HOSTILE)
def test_summaries_are_text(client: Client, words: str) -> None:
    article = make_article()
    make_edit(article, TEXT + "\nMore.\n", summary=words)
    html = get(client, OLD)
    assert "<script>alert" not in html and "<img src=x" not in html


def test_what_cannot_be_formatted_is_shown_as_it_was_written_and_not_kept(
    client: Client, three, monkeypatch
) -> None:
    def too_hard(text: str, language: str) -> None:
        raise TooHardToFormat("This text is too hard to format.")

    monkeypatch.setattr("wiki.actions.formatting.render", too_hard)
    response = client.get(OLD)
    assert response.status_code == 200
    assert "**Second** text." in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert not response.has_header("ETag")
    monkeypatch.undo()
    assert "<strong>Second</strong>" in get(client, OLD)


def test_an_old_revision_is_kept_for_a_while_and_then_made_again(
    client: Client, three, monkeypatch, django_assert_num_queries
) -> None:
    monkeypatch.setattr("time.time", lambda: 1_000_000.0)
    etag = client.get(OLD)["ETag"]
    with django_assert_num_queries(1):
        assert client.get(OLD, headers={"if-none-match": etag}).status_code == 304
    monkeypatch.setattr("time.time", lambda: 1_000_000.0 + reading.OLD_PAGES_KEPT_FOR)
    assert client.get(OLD, headers={"if-none-match": etag}).status_code == 200


def test_an_old_revision_costs_a_bounded_number_of_queries(
    client: Client, three, django_assert_max_num_queries
) -> None:
    get(client)
    with django_assert_max_num_queries(8):
        get(client, OLD)
