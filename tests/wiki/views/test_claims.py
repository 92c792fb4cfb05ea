"""Who reads an article for review, as the review page and the queue show it."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories import (
    fresh,
    make_article,
    make_edit,
    make_guest,
    make_maintainer,
    make_user,
    make_validated,
)
from tests.wiki.views.reading import as_guest
from wiki.actions import claiming
from wiki.models import Article, Claim
from wiki.views.claims import Reading

pytestmark = pytest.mark.django_db

SCRIPT = {"x-lines-only": "1"}


@pytest.fixture
def article() -> Article:
    article = make_article("Peer production", validated=True)
    make_edit(article, "More.\n", actor=make_user("contributor-2"))
    return fresh(article)


@pytest.fixture
def maintainer(client: Client) -> Client:
    client.force_login(make_maintainer())
    return client


def by_another(article: Article, seconds: float = 480) -> None:
    claim = claiming.claim(actor=make_maintainer("maintainer-2"), article=article)
    until = timezone.now() + dt.timedelta(seconds=seconds + 0.9)
    Claim.objects.filter(pk=claim.pk).update(until=until)


def page_of(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode()


def test_opening_the_page_claims_nothing(maintainer, article):
    page = page_of(maintainer, f"/review/{article.pk}")
    assert not Claim.objects.exists()
    assert "Tell others that I am reading this" in page
    assert f'data-claim="/review/{article.pk}/claim"' in page


def test_a_button_tells_others_and_another_one_takes_it_back(maintainer, article):
    address = f"/review/{article.pk}"
    answer = maintainer.post(f"{address}/claim")
    assert answer["Location"] == address
    page = page_of(maintainer, address)
    assert "You are reading this" in page and "10 minutes left" in page
    assert "Being read by" not in page
    assert maintainer.post(f"{address}/release?tab=all")["Location"] == "/review?tab=all"
    assert not Claim.objects.exists()


def test_maintainers_see_who_reads_and_for_how_long(maintainer, article):
    by_another(article)
    page = page_of(maintainer, f"/review/{article.pk}")
    assert "Being read by" in page and "maintainer-2" in page and "8 minutes left" in page
    assert "being read by <bdi>maintainer-2</bdi>" in page
    assert "being read by <bdi>maintainer-2</bdi>" in page_of(maintainer, "/review")


def test_members_whose_change_awaits_see_who_reads_it_on_its_page_alone(client, article):
    by_another(article)
    client.force_login(make_user("contributor-2"))
    page = page_of(client, f"/review/{article.pk}")
    assert "Being read by" in page and "maintainer-2" in page and "8 minutes left" in page
    assert "Tell others" not in page and "data-claim" not in page
    assert "being read by" not in page_of(client, "/review")
    make_validated(article)
    other = make_article("Other", validated=True)
    make_edit(other, "Of somebody else.\n", actor=make_user("contributor-3"))
    by_another(fresh(other))
    assert "eing read by" not in page_of(client, f"/review/{other.pk}")


@pytest.mark.parametrize("who", ["visitor", "guest", "member"])
def test_nobody_else_sees_who_reads(client, article, who):
    make_edit(article, "By a guest.\n", actor=make_guest())
    by_another(article)
    if who == "guest":
        as_guest(client, make_guest().public_name)
    if who == "member":
        client.force_login(make_user("contributor-7"))
    for address in (f"/review/{article.pk}", "/review"):
        page = page_of(client, address)
        assert "eing read by" not in page and "maintainer-2" not in page


def test_a_claim_that_is_over_is_not_shown(maintainer, article):
    by_another(article, seconds=-2)
    for address in (f"/review/{article.pk}", "/review"):
        assert "eing read by" not in page_of(maintainer, address)


def test_the_script_is_sent_the_lines_alone(maintainer, article):
    by_another(article)
    answer = maintainer.post(f"/review/{article.pk}/claim", headers=SCRIPT)
    lines = answer.content.decode()
    assert answer.status_code == 200
    assert lines.lstrip().startswith('<div id="claims"') and "<html" not in lines
    assert "maintainer-2" in lines and "You are reading this" in lines
    gone = maintainer.post(f"/review/{article.pk}/release", headers=SCRIPT).content.decode()
    assert "You are reading this" not in gone


def test_the_script_is_told_nothing_when_nothing_awaits_any_more(maintainer):
    article = make_article(validated=True)
    answer = maintainer.post(f"/review/{article.pk}/claim", headers=SCRIPT)
    assert answer.status_code == 200
    assert "data-claim" not in answer.content.decode()
    page = maintainer.post(f"/review/{article.pk}/claim", follow=True)
    assert "Nothing awaits validation here any more." in page.content.decode()


def test_a_claim_from_another_site_is_refused(article):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_maintainer())
    assert client.post(f"/review/{article.pk}/claim").status_code == 403
    assert not Claim.objects.exists()


def test_the_queue_asks_once_for_the_claims_of_all_rows_and_not_at_all_for_others(
    client, maintainer, article
):
    for number in range(5):
        by_another(make_article(f"Number {number}"))
    for asks, reader in ((1, client), (0, Client())):
        with CaptureQueriesContext(connection) as queries:
            assert page_of(reader, "/review").count("being read by") == 5 * asks
        assert sum("wiki_claim" in query["sql"] for query in queries) == asks


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(600, 10), (480, 8), (90, 2), (89, 1), (60, 1), (59, 0), (1, 0)]
)
def test_minutes_are_rounded_and_the_last_one_is_less_than_one(seconds, minutes):
    assert Reading("maintainer-1", 1, seconds).minutes == minutes
