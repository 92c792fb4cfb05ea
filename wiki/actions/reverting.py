"""Going back to an earlier version of an article."""

from django.db import transaction
from django.utils.translation import gettext as _

from licensing.in_force import between
from licensing.models import Licence
from wiki import history
from wiki.actions import formatting
from wiki.actions.drafts import Draft, made_before, scoped_key
from wiki.actions.editing import files_the_same, says_the_same, store_text
from wiki.actions.errors import NotDone, NothingChanged
from wiki.actions.hidden_text import to_use
from wiki.actions.permitting import require_may_edit, require_may_save
from wiki.actions.revising import Change, add_revision, locked, own_verdict
from wiki.history.versions import Author, Version
from wiki.models import Article, Revision, Topic
from wiki.models.person import Actor
from wiki.permissions import can_review


def revert_to(
    *, actor: Actor, article: Article, number: int, base: int, summary: str = "", key: str = ""
) -> Revision:
    """Makes the text and topics of revision `number` the latest again, as a new revision.

    Title and licence stay. A revert to all that is validated now is validated by being made, as
    is a maintainer's to any validated text. Raises NotAllowed, NothingChanged, NotDone when the
    article changed since `base`, its licence does not take the text or the text is hidden,
    Revision.DoesNotExist.
    """
    require_may_edit(actor, article)
    target = Revision.objects.select_related("licence").get(article=article, number=number)
    old = to_use(history.read(article, number))
    draft = Draft(old.text, list(Topic.objects.filter(pk__in=old.topic_ids)), summary, key)
    rendered = formatting.render(old.text, article.language)
    with transaction.atomic():
        current = locked(article.pk)
        made = made_before(actor, draft)
        if made is not None:
            return made
        require_may_save(actor, current, draft.topics)
        assert current.latest is not None
        if current.latest.number != base:
            raise NotDone(
                _(
                    "Nothing was reverted: the article has changed since you opened this page. "
                    "Look again."
                )
            )
        if says_the_same(current, draft):
            raise NothingChanged
        _require_compatible(target.licence, current.licence)
        own_text = target.licence_id == current.licence_id and files_the_same(current, draft)
        judge = own_verdict(actor, current, text_alone=own_text)
        if target.state == Revision.State.VALIDATED and current.validated is not None:
            if can_review(actor, current):
                judge = Author.of(actor).user
            elif _is_what_was_validated(current, target, old):
                judge = Author.of(actor).user or actor.public_name
        store_text(current, draft)
        change = Change(
            author=Author.of(actor),
            kind=Revision.Kind.REVERT,
            summary=summary,
            key=scoped_key(actor, draft),
            reverted_to=target,
            validated_by=judge,
        )
        return add_revision(current, change, rendered)


def _require_compatible(source: Licence, target: Licence) -> None:
    """Raises NotDone when a text under `source` may not be published under `target`."""
    if source != target and not between(source, target).allowed:
        raise NotDone(
            _(
                "Nothing was reverted: that text was published under %(old)s, which does not let "
                "it be published under %(new)s, the licence that the article has now."
            )
            % {"old": source.name, "new": target.name}
        )


def _is_what_was_validated(current: Article, target: Revision, old: Version) -> bool:
    """Whether the article will be in all that a version holds as a maintainer validated it.

    The text alone is not enough: title and licence stay as they are, whoever changed them, and
    an older revision with this text may stand under other topics.
    """
    validated = current.validated
    if validated is None or target.sha256 != validated.sha256:
        return False
    if (current.title, current.licence_id) != (validated.title, validated.licence_id):
        return False
    return set(old.topic_ids) == set(history.read(current, validated.number).topic_ids)
