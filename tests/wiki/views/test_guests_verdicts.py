"""A guest whose browser keeps their pseudonym reads what was decided, answers and objects."""

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from commons.log.models import LogEntry
from tests.factories import (
    fresh,
    make_article,
    make_declined,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_measure,
    make_user,
    make_validated,
)
from tests.wiki.views.reading import HOSTILE, as_guest, get
from wiki.actions import answering
from wiki.actions.looking_again import may_object, object_to_verdict, overturn
from wiki.models import Answer, Article, Notice, Review, SecondLook
from wiki.views import notices, throttling, who

pytestmark = pytest.mark.django_db

PAGE = "/notices"
GUEST, OTHER = "guest-2026-482193", "guest-2026-000001"


@pytest.fixture
def article() -> Article:
    return make_article(actor=make_user("contributor-9"), validated=True)


@pytest.fixture
def review(article: Article) -> Review:
    """The verdict of maintainer-1 that declines a change of a guest."""
    return decline_one(article)


def decline_one(article: Article, name: str = GUEST, reason: str = "No source.") -> Review:
    make_edit(article, f"By {name} {article.pk} {reason}\n", actor=make_guest(name))
    make_declined(article, reason=reason)
    return Review.objects.filter(verdict="declined").latest("pk")


def address(review: Review) -> str:
    return reverse("decision", args=[review.decision])


# Reading ------------------------------------------------------------------------------------------


def test_a_guest_reads_what_was_decided_why_and_goes_on_from_there(client, review):
    as_guest(client, GUEST)
    html = get(client, PAGE)
    for part in (
        GUEST,
        "No source.",
        "declined",
        'href="/people/maintainer-1"',
        f'href="{address(review)}"',
        'href="/en/peer-production/edit?from=2"',
        "Create an account",
    ):
        assert part in html
    assert set(client.cookies) == {who.GUEST_COOKIE}, "no session, and no form to guard"
    assert "By guest-2026-482193" in get(client, "/en/peer-production/edit?from=2")


def test_the_way_there_stands_on_every_page_of_a_guest_and_on_none_of_a_visitor(client, review):
    assert f'href="{PAGE}"' not in get(client, "/changes")
    as_guest(client, GUEST)
    for page in ("/changes", "/en/peer-production", "/en/peer-production/history"):
        assert f'href="{PAGE}"' in get(client, page)


def test_nobody_reads_it_with_another_pseudonym_or_a_made_up_one(client, review):
    as_guest(client, OTHER)
    assert "No source." not in get(client, PAGE)
    for forged in (GUEST, f"{GUEST}:x:y", signing.dumps(GUEST, salt="other"), ""):
        client.cookies[who.GUEST_COOKIE] = forged
        answer = client.get(PAGE)
        assert answer["Location"] == "/accounts/login/?next=/notices", forged


def test_visitors_are_led_to_where_one_signs_in_and_get_no_cookie(client):
    answer = client.get(PAGE)
    assert answer["Location"] == "/accounts/login/?next=/notices"
    assert not answer.cookies


def test_what_a_member_of_the_past_or_somebody_elsewhere_wrote_is_not_a_guests(client, article):
    make_edit(article, "Once.\n", actor=make_user("contributor-7"))
    make_declined(article, reason="Of a member.")
    make_user("contributor-7").delete()
    as_guest(client, "guest-x")
    assert "Of a member." not in get(client, PAGE)
    as_guest(client, "contributor-7")  # signed, and still no guest's name
    assert client.get(PAGE).status_code == 302


def test_validated_changes_need_no_going_on_and_deleted_articles_are_left_out(client, article):
    mine = make_article("Mine", actor=make_guest(GUEST))
    make_validated(mine)
    as_guest(client, GUEST)
    html = get(client, PAGE)
    assert 'href="/en/mine"' in html and "edit?from=" not in html
    make_deleted(fresh(mine))
    assert "Nothing yet." in get(client, PAGE)


def test_where_guests_may_not_write_they_still_read_but_do_not_go_on(client, review, settings):
    settings.GUESTS_MAY_EDIT = False
    as_guest(client, GUEST)
    html = get(client, PAGE)
    assert "No source." in html and "edit?from=" not in html
    assert "<textarea" not in get(client, address(review))
    assert client.post(address(review), {"text": "But."}).status_code == 403


def test_pages_turn_by_place_and_cost_the_same(
    client, article, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(notices, "PAGE_SIZE", 2)
    for number in range(5):
        decline_one(article, reason=f"Number {number}")
    as_guest(client, GUEST)
    seen, way = [], PAGE
    while way:
        with django_assert_max_num_queries(2):  # verdicts and measures
            page = client.get(way).context["page"]
        seen += [review.comment for review in page.items]
        way = f"{PAGE}?cursor={page.next_cursor}" if page.next_cursor else ""
    assert seen == [f"Number {number}" for number in (4, 3, 2, 1, 0)]
    assert client.get(PAGE, {"cursor": "forged\0"}).status_code == 200


@pytest.mark.parametrize("words", HOSTILE)
def test_reasons_are_shown_as_text(client, article, words):
    decline_one(article, reason=words)
    as_guest(client, GUEST)
    html = get(client, PAGE)
    assert "<script>alert" not in html and "<img src=x" not in html


# Answering ----------------------------------------------------------------------------------------


def test_a_guest_answers_in_public_and_the_maintainer_is_told(client, review):
    as_guest(client, GUEST)
    assert "a pseudonym that this browser keeps" in get(client, address(review))
    answer = client.post(address(review), {"text": "It is on page 9."})
    assert (answer.status_code, answer["Location"]) == (302, address(review))
    made = Answer.objects.get()
    assert (made.author, made.author_name, made.text) == (None, GUEST, "It is on page 9.")
    html = get(Client(), address(review))
    assert "It is on page 9." in html and f'href="/people/{GUEST}"' in html
    notice = Notice.objects.get(kind="answer")
    assert (notice.user.username, notice.actor, notice.actor_name) == ("maintainer-1", None, GUEST)
    entry = LogEntry.objects.get(action="review.answer")
    assert (entry.actor, entry.actor_name) == (None, GUEST)
    assert "sessionid" not in client.cookies


def test_nobody_answers_for_a_guest(client, review):
    as_guest(client, OTHER)
    assert client.post(address(review), {"text": "Me."}).status_code == 403
    assert Client().post(address(review), {"text": "Me."}).status_code == 403
    client.force_login(make_user("contributor-1"))
    assert client.post(address(review), {"text": "Me."}).status_code == 403
    assert "<textarea" not in get(Client(), address(review))
    assert not Answer.objects.exists()


def test_a_blocked_guest_does_not_answer_but_appeals(client, review):
    measure = make_measure("block", GUEST)
    as_guest(client, GUEST)
    assert client.post(address(review), {"text": "Me."}).status_code == 403
    assert client.post(address(review), {"act": "object", "words": "Me."}).status_code == 422
    assert not Answer.objects.exists() and not SecondLook.objects.exists()
    assert f'href="{measure.get_absolute_url()}"' in get(client, PAGE)


def test_there_is_an_end_to_answering(client, review, monkeypatch):
    monkeypatch.setattr(answering, "MOST", 1)
    as_guest(client, GUEST)
    client.post(address(review), {"text": "First."})
    answer = client.post(address(review), {"text": "Second."})
    assert answer.status_code == 422 and "Second." in answer.content.decode()
    assert Answer.objects.count() == 1


@pytest.mark.parametrize("act", ["answer", "object"])
def test_guests_are_slowed_down_as_where_they_write_and_keep_their_words(
    client, article, review, monkeypatch, act
):
    monkeypatch.setattr(throttling, "SAVES_BY_GUESTS", throttling.Limit(1))
    other = decline_one(article, reason="Again.")
    as_guest(client, GUEST)
    assert client.post(address(other), {"text": "First."}).status_code == 302
    words = {"act": act, "text": "Kept words.", "words": "Kept words."}
    answer = client.post(address(review), words)
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0
    html = answer.content.decode()
    assert "Kept words." in html and "That was a lot in a short time" in html
    assert Answer.objects.count() == 1 and not SecondLook.objects.exists()


# Objecting ----------------------------------------------------------------------------------------


def test_a_guest_objects_once_and_another_maintainer_looks_again(client, review):
    as_guest(client, GUEST)
    assert "Object to this verdict" in get(client, address(review))
    sent = {"act": "object", "words": "The source is named."}
    answer = client.post(address(review), sent)
    assert answer["Location"] == f"{address(review)}#second-look"
    look = SecondLook.objects.get()
    assert (look.objector, look.objector_name) == (None, GUEST)
    assert look.is_objection_of(make_guest(GUEST))
    assert not look.is_objection_of(make_guest(OTHER)) and not look.is_objection_of(make_user())
    assert list(SecondLook.objects.objected_by(make_guest(GUEST))) == [look]
    assert not SecondLook.objects.objected_by(make_guest(OTHER)).exists()
    assert "Object to this verdict" not in get(client, address(review))
    assert client.post(address(review), sent).status_code == 422
    overturn(actor=make_maintainer("maintainer-2"), look=look, reason="It is named.")
    html = get(client, PAGE)
    assert "verdict withdrawn" in html and "It is named." in html
    assert client.post(address(review), sent).status_code == 422
    assert SecondLook.objects.count() == 1


def test_only_the_guest_whose_change_it_covers_objects(review):
    assert may_object(make_guest(GUEST), review)
    assert not may_object(make_guest(OTHER), review)


def test_several_objections_of_a_guest_that_wait_are_enough(article, monkeypatch):
    monkeypatch.setattr("wiki.actions.looking_again.MOST_OPEN", 1)
    first, second = decline_one(article, reason="One."), decline_one(article, reason="Two.")
    object_to_verdict(actor=make_guest(GUEST), review=first, words="No.")
    with pytest.raises(Exception, match="Several objections of yours wait"):
        object_to_verdict(actor=make_guest(GUEST), review=second, words="No.")
