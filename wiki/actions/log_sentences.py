"""How the public log tells what the wiki's actions did."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from commons.log.record import register_actions, register_fields
from wiki.models import Candidacy, HintRule, Measure, Review, Rules, server_settings
from wiki.models.article import Protection, VersionFirst
from wiki.models.report import Outcome

SENTENCES = {
    "article.rename": _("renamed the article %(target)s"),
    "article.relicense": _("changed the licence of %(target)s"),
    "proposal.open": _("proposed to put %(target)s under %(licence)s"),
    "proposal.agree": _("agreed to put %(target)s under %(licence)s"),
    "proposal.refuse": _("refused to put %(target)s under %(licence)s"),
    "proposal.take_back": _("took an answer back on whether %(target)s goes under %(licence)s"),
    "proposal.permit": _("recorded that authors of a source of %(target)s allow %(licence)s"),
    "proposal.strike": _("took back what was recorded of a source of %(target)s"),
    "proposal.withdraw": _("withdrew the proposal to put %(target)s under %(licence)s"),
    "proposal.lapse": _("let the proposal lapse to put %(target)s under %(licence)s"),
    "pledge.give": _("pledged all text of %(target)s under %(licence)s, too"),
    "pledge.end": _("ended the pledge of the text of %(target)s under %(licence)s"),
    "article.delete": _("deleted the article %(target)s"),
    "article.restore": _("restored the article %(target)s"),
    "article.version_first": _("chose which version of %(target)s readers see first"),
    "article.copy": _("copied another article to %(target)s"),
    "article.split": _("split %(target)s off another article"),
    "article.join": _("joined another article with %(target)s"),
    "article.import": _("imported the history of %(target)s"),
    "review.validate": _("validated changes to %(target)s"),
    "review.decline": _("declined changes to %(target)s"),
    "review.decline_one": _("declined one change to %(target)s and kept the others"),
    "review.answer": _("answered a verdict on %(target)s"),
    "review.ask": _("asked for changes to %(target)s"),
    "review.withdraw": _("withdrew a verdict on %(target)s"),
    "reason.add": _("added the ready-made reason %(target)s"),
    "reason.change": _("changed the ready-made reason %(target)s"),
    "reason.delete": _("deleted the ready-made reason %(target)s"),
    "review.object": _("objected to a verdict on %(target)s"),
    "review.uphold": _("upheld a verdict on %(target)s after a second look"),
    "review.overturn": _("overturned a verdict on %(target)s after a second look"),
    "role.appoint": _("made %(target)s a maintainer"),
    "role.end": _("ended the maintainership of %(target)s"),
    "role.candidacy": _("asked peers whether %(target)s is %(kind)s"),
    "role.voice": _("spoke on whether %(target)s is %(kind)s"),
    "role.answer": _("answered the peers who speak about %(target)s"),
    "role.withdraw": _("withdrew the question whether %(target)s is %(old_kind)s"),
    "role.refuse": _("counted the voices: %(target)s is not %(old_kind)s"),
    "role.resign": _("resigned the maintainership of %(target)s"),
    "role.lapse": _("let the unused maintainership of %(target)s lapse"),
    "role.admin": _("made %(target)s an admin"),
    "role.not_admin": _("ended the admin role of %(target)s"),
    "account.close": _("closed the account of %(target)s"),
    "account.open": _("opened the account of %(target)s again"),
    "topic.add": _("added the topic %(target)s"),
    "topic.change": _("changed the topic %(target)s"),
    "topic.delete": _("deleted the topic %(target)s"),
    "hint.add": _("added the rule for hints %(target)s"),
    "hint.change": _("changed the rule for hints %(target)s"),
    "hint.delete": _("deleted the rule for hints %(target)s"),
    "rules.change": _("changed the rules of this site"),
    "rules.settings": _("noted what the server of this site is set to"),
    "trust.topic": _("chose whether %(target)s trusts contributors"),
    "trust.give": _("made %(name)s a trusted contributor of %(target)s"),
    "trust.end": _("ended the trust of %(target)s in %(old_name)s"),
    "content.starter": _("loaded the starter articles"),
    "measure.notice": _("gave a notice to %(target)s"),
    "measure.slow": _("slowed down %(target)s"),
    "measure.topic_block": _("blocked %(target)s from a topic"),
    "measure.block": _("blocked %(target)s"),
    "measure.protect": _("protected the article %(target)s"),
    "measure.lift": _("lifted a measure on %(target)s"),
    "measure.appeal": _("appealed against a measure on %(target)s"),
    "measure.appeal_upheld": _("decided after an appeal that a measure on %(target)s stays"),
    "measure.appeal_lifted": _("lifted a measure on %(target)s after an appeal"),
    "report.uphold": _("upheld a report of a licence problem in %(target)s"),
    "report.refuse": _("did not uphold a report of a licence problem in %(target)s"),
    "report.object": _("objected to a decision on a licence problem in %(target)s"),
    "report.stand": _(
        "let a decision on a licence problem in %(target)s stand, after an objection"
    ),
    "report.change": _("changed a decision on a licence problem in %(target)s, after an objection"),
    "text.hide": _("hid text of old revisions of %(target)s"),
    "text.show": _("showed hidden text of old revisions of %(target)s again"),
}

AREAS = {
    "article": _("Articles"),
    "proposal": _("Proposed licences"),
    "pledge": _("Pledges"),
    "review": _("Review"),
    "reason": _("Ready-made reasons"),
    "role": _("Roles"),
    "account": _("Accounts"),
    "topic": _("Topics"),
    "hint": _("Hints"),
    "rules": _("Rules"),
    "trust": _("Trust"),
    "content": _("Content"),
    "measure": _("Measures"),
    "report": _("Licence problems"),
    "text": _("Hidden text"),
}

TOPIC_FIELDS = {
    "slug": _("address"),
    "parent": _("part of"),
    "name_en": _("name in English"),
    "name_fr": _("name in French"),
    "description_en": _("description in English"),
    "description_fr": _("description in French"),
    "position": _("position"),
}

REASON_FIELDS = {
    "language": _("language"),
    "verdict": _("verdict"),
    "title": _("title"),
    "text": _("text"),
    "position": _("position"),
}

HINT_FIELDS = {
    "name_en": _("name in English"),
    "name_fr": _("name in French"),
    "meaning_en": _("meaning in English"),
    "meaning_fr": _("meaning in French"),
    "signal": _("what is measured"),
    "threshold": _("shown from"),
    "words": _("words"),
    "is_on": _("in use"),
    "position": _("position"),
}

ARTICLE_FIELDS = {
    "title": _("title"),
    "licence": _("licence"),
    "from_revision": _("from revision"),
    "from": _("from the article and revision"),
    "revisions": _("revisions"),
    "on_own": _("on a change of their own"),
    "contributors": _("contributors"),
    "version_first": _("version shown first"),
    "until": _("until"),
    "agreed": _("agreed"),
    "pledged": _("pledged"),
    "permissions": _("authors of sources allowed it"),
}
PROPOSAL_FIELDS = {"licence": _("licence"), "source": _("source"), "address": _("address")}

MEASURE_FIELDS = {"level": _("measure"), "until": _("until"), "topic": _("topic")}
ROLE_FIELDS = {
    "topic": _("topic"),
    "kind": _("what for"),
    "closes": _("open until"),
    "endorses": _("voice"),
}
ROLE_VALUES: Mapping[str, Mapping[Any, Any]] = {
    "topic": {"": _("all topics")},
    "kind": dict(Candidacy.Kind.choices),
    "endorses": {True: _("endorses"), False: _("objects")},
}


def register_log_sentences() -> None:
    """Tells the log the sentences of the wiki's actions."""
    register_actions(SENTENCES, areas=AREAS)
    register_fields("topic", TOPIC_FIELDS)
    versions = {"": _("as everywhere on the site"), **dict(VersionFirst.choices)}
    register_fields("article", ARTICLE_FIELDS, values={"version_first": versions})
    register_fields("proposal", PROPOSAL_FIELDS)
    register_fields("pledge", PROPOSAL_FIELDS)
    register_fields("review", ARTICLE_FIELDS)
    register_fields("reason", REASON_FIELDS, values={"verdict": dict(Review.Verdict.choices)})
    register_fields("hint", HINT_FIELDS, values={"signal": dict(HintRule.Signal.choices)})
    levels = {
        level: words for level, words in [*Measure.Kind.choices, *Protection.choices] if level
    }
    register_fields("measure", MEASURE_FIELDS, values={"level": levels})
    register_fields("role", ROLE_FIELDS, values=ROLE_VALUES)
    register_fields("report", {"outcome": _("outcome")}, values={"outcome": dict(Outcome.choices)})
    register_fields("text", {"revisions": _("revisions")})
    labels = Rules.labels() | server_settings.LABELS
    register_fields("rules", labels, values=server_settings.VALUES)
    register_fields("trust", {"trusts": _("trusts contributors"), "name": _("person")})
    register_fields("content", {"articles": _("articles")})
