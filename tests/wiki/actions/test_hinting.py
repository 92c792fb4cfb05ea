"""Rules for hints: who edits them, what is refused, what the public log keeps."""

import pytest
from django.core.exceptions import ValidationError

from commons.log.models import LogEntry
from commons.log.sentences import changes, describe
from tests.factories import make_admin, make_guest, make_maintainer, make_topic, make_user
from wiki.actions import hinting
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.hint_values import MOST_WORDS
from wiki.actions.hinting import (
    MOST_RULES,
    RuleChanged,
    RuleGone,
    add_rule,
    change_rule,
    delete_rule,
    facts,
    fingerprint,
)
from wiki.models import HintRule, Maintainership, User, Visitor

pytestmark = pytest.mark.django_db

WHY = "Advertising comes in waves."
VALUES = {
    "name_en": "advertising",
    "name_fr": "publicité",
    "meaning_en": "A new line holds a word that advertising likes.",
    "meaning_fr": "Une nouvelle ligne contient un mot cher à la publicité.",
    "signal": "words",
    "threshold": 1,
    "words": "cheap\ncasino",
    "is_on": True,
}


@pytest.fixture
def maintainer():
    return make_maintainer()


@pytest.fixture
def rule(maintainer):
    return add_rule(actor=maintainer, values=VALUES, reason=WHY, after=last())


def last():
    return list(HintRule.objects.all())[-1].pk


def change(rule, actor, seen=None, **new):
    seen = seen or fingerprint(rule)
    after = new.pop("after", None)
    values = {**VALUES, **new}
    return change_rule(actor=actor, rule=rule, values=values, seen=seen, reason=WHY, after=after)


def names():
    return [rule.name_en for rule in HintRule.objects.all()]


def test_adding_a_rule_is_told_in_public(rule, maintainer):
    entry = LogEntry.objects.get()
    assert (entry.action, entry.actor, entry.reason) == ("hint.add", maintainer, WHY)
    assert describe(entry) == "added the rule for hints advertising"
    assert (entry.old, entry.new) == (None, VALUES | {"words": ["cheap", "casino"]})
    assert entry.target_url == f"/review/hints#rule-{rule.pk}"
    assert names()[-1] == "advertising"


def test_a_rule_can_be_put_in_any_place(maintainer):
    before = names()
    add_rule(actor=maintainer, values=VALUES, reason=WHY)
    assert names() == ["advertising", *before]
    other = VALUES | {"name_en": "other", "name_fr": "autre"}
    second = HintRule.objects.get(name_en=before[1]).pk
    add_rule(actor=maintainer, values=other, reason=WHY, after=second)
    assert names() == ["advertising", *before[:2], "other", *before[2:]]


def test_behind_a_rule_that_is_gone_is_last(maintainer):
    add_rule(actor=maintainer, values=VALUES, reason=WHY, after=999_999)
    assert names()[-1] == "advertising"


def test_a_change_is_logged_with_what_it_changed_alone(rule, maintainer):
    change(rule, maintainer, threshold=3, is_on=False)
    entry = LogEntry.objects.get(action="hint.change")
    assert entry.old == {"threshold": 1, "is_on": True}
    assert entry.new == {"threshold": 3, "is_on": False}
    assert [str(one.what) for one in changes(entry)] == ["shown from", "in use"]
    rule.refresh_from_db()
    assert (rule.threshold, rule.is_on) == (3, False)


def test_another_place_is_a_change(rule, maintainer):
    change(rule, maintainer, after=0)
    entry = LogEntry.objects.get(action="hint.change")
    assert (entry.old, entry.new) == ({"position": 9}, {"position": 1})
    assert names()[0] == "advertising"


def test_the_log_says_what_is_measured_in_words(rule, maintainer):
    change(rule, maintainer, signal="links_added", words="")
    what = {one.what: (one.old, one.new) for one in changes(LogEntry.objects.latest("pk"))}
    assert what["what is measured"] == (
        "new lines with one of these words",
        "addresses of other sites added",
    )
    assert what["words"] == ("cheap, casino", "–")


def test_nothing_changed_is_nothing_to_log(rule, maintainer):
    with pytest.raises(NotDone, match="the same as before"):
        change(rule, maintainer)
    assert not LogEntry.objects.filter(action="hint.change").exists()


def test_deleting_a_rule_keeps_in_public_what_it_said(rule, maintainer):
    said = facts(rule)
    delete_rule(actor=maintainer, rule=rule, seen=fingerprint(rule), reason=WHY)
    entry = LogEntry.objects.get(action="hint.delete")
    assert (entry.old, entry.new, entry.target_url) == (said, None, "")
    assert "advertising" not in names()


def test_the_second_of_two_who_change_a_rule_is_told(rule, maintainer):
    seen = fingerprint(rule)
    change(rule, maintainer, seen, threshold=2)
    with pytest.raises(RuleChanged) as refusal:
        change(rule, make_maintainer("maintainer-2"), seen, threshold=5)
    assert refusal.value.rule.threshold == 2
    assert HintRule.objects.get(pk=rule.pk).threshold == 2
    with pytest.raises(RuleChanged):
        delete_rule(actor=maintainer, rule=rule, seen=seen, reason=WHY)


def test_moving_other_rules_does_not_get_in_the_way(rule, maintainer):
    seen = fingerprint(rule)
    other = VALUES | {"name_en": "other", "name_fr": "autre"}
    add_rule(actor=maintainer, values=other, reason=WHY)
    change(rule, maintainer, seen, threshold=2)
    assert HintRule.objects.get(pk=rule.pk).threshold == 2


def test_whoever_changes_a_deleted_rule_is_told(rule, maintainer):
    seen = fingerprint(rule)
    kept = HintRule.objects.get(pk=rule.pk)
    delete_rule(actor=maintainer, rule=rule, seen=seen, reason=WHY)
    with pytest.raises(RuleGone):
        change(kept, maintainer, seen, threshold=2)
    with pytest.raises(RuleGone):
        delete_rule(actor=maintainer, rule=kept, seen=seen, reason=WHY)


@pytest.mark.parametrize("who", [make_user, make_guest, Visitor])
def test_only_maintainers_edit_rules(rule, who):
    actor, seen = who(), fingerprint(rule)
    acts = [
        lambda: add_rule(actor=actor, values=VALUES, reason=WHY),
        lambda: change(rule, actor, threshold=2),
        lambda: delete_rule(actor=actor, rule=rule, seen=seen, reason=WHY),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert LogEntry.objects.count() == 1


def test_whoever_maintains_a_single_topic_edits_rules_as_admins_do():
    user = make_user()
    Maintainership.objects.create(user=user, topic=make_topic(), reason="Knows the field.")
    rule = add_rule(actor=User.objects.get(pk=user.pk), values=VALUES, reason=WHY)
    change(rule, make_admin(), threshold=2)
    assert LogEntry.objects.count() == 2


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_every_act_needs_a_reason(rule, maintainer, reason):
    seen = fingerprint(rule)
    for act in (
        lambda: add_rule(actor=maintainer, values=VALUES, reason=reason),
        lambda: change_rule(actor=maintainer, rule=rule, values=VALUES, seen=seen, reason=reason),
        lambda: delete_rule(actor=maintainer, rule=rule, seen=seen, reason=reason),
    ):
        with pytest.raises(NotDone, match="Say why"):
            act()


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"name_en": "Large removal"}, "name_en", "Another rule has this name"),
        ({"name_fr": "grande suppression"}, "name_fr", "Another rule has this name"),
        ({"name_en": ""}, "name_en", "cannot be blank"),
        ({"words": " \n "}, "words", "one on each line"),
        ({"words": "fine\n!!!"}, "words", "neither letters nor digits"),
        ({"words": "x" * 65}, "words", "longer than 64 characters"),
        (
            {"words": "\n".join(f"word{n}" for n in range(MOST_WORDS + 1))},
            "words",
            "These are 201 words: leave no more than 200",
        ),
        ({"signal": "links_added"}, "words", "looks for no words"),
        ({"signal": "share_removed", "words": "", "threshold": 101}, "threshold", "from 1 to 100"),
        ({"signal": "repeated", "words": "", "threshold": 2}, "threshold", "from 3 to 1,000"),
        ({"signal": "first_edit", "words": "", "threshold": 2}, "threshold", "write 1"),
        ({"threshold": 0}, "threshold", "from 1 to 1,000"),
        ({"signal": "characters_added", "words": "", "threshold": 1_000_001}, "threshold", "from"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(maintainer, wrong, field, sentence):
    with pytest.raises(ValidationError) as refusal:
        add_rule(actor=maintainer, values={**VALUES, **wrong}, reason=WHY)
    assert sentence in " ".join(refusal.value.message_dict[field])
    assert "advertising" not in names() and not LogEntry.objects.exists()


def test_words_are_kept_once_each_as_they_were_written_first(maintainer):
    values = VALUES | {"words": "  Casino \r\n\nCASINO\ncasinó\nfree   offer\n"}
    assert add_rule(actor=maintainer, values=values, reason=WHY).words == "Casino\nfree offer"


def test_a_rule_may_keep_its_own_name(rule, maintainer):
    change(rule, maintainer, name_en="Advertising")
    assert names()[-1] == "Advertising"


def test_there_are_only_so_many_rules(maintainer, monkeypatch):
    monkeypatch.setattr(hinting, "MOST_RULES", len(names()))
    with pytest.raises(NotDone, match="as many as there may be"):
        add_rule(actor=maintainer, values=VALUES, reason=WHY)
    assert len(names()) < MOST_RULES
