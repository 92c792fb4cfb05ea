"""Trying a rule for hints on the last changes: what it would mark, quickly, and nothing written."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from licensing.models import Licence
from tests.factories import (
    fresh,
    make_article,
    make_declined,
    make_deleted,
    make_edit,
    make_guest,
    make_maintainer,
    make_user,
)
from wiki.actions.importing import Destination, Past, start_history
from wiki.actions.relicensing import change_licence
from wiki.actions.reverting import revert_to
from wiki.forms.hints import as_it_is
from wiki.models import HintRule, Revision
from wiki.views import hint_measures, hint_trial
from wiki.views.hint_trial import try_out

pytestmark = pytest.mark.django_db

NEW = reverse("hint_new")
TEXT = "Things that people make together.\n" * 4
LINKS = "".join(f"See <https://example.org/{number}>.\n" for number in range(5))
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def rule(signal, threshold=1, words=""):
    return HintRule(signal=signal, threshold=threshold, words=words)


def marked(trial):
    """The changes marked, as title and number."""
    return [(revision.title, revision.number) for revision in trial.first]


@pytest.fixture
def commons():
    """An article whose changes are of several kinds, by several people."""
    article = make_article("Commons", TEXT + LINKS, actor=make_user("contributor-1"))
    make_edit(
        article,
        TEXT + LINKS + LINKS.replace(".org/", ".org/more/"),
        actor=make_user("contributor-2"),
    )
    make_edit(article, "A cheap offer.\n", actor=make_guest())
    return article


@pytest.mark.parametrize(
    ("tried", "expected"),
    [
        (rule("share_removed", 50), [3]),
        (rule("share_removed", 100), []),
        (rule("characters_added", 100), [2, 1]),
        (rule("characters_removed", 100), [3]),
        (rule("links_added", 5), [2]),  # a first version begins with its sources
        (rule("repeated", 3), []),
        (rule("words", 1, "CHEAP"), [3]),
        (rule("words", 1, "chea"), []),
        (rule("words", 4, "together\nsee"), [2, 1]),
        (rule("first_edit"), [3, 2, 1]),
        (rule("licence_question"), []),
    ],
    ids=lambda one: (
        f"{one.signal}-{one.threshold}-{one.words}" if isinstance(one, HintRule) else ""
    ),
)
def test_each_change_is_measured_against_the_one_before_it(commons, tried, expected):
    trial = try_out(tried)
    assert marked(trial) == [("Commons", number) for number in expected]
    assert (trial.looked_at, trial.marked) == (3, len(expected))
    assert trial.share == pytest.approx(100 * len(expected) / 3)


def test_only_the_first_change_of_an_author_is_their_first():
    user = make_user()
    article = make_article("Commons", actor=user)
    make_edit(article, TEXT, actor=user)
    assert marked(try_out(rule("first_edit"))) == [("Commons", 1)]


def test_a_question_of_licence_is_found():
    article = make_article("Commons", licence="CC0-1.0")
    licence = Licence.objects.get(spdx="CC-BY-SA-4.0")
    change_licence(actor=make_user(), article=fresh(article), licence=licence, reason="", base=1)
    assert marked(try_out(rule("licence_question"))) == [("Commons", 2)]


def test_who_was_declined_counts_from_then_on():
    user = make_user("contributor-2")
    article = make_article("Commons", TEXT, validated=True)
    make_edit(article, TEXT + "More.\n", actor=user)
    make_edit(article, TEXT + "More and more.\n", actor=user)
    make_declined(article)
    make_edit(article, TEXT + "Otherwise.\n", actor=user)
    make_edit(article, TEXT + "Another's.\n", actor=make_user("contributor-3"))
    # When the third revision was made, nobody had declined the second one yet.
    assert marked(try_out(rule("declined_before"))) == [("Commons", 5)]
    assert marked(try_out(rule("declined_before", 2))) == [("Commons", 5)]
    assert marked(try_out(rule("declined_before", 3))) == []


def test_who_was_reverted_counts_from_then_on():
    user = make_user("contributor-2")
    article = make_article("Commons", TEXT)
    make_edit(article, TEXT + "More.\n", actor=user)
    make_edit(article, TEXT + "More and more.\n", actor=user)
    revert_to(actor=make_user("contributor-3"), article=fresh(article), number=1, base=3)
    make_edit(article, TEXT + "Otherwise.\n", actor=user)
    assert marked(try_out(rule("reverted_before"))) == [("Commons", 5)]
    assert marked(try_out(rule("reverted_before", 2))) == [("Commons", 5)]
    assert marked(try_out(rule("reverted_before", 3))) == []


def test_imported_changes_are_left_out(commons):
    now = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    past = Past("Cheap.\n", "somebody", now, "", Licence.objects.get(spdx="CC0-1.0"), "past:1")
    start_history(destination=Destination("en", "Imported"), past=[past], is_whole=True)
    trial = try_out(rule("words", 1, "cheap"))
    assert (trial.looked_at, marked(trial)) == (3, [("Commons", 3)])


def test_changes_of_deleted_articles_are_looked_at(commons):
    make_deleted(commons)
    assert try_out(rule("words", 1, "cheap")).marked == 1


def test_very_long_texts_are_told_and_not_read(commons, monkeypatch):
    monkeypatch.setattr(hint_measures, "LONGEST", 100)
    trial = try_out(rule("words", 1, "cheap"))
    assert (trial.looked_at, trial.left_unread, trial.marked) == (3, 3, 0)
    assert try_out(rule("share_removed", 50)).left_unread == 0


def test_long_texts_together_are_tried_on_fewer_changes(commons, monkeypatch):
    monkeypatch.setattr(hint_trial, "MOST_CHARACTERS", 600)
    trial = try_out(rule("words", 1, "cheap"))
    assert (trial.looked_at, trial.marked) == (1, 1)
    assert try_out(rule("share_removed", 50)).looked_at == 3


def test_the_last_changes_alone_are_looked_at(commons, monkeypatch):
    monkeypatch.setattr(hint_trial, "LAST", 2)
    assert marked(try_out(rule("first_edit"))) == [("Commons", 3), ("Commons", 2)]


def test_the_newest_are_listed_of_many(commons, monkeypatch):
    monkeypatch.setattr(hint_trial, "SHOWN", 2)
    trial = try_out(rule("first_edit"))
    assert (trial.marked, marked(trial)) == (3, [("Commons", 3), ("Commons", 2)])


def test_nothing_changed_is_nothing_to_try():
    trial = try_out(rule("first_edit"))
    assert (trial.looked_at, trial.marked, trial.share) == (0, 0, 0)


@pytest.mark.parametrize("signal", HintRule.Signal.values)
def test_a_trial_costs_as_many_queries_for_many_changes(commons, signal, monkeypatch):
    tried, other = rule(signal, 1, "see"), rule("reverted_before")
    revert_to(actor=make_user(), article=fresh(commons), number=2, base=3)
    with CaptureQueriesContext(connection) as few:
        try_out(tried, other)
    for number in range(5):
        article = make_article(f"Number {number}", TEXT, actor=make_user(f"contributor-{number}"))
        make_edit(article, TEXT + LINKS, actor=make_guest())
    with CaptureQueriesContext(connection) as many:
        try_out(tried, other)
    assert len(many) == len(few) <= 8
    monkeypatch.setattr(hint_trial, "READ_TOGETHER", 7)
    with CaptureQueriesContext(connection) as in_parts:
        assert try_out(tried, other).looked_at == 14
    assert len(in_parts) <= len(few) + 1


@pytest.fixture
def editor(client):
    """A browser in which a maintainer signed in."""
    client.force_login(make_maintainer())
    return client


def test_what_is_measured_is_enough_to_try_it_and_nothing_typed_is_lost(editor, commons):
    typed = {
        "signal": "words",
        "threshold": "1",
        "words": "cheap",
        "name_en": "adver",
        "act": "try",
    }
    answer = editor.post(NEW, typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "1 of the last 3 changes: 33.3 %." in page
    assert "Nothing was saved." in page
    assert f'href="{commons.get_absolute_url()}/diff/2..3"' in page
    assert 'value="adver"' in page and ">\ncheap</textarea>" in page
    assert "As the rule is now" not in page
    # Name, meaning and reason are still to be written before the rule is saved.
    assert page.count('<span class="optional">') == 1


def test_a_first_version_is_linked_to_as_it_is(editor, commons):
    page = editor.post(NEW, {"signal": "first_edit", "threshold": "1", "act": "try"})
    assert f'href="{commons.get_absolute_url()}/revisions/1"' in page.content.decode()


def test_a_change_of_a_rule_is_set_against_the_rule_as_it_is(editor, commons):
    links = HintRule.objects.get(signal="links_added")
    sent = dict(as_it_is(links, HintRule.objects.all())) | {"threshold": "6", "act": "try"}
    address = reverse("hint_change", args=[links.pk])
    page = editor.post(address, sent).content.decode()
    assert "0 of the last 3 changes: 0.0 %. As the rule is now, it marks 1 of them." in page
    links.refresh_from_db()
    assert links.threshold == 5


def test_a_trial_writes_nothing(editor, commons):
    before = list(Revision.objects.values()), list(HintRule.objects.values())
    with CaptureQueriesContext(connection) as queries:
        editor.post(NEW, {"signal": "words", "threshold": "1", "words": "a", "act": "try"})
    written = [query["sql"] for query in queries if query["sql"].lstrip().startswith(WRITES)]
    assert written == []
    assert (list(Revision.objects.values()), list(HintRule.objects.values())) == before


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"words": ""}, "one on each line"),
        ({"threshold": ""}, "Write a number."),
        ({"signal": ""}, "Choose what is measured."),
    ],
)
def test_what_cannot_be_tried_is_said(editor, commons, wrong, sentence):
    typed = {"signal": "words", "threshold": "1", "words": "cheap", "act": "try"}
    answer = editor.post(NEW, typed | wrong)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert sentence in page
    assert "Say why" not in page and "would have marked" not in page


def test_only_maintainers_try_rules(client, commons):
    assert (
        client.post(NEW, {"signal": "first_edit", "threshold": "1", "act": "try"}).status_code
        == 403
    )
