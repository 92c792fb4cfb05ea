"""Measures on pages: given, read, told where somebody writes, appealed against and lifted."""

from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from tests.factories import (
    TEXT,
    fresh,
    make_admin,
    make_article,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_measure,
    make_protection,
    make_topic,
    make_user,
)
from tests.wiki.views.reading import as_guest, get
from tests.wiki.views.writers import INVALID, assert_kept, opened, page_of
from wiki.actions.appealing import appeal
from wiki.models import Appeal, Article, Measure, Revision, User
from wiki.views import measures as view

pytestmark = pytest.mark.django_db
ADDRESS = "/en/peer-production"
GUEST = "guest-2026-482193"
WHY = "Insults <again>."
SHOWN = "Insults &lt;again&gt;."
TYPED = "Hours of work.\n"


@pytest.fixture(autouse=True)
def _no_kept_pages() -> None:
    caches["pages"].clear()


@pytest.fixture
def article() -> Article:
    return make_article(validated=True, actor=make_user("other"), licence="CC0-1.0")


def words(response: Any) -> str:
    return " ".join(page_of(response).split())


def signed_in(client: Client, user: User) -> None:
    client.force_login(User.objects.get(pk=user.pk))


# Telling --------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["notice", "slowed", "topic_block", "block"])
def test_the_person_is_told_on_their_page_among_notices_and_where_they_write(
    client: Client, article: Article, kind: str
) -> None:
    measure = make_measure(kind, topic=make_topic(), reason=WHY)
    signed_in(client, make_user())
    for page in ("/people/contributor-1", "/notices", f"{ADDRESS}/edit", "/new"):
        html = get(client, page)
        assert SHOWN in html, page
        assert f'href="/measures/{measure.pk}"' in html, page


def test_an_old_notice_and_what_is_over_or_of_others_is_not_told(
    client: Client, article: Article
) -> None:
    make_measure("notice", reason="Long ago.")
    make_measure("block", reason="Is over.")
    Measure.objects.update(created="2020-01-01T00:00:00Z", until="2020-02-01T00:00:00Z")
    make_measure("block", "contributor-2", reason="Of somebody else.")
    signed_in(client, make_user())
    for page in ("/notices", f"{ADDRESS}/edit"):
        html = get(client, page)
        assert not any(said in html for said in ("Long ago", "Is over", "somebody else"))


def test_the_editor_says_before_one_types_that_one_may_not_publish(
    client: Client, article: Article
) -> None:
    signed_in(client, make_user())
    assert 'name="publish"' in get(client, f"{ADDRESS}/edit")
    make_measure("block")
    html = get(client, f"{ADDRESS}/edit")
    assert "You are blocked from writing here until" in html and 'name="publish"' not in html


@pytest.mark.parametrize("kind", ["slowed", "block", "protection"])
def test_text_sent_all_the_same_comes_back_with_the_reason_and_the_way_to_appeal(
    client: Client, article: Article, kind: str
) -> None:
    make_edit(article, f"{TEXT}\nMine.\n", actor=make_user())
    signed_in(client, make_user())
    sent = opened(client, f"{ADDRESS}/edit", text=TYPED)
    if kind == "protection":
        make_protection(article, reason=WHY)
    else:
        make_measure(kind, reason=WHY)
    response = client.post(f"{ADDRESS}/edit", sent)
    assert response.status_code == 403
    assert_kept(response, TYPED)
    assert f'href="/measures/{Measure.objects.get().pk}"' in page_of(response)
    assert fresh(article).latest.number == 2


def test_a_new_article_comes_back_too(client: Client, article: Article) -> None:
    signed_in(client, make_user())
    sent = opened(client, "/new", title="Mine", text=TYPED)
    make_measure("block", reason=WHY)
    response = client.post("/new", sent)
    assert response.status_code == 403 and SHOWN in page_of(response)
    assert_kept(response, TYPED)
    assert not Article.objects.filter(slug="mine").exists()


def test_a_blocked_guest_is_told_by_pseudonym_and_keeps_the_text(
    client: Client, article: Article
) -> None:
    make_edit(article, "By a guest.", actor=make_guest(GUEST))
    make_measure("block", GUEST, reason=WHY)
    as_guest(client, GUEST)
    assert SHOWN in get(client, f"{ADDRESS}/edit")
    response = client.post(f"{ADDRESS}/edit", opened(client, f"{ADDRESS}/edit", text=TYPED))
    assert response.status_code == 403
    assert_kept(response, TYPED)


@pytest.mark.parametrize("page", ["rename", "licence", "revert/1"])
def test_other_acts_on_the_article_say_so_and_keep_the_words(
    client: Client, article: Article, page: str
) -> None:
    make_edit(article, "Second.", actor=make_user("other"))
    signed_in(client, make_user())
    fields = {"title": "Other", "licence": "CC-BY-SA-4.0"}
    sent = opened(client, f"{ADDRESS}/{page}", reason="Because.", summary="Because.", **fields)
    make_measure("block", reason=WHY)
    before = client.get(f"{ADDRESS}/{page}")
    assert before.status_code == 403 and SHOWN in page_of(before)
    after = client.post(f"{ADDRESS}/{page}", sent)
    assert after.status_code == 403 and SHOWN in page_of(after)
    assert "Because." in page_of(after)
    assert Revision.objects.count() == 2


def test_who_is_blocked_reads_previews_and_sees_what_they_did(
    client: Client, article: Article
) -> None:
    make_measure("block")
    signed_in(client, make_user())
    for page in (ADDRESS, f"{ADDRESS}/history", "/notices", "/people/contributor-1", "/review"):
        get(client, page)
    assert client.post("/preview", {"text": "*A*", "language": "en"}).status_code == 200
    sent = opened(client, f"{ADDRESS}/edit", text=TYPED, preview="yes")
    response = client.post(f"{ADDRESS}/edit", sent)
    assert response.status_code == 200
    assert_kept(response, TYPED)


def test_a_notice_says_until_when_it_is_shown_and_is_among_those_in_force_until_then(
    client: Client, article: Article
) -> None:
    measure = make_measure("notice", reason=WHY)
    signed_in(client, make_user())
    assert f"shown here until {date_format(measure.until, 'DATETIME_FORMAT')}" in words(
        client.get("/notices")
    )
    for page in ("/measures?in_force=on", measure.get_absolute_url()):
        html = get(client, page)
        assert ">in force</span>" in html and SHOWN in html, page
    client.force_login(make_maintainer())
    assert SHOWN in get(client, "/people/contributor-1/measure")
    Measure.objects.update(until=timezone.now())
    assert SHOWN not in get(client, "/people/contributor-1/measure")
    assert SHOWN not in get(client, "/measures?in_force=on")
    html = get(client, measure.get_absolute_url())
    assert ">over</span>" in html and "Take the notice back" not in html


# Protection on the page -----------------------------------------------------------------------


def test_the_article_says_who_may_not_edit_until_when_and_why(
    client: Client, article: Article, django_assert_max_num_queries: Any
) -> None:
    measure = make_protection(article, "established", reason=WHY)
    client.get("/en/nothing")
    with django_assert_max_num_queries(2):
        html = get(client)
    assert "Guests and newcomers may not edit this article until" in html
    assert f"<q><bdi>{SHOWN}</bdi></q>" in html and f'href="/measures/{measure.pk}"' in html


def test_the_line_goes_when_the_protection_is_over_and_the_page_is_news_then(
    client: Client, article: Article
) -> None:
    make_protection(article)
    before = client.get(ADDRESS)
    seen = {"If-None-Match": before["ETag"]}
    assert client.get(ADDRESS, headers=seen).status_code == 304
    past = timezone.now()
    Article.objects.update(protection_until=past)
    Measure.objects.update(until=past)
    after = client.get(ADDRESS, headers=seen)
    assert after.status_code == 200 and "Only maintainers edit" not in page_of(after)


def test_a_maintainer_protects_in_a_form_that_the_facts_lead_to(
    client: Client, article: Article
) -> None:
    client.force_login(make_maintainer())
    assert f'href="{ADDRESS}/protect"' in get(client)
    sent = {"level": "members", "days": "7", "reason": WHY}
    response = client.post(f"{ADDRESS}/protect", sent)
    assert (response.status_code, response["Location"]) == (302, ADDRESS)
    assert fresh(article).protection_now == "members"
    assert "takes the place of this one" in get(client, f"{ADDRESS}/protect")


@pytest.mark.parametrize("values", [{"level": "x"}, {"days": "9999"}, {"days": "\0"}])
def test_a_damaged_form_protects_nothing_and_keeps_the_reason(
    client: Client, article: Article, values: dict[str, str]
) -> None:
    client.force_login(make_maintainer())
    sent = {"level": "members", "days": "7", "reason": WHY} | values
    response = client.post(f"{ADDRESS}/protect", sent)
    assert response.status_code == INVALID and SHOWN in page_of(response)
    assert fresh(article).protection_now == ""


# Giving ---------------------------------------------------------------------------------------


def test_a_maintainer_gives_a_measure_in_a_form_that_the_persons_page_leads_to(
    client: Client, article: Article
) -> None:
    make_user()
    client.force_login(make_maintainer())
    assert 'href="/people/contributor-1/measure"' in get(client, "/people/contributor-1")
    sent = {"kind": "slowed", "days": "3", "topic": "", "reason": WHY}
    response = client.post("/people/contributor-1/measure", sent)
    measure = Measure.objects.get()
    assert response["Location"] == measure.get_absolute_url()
    assert measure.is_in_force and measure.reason == WHY
    assert "takes the place" in get(client, "/people/contributor-1/measure")


@pytest.mark.parametrize(
    "values",
    [
        {"kind": ""},
        {"kind": "exile"},
        {"kind": "topic_block"},
        {"kind": "topic_block", "topic": "999"},
        {"topic": "x\0"},
        {"days": ""},
        {"days": "9999"},
        {"reason": ""},
    ],
)
def test_what_was_typed_comes_back_with_what_to_do(client: Client, values: dict[str, str]) -> None:
    make_user(), make_topic()
    client.force_login(make_maintainer())
    sent = {"kind": "slowed", "days": "3", "topic": "", "reason": WHY} | values
    response = client.post("/people/contributor-1/measure", sent)
    assert response.status_code == INVALID
    if sent["reason"]:
        assert SHOWN in page_of(response)
    assert not Measure.objects.exists()


def test_of_a_guest_the_page_says_honestly_what_a_measure_reaches(
    client: Client, article: Article
) -> None:
    make_edit(article, "By a guest.", actor=make_guest(GUEST))
    client.force_login(make_maintainer())
    assert "begin anew under another one" in get(client, f"/people/{GUEST}/measure")
    assert client.get("/people/nobody/measure").status_code == 404


def test_nobody_is_offered_what_they_may_not_give(client: Client) -> None:
    client.force_login(make_maintainer())
    make_user("contributor-1"), make_maintainer("maintainer-2")
    for name in ("maintainer-1", "maintainer-2"):
        assert client.get(f"/people/{name}/measure").status_code == 403
        assert f"/people/{name}/measure" not in get(client, f"/people/{name}")
    client.force_login(make_user("contributor-1"))
    assert '/measure"' not in get(client, "/people/maintainer-2")


# Appeals --------------------------------------------------------------------------------------


def test_whom_it_concerns_appeals_and_another_maintainer_decides(client: Client) -> None:
    measure = make_measure("block")
    page = measure.get_absolute_url()
    signed_in(client, make_user())
    assert client.post(page, {"act": "appeal", "text": "It was <not> me."})["Location"] == page
    assert "It was &lt;not&gt; me." in get(client, page)
    assert 'value="appeal"' not in get(client, page)
    client.force_login(make_maintainer())
    assert 'value="lift_after_appeal"' not in get(client, page)  # gave it
    client.force_login(make_maintainer("maintainer-2"))
    assert "1 appeal to decide" in get(client, "/review")
    html = get(client, page)
    assert 'value="lift_after_appeal"' in html and 'value="lift"' not in html
    client.post(page, {"act": "lift_after_appeal", "answer": "You are right."})
    measure.refresh_from_db()
    assert measure.ended is not None and "You are right." in get(client, page)
    assert "appeal to decide" not in get(client, "/review")


def test_a_guest_appeals_under_the_cookie(client: Client, article: Article) -> None:
    make_edit(article, "By a guest.", actor=make_guest(GUEST))
    page = make_measure("block", GUEST).get_absolute_url()
    assert client.post(page, {"act": "appeal", "text": "Me."}).status_code == 403
    as_guest(client, GUEST)
    assert client.post(page, {"act": "appeal", "text": "Me."}).status_code == 302
    assert Appeal.objects.get().author_name == GUEST


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"act": "appeal", "text": " "}, INVALID),
        ({"act": "appeal", "text": "x" * 2001}, INVALID),
        ({"act": "lift", "reason": "Typed by hand."}, 403),
        ({"act": "keep", "answer": "Typed by hand."}, INVALID),
        ({"act": "nonsense"}, INVALID),
    ],
)
def test_what_whom_it_concerns_may_not_send_changes_nothing(
    client: Client, sent: dict[str, str], status: int
) -> None:
    measure = make_measure("block")
    signed_in(client, make_user())
    response = client.post(measure.get_absolute_url(), sent)
    assert response.status_code == status
    assert ("Typed by hand." in page_of(response)) is ("Typed by hand." in sent.values())
    measure.refresh_from_db()
    assert measure.is_in_force and not Appeal.objects.exists()


def test_a_maintainer_lifts_a_measure_before_its_time(client: Client) -> None:
    measure = make_measure("block")
    client.force_login(make_maintainer())
    client.post(measure.get_absolute_url(), {"act": "lift", "reason": "Settled."})
    measure.refresh_from_db()
    assert measure.ended_reason == "Settled."
    assert "Settled." in get(client, measure.get_absolute_url())


# The list -------------------------------------------------------------------------------------


def test_the_list_shows_all_those_in_force_those_appealed_and_those_of_somebody(
    client: Client,
) -> None:
    names = [f"contributor-{number}" for number in range(1, 4)]
    made = {name: make_measure("block", name) for name in names}
    Measure.objects.filter(name="contributor-1").update(until=timezone.now())
    appeal(actor=make_user("contributor-2"), measure=made["contributor-2"], text="No.")

    def shown(query: str) -> set[str]:
        html = get(client, f"/measures{query}")
        return {name for name in names if f'/people/{name}"><bdi>' in html}

    assert shown("") == set(names)
    assert shown("?in_force=on") == {"contributor-2", "contributor-3"}
    assert shown("?appeals=open") == {"contributor-2"}
    of_one = get(client, "/measures?person=contributor-3")
    assert of_one.count('href="/measures/') == 1
    assert client.get("/measures?person=%00&cursor=%00").status_code == 200


def test_the_list_turns_by_place_and_costs_the_same(
    client: Client, monkeypatch: Any, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(view, "PAGE_SIZE", 2)
    article = make_article()
    for number in range(4):
        make_measure("topic_block", f"contributor-{number}", topic=make_topic(f"topic-{number}"))
    make_protection(article)
    seen, address = 0, "/measures"
    while address:
        with django_assert_max_num_queries(3):
            page = client.get(address).context["page"]
        seen += len(page.items)
        address = f"/measures?cursor={page.next_cursor}" if page.next_cursor else ""
    assert seen == 5


def test_the_protection_of_a_deleted_article_is_for_maintainers(client: Client) -> None:
    article = make_article("Secretive")
    page = make_protection(article).get_absolute_url()
    make_deleted(article)
    assert client.get(page).status_code == 404
    assert "Secretive" not in get(client, "/measures")
    client.force_login(make_admin())
    assert "Secretive" in get(client, page)
    assert client.get("/measures/999999999999999999999999").status_code == 404
