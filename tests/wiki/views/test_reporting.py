"""The page by which anybody reports a licence problem."""

from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from tests.factories import (
    fresh,
    make_article,
    make_decided,
    make_deleted,
    make_edit,
    make_measure,
    make_protection,
    make_report,
    make_user,
)
from tests.wiki.rendering.hostile import HOSTILE
from tests.wiki.views.reading import get
from tests.wiki.views.writers import INVALID, dangers, fields_of, page_of
from wiki.models import Article, LicenceReport
from wiki.views import throttling, who

pytestmark = pytest.mark.django_db
PATH = "/en/peer-production"
REPORT = f"{PATH}/report"
SAID = {"problem": "licence", "words": "It is under <another> licence."}


@pytest.fixture(autouse=True)
def _no_kept_pages() -> None:
    caches["pages"].clear()


@pytest.fixture
def article() -> Article:
    made = make_article(text="One.\n", validated=True)
    make_edit(made, "Copied.\n", actor=make_user("copier-1"))
    make_edit(made, "Two.\n")
    return fresh(made)


def sent(client: Client, address: str = REPORT, **more: Any) -> Any:
    """What a browser sends of the form, filled in."""
    return client.post(address, fields_of(client.get(address)) | SAID | more)


def test_the_licence_panel_and_each_revision_lead_to_it(client: Client, article: Article) -> None:
    assert f'href="{REPORT}"' in get(client, PATH)
    html = get(client, f"{PATH}/revisions/2")
    assert html.count(f'href="{REPORT}?revision=2"') == 2
    assert "This is about revision 2" in get(client, f"{REPORT}?revision=2")
    assert "as it stands" in get(client, REPORT)


def test_a_visitor_reports_and_is_led_to_the_receipt(client: Client, article: Article) -> None:
    response = sent(client, signed="  A. Reader ", passage="Two.", original="https://example.org/")
    report = LicenceReport.objects.get()
    assert response["Location"] == f"/reports/{report.pk}"
    assert report.author is None and report.author_name.startswith("guest-")
    assert (report.signed, report.is_of_revision, report.language) == ("A. Reader", False, "en")
    receipt = page_of(client.get(response["Location"]))
    assert "This is the receipt" in receipt and "waits for a maintainer" in receipt
    assert "It is under &lt;another&gt; licence." in receipt
    # Whoever has the pseudonym is known as the reporter.
    assert "This concerns you" in receipt
    assert "This concerns you" not in get(Client(), response["Location"])


def test_where_guests_may_not_write_they_report(client: Client, article: Article, settings) -> None:
    settings.GUESTS_MAY_EDIT = False
    assert sent(client).status_code == 302
    assert LicenceReport.objects.get().author_name.startswith("guest-")
    assert who.GUEST_COOKIE in client.cookies


@pytest.mark.parametrize("what", ["member", "blocked", "protected"])
def test_members_report_also_where_they_may_not_write(
    client: Client, article: Article, what: str
) -> None:
    client.force_login(make_user("reader-1"))
    if what == "blocked":
        make_measure("block", "reader-1")
    if what == "protected":
        make_protection(article)
    page = client.get(f"{REPORT}?revision=2")
    assert "email" not in page.context["form"].fields
    assert "signed" not in page.context["form"].fields
    assert sent(client, f"{REPORT}?revision=2", signed="Somebody else").status_code == 302
    report = LicenceReport.objects.get()
    assert (report.author.username, report.signed) == ("reader-1", "")
    assert report.is_of_revision and report.revision.number == 2


def test_an_address_is_asked_for_where_mail_can_be_sent(
    client: Client, article: Article, settings: Any
) -> None:
    assert 'name="email"' not in get(client, REPORT)
    settings.EMAIL = {"EMAIL_HOST": "mail.example.org"}
    assert 'name="email"' in get(client, REPORT)
    sent(client, email="somebody@example.org")
    report = LicenceReport.objects.get()
    assert report.email == "somebody@example.org"
    for address in (f"/reports/{report.pk}", "/reports", "/review?tab=licence"):
        assert "somebody@example.org" not in get(client, address)


def test_the_form_sent_twice_makes_one_report(client: Client, article: Article) -> None:
    data = fields_of(client.get(REPORT)) | SAID
    first, second = client.post(REPORT, data), client.post(REPORT, data)
    assert first["Location"] == second["Location"]
    assert LicenceReport.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"problem": ""}, "Choose what the problem is."),
        ({"problem": "x"}, "Choose one of the problems in the list."),
        ({"words": " \n "}, "Say in your own words what is wrong."),
        ({"words": "x" * 4001}, "4000"),
        ({"passage": "x" * 4001}, "4000"),
        ({"original": "x" * 501}, "500"),
        ({"problem": "copied"}, "Say where the original is"),
        ({"email": "no address"}, "This is no e-mail address"),
        ({"number": "99"}, "This article has no such revision"),
    ],
)
def test_bad_input_is_told_and_loses_nothing(
    client: Client, article: Article, settings: Any, changes: dict[str, str], said: str
) -> None:
    settings.EMAIL = {"EMAIL_HOST": "mail.example.org"}
    typed = {"passage": "Two <b>words</b>.", "original": "A book", "signed": "A. Reader"}
    response = sent(client, **typed | {"original": ""} | changes)
    assert response.status_code == INVALID
    assert said in page_of(response)
    form = response.context["form"]
    for name, value in (SAID | typed | {"original": ""} | changes).items():
        assert form[name].value() == value
    assert not LicenceReport.objects.exists()


@pytest.mark.parametrize("number", ["0", "99", "x", "-1", "9" * 30, "\0", "٣x"])
def test_a_revision_that_there_is_not_leads_to_those_there_are(
    client: Client, article: Article, number: str
) -> None:
    response = client.get(REPORT, {"revision": number})
    assert response.status_code == 404
    assert f'href="{PATH}/history"' in page_of(response)


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30, "2.5"])
def test_a_damaged_number_counts_as_the_page(client: Client, article: Article, number: str) -> None:
    assert sent(client, number=number).status_code == 302
    assert not LicenceReport.objects.get().is_of_revision


def test_what_was_hidden_meanwhile_is_told(client: Client, article: Article) -> None:
    data = fields_of(client.get(f"{REPORT}?revision=2")) | SAID
    make_decided(make_report(article, number=2), "hidden", first=2)
    response = client.post(f"{REPORT}?revision=2", data)
    assert response.status_code == INVALID
    assert "hidden already" in page_of(response)
    assert SAID["words"] in response.context["form"]["words"].value()


def test_a_deleted_article_is_not_reported(client: Client, article: Article) -> None:
    make_deleted(article)
    assert client.get(REPORT).status_code == 410
    assert client.post(REPORT, SAID).status_code == 410
    assert not LicenceReport.objects.exists()


def test_reporting_is_slowed_down_and_loses_nothing(
    client: Client, article: Article, monkeypatch: Any
) -> None:
    monkeypatch.setattr(throttling, "REPORTS_BY_GUESTS", throttling.Limit(1, 600))
    assert sent(client).status_code == 302
    response = sent(client, words="Another one.")
    assert response.status_code == 429 and response["Retry-After"]
    assert response.context["form"]["words"].value() == "Another one."
    assert LicenceReport.objects.count() == 1
    client.force_login(make_user("reader-1"))
    assert sent(client).status_code == 302


def test_what_is_reported_already_is_shown_above_the_form(client: Client, article: Article) -> None:
    report = make_report(article)
    assert f'href="/reports/{report.pk}"' in get(client, REPORT)
    make_decided(report)
    assert f'href="/reports/{report.pk}"' not in get(client, REPORT)


@pytest.mark.parametrize("name", list(HOSTILE)[::5])
def test_hostile_words_are_shown_as_words(client: Client, article: Article, name: str) -> None:
    text = HOSTILE[name].encode("utf-8", "replace").decode()[:4000]
    response = sent(client, words=text, passage=text, original=text[:500], signed=text[:150])
    assert response.status_code in (302, INVALID)
    if response.status_code == INVALID:
        assert dangers(page_of(response)) == []
        return
    report = LicenceReport.objects.get()
    for address in (f"/reports/{report.pk}", "/reports", REPORT, "/review?tab=licence"):
        assert dangers(page_of(client.get(address))) == []


@pytest.mark.parametrize(
    ("original", "is_link"),
    [
        ("https://example.org/a", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("https://[broken", False),
        ("https://example.org/ a", False),
        ("A book, page 9", False),
    ],
)
def test_only_addresses_of_the_web_become_links(
    client: Client, article: Article, original: str, is_link: bool
) -> None:
    report = make_report(article, original=original)
    html = get(client, f"/reports/{report.pk}")
    assert (f'<a href="{original}" rel="nofollow ugc noopener">' in html) is is_link
    assert original in html


def test_the_page_costs_the_same_with_many_reports(
    client: Client, article: Article, django_assert_max_num_queries: Any
) -> None:
    for _number in range(8):
        make_report(article)
    with django_assert_max_num_queries(6):
        client.get(REPORT)
