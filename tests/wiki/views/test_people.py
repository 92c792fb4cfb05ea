"""A person's page: since when, in which role, what they wrote and what they decided."""

from urllib.parse import quote

import pytest

from tests.factories import (
    make_admin,
    make_article,
    make_declined,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_topic,
    make_user,
    make_validated,
)
from wiki.actions.roles import end_maintainership, set_active
from wiki.models import Maintainership, Revision, User
from wiki.views import people as view

pytestmark = pytest.mark.django_db


def page_of(client, name, **asked):
    answer = client.get(f"/people/{quote(name, safe='')}", asked)
    assert answer.status_code == 200
    return answer


def words_of(client, name, **asked):
    return page_of(client, name, **asked).content.decode()


def test_a_member_is_shown_with_what_they_wrote(client):
    article = make_article("Peer production", actor=make_user("contributor-7"))
    make_edit(article, "Other.", actor=make_user("contributor-7"), summary="Says it shorter")
    words = words_of(client, "contributor-7")
    assert 'href="/en/peer-production/diff/1..2"' in words
    assert 'href="/en/peer-production/revisions/1"' in words
    assert "Says it shorter" in words and "awaiting validation" in words


def test_contributions_stand_newest_first_and_are_counted_by_state(client):
    writer = make_user("contributor-7")
    make_article("Validated", actor=writer, validated=True)
    make_declined(make_edit(make_article("Kept", validated=True), "X.", actor=writer).article)
    make_article("New", actor=writer)
    page = page_of(client, "contributor-7")
    assert [row.article.title for row in page.context["page"].items] == ["New", "Kept", "Validated"]
    figures = page.context["figures"]
    assert (figures["count"], figures["validated"], figures["declined"]) == (3, 1, 1)


def test_what_others_wrote_is_not_theirs(client):
    make_article("Mine", actor=make_user("contributor-7"))
    make_article("Theirs", actor=make_user("contributor-8"))
    assert "Theirs" not in words_of(client, "contributor-7")


def test_a_guest_is_shown_by_their_pseudonym(client):
    make_article("Peer production", actor=make_guest("guest-2026-482193"))
    words = words_of(client, "guest-2026-482193")
    assert "Guest" in words and "Peer production" in words


def test_a_member_who_wrote_nothing_has_a_page(client):
    make_user("contributor-7")
    assert "No contribution yet." in words_of(client, "contributor-7")


def test_who_wrote_elsewhere_under_the_same_name_is_somebody_else(client):
    make_article("Mine", actor=make_user("contributor-7"))
    theirs = make_article("Imported", actor=make_user("contributor-8"))
    Revision.objects.filter(article=theirs).update(
        author=None, author_name="contributor-7", author_kind=Revision.AuthorKind.ELSEWHERE
    )
    assert "Imported" not in words_of(client, "contributor-7")


def test_who_only_wrote_elsewhere_has_no_page(client):
    article = make_article("Imported")
    Revision.objects.filter(article=article).update(
        author=None, author_name="elsewhere-1", author_kind=Revision.AuthorKind.ELSEWHERE
    )
    assert client.get("/people/elsewhere-1").status_code == 404


def test_the_role_is_told_with_the_day_since_when(client):
    maintainer = make_maintainer()
    since = maintainer.maintainerships.get().since
    words = words_of(client, "maintainer-1")
    assert "of all topics since" in words and f'datetime="{since.isoformat()}"' in words


def test_a_role_that_ended_is_told_with_both_days(client):
    maintainer = make_maintainer()
    end_maintainership(actor=make_admin(), user=maintainer, reason="Asked for it.")
    assert not Maintainership.objects.in_force().exists()
    words = words_of(client, "maintainer-1")
    assert "from " in words and " to " in words and "of all topics since" not in words


def test_the_role_of_a_topic_is_told_with_its_topic(client):
    member, topic = make_user("contributor-7"), make_topic("water")
    term = Maintainership.objects.create(user=member, topic=topic)
    words = words_of(client, "contributor-7")
    assert 'href="/topics/water">maintainer of Water' in words and "of Water since" in words
    Maintainership.objects.filter(pk=term.pk).update(until=term.since)
    words = words_of(client, "contributor-7")
    assert "of Water from" in words and "maintainer of Water" not in words


def test_verdicts_are_shown_with_what_was_said(client):
    article = make_article("Peer production", actor=make_user("contributor-7"))
    make_validated(article, comment="Well sourced.")
    words = words_of(client, "maintainer-1", tab="verdicts")
    assert "Well sourced." in words and 'href="/people/contributor-7"' in words
    assert "Verdicts · 1" in words


def test_an_edit_that_validates_itself_is_no_verdict_on_others(client):
    article = make_article("Peer production", validated=True)
    make_edit(article, "Other.", actor=make_maintainer("maintainer-2"))
    assert page_of(client, "maintainer-2").context["decided"] == 0


def test_a_closed_account_keeps_its_credit(client):
    writer = make_user("contributor-7")
    make_article("Peer production", actor=writer)
    set_active(actor=make_admin(), user=writer, active=False, reason="Asked for it.")
    words = words_of(client, "contributor-7")
    assert "This account is closed" in words and "Peer production" in words


def test_who_left_keeps_credit_and_verdicts(client):
    article = make_article("Peer production", actor=make_user("contributor-7"))
    make_validated(article)
    User.objects.all().delete()
    assert "Peer production" in words_of(client, "contributor-7")
    assert "Member who left" in words_of(client, "contributor-7")
    assert "Peer production" in words_of(client, "maintainer-1", tab="verdicts")


def test_contributions_to_deleted_articles_are_for_maintainers(client):
    writer = make_user("contributor-7")
    make_validated(make_article("Xylophone", actor=writer))
    make_deleted(make_article("Xylophone", language="fr", actor=writer))
    make_deleted(Revision.objects.first().article)
    assert b"Xylophone" not in page_of(client, "contributor-7").content
    assert page_of(client, "contributor-7").context["figures"]["count"] == 0
    assert b"Xylophone" not in page_of(client, "maintainer-1", tab="verdicts").content
    client.force_login(User.objects.get(username="maintainer-1"))
    assert b"Xylophone" in page_of(client, "contributor-7").content
    assert b"Xylophone" in page_of(client, "maintainer-1", tab="verdicts").content


def busy(maintainer, number):
    """One contribution more of the maintainer, and one verdict on somebody else's."""
    other = make_maintainer("maintainer-2")
    make_validated(make_article(f"Article {number}", actor=maintainer), actor=other)
    make_validated(make_article(f"Other {number}", actor=other), actor=maintainer)


@pytest.mark.parametrize("tab", ["", "verdicts"])
def test_long_lists_are_turned_page_by_page(client, monkeypatch, tab):
    monkeypatch.setattr(view, "PAGE_SIZE", 2)
    maintainer = make_maintainer()
    for number in range(3):
        busy(maintainer, number)
    first = page_of(client, "maintainer-1", tab=tab)
    cursor = first.context["page"].next_cursor
    second = page_of(client, "maintainer-1", tab=tab, cursor=cursor)
    assert len(second.context["page"].items) == 1
    if tab:
        assert f"tab={tab}" in first.content.decode()


@pytest.mark.parametrize("tab", ["", "verdicts"])
def test_a_person_costs_as_many_queries_however_busy(client, django_assert_max_num_queries, tab):
    maintainer = make_maintainer()
    for number in range(12):
        busy(maintainer, number)
    with django_assert_max_num_queries(8):
        page_of(client, "maintainer-1", tab=tab)


@pytest.mark.parametrize(
    "name", ["contributeur-é", "写者", "o'neil", "a.b-c_d", "كاتب", "50%", "a?b#c"]
)
def test_names_of_any_kind_have_a_page(client, name):
    make_article("Peer production", actor=make_user(name))
    assert "Peer production" in words_of(client, name)


def test_a_name_is_text(client):
    make_article("Here", actor=make_user("<script>alert(1)<script>"))
    words = words_of(client, "<script>alert(1)<script>")
    assert "<script>alert" not in words and "&lt;script&gt;alert" in words


@pytest.mark.parametrize(
    "name",
    ["nobody", "%00", "a%00b", "..", ".", "%2e%2e", "%2F", "a%2Fb", "%ED%A0%80", "%ff", "a" * 5000]
    + [quote("\u202eevil"), quote("🌱"), "Contributor-7", "contributor-7%20", "%7B%7B7*7%7D%7D"],
)
def test_there_is_no_page_for_nobody(client, name):
    make_article("Here", actor=make_user("contributor-7"))
    assert client.get(f"/people/{name}").status_code == 404


@pytest.mark.parametrize(
    "query", ["tab=%00", "tab=none", "cursor=%00", "cursor=x.y", "tab=verdicts&cursor=1"]
)
def test_nonsense_in_the_address_is_ignored(client, query):
    make_user("contributor-7")
    assert client.get(f"/people/contributor-7?{query}").status_code == 200


def test_of_somebody_very_busy_the_newest_are_counted(client, monkeypatch):
    monkeypatch.setattr(view, "COUNTED", 2)
    maintainer = make_maintainer()
    for number in range(3):
        busy(maintainer, number)
    page = page_of(client, "maintainer-1")
    words = " ".join(page.content.decode().split())
    assert words.count("more than 2") == 2  # contributions and verdicts
    assert "validated of the last 2" in words
    assert page.context["since"] == User.objects.get(username="maintainer-1").date_joined
