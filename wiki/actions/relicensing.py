"""Changing an article's licence, along what the licences themselves allow.

Every change of licence is written by `put_under`: along what the licences say (here), or with the
consent of the authors (`carrying_out`). What declines and undoings take back goes back along what
was declined.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from commons.log.record import record
from licensing.in_force import Answer, between
from licensing.models import Licence, Role
from wiki.actions import formatting
from wiki.actions.errors import NotAllowed, NotDone, NothingChanged
from wiki.actions.permitting import require_may_edit, require_may_save
from wiki.actions.proposing import lapse_open
from wiki.actions.revising import Change, Judge, add_revision, locked, own_verdict
from wiki.history.versions import Author
from wiki.models import Article, Revision
from wiki.models.person import Actor
from wiki.rendering import Rendered


class LicenceRefused(NotDone):
    """The licences do not allow it; `answer` says why."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(str(answer.reason))
        self.answer = answer


def change_licence(
    *, actor: Actor, article: Article, licence: Licence, reason: str, base: int
) -> Revision:
    """Puts the article under another licence from a new revision on; older ones keep theirs.

    Only along a Y cell of the matrix. Raises NotAllowed, NotDone, LicenceRefused, NothingChanged.
    """
    require_may_edit(actor, article)
    if not actor.is_authenticated:
        raise NotAllowed(_("Sign in to change a licence."))
    if licence.role != Role.OFFERED:
        raise NotDone(_("This licence is not offered here: choose one from the list."))
    rendered = formatting.render(article.text, article.language)
    with transaction.atomic():
        current = locked(article.pk)
        assert current.latest is not None
        if current.latest.number != base or current.is_deleted:
            raise NotDone(
                _(
                    "Nothing was changed: the article has changed since you opened this page. "
                    "Look again."
                )
            )
        if current.licence == licence:
            raise NothingChanged
        answer = between(current.licence, licence)
        if answer.cell != "Y":
            raise LicenceRefused(answer)
        require_may_save(actor, current)
        judge = own_verdict(actor, current)
        revision = put_under(current, licence, actor, reason, rendered, judge)
        lapse_open(current)
        return revision


def put_under(
    article: Article,
    licence: Licence,
    actor: Actor,
    summary: str,
    rendered: Rendered,
    judge: Judge | None,
    url: str = "",
    consents: Mapping[str, Any] | None = None,
) -> Revision:
    """Writes the revision from which on the article, which is locked, stands under the licence.

    `url` and `consents` say in the public log by what right, where the licences alone do not.
    """
    old = article.licence
    article.licence = licence
    article.save(update_fields=["licence"])
    change = Change(
        author=Author.of(actor),
        kind=Revision.Kind.RELICENSING,
        summary=summary,
        validated_by=judge,
    )
    revision = add_revision(article, change, rendered)
    record(
        actor=actor,
        action="article.relicense",
        target=article,
        target_label=article.title,
        target_url=url or article.get_absolute_url(),
        old={"licence": old.spdx},
        new={"licence": licence.spdx, "from_revision": revision.number, **(consents or {})},
        reason=summary,
    )
    return revision
