"""How the public log tells what the wiki's actions did."""

from django.utils.translation import gettext_lazy as _

from commons.log.record import register_actions, register_fields
from wiki.models.article import VersionFirst

SENTENCES = {
    "article.rename": _("renamed the article %(target)s"),
    "article.relicense": _("changed the licence of %(target)s"),
    "article.delete": _("deleted the article %(target)s"),
    "article.restore": _("restored the article %(target)s"),
    "article.version_first": _("chose which version of %(target)s readers see first"),
    "article.import": _("imported the history of %(target)s"),
    "review.validate": _("validated changes to %(target)s"),
    "review.decline": _("declined changes to %(target)s"),
    "review.answer": _("answered a verdict on %(target)s"),
    "review.ask": _("asked for changes to %(target)s"),
    "review.withdraw": _("withdrew a verdict on %(target)s"),
    "review.object": _("objected to a verdict on %(target)s"),
    "review.uphold": _("upheld a verdict on %(target)s after a second look"),
    "review.overturn": _("overturned a verdict on %(target)s after a second look"),
    "role.appoint": _("made %(target)s a maintainer"),
    "role.end": _("ended the maintainership of %(target)s"),
    "role.admin": _("made %(target)s an admin"),
    "role.not_admin": _("ended the admin role of %(target)s"),
    "account.close": _("closed the account of %(target)s"),
    "account.open": _("opened the account of %(target)s again"),
    "topic.add": _("added the topic %(target)s"),
    "topic.change": _("changed the topic %(target)s"),
    "topic.delete": _("deleted the topic %(target)s"),
    "trust.topic": _("chose whether %(target)s trusts contributors"),
    "trust.give": _("made %(name)s a trusted contributor of %(target)s"),
    "trust.end": _("ended the trust of %(target)s in %(old_name)s"),
    "content.starter": _("loaded the starter articles"),
}

AREAS = {
    "article": _("Articles"),
    "review": _("Review"),
    "role": _("Roles"),
    "account": _("Accounts"),
    "topic": _("Topics"),
    "trust": _("Trust"),
    "content": _("Content"),
}

TOPIC_FIELDS = {
    "slug": _("address"),
    "name_en": _("name in English"),
    "name_fr": _("name in French"),
    "description_en": _("description in English"),
    "description_fr": _("description in French"),
    "position": _("position"),
}

ARTICLE_FIELDS = {
    "title": _("title"),
    "licence": _("licence"),
    "from_revision": _("from revision"),
    "revisions": _("revisions"),
    "on_own": _("on a change of their own"),
    "contributors": _("contributors"),
    "version_first": _("version shown first"),
    "until": _("until"),
}


def register_log_sentences() -> None:
    """Tells the log the sentences of the wiki's actions."""
    register_actions(SENTENCES, areas=AREAS)
    register_fields("topic", TOPIC_FIELDS)
    versions = {"": _("as everywhere on the site"), **dict(VersionFirst.choices)}
    register_fields("article", ARTICLE_FIELDS, values={"version_first": versions})
    register_fields("review", ARTICLE_FIELDS)
    register_fields("trust", {"trusts": _("trusts contributors"), "name": _("person")})
    register_fields("role", {"topic": _("topic")})
    register_fields("content", {"articles": _("articles")})
