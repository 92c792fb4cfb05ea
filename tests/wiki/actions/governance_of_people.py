"""What acts on people, topics and rules leave in the public log: half of governance.py."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from tests.factories import (
    make_admin,
    make_maintainer,
    make_measure,
    make_rules,
    make_topic,
    make_user,
)
from tests.wiki.peers import WHY, is_over, make_candidacy, make_peer
from wiki.actions import (
    appealing,
    candidacies,
    counting,
    hinting,
    leaving,
    measuring,
    roles,
    ruling,
    topics,
    trusting,
)
from wiki.models import Appeal, Candidacy, HintRule, Maintainership, Topic, Trust, User


def change_rules() -> None:
    now = {"endorsements": 2}
    ruling.change_rules(actor=make_admin(), changes={"endorsements": 3}, before=now, reason=WHY)


def end_maintainership() -> None:
    roles.end_maintainership(actor=make_admin(), user=make_maintainer(), reason=WHY)


def propose_removal() -> None:
    topic = make_topic()
    peer = make_peer("peer-1", topic)
    make_peer("peer-2", topic)
    candidacies.propose_removal(actor=make_admin(), user=peer, topic=topic, reason=WHY)


def spoken_about() -> Candidacy:
    candidacy = make_candidacy("peer-1")
    peer = User.objects.get(username="peer-1")
    candidacies.speak(actor=peer, candidacy=candidacy, endorses=True, reason=WHY)
    return candidacy


def answer_peers() -> None:
    candidacy = make_candidacy("peer-1")
    candidacies.answer_peers(actor=candidacy.user, candidacy=candidacy, text=WHY)


def withdraw_candidacy() -> None:
    candidacy = make_candidacy("peer-1")
    candidacies.withdraw_candidacy(actor=candidacy.user, candidacy=candidacy, reason=WHY)


def count_both_ways() -> None:
    counting.count_voices(candidacy=is_over(make_candidacy("peer-1")))
    Candidacy.objects.all().delete()
    candidacy = candidacies.open_candidacy(
        actor=make_user("candidate-1"),
        user=make_user("candidate-1"),
        topic=make_topic(),
        reason=WHY,
    )
    peer = User.objects.get(username="peer-1")
    candidacies.speak(actor=peer, candidacy=candidacy, endorses=True, reason=WHY)
    counting.count_voices(candidacy=is_over(candidacy))


def resign() -> None:
    peer = make_peer("peer-1", make_topic())
    leaving.resign(actor=peer, term=peer.maintainerships.get())


def lapse_unused() -> None:
    make_peer("peer-1", make_topic())
    Maintainership.objects.update(since=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    leaving.warn_unused(now=dt.datetime(2025, 12, 1, tzinfo=dt.UTC))
    leaving.lapse_unused(now=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


def end_term() -> None:
    term = make_maintainer().maintainerships.get()
    roles.end_term(actor=make_admin(), term=term, reason=WHY)


def set_admin() -> None:
    for admin in (True, False):
        roles.set_admin(actor=make_admin(), user=make_user(), admin=admin, reason=WHY)


def set_active() -> None:
    for active in (False, True):
        roles.set_active(actor=make_admin(), user=make_user(), active=active, reason=WHY)


def give_measures() -> None:
    for kind in ("notice", "slowed", "topic_block", "block"):
        make_measure(kind, topic=make_topic())


def lift_measure() -> None:
    measuring.lift_measure(actor=make_maintainer(), measure=make_measure(), reason=WHY)


def appeal() -> Appeal:
    return appealing.appeal(actor=make_user(), measure=make_measure(), text=WHY)


def decide_appeals() -> None:
    for lift in (False, True):
        other = make_maintainer("maintainer-2")
        appealing.decide_appeal(actor=other, appeal=appeal(), lift=lift, answer=WHY)


def add_topic() -> None:
    values = {"slug": "new", "name_en": "New", "name_fr": "Nouveau"}
    topics.add_topic(actor=make_admin(), values=values, reason=WHY)


def change_topic() -> None:
    changes = {"name_en": "Other"}
    topics.change_topic(actor=make_admin(), topic=make_topic(), changes=changes, reason=WHY)


def hint() -> dict[str, Any]:
    return {
        "name_en": "long words", "name_fr": "longs mots", "meaning_en": "Many.",
        "meaning_fr": "Beaucoup.", "signal": "words", "threshold": 1, "words": "word",
        "is_on": True,
    }  # fmt: skip


def add_hint() -> HintRule:
    return hinting.add_rule(actor=make_maintainer(), values=hint(), reason=WHY)


def change_hint() -> None:
    rule = add_hint()
    seen, changes = hinting.fingerprint(rule), hint() | {"threshold": 2}
    hinting.change_rule(actor=make_maintainer(), rule=rule, values=changes, seen=seen, reason=WHY)


def delete_hint() -> None:
    rule = add_hint()
    seen = hinting.fingerprint(rule)
    hinting.delete_rule(actor=make_maintainer(), rule=rule, seen=seen, reason=WHY)


def set_topic_trust() -> Topic:
    topic = make_topic()
    trusting.set_topic_trust(actor=make_maintainer(), topic=topic, trusts=True, reason=WHY)
    return topic


def give_trust() -> Trust:
    make_rules(trusted_edits=0)
    return trusting.give_trust(
        actor=make_maintainer(), topic=set_topic_trust(), user=make_user(), reason=WHY
    )


def end_trust() -> None:
    trusting.end_trust(actor=make_maintainer(), trust=give_trust(), reason=WHY)


# The act to try and the codes that it logs, or why it logs nothing.
PEOPLE: dict[str, tuple[Callable[[], Any], str] | str] = {
    "wiki.actions.ruling.change_rules": (change_rules, "rules.change"),
    "wiki.actions.ruling.note_settings": (
        lambda: ruling.note_settings(found={"guests_may_edit": True}), "rules.settings",
    ),
    "wiki.actions.measuring.give_measure": (
        give_measures, "measure.notice measure.slow measure.topic_block measure.block",
    ),
    "wiki.actions.measuring.lift_measure": (lift_measure, "measure.block measure.lift"),
    "wiki.actions.appealing.appeal": (appeal, "measure.block measure.appeal"),
    "wiki.actions.appealing.decide_appeal": (
        decide_appeals,
        "measure.block measure.appeal measure.appeal_upheld"
        " measure.block measure.appeal measure.appeal_lifted",
    ),
    "wiki.actions.roles.appoint_maintainer": (
        lambda: roles.appoint_maintainer(actor=make_admin(), user=make_user(), reason=WHY),
        "role.appoint",
    ),
    "wiki.actions.roles.end_maintainership": (end_maintainership, "role.end"),
    "wiki.actions.roles.end_term": (end_term, "role.end"),
    "wiki.actions.candidacies.open_candidacy": (
        lambda: make_candidacy("peer-1"), "review.validate role.candidacy",
    ),
    "wiki.actions.candidacies.propose_removal": (propose_removal, "role.candidacy"),
    "wiki.actions.candidacies.speak": (
        spoken_about, "review.validate role.candidacy role.voice",
    ),
    "wiki.actions.candidacies.answer_peers": (
        answer_peers, "review.validate role.candidacy role.answer",
    ),
    "wiki.actions.candidacies.withdraw_candidacy": (
        withdraw_candidacy, "review.validate role.candidacy role.withdraw",
    ),
    "wiki.actions.counting.count_voices": (
        count_both_ways,
        "review.validate role.candidacy role.refuse role.candidacy role.voice role.appoint",
    ),
    "wiki.actions.leaving.resign": (resign, "role.resign"),
    "wiki.actions.leaving.lapse_unused": (lapse_unused, "role.lapse"),
    "wiki.actions.leaving.warn_unused": "A warning decides nothing: it goes to whom it concerns.",
    "wiki.actions.roles.set_admin": (set_admin, "role.admin role.not_admin"),
    "wiki.actions.roles.set_active": (set_active, "account.close account.open"),
    "wiki.actions.roles.enrol_admin": (
        lambda: roles.enrol_admin(name="admin-7", password="a long enough one"), "role.admin",
    ),
    "wiki.actions.topics.add_topic": (add_topic, "topic.add"),
    "wiki.actions.topics.change_topic": (change_topic, "topic.change"),
    "wiki.actions.topics.place_topic": (
        lambda: topics.place_topic(actor=make_admin(), topic=make_topic(), position=7),
        "topic.change",
    ),
    "wiki.actions.topics.delete_topic": (
        lambda: topics.delete_topic(actor=make_admin(), topic=make_topic(), reason=WHY),
        "topic.delete",
    ),
    "wiki.actions.hinting.add_rule": (add_hint, "hint.add"),
    "wiki.actions.hinting.change_rule": (change_hint, "hint.add hint.change"),
    "wiki.actions.hinting.delete_rule": (delete_hint, "hint.add hint.delete"),
    "wiki.actions.trusting.set_topic_trust": (set_topic_trust, "trust.topic"),
    "wiki.actions.trusting.give_trust": (give_trust, "trust.topic trust.give"),
    "wiki.actions.trusting.end_trust": (end_trust, "trust.topic trust.give trust.end"),
}  # fmt: skip
