"""The decisions in the queue's last tab: which are listed, by verdict and language, and how."""

import html
import importlib
import re
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commons.log import sentences
from commons.log.models import LogEntry
from tests.commons.log.test_keyset import explained
from tests.factories import (
    make_article,
    make_declined,
    make_edit,
    make_maintainer,
    make_user,
    make_validated,
)
from wiki.actions.answering import answer_verdict
from wiki.actions.looking_again import object_to_verdict, overturn, uphold
from wiki.forms.queue import DecidedForm
from wiki.models import Review
from wiki.views import queue_page

pytestmark = pytest.mark.django_db

TEXT = "Things that people make together.\n"


def page_of(client, query=""):
    answer = client.get(reverse("review") + query)
    assert answer.status_code == 200
    return answer


def acts(answer):
    """The decisions on a page, in whichever language it speaks: the filter's is the page's, too."""
    entries = [row["entry"] for row in answer.context["rows"]]
    return [f"{entry.action.removeprefix('review.')} {entry.target_label}" for entry in entries]


def decided(client, **asked):
    return acts(page_of(client, f"?{urlencode({'tab': 'decided', **asked})}"))


def test_decisions_are_listed_newest_first_with_who_and_why(client):
    one, other = make_article("One", validated=True), make_article("Other", validated=True)
    for article in (one, other):
        make_edit(article, TEXT, actor=make_user("contributor-2"))
    make_validated(one, actor=make_maintainer("maintainer-2"), comment="Well sourced.")
    make_declined(other, reason="No source is named.")
    page = page_of(client, "?tab=decided")
    said = [str(row["sentence"]) for row in page.context["rows"]]
    assert said[:2] == ["declined changes to Other", "validated changes to One"]
    assert page.context["decided"] == len(said) == 4
    text = page.content.decode()
    for words in ("maintainer-2", "Well sourced.", "No source is named."):
        assert words in text


def test_a_decision_on_many_changes_is_one_row(client):
    article = make_article(validated=True)
    for number in range(3):
        make_edit(article, f"{TEXT}{number}\n")
    make_validated(article)
    assert page_of(client, "?tab=decided").context["decided"] == 2


def test_what_is_said_about_a_decision_is_no_decision(client):
    author, other = make_user("contributor-2"), make_maintainer("maintainer-2")
    for title in ("Upheld", "Overturned"):
        article = make_article(title, actor=author)
        make_validated(article, actor=make_maintainer("maintainer-1"))
        review = Review.objects.latest("pk")
        answer_verdict(actor=author, review=review, text="Thank you.")
        look = object_to_verdict(actor=author, review=review, words="It is not finished.")
        if title == "Upheld":
            uphold(actor=other, look=look, comment="It is good enough.")
        else:
            overturn(actor=other, look=look, reason="It is not.")
    assert LogEntry.objects.in_area("review").count() == 9
    page = page_of(client, "?tab=decided")
    assert [str(row["sentence"]) for row in page.context["rows"]] == [
        "withdrew a verdict on Overturned",
        "validated changes to Overturned",
        "validated changes to Upheld",
    ]
    assert page.context["decided"] == page_of(client).context["decided"] == 3


# Words of the two questions about the log.
COUNTED, LISTED = "COUNT(", "LIMIT 31"


def looked_up(client, number, question, **asked):
    """How the database answers a question of the page, once the log has so many rows more."""
    LogEntry.objects.bulk_create(
        LogEntry(
            area="review",
            action="review.decline" if row % 3 else "review.validate",
            language="en" if row % 5 else "fr",
        )
        for row in range(number)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    with CaptureQueriesContext(connection) as queries:
        page_of(client, f"?{urlencode({'tab': 'decided', **asked})}")
    (sql,) = [
        row["sql"] for row in queries if "log_logentry" in row["sql"] and question in row["sql"]
    ]
    return explained(sql)


def test_decisions_are_found_through_the_index_of_the_log(client):
    """Neither a sort nor a walk through all that was ever done on the site."""
    LogEntry.objects.bulk_create(
        LogEntry(area="licence", action="licence.change") for _row in range(3000)
    )
    counting = looked_up(client, 30, COUNTED)
    assert "log_by_action" in counting, counting
    newest = looked_up(client, 6000, LISTED)
    assert "log_by_area" in newest, newest
    assert page_of(client, "?tab=decided").context["decided"] == 6030


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({"verdict": "validate"}, "log_by_action"),
        ({"language": "fr"}, "log_by_language"),
        ({"language": "fr", "verdict": "validate"}, "log_by_language_action"),
    ],
    ids=["verdict", "language", "both"],
)
def test_what_is_asked_for_is_found_in_order_by_an_index(client, asked, index):
    LogEntry.objects.bulk_create(
        LogEntry(area="licence", action="licence.change") for _row in range(6000)
    )
    plan = looked_up(client, 6000, LISTED, **asked)
    assert f"{index} " in plan, plan
    assert "TEMP B-TREE" not in plan and "Sort" not in plan, plan


def test_decisions_are_listed_by_verdict_and_by_language(client):
    for language, title in (("en", "One"), ("fr", "Deux"), ("fr", "Trois")):
        article = make_article(title, language=language, validated=True)
        if title != "Deux":
            make_edit(article, TEXT, actor=make_user("contributor-2"))
            make_declined(article)
    of_french = ["decline Trois", "validate Trois", "validate Deux"]
    assert decided(client) == [*of_french, "decline One", "validate One"]
    assert decided(client, language="fr") == of_french
    assert decided(client, language="en") == ["decline One", "validate One"]
    assert decided(client, verdict="decline") == ["decline Trois", "decline One"]
    both = decided(client, language="fr", verdict="validate")
    assert both == ["validate Trois", "validate Deux"]
    assert decided(client, language="de") == []
    page = page_of(client, "?tab=decided&language=de").content.decode()
    assert "Nothing of this kind has been decided." in page


@pytest.mark.parametrize("nonsense", ["object", "validate\0", "'", "<b>"])
def test_what_makes_no_sense_is_left_out(client, nonsense):
    make_article("One", validated=True)
    assert decided(client, verdict=nonsense, language=nonsense) == ["validate One"]


def test_filters_stay_from_page_to_page(client, monkeypatch):
    monkeypatch.setattr(queue_page, "PAGE_SIZE", 2)
    for number in range(3):
        make_article(f"Number {number}", validated=True)
        make_article(f"Nombre {number}", language="fr", validated=True)
    page = page_of(client, "?tab=decided&language=fr&verdict=validate")
    text = page.content.decode()
    assert '<option value="fr" selected>' in text and 'value="validate" selected' in text
    (way,) = re.findall(r'rel="next" href="([^"]+)"', text)
    rest = client.get(f"/review{html.unescape(way)}")
    assert acts(rest) == ["validate Nombre 0"]


def test_decisions_of_before_learn_the_language_of_their_article():
    make_article("Un", language="fr", validated=True)
    answered = make_article("One", actor=make_user("contributor-2"), validated=True)
    review = Review.objects.get(revision__article=answered)
    answer_verdict(actor=make_user("contributor-2"), review=review, text="Thank you.")
    rows = LogEntry.objects.in_area("review").order_by("pk")
    known = list(rows.values_list("action", "language"))
    assert known == [("review.validate", "fr"), ("review.validate", "en"), ("review.answer", "")]
    QuerySet.update(rows, language="")
    migration = importlib.import_module("wiki.migrations.0028_language_of_decisions")
    # The models as migrations have them, which refuse nothing.
    state = MigrationLoader(connection).project_state(("wiki", "0028_language_of_decisions"))
    migration.tell_languages(state.apps, SimpleNamespace(connection=connection))
    assert list(rows.values_list("action", "language")) == known
    assert set(migration.DECISIONS) == set(queue_page.DECISIONS)


def test_every_verdict_that_the_log_knows_can_be_asked_for():
    choices = dict(DecidedForm.base_fields["verdict"].choices)  # type: ignore[attr-defined]
    assert {f"review.{code}" for code in choices if code} == set(queue_page.DECISIONS)


def test_every_code_of_review_is_a_decision_or_said_of_one():
    codes = {code for code in sentences._sentences if code.startswith("review.")}
    assert codes == {*queue_page.DECISIONS, *queue_page.SAID_OF_ONE}


def test_the_keys_of_the_queue_are_explained_beside_the_decisions_too(client):
    assert 'id="keys"' in page_of(client, "?tab=decided").content.decode()
