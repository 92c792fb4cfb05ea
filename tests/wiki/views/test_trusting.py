"""The page of a topic's trusted contributors."""

import pytest

from tests.factories import make_article, make_maintainer, make_rules, make_topic, make_user
from tests.wiki.views.reading import HOSTILE, get
from wiki.models import Topic, Trust
from wiki.views import trusting

pytestmark = pytest.mark.django_db
PAGE = "/topics/production/trusted"


@pytest.fixture
def topic():
    topic = make_topic()
    Topic.objects.filter(pk=topic.pk).update(trusts=True)
    make_rules(trusted_edits=1)
    make_article("One", topics=[topic], actor=make_user("contributor-2"), validated=True)
    return topic


def trust(topic, name, reason="Careful."):
    user = make_user(name)
    return Trust.objects.create(user=user, topic=topic, given_by_name="maintainer-1", reason=reason)


def send(client, **form):
    client.force_login(make_maintainer())
    return client.post(PAGE, form)


def test_everybody_reads_who_is_trusted_and_the_topic_leads_there(client, topic):
    trust(topic, "contributor-3")
    html = get(client, PAGE)
    for words in ("contributor-3", "maintainer-1", "Careful."):
        assert words in html
    assert "<textarea" not in html
    assert f'href="{PAGE}"' in get(client, "/topics/production")
    assert client.get("/topics/none/trusted").status_code == 404


def test_a_maintainer_gives_ends_and_turns_trust_off_and_on(client, topic):
    answer = send(client, act="give", user="contributor-2", reason="Careful.")
    assert answer.status_code == 302
    given = Trust.objects.get()
    assert given.given_by.username == "maintainer-1"
    assert send(client, act="end", trust=given.pk, reason="Left.").status_code == 302
    assert not Trust.objects.in_force().exists()
    assert send(client, act="off", reason="Not now.").status_code == 302
    assert not Topic.objects.get(pk=topic.pk).trusts
    assert "does not trust contributors now" in get(client, PAGE)
    assert send(client, act="on", reason="Again.").status_code == 302
    assert Topic.objects.get(pk=topic.pk).trusts


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"act": "give", "user": "nobody", "reason": "What I wrote"}, "no member of this name"),
        ({"act": "give", "user": "contributor-4", "reason": "What I wrote"}, "1 are needed"),
        ({"act": "give", "user": "contributor-2", "reason": ""}, "Say why"),
        ({"act": "end", "trust": "9", "reason": "What I wrote"}, "Choose one of the trusted"),
        ({"act": "end", "trust": "x", "reason": "What I wrote"}, "trusts contributors already"),
        ({"act": "on", "reason": "What I wrote"}, "trusts contributors already"),
        ({}, "Say why"),
    ],
)
def test_what_cannot_be_done_is_said_and_what_was_typed_stays(client, topic, form, sentence):
    make_user("contributor-4")
    answer = send(client, **form)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in html
    assert Trust.objects.count() == 0
    if form.get("act") == "give":
        assert form["user"] in html and form["reason"] in html


def test_a_reason_that_is_missing_opens_the_form_of_that_member(client, topic):
    rows = [trust(topic, f"contributor-{number}") for number in (3, 4)]
    answer = send(client, act="end", trust=rows[1].pk, reason="")
    assert answer.status_code == 422
    assert answer.content.decode().count(" open><summary>") == 1
    assert Trust.objects.in_force().count() == 2


def test_a_member_sees_how_far_they_are(client, topic):
    client.force_login(make_user("contributor-2"))
    assert "1 edit of yours has been validated in this topic" in get(client, PAGE)


@pytest.mark.parametrize("words", HOSTILE)
def test_reasons_are_shown_as_text(client, topic, words):
    trust(topic, "contributor-3", words)
    html = get(client, PAGE)
    assert "<script>alert" not in html and "<img src=x" not in html


def test_pages_turn_by_place_and_cost_the_same(
    client, topic, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(trusting, "PAGE_SIZE", 2)
    for number in range(3, 8):
        trust(topic, f"contributor-{number}")
    seen, way = [], PAGE
    while way:
        with django_assert_max_num_queries(4):
            page = client.get(way).context["page"]
        seen += [row.user.username for row in page.items]
        way = f"{PAGE}?cursor={page.next_cursor}" if page.next_cursor else ""
    assert seen == [f"contributor-{number}" for number in range(3, 8)]
