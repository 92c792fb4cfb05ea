"""The page of the rules for hints, and the forms in which maintainers edit them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commons.log.models import LogEntry
from tests.factories import make_maintainer
from wiki.actions.hinting import change_rule, delete_rule, fingerprint
from wiki.forms.hints import as_it_is
from wiki.models import HintRule

pytestmark = pytest.mark.django_db

INVALID = 422
HINTS = reverse("hints")
NEW = reverse("hint_new")
TYPED = {
    "name_en": "advertising",
    "name_fr": "publicité",
    "meaning_en": "A new line holds a word that advertising likes.",
    "meaning_fr": "Une nouvelle ligne contient un mot cher à la publicité.",
    "signal": "words",
    "threshold": "2",
    "words": "cheap\ncasino",
    "after": "0",
    "is_on": "on",
    "reason": "Advertising comes in waves.",
}


@pytest.fixture
def editor(client):
    """A browser in which a maintainer signed in."""
    client.force_login(make_maintainer())
    return client


@pytest.fixture
def rule():
    return HintRule.objects.get(name_en="many links added")


def page_of(rule, name="hint_change"):
    return reverse(name, args=[rule.pk])


def typed_into(rule, **new):
    """What the form of a rule sends when `new` was typed into it."""
    sent = dict(as_it_is(rule, HintRule.objects.all())) | {"reason": "Too many hints."} | new
    if not sent["is_on"]:
        del sent["is_on"]
    return sent


def test_everybody_reads_the_rules(client, rule):
    HintRule.objects.filter(name_en="first edit").update(is_on=False)
    HintRule.objects.filter(pk=rule.pk).update(words="<b>cheap</b>")
    page = client.get(HINTS).content.decode()
    assert "Many links added" in page and "begins with its sources" in page
    assert "Addresses of other sites added" in page and "from 5 on" in page
    assert page.count("not in use") == 1
    assert "&lt;b&gt;cheap&lt;/b&gt;" in page
    assert NEW not in page and "/delete" not in page


def test_the_rules_are_in_the_language_of_the_reader(client):
    page = client.get(HINTS, headers={"accept-language": "fr"}).content.decode()
    assert "Beaucoup de liens ajoutés" in page and "il commence par ses sources" in page


def test_maintainers_are_offered_what_they_may_do(editor, rule):
    page = editor.get(HINTS).content.decode()
    for address in (NEW, page_of(rule), page_of(rule, "hint_delete")):
        assert f'href="{address}"' in page


def test_the_page_costs_as_many_queries_for_many_rules(editor, django_assert_num_queries):
    with CaptureQueriesContext(connection) as few:
        editor.get(HINTS)
    for number in range(20):
        HintRule.objects.create(name_en=f"rule {number}", signal="words", words="word")
    with django_assert_num_queries(len(few)):
        assert "Rule 19" in editor.get(HINTS).content.decode()


def test_without_rules_the_page_says_so(client):
    HintRule.objects.all().delete()
    assert "There are no rules" in client.get(HINTS).content.decode()


def test_a_rule_is_added_where_it_was_put(editor):
    answer = editor.post(NEW, TYPED, follow=True)
    rule = HintRule.objects.first()
    assert (rule.name_en, rule.threshold, rule.words) == ("advertising", 2, "cheap\ncasino")
    assert answer.redirect_chain == [(f"{HINTS}#rule-{rule.pk}", 302)]
    assert "your reason is public" in answer.content.decode()
    assert LogEntry.objects.get().reason == TYPED["reason"]


def test_a_new_rule_is_put_last_unless_somebody_says_otherwise(editor):
    form = editor.get(NEW).context["form"]
    assert form["after"].value() == HintRule.objects.last().pk
    assert form["is_on"].value() is True


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name_en", "", "Name it in both languages"),
        ("name_en", "x" * 61, "at most 60 characters"),
        ("name_fr", "Grande suppression", "Another rule has this name"),
        ("meaning_fr", " ", "Say in both languages"),
        ("signal", "magic", "Choose what is measured from the list."),
        ("threshold", "", "Write a number."),
        ("threshold", "many", "Write a whole number, such as 5."),
        ("threshold", "-1", "Write 1 or a higher number."),
        ("threshold", "9" * 30, "Write a smaller number."),
        ("threshold", "5000", "write a number from 1 to 1,000"),
        ("words", "", "one on each line"),
        ("words", "a\n" * 20_000, "at most 20000 characters"),
        ("after", "999999", "This rule is gone: choose another place."),
        ("after", "x", "This rule is gone: choose another place."),
        ("reason", "", "Say why"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(editor, field, value, sentence):
    answer = editor.post(NEW, TYPED | {field: value})
    page = answer.content.decode()
    assert answer.status_code == INVALID
    assert sentence in page
    kept = {name: answer.context["form"][name].value() for name in TYPED if name != "is_on"}
    assert kept == {name: value for name, value in (TYPED | {field: value}).items() if name in kept}
    assert not LogEntry.objects.exists()


def test_no_control_signs_and_no_lines_get_into_names(editor):
    editor.post(NEW, TYPED | {"name_en": " adver\x07tising\n\u202ehere ", "words": "che\x00ap"})
    rule = HintRule.objects.first()
    assert (rule.name_en, rule.words) == ("advertising here", "cheap")


def test_a_rule_is_changed_and_taken_out_of_use(editor, rule):
    place = list(HintRule.objects.all()).index(rule)
    answer = editor.post(page_of(rule), typed_into(rule, threshold="9", is_on=""))
    assert answer["Location"] == f"{HINTS}#rule-{rule.pk}"
    rule.refresh_from_db()
    assert (rule.threshold, rule.is_on) == (9, False)
    assert list(HintRule.objects.all()).index(rule) == place
    entry = LogEntry.objects.get()
    assert (entry.old, entry.new) == (
        {"threshold": 5, "is_on": True},
        {"threshold": 9, "is_on": False},
    )


def test_a_rule_is_moved(editor, rule):
    first = HintRule.objects.first()
    editor.post(page_of(rule), typed_into(rule, after="0"))
    assert list(HintRule.objects.all())[:2] == [rule, first]


def test_the_second_of_two_is_told_and_nothing_typed_is_lost(editor, rule):
    sent = typed_into(rule, threshold="9", meaning_en="Nine or more.")
    values = {name: getattr(rule, name) for name in ("name_fr", "meaning_en", "meaning_fr")} | {
        "name_en": "links", "signal": "links_added", "threshold": 7, "words": "", "is_on": True,
    }  # fmt: skip
    change_rule(
        actor=make_maintainer("maintainer-2"),
        rule=rule,
        values=values,
        seen=fingerprint(rule),
        reason="Five are few.",
    )
    answer = editor.post(page_of(rule), sent)
    page = answer.content.decode()
    assert answer.status_code == INVALID
    assert "another maintainer has changed this rule" in page
    assert "Nine or more." in page and 'value="9"' in page and "Too many hints." in page
    assert [value for _label, value in answer.context["theirs"]] == ["links", rule.meaning_en, "7"]
    rule.refresh_from_db()
    assert rule.threshold == 7
    # Having seen it, they may save.
    again = sent | {"seen": answer.context["form"]["seen"].value()}
    assert editor.post(page_of(rule), again).status_code == 302
    rule.refresh_from_db()
    assert (rule.threshold, rule.name_en) == (9, "many links added")


@pytest.mark.parametrize("act", ["", "try"])
def test_what_was_typed_for_a_rule_deleted_meanwhile_can_be_added_anew(editor, rule, act):
    sent = typed_into(rule, meaning_en="Nine or more.", act=act)
    address = page_of(rule)
    delete_rule(
        actor=make_maintainer("maintainer-2"), rule=rule, seen=fingerprint(rule), reason="Noise."
    )
    answer = editor.post(address, sent)
    page = answer.content.decode()
    assert answer.status_code == INVALID
    assert "deleted this rule meanwhile" in page and "Nine or more." in page
    assert f'action="{NEW}"' in page
    assert editor.post(NEW, sent | {"act": "", "after": "0"}).status_code == 302
    assert HintRule.objects.first().meaning_en == "Nine or more."


def test_a_rule_is_deleted_with_a_reason(editor, rule):
    address = page_of(rule, "hint_delete")
    page = editor.get(address)
    seen = page.context["form"]["seen"].value()
    assert rule.meaning in page.content.decode()
    assert editor.post(address, {"reason": "", "seen": seen}).status_code == INVALID
    answer = editor.post(address, {"reason": "Nobody needs it.", "seen": seen})
    assert answer["Location"] == HINTS
    assert not HintRule.objects.filter(pk=rule.pk).exists()
    assert LogEntry.objects.get().action == "hint.delete"


def test_a_rule_that_has_changed_is_not_deleted_unseen(editor, rule):
    address = page_of(rule, "hint_delete")
    HintRule.objects.filter(pk=rule.pk).update(meaning_en="Nine or more.")
    answer = editor.post(address, {"reason": "Noise.", "seen": fingerprint(rule)})
    page = answer.content.decode()
    assert answer.status_code == INVALID
    assert "Nine or more." in page and "Noise." in page
    seen = answer.context["form"]["seen"].value()
    assert editor.post(address, {"reason": "Noise.", "seen": seen}).status_code == 302


@pytest.mark.parametrize("name", ["hint_change", "hint_delete"])
def test_there_is_no_page_for_a_rule_that_is_gone(editor, name):
    assert editor.get(reverse(name, args=[999_999])).status_code == 404
