import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from licensing.models import Licence
from tests.factories import (
    TEXT,
    fresh,
    make_article,
    make_declined,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_user,
    make_validated,
)
from wiki.actions.importing import Destination, Past, start_history
from wiki.actions.reverting import revert_to
from wiki.models import Article

pytestmark = pytest.mark.django_db
HISTORY = "/en/peer-production/history"
HOSTILE = "<script>alert(1)</script>\"' onmouseover=x \u202e"


def many_edits(article: Article, count: int) -> Article:
    for number in range(count):
        make_edit(article, f"{TEXT}\nLine {number}.\n", summary=f"Change {number}")
    return fresh(article)


def numbers_in(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="revision-(\d+)"', html)]


def get(client: Client, address: str = HISTORY) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def older(html: str) -> str:
    found = re.search(r'rel="next" href="([^"]+)"', html)
    assert found
    return HISTORY + found[1].replace("&amp;", "&")


def test_a_row_says_who_when_why_how_much_and_under_which_licence(client: Client) -> None:
    article = make_article(text="abc\n")
    make_edit(article, "abcdef\n", actor=make_user("contributor-2"), summary="Adds three letters")
    html = get(client)
    assert numbers_in(html) == [2, 1]
    row = html.split('id="revision-2"')[1].split('id="revision-1"')[0]
    assert "Adds three letters" in row
    assert "contributor-2" in row
    assert "+3" in row
    assert "<time datetime=" in row
    assert "edit" in row
    assert "CC BY-SA 4.0" in row
    assert "awaiting validation" in row
    assert 'href="/en/peer-production/revisions/2"' in row
    assert 'href="/en/peer-production/diff/1..2"' in row


def test_the_first_revision_is_compared_with_nothing(client: Client) -> None:
    make_article()
    assert 'href="/en/peer-production/diff/0..1"' in get(client)


def test_a_verdict_is_shown_with_who_gave_it_and_why(client: Client) -> None:
    article = make_article()
    make_validated(article)
    make_edit(article, "Advertising.\n", actor=make_guest())
    make_declined(article, reason="Names <b>no</b> source.")
    html = get(client)
    row = html.split('id="revision-2"')[1].split('id="revision-1"')[0]
    assert "declined by <bdi>maintainer-1</bdi>" in row
    assert "Names &lt;b&gt;no&lt;/b&gt; source." in row
    assert "validated by <bdi>maintainer-1</bdi>" in html.split('id="revision-1"')[1]


def test_a_revert_says_to_what(client: Client) -> None:
    article = make_article()
    make_edit(article, "Other.\n")
    article = fresh(article)
    revert_to(actor=make_user(), article=article, number=1, base=2, summary="", key="k")
    assert "revert to revision 1" in get(client)


def test_an_imported_revision_names_its_author_without_a_link_and_when_it_came(
    client: Client,
) -> None:
    past = Past(
        text="Old.\n",
        author="Somebody Elsewhere",
        created=dt.datetime(2014, 5, 6, tzinfo=dt.UTC),
        summary="First",
        licence=Licence.objects.get(spdx="CC-BY-4.0"),
        key="import:1",
    )
    destination = Destination(language="en", title="Peer production")
    start_history(destination=destination, past=[past], is_whole=True)
    html = get(client)
    assert "<bdi>Somebody Elsewhere</bdi>" in html
    assert "/people/Somebody" not in html
    assert "2014" in html
    assert "imported on" in html
    assert str(timezone.localtime().year) in html


def test_a_revision_written_here_was_not_recorded_at_another_time(client: Client) -> None:
    make_article()
    html = get(client)
    assert "imported on" not in html
    assert "recorded on" not in html


def test_pages_follow_each_other_without_a_gap(client: Client) -> None:
    many_edits(make_article(), 54)
    first = get(client)
    second = get(client, older(first))
    assert numbers_in(first) == list(range(55, 5, -1))
    assert numbers_in(second) == [5, 4, 3, 2, 1]
    assert 'rel="prev"' in second
    assert 'rel="next"' not in second


def test_a_cursor_that_is_nonsense_gives_the_first_page(client: Client) -> None:
    make_article()
    for cursor in ("x", "%00", "9" * 4000, "n.1:abc", "' OR 1=1"):
        assert numbers_in(get(client, f"{HISTORY}?cursor={cursor}")) == [1]


def test_any_page_costs_a_visitor_three_queries(client: Client, django_assert_num_queries) -> None:
    article = make_article()
    with django_assert_num_queries(3):
        get(client)
    many_edits(article, 54)
    with django_assert_num_queries(3):
        first = get(client)
    with django_assert_num_queries(3):
        get(client, older(first))


def test_two_revisions_are_chosen_with_a_plain_form(client: Client) -> None:
    many_edits(make_article(), 2)
    html = get(client)
    assert 'action="/en/peer-production/compare" method="get"' in html
    assert re.search(r'name="new" value="3"[^>]* checked>', html)
    assert re.search(r'name="old" value="2"[^>]* checked>', html)
    assert html.count(" checked>") == 2


def test_one_revision_alone_offers_no_choice(client: Client) -> None:
    make_article()
    assert "radio" not in get(client)


def test_old_revisions_can_be_gone_back_to_and_edited_by_who_may(client: Client, settings) -> None:
    many_edits(make_article(), 1)
    html = get(client)
    assert 'href="/en/peer-production/revert/1"' in html
    assert 'href="/en/peer-production/edit?from=1"' in html
    assert "/revert/2" not in html
    settings.GUESTS_MAY_EDIT = False
    assert "/revert/1" not in get(client)


def test_nothing_that_was_typed_becomes_markup(client: Client) -> None:
    article = make_article(f"Peer {HOSTILE}", summary=HOSTILE)
    html = get(client, f"{article.get_absolute_url()}/history")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_a_long_summary_is_cut(client: Client) -> None:
    article = make_article()
    make_edit(article, "Other.\n", summary="w" * 500)
    html = get(client)
    assert "w" * 200 in html
    assert "w" * 250 not in html


def test_a_deleted_article_shows_its_history_to_maintainers_alone(client: Client) -> None:
    make_deleted(make_article(summary="Quixotic"))
    response = client.get(HISTORY)
    assert response.status_code == 410
    assert b"Quixotic" not in response.content
    client.force_login(make_maintainer())
    html = get(client)
    assert "Quixotic" in html
    assert "Only maintainers see this page." in html
    assert "/revert/" not in html


def test_an_article_that_is_not_there_has_no_history(client: Client) -> None:
    assert client.get("/en/nothing/history").status_code == 404


def test_the_history_is_only_read(client: Client) -> None:
    make_article()
    assert client.post(HISTORY).status_code == 405
