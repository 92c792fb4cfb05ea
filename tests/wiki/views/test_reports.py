"""Reports on pages: the queue, the receipt, the decision and what is said against it."""

import datetime as dt
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.commons.log.test_keyset import explained
from tests.factories import (
    fresh,
    make_article,
    make_decided,
    make_deleted,
    make_edit,
    make_guest,
    make_hidden,
    make_maintainer,
    make_report,
    make_user,
    make_validated,
)
from tests.wiki.views.reading import as_guest, get
from tests.wiki.views.writers import INVALID, page_of
from wiki.actions.objecting import object_to_decision
from wiki.models import Article, Hiding, LicenceReport, Notice, Revision
from wiki.views import report_lists

pytestmark = pytest.mark.django_db
PATH = "/en/peer-production"
WHY = "It is from <a book>."


@pytest.fixture(autouse=True)
def _no_kept_pages() -> None:
    caches["pages"].clear()


@pytest.fixture
def article() -> Article:
    made = make_article(text="One.\n", validated=True)
    make_edit(made, "Copied.\n", actor=make_user("copier-1"), summary="From a book")
    make_edit(made, "Two.\n")
    return fresh(made)


@pytest.fixture
def maintainer(client: Client) -> Client:
    client.force_login(make_maintainer())
    return client


def ruling(**more: Any) -> dict[str, Any]:
    empty = {"first": "", "last": "", "fixed_in": ""}
    return {"act": "decide", "outcome": "refused", "reason": WHY} | empty | more


def make_objection(report: LicenceReport, text: str = "Look again.") -> LicenceReport:
    object_to_decision(actor=make_user("copier-1"), report=report, text=text)
    return LicenceReport.objects.get(pk=report.pk)


def reports_of(client: Client, query: str = "") -> list[int]:
    return [report.pk for report in client.get(f"/reports{query}").context["page"].items]


# The queue ------------------------------------------------------------------------------------


def test_open_reports_stand_above_the_questions_of_licence_and_are_counted(
    client: Client, article: Article
) -> None:
    assert "Licence questions" not in get(client, "/review")
    report = make_report(article)
    LicenceReport.objects.update(created=timezone.now() - dt.timedelta(days=3))
    html = get(client, "/review")
    assert ">Licence questions · 1</a>" in html
    html = get(client, "/review?tab=licence")
    assert f'href="/reports/{report.pk}"' in html
    assert "1 report waits · the first one for 3\xa0days" in " ".join(html.split(" "))
    objected = make_objection(make_decided(make_report(article, number=2)))
    html = get(client, "/review?tab=licence")
    assert ">Licence questions · 2</a>" in html and "1 objection to answer" in html
    assert f'href="/reports/{objected.pk}"' in html
    make_decided(report)
    assert ">Licence questions · 1</a>" in get(client, "/review")


def test_reports_are_listed_by_how_long_they_wait_and_by_when_they_were_decided(
    client: Client, article: Article
) -> None:
    french = make_article("Biens communs", language="fr")
    one, two, three = make_report(article), make_report(french), make_report(article, number=2)
    assert reports_of(client) == [one.pk, two.pk, three.pk]
    assert reports_of(client, "?language=fr") == [two.pk]
    assert reports_of(client, "?language=xx") == [one.pk, two.pk, three.pk]
    make_decided(three)
    make_decided(one)
    assert reports_of(client) == [two.pk]
    assert reports_of(client, "?tab=decided") == [one.pk, three.pk]
    assert reports_of(client, "?tab=decided&language=fr") == []
    make_objection(three)
    assert reports_of(client, "?tab=objections") == [three.pk]
    assert reports_of(client, "?tab=nonsense") == [two.pk]


def test_lists_are_read_in_pages(client: Client, article: Article, monkeypatch: Any) -> None:
    monkeypatch.setattr("wiki.views.reports.PAGE_SIZE", 2)
    made = [make_report(article).pk for _number in range(5)]
    found, query = [], ""
    for _page in range(3):
        page = client.get(f"/reports{query}").context["page"]
        found += [report.pk for report in page.items]
        query = f"?cursor={page.next_cursor}"
    assert found == made
    assert reports_of(client, "?cursor=nonsense") == made[:2]


@pytest.mark.parametrize("query", ["", "?tab=decided", "?tab=objections", "?language=en"])
def test_a_list_costs_the_same_with_many_rows(
    client: Client, article: Article, django_assert_max_num_queries: Any, query: str
) -> None:
    for number in range(6):
        other = make_article(f"Number {number}")
        make_report(other)
        make_objection(make_decided(make_report(article, number=2)))
    with django_assert_max_num_queries(4):
        client.get(f"/reports{query}")


@pytest.mark.sqlite
@pytest.mark.parametrize("tab", list(report_lists.ORDERS))
@pytest.mark.parametrize("query", ["", "?language=en"])
def test_an_index_has_each_list_in_order(client: Client, tab: str, query: str) -> None:
    """The other database goes through the few rows of a test without one."""
    address = f"/reports{query}{'&' if query else '?'}tab={tab}"
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    (listed,) = (one["sql"] for one in asked if "LIMIT 31" in one["sql"])
    plan = explained(listed)
    assert "USING INDEX report_" in plan
    assert "TEMP B-TREE" not in plan
    counted = [one["sql"] for one in asked if "COUNT(" in one["sql"]]
    assert len(counted) == 2
    for sql in counted:
        assert "INDEX report_" in explained(sql)


# The receipt ----------------------------------------------------------------------------------


def test_everybody_reads_what_was_reported_and_decided(client: Client, article: Article) -> None:
    report = make_report(article, number=2, words="My <b>book</b>.", passage="Copied.")
    html = get(client, f"/reports/{report.pk}")
    for words in ("My &lt;b&gt;book&lt;/b&gt;.", "Copied.", "A book, page 9", "reporter-1"):
        assert words in html
    assert "Nobody has decided yet" in html and "<form class" not in html
    make_decided(report, reason=WHY)
    html = get(client, f"/reports/{report.pk}")
    assert "It is from &lt;a book&gt;." in html and "not upheld" in html and "maintainer-1" in html


@pytest.mark.parametrize("address", ["/reports/99", "/reports/9" + "9" * 30])
def test_a_report_that_there_is_not_is_not_found(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
    assert client.post(address, {"act": "decide"}).status_code == 404


def test_of_a_deleted_article_the_receipt_says_what_was_decided_and_no_more(
    client: Client, article: Article
) -> None:
    report = make_report(article, words="A long quotation.", passage="Copied.")
    make_deleted(article)
    make_decided(report, "deleted", reason="Nothing else was left.")
    for address in (f"/reports/{report.pk}", "/reports?tab=decided"):
        html = get(client, address)
        for words in ("Peer production", "A long quotation", "Copied.", "A book, page 9"):
            assert words not in html
        assert "deleted" in html
    assert "Nothing else was left." in get(client, f"/reports/{report.pk}")
    client.force_login(make_maintainer())
    assert "A long quotation" in get(client, f"/reports/{report.pk}")


def test_the_passage_is_hidden_with_the_text_that_it_is_from(
    client: Client, article: Article
) -> None:
    report = make_report(article, number=2, passage="Copied word for word.")
    make_hidden(article, 2)
    assert "Copied word for word" not in get(client, f"/reports/{report.pk}")
    assert "It is hidden with the text" in get(client, f"/reports/{report.pk}")
    client.force_login(make_maintainer())
    assert "Copied word for word" in get(client, f"/reports/{report.pk}")


# Deciding -------------------------------------------------------------------------------------


def test_a_maintainer_hides_with_the_decision(maintainer: Client, article: Article) -> None:
    report = make_report(article, number=2, words="An insult.")
    page = maintainer.get(f"/reports/{report.pk}")
    assert page.context["decide_form"]["first"].value() == 2
    data = ruling(outcome="hidden", first="2", last="2", hides_words="on")
    response = maintainer.post(f"/reports/{report.pk}", data)
    assert response.status_code == 302
    assert Revision.objects.get(article=article, number=2).is_hidden
    html = get(maintainer, f"/reports/{report.pk}")
    assert "Done, and recorded" in html and "An insult." in html
    assert f'href="{PATH}/revisions/2/hidden"' in html
    html = get(Client(), f"/reports/{report.pk}")
    assert "An insult." not in html and "hid what the reporter wrote" in html
    assert f"{PATH}/revisions/2/hidden" not in html


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"outcome": ""}, "Choose a decision."),
        ({"outcome": "erased"}, "Choose one of the decisions in the list."),
        ({"reason": " "}, "Say why: the reason is public."),
        ({"outcome": "hidden", "first": "x"}, "Write the number of a revision"),
        ({"outcome": "hidden", "first": "9" * 30}, "Write the number of a revision"),
        ({"outcome": "hidden", "first": "0"}, "Write the number of a revision"),
        ({"outcome": "hidden", "first": "9", "last": "9"}, "from 1 to 3"),
        ({"outcome": "hidden", "first": "3", "last": "2"}, "from 1 to 3"),
        ({"outcome": "corrected"}, "Name the revision that set it right"),
        ({"outcome": "deleted"}, "delete it first"),
    ],
)
def test_a_bad_decision_is_told_and_loses_nothing(
    maintainer: Client, article: Article, changes: dict[str, str], said: str
) -> None:
    report = make_report(article, number=2)
    response = maintainer.post(f"/reports/{report.pk}", ruling(**changes))
    assert response.status_code == INVALID
    assert said in page_of(response)
    for name, value in ruling(**changes).items():
        if name != "act":
            assert response.context["decide_form"][name].value() == value
    assert LicenceReport.objects.get().is_open and not Hiding.objects.exists()


def test_what_readers_see_is_not_hidden_and_the_way_to_edit_it_is_shown(
    maintainer: Client, article: Article
) -> None:
    report = make_report(article, number=3)
    data = ruling(outcome="hidden", first="3", last="3")
    response = maintainer.post(f"/reports/{report.pk}", data)
    assert response.status_code == INVALID
    html = page_of(response)
    assert "revision 3, the latest" in html
    for address in (f"{PATH}/edit", f"{PATH}/delete", f"/review/{article.pk}"):
        assert f'href="{address}">' in html.partition("</form>")[0] + html
    assert response.context["decide_form"]["reason"].value() == WHY


@pytest.mark.parametrize("who", ["visitor", "guest", "member", "author", "reporter"])
def test_whoever_may_not_decide_gets_their_words_back(
    client: Client, article: Article, who: str
) -> None:
    report = make_report(article, number=2)
    if who == "guest":
        as_guest(client, "guest-2026-482193")
    elif who != "visitor":
        names = {"member": "reader-1", "author": "copier-1", "reporter": "reporter-1"}
        user = make_user(names[who]) if who == "member" else make_maintainer(names[who])
        client.force_login(user)
    response = client.post(f"/reports/{report.pk}", ruling())
    assert response.status_code == 403
    assert "It is from &lt;a book&gt;." in page_of(response)
    assert LicenceReport.objects.get().is_open


def test_what_another_decided_meanwhile_is_told(maintainer: Client, article: Article) -> None:
    report = make_report(article)
    make_decided(report, actor=make_maintainer("maintainer-2"))
    response = maintainer.post(f"/reports/{report.pk}", ruling())
    assert response.status_code == INVALID
    assert "in the meantime" in page_of(response)
    assert "It is from &lt;a book&gt;." in page_of(response)
    assert report.decisions.count() == 1


@pytest.mark.parametrize("act", ["", "x", "decide\0"])
def test_a_button_that_there_is_not_does_nothing(
    maintainer: Client, article: Article, act: str
) -> None:
    report = make_report(article)
    assert maintainer.post(f"/reports/{report.pk}", ruling(act=act)).status_code == INVALID
    assert Client().post(f"/reports/{report.pk}", ruling(act=act)).status_code == 403
    assert LicenceReport.objects.get().is_open


def test_whoever_decides_is_told_where_else_the_same_text_stands(
    maintainer: Client, article: Article
) -> None:
    make_edit(article, "Copied.\n", actor=make_user("copier-1"))
    make_edit(article, "Three.\n")
    report = make_report(article, number=2)
    data = ruling(outcome="hidden", first="2", last="2")
    response = maintainer.post(f"/reports/{report.pk}", data, follow=True)
    assert "Another revision has the same text and is not hidden: 4." in page_of(response)


# Objecting ------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["guest who reported", "author"])
def test_whom_it_concerns_objects_on_the_page(client: Client, article: Article, who: str) -> None:
    report = make_decided(make_report(article, actor=make_guest(), number=2))
    if who == "author":
        client.force_login(make_user("copier-1"))
    else:
        as_guest(client, "guest-2026-482193")
    address = f"/reports/{report.pk}"
    assert "Object to the decision" in get(client, address)
    empty = client.post(address, {"act": "object", "text": " "})
    assert empty.status_code == INVALID and "Say what is wrong" in page_of(empty)
    assert client.post(address, {"act": "object", "text": "No <i>way</i>."}).status_code == 302
    html = get(client, address)
    assert "No &lt;i&gt;way&lt;/i&gt;." in html and "waits for another maintainer" in html
    assert 'value="object"' not in html
    again = client.post(address, {"act": "object", "text": "And again."})
    assert again.status_code == INVALID and "And again." in page_of(again)


def test_a_stranger_does_not_object(client: Client, article: Article) -> None:
    report = make_decided(make_report(article, number=2))
    client.force_login(make_user("reader-1"))
    assert 'value="object"' not in get(client, f"/reports/{report.pk}")
    response = client.post(f"/reports/{report.pk}", {"act": "object", "text": "No."})
    assert response.status_code == 403 and "No." in page_of(response)


def test_another_maintainer_answers_and_text_is_shown_again(
    client: Client, article: Article
) -> None:
    report = make_decided(make_report(article, number=2), "hidden", first=2)
    make_objection(report)
    client.force_login(make_maintainer())
    response = client.post(f"/reports/{report.pk}", ruling(act="answer"))
    assert response.status_code == 403 and "It is from &lt;a book&gt;." in page_of(response)
    client.force_login(make_maintainer("maintainer-2"))
    page = client.get(f"/reports/{report.pk}")
    assert page.context["answer_form"]["outcome"].value() == "hidden"
    response = client.post(f"/reports/{report.pk}", ruling(act="answer"), follow=True)
    assert "the decision was changed" in page_of(response)
    assert "shown again" in page_of(response)
    assert not Revision.objects.get(article=article, number=2).is_hidden
    assert client.get(f"{PATH}/revisions/2").status_code == 200


# Told -----------------------------------------------------------------------------------------


def test_a_notice_leads_to_the_report(client: Client, article: Article) -> None:
    report = make_decided(make_report(article, number=2), "hidden", first=2, reason=WHY)
    client.force_login(make_user("copier-1"))
    html = get(client, "/notices")
    assert f'href="/reports/{report.pk}"' in html
    assert "licence problem: upheld: text is hidden" in html
    assert "It is from &lt;a book&gt;." in html and "/diff/" not in html
    assert Notice.objects.get(user__username="copier-1").verdict == "hidden"


# Hiding ---------------------------------------------------------------------------------------


def test_the_page_of_a_revision_leads_maintainers_to_hiding_it(
    client: Client, article: Article
) -> None:
    link = f'href="{PATH}/hide?first=2&amp;last=2"'
    assert link not in get(client, f"{PATH}/revisions/2")
    client.force_login(make_maintainer())
    assert link in get(client, f"{PATH}/revisions/2")
    assert f"{PATH}/hide" not in get(client, f"{PATH}/revisions/3")


def test_a_maintainer_hides_without_a_report_and_shows_it_again(
    maintainer: Client, article: Article
) -> None:
    page = maintainer.get(f"{PATH}/hide?first=2&last=2")
    assert page.context["form"]["first"].value() == "2"
    data = {"first": "2", "last": "2", "reason": WHY}
    response = maintainer.post(f"{PATH}/hide", data)
    report = LicenceReport.objects.get()
    assert response["Location"] == f"/reports/{report.pk}"
    assert "without waiting for a report" in get(maintainer, f"/reports/{report.pk}")
    page = maintainer.get(f"{PATH}/revisions/2/hidden")
    assert "Copied." in page_of(page) and "From a book" in page_of(page)
    empty = maintainer.post(f"{PATH}/revisions/2/hidden", {"reason": " "})
    assert empty.status_code == INVALID
    response = maintainer.post(f"{PATH}/revisions/2/hidden", {"reason": "It is theirs."})
    assert response["Location"] == f"{PATH}/revisions/2"
    assert "Copied." in get(maintainer, f"{PATH}/revisions/2")
    assert maintainer.get(f"{PATH}/revisions/2/hidden").status_code == 302
    assert maintainer.get(f"{PATH}/revisions/99/hidden").status_code == 404


def test_hiding_because_of_a_report_names_it(maintainer: Client, article: Article) -> None:
    report = make_report(article, number=2)
    address = f"{PATH}/hide?first=2&last=2&report={report.pk}"
    assert f"because of report {report.pk}" in get(maintainer, address)
    data = {"first": "2", "last": "2", "reason": WHY, "report": report.pk}
    response = maintainer.post(f"{PATH}/hide", data)
    assert response["Location"] == f"/reports/{report.pk}"
    assert Hiding.objects.get().report == report and LicenceReport.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"first": ""}, "Write the number of a revision"),
        ({"first": "x"}, "Write the number of a revision"),
        ({"last": "9" * 40}, "Write the number of a revision"),
        ({"first": "-1"}, "Write the number of a revision"),
        ({"first": "3", "last": "1"}, "from 1 to 3"),
        ({"last": "99"}, "from 1 to 3"),
        ({"reason": "\0 "}, "Say why"),
        ({"last": "3"}, "revision 3, the latest"),
        ({"first": "1"}, "revision 1, the validated one"),
    ],
)
def test_bad_input_hides_nothing_and_loses_nothing(
    maintainer: Client, article: Article, changes: dict[str, str], said: str
) -> None:
    data = {"first": "2", "last": "2", "reason": WHY} | changes
    response = maintainer.post(f"{PATH}/hide", data)
    assert response.status_code == INVALID
    assert said in page_of(response)
    for name, value in data.items():
        assert response.context["form"][name].value() == value
    assert not Hiding.objects.exists()


@pytest.mark.parametrize("report", ["x", "99", "9" * 40, "-1"])
def test_a_report_that_there_is_not_counts_as_none(
    maintainer: Client, article: Article, report: str
) -> None:
    assert maintainer.get(f"{PATH}/hide?report={report}").status_code == 200
    data = {"first": "2", "last": "2", "reason": WHY, "report": report}
    assert maintainer.post(f"{PATH}/hide", data).status_code == 302
    assert LicenceReport.objects.get().on_own_initiative


def test_a_hidden_revision_answers_451_with_its_licence_and_the_way_on(
    client: Client, article: Article
) -> None:
    make_hidden(article, 2, reason=WHY)
    page = client.get(f"{PATH}/revisions/2")
    assert page.status_code == 451 and 'rel="license"' in page["Link"]
    html = page_of(page)
    assert "It is from &lt;a book&gt;." in html and f'href="{PATH}/revisions/3"' in html
    raw = client.get(f"{PATH}/revisions/2/raw")
    assert raw.status_code == 451 and raw["Content-Type"] == "text/plain; charset=utf-8"
    assert WHY in raw.content.decode()


def test_a_hidden_change_that_awaits_cannot_be_chosen(maintainer: Client, article: Article) -> None:
    make_hidden(article, 2, reason=WHY)
    html = get(maintainer, f"/review/{article.pk}")
    assert 'name="up_to" value="2" form="decision" disabled' in html
    assert "It is from &lt;a book&gt;." in html
    make_validated(article)
    assert fresh(article).validated.number == 3
