"""The page where members read what was decided about their changes."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import (
    make_article,
    make_declined,
    make_deleted,
    make_edit,
    make_topic,
    make_user,
    make_validated,
)
from tests.wiki.peers import is_over, make_candidacy, make_candidate, make_peer
from tests.wiki.views.reading import HOSTILE, get
from wiki.actions.candidacies import open_candidacy
from wiki.actions.counting import count_voices
from wiki.actions.telling_roles import tell_unused
from wiki.models import Notice, User
from wiki.models.notice import LAPSED, LAPSES
from wiki.views import notices

pytestmark = pytest.mark.django_db

PAGE = "/notices"


@pytest.fixture
def member(client):
    member = make_user("contributor-1")
    client.force_login(member)
    return member


@pytest.fixture
def article():
    return make_article(actor=make_user("contributor-2"), validated=True)


def decline_one(article, reason="No source is named."):
    make_edit(article, f"Without a source {article.pk} {reason}.\n", actor=make_user())
    return make_declined(article, reason=reason)


def unread(client):
    return Notice.objects.unread().filter(user__username="contributor-1").count()


def test_a_declined_change_is_told_with_who_why_and_how_to_go_on(client, member, article):
    decline_one(article)
    html = get(client, PAGE)
    assert "No source is named." in html
    assert "declined" in html
    assert 'href="/people/maintainer-1"' in html
    assert 'href="/en/peer-production"' in html
    assert 'href="/en/peer-production/diff/1..2"' in html
    assert 'href="/en/peer-production/edit?from=2"' in html
    for address in ("/en/peer-production/diff/1..2", "/en/peer-production/edit?from=2"):
        assert client.get(address).status_code == 200
    assert "Without a source" in get(client, "/en/peer-production/edit?from=2")


def test_a_validated_change_needs_no_going_on(client, member):
    make_validated(make_article(actor=member))
    html = get(client, PAGE)
    assert "validated" in html
    assert 'href="/en/peer-production/diff/0..1"' in html
    assert "edit?from=" not in html
    assert client.get("/en/peer-production/diff/0..1").status_code == 200


def test_opening_the_page_marks_nothing_and_the_button_marks_what_was_there(
    client, member, article
):
    decline_one(article)
    page = client.get(PAGE)
    assert unread(client) == 1
    assert "Mark all as read" in page.content.decode()
    decline_one(article, "Later.")
    answer = client.post(PAGE, {"up_to": page.context["newest"]})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert unread(client) == 1
    client.post(PAGE, {"up_to": client.get(PAGE).context["newest"]})
    assert unread(client) == 0
    html = get(client, PAGE)
    assert "Mark all as read" not in html
    assert "unread" not in html


def test_one_notice_is_marked_alone(client, member, article):
    decline_one(article)
    decline_one(article, "Later.")
    newest = client.get(PAGE).context["newest"]
    client.post(PAGE, {"notice": newest})
    (left,) = Notice.objects.unread().filter(user=member)
    assert left.pk != newest


@pytest.mark.parametrize("sent", ["", "x", "-1", "\0", "9" * 40, "9" * 18, "١٢"])
def test_what_no_button_sends_marks_nothing(client, member, article, sent):
    decline_one(article)
    for name in ("up_to", "notice"):
        assert client.post(PAGE, {name: sent}).status_code == 302
    assert unread(client) == 1


def test_the_menu_counts_what_is_unread(client, member, article):
    assert "unread notice" not in get(client, "/changes")
    decline_one(article)
    assert "1 unread notice<" in get(client, "/changes")
    decline_one(article, "Later.")
    assert "2 unread notices<" in get(client, "/changes")


def test_nobody_sees_the_notices_of_others(client, article):
    decline_one(article)
    client.force_login(make_user("contributor-3"))
    html = get(client, PAGE)
    assert "No source is named." not in html
    assert "Nothing yet." in html


def test_the_article_of_a_notice_may_be_gone(client, member, article):
    decline_one(article)
    make_deleted(article)
    html = get(client, PAGE)
    assert "deleted" in html
    assert "edit?from=" not in html and "/diff/" not in html


@pytest.mark.parametrize("words", HOSTILE)
def test_reasons_are_shown_as_text(client, member, article, words):
    decline_one(article, words)
    html = get(client, PAGE)
    assert "<script>alert" not in html and "<img src=x" not in html


def test_pages_turn_by_place_and_cost_the_same(
    client, member, article, monkeypatch, django_assert_max_num_queries
):
    monkeypatch.setattr(notices, "PAGE_SIZE", 2)
    for number in range(5):
        decline_one(
            make_article(f"Number {number}", validated=True, actor=make_user("contributor-9"))
        )
    seen, address = [], PAGE
    while address:
        # Session, member, count of unread, page, newest, and one for the role.
        with django_assert_max_num_queries(7):
            page = client.get(address).context["page"]
        seen += [notice.article.title for notice in page.items]
        address = f"{PAGE}?cursor={page.next_cursor}" if page.next_cursor else ""
    assert seen == [f"Number {number}" for number in (4, 3, 2, 1, 0)]
    assert client.get(PAGE, {"cursor": "forged\0"}).status_code == 200


def test_visitors_are_led_to_where_one_signs_in_and_their_pages_ask_for_no_notices(
    client, article, django_assert_num_queries
):
    assert client.get(PAGE)["Location"] == "/accounts/login/?next=/notices"
    assert reverse("notices") not in get(client, "/changes")


# Roles --------------------------------------------------------------------------------------------


def test_a_peer_reads_of_a_candidacy_until_when_and_goes_there(client):
    candidacy = make_candidacy("peer-1")
    client.force_login(User.objects.get(username="peer-1"))
    html = get(client, PAGE)
    assert "candidate-1 as a maintainer of Production" in html
    assert f'href="/candidacies/{candidacy.pk}">Read it and give your voice<' in html
    assert "Because." in html and f'datetime="{candidacy.closes.isoformat()}"' in html
    count_voices(candidacy=is_over(candidacy))
    client.force_login(candidacy.user)
    html = get(client, PAGE)
    assert ">refused</span>" in html and "Read what was said" in html
    assert 'href="/people/"' not in html


def test_a_maintainer_reads_that_a_maintainership_ends_and_what_keeps_it(client):
    user = make_peer("maintainer-1", make_topic())
    term = user.maintainerships.get()
    tell_unused(term, LAPSES, timezone.now(), timezone.now() + dt.timedelta(days=14))
    client.force_login(user)
    html = get(client, PAGE)
    assert "your maintainership of Production" in html and 'href="/topics/production"' in html
    assert "A verdict in it, or a second look, keeps it." in html
    tell_unused(term, LAPSED, timezone.now())
    assert "Your verdicts stay." in get(client, PAGE)


def test_notices_of_all_kinds_cost_the_same(client, django_assert_max_num_queries):
    candidacies = [make_candidacy("peer-1")]
    user = User.objects.get(username="peer-1")
    for name in ("candidate-2", "candidate-3"):
        other = make_candidate(name)
        opened = open_candidacy(actor=other, user=other, topic=make_topic(), reason="Because.")
        candidacies.append(opened)
        tell_unused(user.maintainerships.get(), LAPSED, timezone.now())
    decline_one(make_article(actor=make_user("contributor-2"), validated=True))
    client.force_login(user)
    # Session, member, count of unread, page, newest, measures; two for the role, one for the queue.
    with django_assert_max_num_queries(9):
        client.get(PAGE)
    assert Notice.objects.filter(user=user, kind="candidacy").count() == len(candidacies)
