"""Second looks on the page of a verdict, and the list of those that wait."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    fresh,
    make_article,
    make_declined,
    make_deleted,
    make_edit,
    make_maintainer,
    make_topic,
    make_user,
)
from tests.wiki.actions.test_trusting import maintainer_of
from tests.wiki.views.reading import HOSTILE, get
from wiki.actions.looking_again import object_to_verdict
from wiki.models import Review, SecondLook
from wiki.views import second_looks

pytestmark = pytest.mark.django_db
PAGE = "/review/second-looks"
WORDS = "The source is named, on page 9."


def declined(title="Peer production", **options):
    """A verdict of maintainer-1 that declines a change of contributor-1."""
    article = make_article(title, actor=make_user("contributor-9"), validated=True, **options)
    make_edit(article, "By the first.\n", actor=make_user("contributor-1"))
    make_declined(article)
    return Review.objects.filter(revision__article=article, verdict="declined").latest("pk")


def objected(title="Peer production", **options):
    review = declined(title, **options)
    return object_to_verdict(actor=make_user("contributor-1"), review=review, words=WORDS)


def send(client, look, name, **form):
    client.force_login(make_user(name))
    return client.post(reverse("decision", args=[look.decision]), form)


def test_an_author_objects_on_the_page_of_the_verdict(client):
    review = declined()
    address = reverse("decision", args=[review.decision])
    assert "Object to this verdict" not in get(client, address)
    client.force_login(make_user("contributor-1"))
    assert "Object to this verdict" in get(client, address)
    answer = client.post(address, {"act": "object", "words": WORDS})
    assert (answer.status_code, answer["Location"]) == (302, f"{address}#second-look")
    html = get(client, address)
    assert WORDS in html and "waits for another maintainer" in html
    assert "Object to this verdict" not in html
    client.force_login(make_user("maintainer-1"))
    assert "second look: objection" in get(client, "/notices")
    assert "Uphold" not in get(client, address)


def test_the_history_leads_to_the_verdict_of_an_edit_that_validated_itself_and_there_one_objects(
    client,
):
    article = make_article(actor=make_user("contributor-9"), validated=True)
    make_edit(article, "Mine.\n", actor=make_maintainer("maintainer-2"))
    review = Review.objects.get(by_edit=True)
    address = reverse("decision", args=[review.decision])
    assert address in get(client, f"{article.get_absolute_url()}/history")
    client.force_login(make_user("contributor-9"))
    html = get(client, address)
    assert "Object to this verdict" in html and "nobody else has looked at it" in html
    answer = client.post(address, {"act": "object", "words": WORDS})
    assert answer.status_code == 302 and WORDS in get(client, address)
    client.force_login(make_user("maintainer-2"))
    assert "Object to this verdict" not in get(client, address)


def test_of_an_edit_that_only_gave_back_what_was_validated_the_page_says_where_to_object(client):
    review = declined()
    by_edit = Review.objects.get(by_edit=True, revision__article=review.revision.article_id)
    address = reverse("decision", args=[by_edit.decision])
    client.force_login(make_user("contributor-9"))
    assert "Object to this verdict" not in get(client, address)
    answer = client.post(address, {"act": "object", "words": WORDS})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "only gave back what was validated" in html and WORDS in html


def test_another_maintainer_upholds_there(client):
    look = objected()
    make_maintainer("maintainer-2")
    answer = send(client, look, "maintainer-2", act="uphold", comment="It is not there.")
    assert answer.status_code == 302
    html = get(client, look.get_absolute_url())
    assert "upheld" in html and "It is not there." in html and ">Overturn" not in html
    client.force_login(make_user("contributor-1"))
    assert "second look: upheld" in get(client, "/notices")


def test_another_maintainer_overturns_there(client):
    look = objected()
    make_maintainer("maintainer-2")
    answer = send(client, look, "maintainer-2", act="overturn", comment="It is on page 9.")
    assert answer.status_code == 302
    assert "overturned" in get(client, look.get_absolute_url())
    assert Review.objects.filter(withdraws=look.decision).exists()


@pytest.mark.parametrize(
    ("name", "form", "sentence"),
    [
        ("contributor-9", {"act": "object", "words": " "}, "Say what is wrong"),
        ("contributor-8", {"act": "object", "words": "As I see it"}, "object to it"),
        ("maintainer-2", {"act": "uphold", "comment": ""}, "Say why it stands"),
        ("maintainer-2", {"act": "overturn", "comment": " "}, "Say why you overturn it"),
        ("maintainer-2", {"act": "overturn", "comment": "x" * 2001}, "2000"),
        ("maintainer-1", {"act": "overturn", "comment": "As I see it"}, "not who decided"),
        ("contributor-8", {"act": "uphold", "comment": "As I see it"}, "not who decided"),
    ],
)
def test_what_cannot_be_done_is_said_and_what_was_typed_stays(client, name, form, sentence):
    look = objected()
    make_maintainer("maintainer-2")
    answer = send(client, look, name, **form)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in html
    typed = form.get("words", form.get("comment", "")).strip()
    assert typed in html
    assert SecondLook.objects.get().outcome == ""


def test_where_nobody_asked_for_a_second_look_none_is_closed(client):
    review = declined()
    make_maintainer("maintainer-2")
    answer = send(client, review, "maintainer-2", act="uphold", comment="As I see it")
    assert answer.status_code == 422
    assert "Nobody has asked" in answer.content.decode()


def test_the_list_has_the_longest_waiting_first_and_the_queue_leads_there(client):
    looks = [objected(title) for title in ("One", "Two", "Three")]
    at = timezone.now() - dt.timedelta(days=9)
    SecondLook.objects.filter(pk=looks[2].pk).update(opened=at)
    gone = objected("Gone")
    make_deleted(fresh(gone.article))
    page = client.get(PAGE)
    assert [look.article.title for look in page.context["page"].items] == ["Three", "One", "Two"]
    assert f'href="{PAGE}">Second looks · 3</a>' in get(client, "/review")
    SecondLook.objects.update(outcome="upheld")
    assert "No verdict waits" in get(client, PAGE)


def test_a_maintainer_sees_what_they_may_look_at(client):
    topic = make_topic()
    objected("Inside", topics=[topic])
    objected("Outside", topics=[make_topic("water")])
    maintainer_of(topic, "maintainer-3")

    def mine(name):
        client.force_login(make_user(name))
        found = client.get(PAGE, {"mine": "on"}).context["page"].items
        return [look.article.title for look in found]

    assert mine("maintainer-3") == ["Inside"]
    assert mine("maintainer-1") == []
    assert mine("contributor-8") == ["Inside", "Outside"]  # it has no effect


@pytest.mark.parametrize("words", HOSTILE)
def test_objections_are_shown_as_text(client, words):
    look = objected()
    SecondLook.objects.update(words=words)
    for path in (PAGE, look.get_absolute_url()):
        html = get(client, path)
        assert "<script>alert" not in html and "<img src=x" not in html


def test_pages_turn_by_place_and_cost_the_same(client, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(second_looks, "PAGE_SIZE", 2)
    for number in range(5):
        objected(f"Number {number}")
    seen, way = [], PAGE
    while way:
        with django_assert_max_num_queries(3):
            page = client.get(way).context["page"]
        seen += [look.article.title for look in page.items]
        way = f"{PAGE}?cursor={page.next_cursor}" if page.next_cursor else ""
    assert seen == [f"Number {number}" for number in range(5)]
    client.force_login(make_maintainer("maintainer-2"))
    with django_assert_max_num_queries(8):
        client.get(PAGE, {"mine": "on"})
    assert client.get(PAGE, {"cursor": "forged\0", "mine": "\0"}).status_code == 200


def test_the_page_of_a_verdict_costs_a_visitor_three_queries(client, django_assert_num_queries):
    look = objected()
    with django_assert_num_queries(3):
        client.get(look.get_absolute_url())
