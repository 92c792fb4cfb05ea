"""The page of one decision, where those whom it concerns answer in public."""

import uuid

import pytest
from django.urls import reverse

from commons.log.append_only import AppendOnly
from commons.log.models import LogEntry
from tests.factories import (
    fresh,
    make_article,
    make_declined,
    make_deleted,
    make_edit,
    make_maintainer,
    make_user,
)
from tests.wiki.views.reading import HOSTILE, get
from wiki.actions import answering
from wiki.actions.answering import answer_verdict
from wiki.actions.errors import NotAllowed, NotDone
from wiki.models import Answer, Guest, Notice, Review
from wiki.views import decision

pytestmark = pytest.mark.django_db


@pytest.fixture
def review():
    """A verdict of maintainer-1 that declines changes of contributor-1 and contributor-2."""
    article = make_article(actor=make_user("contributor-9"), validated=True)
    for name in ("contributor-1", "contributor-2"):
        make_edit(article, f"By {name}.\n", actor=make_user(name))
    make_declined(article, reason="No source is named.")
    return Review.objects.filter(verdict="declined").earliest("pk")


def address(review):
    return reverse("decision", args=[review.decision])


def answer(client, review, name, text="It is on page 9."):
    client.force_login(make_user(name))
    return client.post(address(review), {"text": text})


def told(name):
    rows = Notice.objects.filter(user__username=name, kind="answer").order_by("pk")
    return [(row.actor_name, row.words) for row in rows]


def test_everybody_reads_the_verdict_and_the_way_to_it_is_in_the_history(client, review):
    html = get(client, address(review))
    for words in ("No source is named.", "maintainer-1", "Changes in 2", "Changes in 3"):
        assert words in html
    assert "No answers yet." in html
    assert "<textarea" not in html
    assert f'href="{address(review)}"' in get(client, "/en/peer-production/history")


def test_an_author_answers_in_public_and_the_maintainer_is_told(client, review):
    reply = answer(client, review, "contributor-1")
    assert (reply.status_code, reply["Location"]) == (302, address(review))
    client.logout()
    html = get(client, address(review))
    assert "It is on page 9." in html and 'href="/people/contributor-1"' in html
    assert told("maintainer-1") == [("contributor-1", "It is on page 9.")]
    assert told("contributor-1") == told("contributor-2") == []
    entry = LogEntry.objects.get(action="review.answer")
    assert entry.reason == "It is on page 9."
    client.force_login(make_user("maintainer-1"))
    html = get(client, "/notices")
    assert "answer to a verdict" in html and f'href="{address(review)}"' in html


def test_the_maintainer_answers_back_and_who_answered_before_is_told(client, review):
    answer(client, review, "contributor-1")
    answer(client, review, "maintainer-1", "Thank you: put it in.")
    assert told("contributor-1") == [("maintainer-1", "Thank you: put it in.")]
    assert told("contributor-2") == []


def test_nobody_else_answers(client, review):
    assert client.post(address(review), {"text": "Me"}).status_code == 403
    assert answer(client, review, "contributor-9").status_code == 403
    other = make_maintainer("maintainer-2")
    with pytest.raises(NotAllowed):
        answer_verdict(actor=other, review=review, text="Me")
    for actor in (Guest("guest-2026-482193"), make_user("contributor-8", is_active=False)):
        with pytest.raises(NotAllowed):
            answer_verdict(actor=actor, review=review, text="Me")
    assert Answer.objects.count() == 0


def test_an_edit_that_validates_itself_is_not_answered():
    maintainer = make_maintainer()
    make_edit(make_article(validated=True), "By the maintainer.\n", actor=maintainer)
    review = Review.objects.get(by_edit=True)
    with pytest.raises(NotAllowed):
        answer_verdict(actor=maintainer, review=review, text="Me")


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001])
def test_an_answer_that_cannot_be_taken_is_given_back(client, review, text):
    reply = answer(client, review, "contributor-1", text)
    assert reply.status_code == 422
    assert text.strip() in reply.content.decode()
    assert Answer.objects.count() == 0


def test_there_is_an_end_to_answering(client, review, monkeypatch):
    monkeypatch.setattr(answering, "MOST", 1)
    answer(client, review, "contributor-1")
    assert answer(client, review, "contributor-1", "Once more").status_code == 422
    with pytest.raises(NotDone):
        answer_verdict(actor=make_user(), review=review, text="Once more")
    assert Answer.objects.count() == 1


def test_answers_stay(client, review):
    answer(client, review, "contributor-1")
    row = Answer.objects.get()
    with pytest.raises(AppendOnly):
        row.delete()
    with pytest.raises(AppendOnly):
        Answer.objects.update(text="Other")
    make_user("contributor-1").delete()
    assert Answer.objects.get().author_name == "contributor-1"


@pytest.mark.parametrize("words", HOSTILE)
def test_answers_are_shown_as_text(client, review, words):
    answer(client, review, "contributor-1", words)
    html = get(client, address(review))
    assert "<script>alert" not in html and "<img src=x" not in html


def test_what_is_not_there_or_was_deleted_is_not_found(client, review):
    assert client.get(reverse("decision", args=[uuid.uuid4()])).status_code == 404
    assert client.get("/review/decisions/x").status_code == 404
    make_deleted(fresh(review.revision.article))
    assert client.get(address(review)).status_code == 404
    client.force_login(make_user("maintainer-1"))
    assert client.get(address(review)).status_code == 200


def test_pages_of_answers_turn_by_place_and_cost_the_same(
    client, review, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(decision, "ANSWERS_PER_PAGE", 2)
    for number in range(5):
        answer(client, review, "contributor-1", f"Number {number}")
    client.logout()
    seen, way = [], address(review)
    while way:
        with django_assert_max_num_queries(3):
            page = client.get(way).context["page"]
        seen += [row.text for row in page.items]
        way = f"{address(review)}?cursor={page.next_cursor}" if page.next_cursor else ""
    assert seen == [f"Number {number}" for number in range(5)]
