"""Asking for changes: on the page of review, above the article and in its history."""

import pytest
from django.core.cache import caches
from django.test import Client

from tests.factories import fresh, make_article, make_edit, make_guest, make_maintainer, make_user
from tests.wiki.views.test_review import address, decision, text_of
from wiki.models import Article, Review

pytestmark = pytest.mark.django_db

REASON = "Name a source for <the> second trait."
SHOWN = "Name a source for &lt;the&gt; second trait."


@pytest.fixture
def article() -> Article:
    """Validated at revision 1, with revision 2 awaiting."""
    article = make_article("Peer production", "First.\n", validated=True)
    make_edit(article, "First.\n\nSecond.\n", actor=make_user("contributor-2"))
    return fresh(article)


@pytest.fixture
def maintainer(client: Client) -> Client:
    client.force_login(make_maintainer())
    return client


@pytest.fixture
def asked(maintainer, article) -> Article:
    """The article, after a maintainer asked for changes."""
    maintainer.post(address(article), decision(article, "ask", comment=REASON))
    return fresh(article)


def test_asking_leaves_the_text_live_and_leads_on(maintainer, article):
    other = make_article("Elinor Ostrom")
    answer = maintainer.post(address(article), decision(article, "ask", comment=REASON))
    assert (answer.status_code, answer["Location"]) == (302, f"/review/{other.pk}")
    now = fresh(article)
    assert now.asked_at and now.latest.number == 2 and now.pending_count == 1
    assert Review.objects.filter(verdict="asked", comment=REASON).count() == 1
    assert "“Peer production” stays live" in text_of(maintainer.get(answer["Location"]))


def test_asking_without_a_reason_is_refused_with_a_sentence(maintainer, article):
    answer = maintainer.post(address(article), decision(article, "ask"))
    assert answer.status_code == 422
    assert "Say what you ask for" in text_of(answer)
    assert fresh(article).asked_at is None


def test_the_page_says_what_each_verdict_means(maintainer, article):
    page = text_of(maintainer.get(address(article)))
    for name in ("validating", "asking", "declining"):
        assert f'aria-describedby="about-{name}"' in page
        assert f'id="about-{name}"' in page


def test_everybody_reads_above_the_article_what_was_asked_and_can_go_on(client, asked):
    client.logout()
    for path in ("/en/peer-production", "/en/peer-production/latest", address(asked)):
        page = text_of(client.get(path))
        assert SHOWN in page
        assert "maintainer-1" in page
        assert '<a class="button" href="/en/peer-production/edit">Go on from here</a>' in page


def test_the_history_says_who_asked_and_for_what(client, asked):
    client.force_login(make_user("contributor-2"))
    page = text_of(client.get("/en/peer-production/history"))
    assert "changes asked for by <bdi>maintainer-1</bdi>" in page
    assert SHOWN in page
    assert page.count("Go on from here") == 1


def test_an_edit_answers_what_was_asked(client, asked):
    make_edit(asked, "First.\n\nSecond, with a source.\n", actor=make_guest())
    for path in ("/en/peer-production", "/en/peer-production/history", address(asked)):
        assert "Go on from here" not in text_of(client.get(path))
    assert SHOWN in text_of(client.get("/en/peer-production/history"))


def test_reading_what_was_asked_costs_one_query_more(client, asked, django_assert_num_queries):
    client.logout()
    caches["pages"].clear()
    with django_assert_num_queries(3):
        client.get("/en/peer-production")


def test_who_had_not_seen_the_request_decides_nothing_and_keeps_the_comment(maintainer, article):
    before = decision(article, "decline", comment="No source at all.")
    maintainer.post(address(article), decision(article, "ask", comment=REASON))
    other = Client()
    other.force_login(make_maintainer("maintainer-2"))
    answer = other.post(address(article), before)
    assert answer.status_code == 409
    page = text_of(answer)
    assert "Nothing was decided" in page and "No source at all." in page
    assert "asked for changes to revision 2" in page
    word = Review.objects.get(verdict="asked").pk
    answer = other.post(address(article), before | {"seen_word": word})
    assert answer.status_code == 302
    assert fresh(article).text == "First.\n"
