"""The page of ready-made reasons, and reasons filled in on the pages of review."""

import pytest
from django.test import Client
from django.utils.html import escape

from tests.factories import fresh, make_article, make_edit, make_guest, make_maintainer, make_user
from tests.wiki.views.writers import INVALID, page_of
from wiki.models import Article, ReadyReason, Review

pytestmark = pytest.mark.django_db

PAGE = "/review/reasons"
SENT = {"language": "en", "verdict": "asked", "title": "Unclear", "text": "What do you mean?"}
FIRST = "Things that people make together.\n"


@pytest.fixture
def maintainer(client: Client) -> Client:
    client.force_login(make_maintainer())
    return client


@pytest.fixture
def article() -> Article:
    """Validated at revision 1, with revisions 2 and 3 awaiting."""
    article = make_article("Peer production", FIRST, validated=True)
    make_edit(article, FIRST + "\nMore.\n", actor=make_guest())
    make_edit(article, FIRST + "\nMore.\n\nAnd more.\n", actor=make_user("contributor-2"))
    return fresh(article)


def ready(title: str, language: str = "en") -> ReadyReason:
    return ReadyReason.objects.get(language=language, title=title)


# The page ----------------------------------------------------------------------------------------


def test_everybody_reads_them_and_only_maintainers_find_the_form(client):
    page = page_of(client.get(PAGE))
    assert "No source" in page and "Sans source" in page
    assert "Add this reason" not in page
    client.force_login(make_maintainer())
    page = page_of(client.get(PAGE))
    assert "Add this reason" in page
    assert f'href="{PAGE}/{ready("No source").pk}"' in page


def test_many_reasons_cost_no_more_queries(maintainer, django_assert_max_num_queries):
    for number in range(150):
        ReadyReason.objects.create(**SENT | {"title": f"Reason {number}"}, position=number)
    with django_assert_max_num_queries(6):
        page = page_of(maintainer.get(PAGE))
    assert "Next page" in page


def test_a_maintainer_adds_one(maintainer):
    answer = maintainer.post(PAGE, SENT, follow=True)
    assert "The reason is added." in page_of(answer)
    assert ready("Unclear").position == 4


def test_a_maintainer_changes_one(maintainer):
    one = ready("Thank you")
    answer = maintainer.get(f"{PAGE}/{one.pk}")
    assert answer.context["form"]["text"].value() == one.text
    sent = SENT | {"title": "Thanks", "text": "Thanks a lot.\r\n\r\nGo on.", "position": "1"}
    answer = maintainer.post(f"{PAGE}/{one.pk}", sent | {"verdict": "validated"})
    assert answer["Location"] == f"{PAGE}#reason-{one.pk}"
    one.refresh_from_db()
    assert (one.title, one.text) == ("Thanks", "Thanks a lot.\n\nGo on.")


def test_a_maintainer_deletes_one(maintainer):
    one = ready("Thank you")
    answer = maintainer.post(f"{PAGE}/{one.pk}", {"delete": "yes"}, follow=True)
    assert "The reason is deleted." in page_of(answer)
    assert not ReadyReason.objects.filter(pk=one.pk).exists()
    assert maintainer.get(f"{PAGE}/{one.pk}").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"text": " \n"},
        {"text": "x" * 1001},
        {"language": "xx"},
        {"verdict": "withdrawn"},
        {"position": "-1"},
        {"position": "99999999999"},
        {"verdict": "declined", "title": "No source"},
    ],
)
def test_what_cannot_be_taken_is_shown_again(maintainer, wrong):
    before = ReadyReason.objects.count()
    answer = maintainer.post(PAGE, SENT | wrong)
    assert answer.status_code == INVALID
    assert answer.context["form"]["title"].value() == (SENT | wrong)["title"]
    assert ReadyReason.objects.count() == before


def test_words_in_them_are_shown_as_text(maintainer):
    evil = "<script>alert(1)</script>"
    maintainer.post(PAGE, SENT | {"title": evil, "text": evil + '" autofocus x="'})
    article = make_article("Peer production", FIRST)
    for path in (PAGE, f"/review/{article.pk}"):
        page = page_of(maintainer.get(path))
        assert evil not in page
        assert escape(evil) in page
        assert '" autofocus' not in page


# Filled in ---------------------------------------------------------------------------------------


def test_filling_in_decides_nothing_and_keeps_what_was_typed(maintainer, article):
    reason = ready("No source")
    sent = {"fill": "yes", "ready": reason.pk, "comment": "Hello.", "up_to": "2", "seen": "3"}
    answer = maintainer.post(f"/review/{article.pk}", sent | {"seen_validated": "1"})
    assert answer.status_code == 200
    form = answer.context["form"]
    assert form["comment"].value() == f"Hello.\n\n{reason.text}"
    assert (form["seen"].value(), form["seen_validated"].value()) == ("3", "1")
    assert answer.context["up_to"] == 2
    assert Review.objects.filter(revision__number__gt=1).count() == 0


def test_what_was_filled_in_before_is_not_repeated(maintainer, article):
    reason = ready("No source")
    sent = {"fill": "yes", "ready": reason.pk, "comment": reason.text + " Really."}
    answer = maintainer.post(f"/review/{article.pk}", sent)
    assert answer.context["form"]["comment"].value() == reason.text + " Really."


@pytest.mark.parametrize("key", ["", "x", "999999", "9" * 40, "-1"])
def test_a_reason_that_there_is_not_changes_nothing(maintainer, article, key):
    sent = {"fill": "yes", "ready": key, "comment": "Hello."}
    answer = maintainer.post(f"/review/{article.pk}", sent)
    assert answer.status_code == 200
    assert answer.context["form"]["comment"].value() == "Hello."


def test_a_decision_is_still_made_only_on_what_was_seen(maintainer, article):
    sent = {"fill": "yes", "ready": ready("Thank you").pk, "seen": "3", "seen_validated": "1"}
    form = maintainer.post(f"/review/{article.pk}", sent).context["form"]
    make_edit(article, FIRST + "\nUnseen.\n", actor=make_guest())
    shown = {name: form[name].value() for name in form.fields if form[name].value()}
    answer = maintainer.post(f"/review/{article.pk}", shown | {"decision": "validate"})
    assert answer.status_code == 409


def test_reasons_of_each_verdict_are_offered_on_the_page_of_review(maintainer, article):
    groups = maintainer.get(f"/review/{article.pk}").context["ready"].groups
    assert [label for label, _reasons in groups] == ["validated", "changes asked for", "declined"]
    page = page_of(maintainer.get(f"/review/{article.pk}"))
    assert f'data-text="{escape(ready("Thank you").text)}"' in page


@pytest.mark.parametrize(
    ("of_article", "of_author", "wanted"),
    [("en", "fr", "fr"), ("fr", "en", "en"), ("fr", "", "fr"), ("es", "", "en"), ("en", "", "en")],
)
def test_they_are_in_the_language_of_the_author(maintainer, of_article, of_author, wanted):
    author = make_user("contributor-5", interface_language=of_author)
    article = make_article("Peer production", FIRST, language=of_article, actor=author)
    offered = maintainer.get(f"/review/{article.pk}").context["ready"]
    assert offered.language == wanted
    assert {reason.language for _label, group in offered.groups for reason in group} == {wanted}


def test_without_any_in_that_language_those_of_the_site_are_offered(maintainer):
    ReadyReason.objects.filter(language="fr").delete()
    article = make_article("Production par les pairs", FIRST, language="fr")
    assert maintainer.get(f"/review/{article.pk}").context["ready"].language == "en"
    ReadyReason.objects.all().delete()
    assert 'name="fill"' not in page_of(maintainer.get(f"/review/{article.pk}"))


@pytest.mark.parametrize(
    ("path", "title", "labels"),
    [("edit", "Thank you", ["validated"]), ("decline/2", "No source", ["declined"])],
)
def test_they_are_offered_where_one_change_is_declined_or_the_text_edited(
    maintainer, article, path, title, labels
):
    address = f"/review/{article.pk}/{path}"
    given = maintainer.get(address).context
    assert [label for label, _reasons in given["ready"].groups] == labels
    fields = given["form"].fields
    sent = {name: given["form"][name].value() or "" for name in fields} | {"comment": "Hello."}
    answer = maintainer.post(address, sent | {"fill": "yes", "ready": ready(title).pk})
    assert answer.status_code == 200
    assert answer.context["form"]["comment"].value() == f"Hello.\n\n{ready(title).text}"
    assert fresh(article).pending_count == 2


def test_filling_in_is_for_maintainers(client, article):
    sent = {"fill": "yes", "ready": ready("No source").pk, "comment": "Hello."}
    answer = client.post(f"/review/{article.pk}", sent)
    assert 'name="decision"' not in page_of(answer)
    assert client.post(f"/review/{article.pk}/decline/2", sent).status_code == 403
