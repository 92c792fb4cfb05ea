"""Which version of an article readers see first, chosen for that article."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from commons.log.models import LogEntry
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
)
from tests.wiki.views.reading import as_guest, get
from tests.wiki.views.writers import INVALID, page_of
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.serving import set_version_first
from wiki.models import Article

pytestmark = pytest.mark.django_db
ADDRESS = "/en/peer-production"
FORM = f"{ADDRESS}/shown-first"
NEWEST = "A second change."
WHY = "Vandals come by <daily>."


@pytest.fixture(autouse=True)
def _no_kept_pages() -> None:
    caches["pages"].clear()


@pytest.fixture
def edited() -> Article:
    """An article with a validated version and a change that awaits."""
    article = make_article(validated=True)
    make_edit(article, f"{TEXT}\n{NEWEST}\n", actor=make_user("contributor-2"))
    return fresh(article)


def choose(article: Article, version: str = "validated", **values: Any) -> None:
    known = {"actor": make_maintainer(), "reason": WHY, "until": days(30)}
    set_version_first(article=article, version=version, **(known | values))


def days(number: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=number)


def end_it(article: Article) -> None:
    """The last day on which the setting counts was yesterday."""
    Article.objects.filter(pk=article.pk).update(version_first_until=days(-1))


@pytest.mark.parametrize("site", ["latest", "validated"])
@pytest.mark.parametrize("version", ["latest", "validated", ""])
def test_the_articles_setting_counts_for_everybody_whatever_the_site_does(
    client: Client, edited: Article, settings: Any, site: str, version: str
) -> None:
    settings.READERS_SEE = settings.MEMBERS_SEE = site
    choose(edited, version)
    for name in (None, "contributor-3"):
        if name:
            client.force_login(make_user(name))
        for page in (ADDRESS, f"{ADDRESS}/raw"):
            assert (NEWEST in get(client, page)) is ((version or site) == "latest")
    assert NEWEST in get(client, f"{ADDRESS}/latest")
    assert NEWEST not in get(client, f"{ADDRESS}/validated")


def test_authors_see_their_own_change_all_the_same(client: Client, edited: Article) -> None:
    make_edit(edited, f"{TEXT}\nBy a guest.\n", actor=make_guest())
    choose(edited)
    assert "By a guest." not in get(client)
    as_guest(client, "guest-2026-482193")
    assert "By a guest." in get(client)


def test_what_was_never_validated_is_shown_as_it_is(client: Client) -> None:
    choose(make_article())
    assert "Three traits" in get(client)


@pytest.mark.parametrize("until", [0, 7])
def test_the_page_says_which_version_until_when_and_why(
    client: Client, edited: Article, until: int
) -> None:
    choose(edited, until=days(until))
    html = get(client)
    assert "Readers see the validated version first here" in html
    assert "until the end of" in html
    assert "<q><bdi>Vandals come by &lt;daily&gt;.</bdi></q>" in html


def test_a_setting_ends_by_itself_and_the_page_is_news_then(
    client: Client, edited: Article
) -> None:
    choose(edited, until=days(0))
    before = client.get(ADDRESS)
    seen = {"If-None-Match": before["ETag"]}
    assert NEWEST not in before.content.decode()
    assert client.get(ADDRESS, headers=seen).status_code == 304
    end_it(edited)
    after = client.get(ADDRESS, headers=seen)
    assert after.status_code == 200 and after["ETag"] != before["ETag"]
    assert NEWEST in after.content.decode()
    assert "first here" not in after.content.decode()
    assert not fresh(edited).version_first_now


def test_the_sentence_goes_with_the_setting_where_both_versions_are_one(client: Client) -> None:
    article = make_article(validated=True)
    choose(article, until=days(0))
    before = client.get(ADDRESS)
    assert "first here" in before.content.decode()
    end_it(article)
    after = client.get(ADDRESS, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert "first here" not in after.content.decode()


def test_who_knows_the_date_alone_gets_the_page_after_the_end_too(
    client: Client, edited: Article
) -> None:
    choose(edited, until=days(0))
    long_ago = timezone.now() - dt.timedelta(days=9)
    Article.objects.filter(pk=edited.pk).update(touched=long_ago)
    Licence.objects.update(modified=long_ago)
    seen = {"If-Modified-Since": client.get(ADDRESS)["Last-Modified"]}
    assert client.get(ADDRESS, headers=seen).status_code == 304
    end_it(edited)
    assert client.get(ADDRESS, headers=seen).status_code == 200


@pytest.mark.parametrize("version", ["latest", "validated"])
def test_a_visitor_costs_two_queries_at_most(
    client: Client, edited: Article, version: str, django_assert_max_num_queries: Any
) -> None:
    choose(edited, version, until=days(1))
    client.get("/en/commons")  # what a process reads once
    with django_assert_max_num_queries(2):
        get(client)


def test_the_log_tells_what_counted_before_and_why(client: Client, edited: Article) -> None:
    choose(edited, until=days(3))
    choose(edited, "")
    first, last = LogEntry.objects.filter(action="article.version_first").order_by("pk")
    assert first.old == {"version_first": "", "until": ""}
    assert first.new == last.old
    assert first.new == {"version_first": "validated", "until": days(3).isoformat()}
    assert last.new == first.old and first.reason == WHY
    page = " ".join(client.get("/log").content.decode().split())
    assert "chose which version of" in page and "the validated version" in page


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"actor": make_user}, NotAllowed),
        ({"actor": make_guest}, NotAllowed),
        ({"reason": " "}, NotDone),
        ({"until": lambda: days(-1)}, NotDone),
        ({"until": lambda: None}, NotDone),
        ({"version": "newest"}, NotDone),
    ],
)
def test_nobody_else_chooses_and_nothing_without_sense(
    edited: Article, values: dict[str, Any], error: type[Exception]
) -> None:
    made = {name: value() if callable(value) else value for name, value in values.items()}
    with pytest.raises(error):
        choose(edited, **made)
    assert fresh(edited).version_first == ""
    assert not LogEntry.objects.filter(action="article.version_first").exists()


def test_nothing_is_chosen_for_a_deleted_article(edited: Article) -> None:
    make_deleted(edited)
    with pytest.raises(NotDone):
        choose(edited)


def test_a_maintainer_chooses_in_a_form_that_the_facts_lead_to(
    client: Client, edited: Article
) -> None:
    client.force_login(make_maintainer())
    assert f'href="{FORM}"' in get(client)
    sent = {"version": "validated", "reason": WHY, "until": days(5).isoformat()}
    response = client.post(FORM, sent)
    assert (response.status_code, response["Location"]) == (302, ADDRESS)
    article = fresh(edited)
    assert (article.version_first, article.version_first_until) == ("validated", days(5))
    page = page_of(client.get(FORM))
    assert f'value="{days(5).isoformat()}"' in page and "for this reason" in page
    client.force_login(make_user("contributor-3"))
    assert f'href="{FORM}"' not in get(client)


@pytest.mark.parametrize(
    "values",
    [
        {"reason": ""},
        {"version": "newest"},
        {"until": ""},
        {"until": "soon"},
        {"until": "2001-01-01"},
        {"until": "99999-01-01"},
        {"until": "\0"},
        {"version": "\0"},
    ],
)
def test_what_was_typed_comes_back_with_what_to_do(
    client: Client, edited: Article, values: dict[str, str]
) -> None:
    client.force_login(make_maintainer())
    sent = {"version": "validated", "reason": WHY, "until": days(5).isoformat()} | values
    response = client.post(FORM, sent)
    assert response.status_code == INVALID
    if sent["reason"]:
        assert "Vandals come by &lt;daily&gt;." in page_of(response)
    assert fresh(edited).version_first == ""


def test_writers_are_told_what_readers_of_this_article_see(client: Client, edited: Article) -> None:
    client.force_login(make_user("contributor-3"))
    assert "Readers see it at once" in get(client, f"{ADDRESS}/edit")
    choose(edited)
    assert "Readers see it at once" not in get(client, f"{ADDRESS}/edit")
