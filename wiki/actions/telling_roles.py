"""Telling members what concerns their roles: candidacies about them or before them as peers, and
maintainerships that end for want of use."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from wiki.actions.mailing import mail_after_commit
from wiki.models import Candidacy, Maintainership, Notice, User
from wiki.models.notice import ABOUT_YOU, YOUR_VOICE
from wiki.models.peers import voters_on


def tell_opened(candidacy: Candidacy) -> list[Notice]:
    """Tells the peers who have a voice, and whom it concerns when somebody else proposed it.

    Called in the transaction that opens it.
    """
    told = [(key, YOUR_VOICE) for key in voters_on(candidacy).values_list("pk", flat=True)]
    if candidacy.user_id != candidacy.proposed_by_id:
        told.append((candidacy.user_id, ABOUT_YOU))
    return _sent(
        _about(candidacy, key, what, candidacy.proposed_by, candidacy.reason, due=candidacy.closes)
        for key, what in sorted(told)
    )


def tell_closed(candidacy: Candidacy, actor: User | None, words: str) -> list[Notice]:
    """Tells whom it concerns, who proposed it and who spoke what became of it, but not who acted.

    `words` are those of who withdrew it. Called in the transaction that closes it.
    """
    told = {candidacy.user_id, candidacy.proposed_by_id}
    told |= set(candidacy.voices.values_list("author_id", flat=True))
    told -= {None, actor.pk if actor is not None else None}
    return _sent(
        _about(candidacy, key, candidacy.outcome, actor, words)
        for key in sorted(key for key in told if key is not None)
    )


def tell_unused(
    term: Maintainership, what: str, now: dt.datetime, due: dt.datetime | None = None
) -> Notice:
    """Tells a maintainer that a term of theirs ends (`due`) or has ended, for nobody used it."""
    return _sent(
        [
            Notice(
                user_id=term.user_id,
                term=term,
                kind=Notice.Kind.LAPSE,
                verdict=what,
                due=due,
                created=now,
            )
        ]
    )[0]


def _about(
    candidacy: Candidacy, told: int, what: str, actor: User | None, words: str, **more: Any
) -> Notice:
    return Notice(
        user_id=told,
        candidacy=candidacy,
        kind=Notice.Kind.CANDIDACY,
        verdict=what,
        actor=actor,
        actor_name=actor.public_name if actor is not None else "",
        words=words.strip(),
        **more,
    )


def _sent(notices: Iterable[Notice]) -> list[Notice]:
    made = Notice.objects.bulk_create(notices)
    mail_after_commit(made)
    return made
