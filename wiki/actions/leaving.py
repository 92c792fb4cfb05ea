"""Maintainerships that end by themselves: by resignation, or because nobody used them."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.recording import record_on_person
from wiki.actions.roles import name_of_scope
from wiki.actions.telling_roles import tell_unused
from wiki.models import Maintainership, Notice, ReportDecision, Review, SecondLook, User
from wiki.models.notice import LAPSED, LAPSES
from wiki.models.person import Actor
from wiki.models.rules import current_rules
from wiki.models.topic import branches_of


def resign(*, actor: Actor, term: Maintainership, words: str = "") -> None:
    """Ends a term of one's own; one need not say why. Raises NotAllowed, NotDone."""
    if not isinstance(actor, User) or term.user_id != actor.pk:
        raise NotAllowed(_("Everybody resigns for themselves alone."))
    with transaction.atomic():
        _end(term, actor, "role.resign", words)


def warn_unused(*, now: dt.datetime) -> list[Maintainership]:
    """Tells the holders of unused terms, some days before, when these end. Returns the terms told.

    Once for each time that a term is not used: a second run tells nobody again.
    """
    rules = current_rules()
    since = now - dt.timedelta(days=rules.unused_days - rules.warning_days)
    due = now + dt.timedelta(days=rules.warning_days)
    told = []
    for term in _unused(since):
        with transaction.atomic():
            # Held, so that of two who do this at once the second finds what the first wrote.
            Maintainership.objects.select_for_update().only("pk").get(pk=term.pk)
            if not _warnings(term, since).exists():
                tell_unused(term, LAPSES, now, due)
                told.append(term)
    return told


def lapse_unused(*, now: dt.datetime) -> list[Maintainership]:
    """Ends the terms in which nobody decided anything for as long as the rules say.

    The time counts from the last verdict, second look or decision on a report in the topic or
    below it (anywhere, for all topics), or from the beginning of the term. Admins' terms stay, and
    those whose holder was not warned, or not long enough ago. Returns what ended; a second run
    ends nothing more.
    """
    days = current_rules().unused_days
    since = now - dt.timedelta(days=days)
    ended = []
    for term in _unused(since):
        if not _warnings(term, since).filter(due__lte=now).exists():
            continue
        try:
            with transaction.atomic():
                _end(term, None, "role.lapse", f"No verdict in {days} days.")
                tell_unused(term, LAPSED, now)
        except NotDone:  # by somebody else, in the same moment
            continue
        ended.append(term)
    return ended


def _unused(since: dt.datetime) -> list[Maintainership]:
    """The terms in force, but for admins', that nobody has used since then."""
    terms = (
        Maintainership.objects.in_force()
        .filter(since__lt=since)
        .exclude(user__is_staff=True, user__is_superuser=True)
        .select_related("user", "topic")
        .order_by("pk")
    )
    return [term for term in terms if not _is_used(term, since)]


def _warnings(term: Maintainership, since: dt.datetime) -> QuerySet[Notice]:
    """What the holder of a term was told since then of its end to come."""
    return Notice.objects.filter(
        term=term, kind=Notice.Kind.LAPSE, verdict=LAPSES, created__gte=since
    )


def _is_used(term: Maintainership, since: dt.datetime) -> bool:
    verdicts = Review.objects.filter(reviewer=term.user, by_edit=False, created__gte=since)
    reports = ReportDecision.objects.filter(maintainer=term.user, created__gte=since)
    # One that overturns is a verdict, too; one that upholds writes none.
    looks = SecondLook.objects.filter(closed_by=term.user, closed__gte=since)
    if term.topic_id is not None:
        branch = branches_of([term.topic_id])
        verdicts = verdicts.filter(revision__article__topics__in=branch)
        looks = looks.filter(article__topics__in=branch)
        reports = reports.filter(report__article__topics__in=branch)
    return verdicts.exists() or looks.exists() or reports.exists()


def _end(term: Maintainership, actor: User | None, action: str, reason: str) -> None:
    """Ends a term that is in force, in the transaction that the caller began. Raises NotDone."""
    if not Maintainership.objects.in_force().filter(pk=term.pk).update(until=timezone.now()):
        raise NotDone(_("This has already ended."))
    old = {"topic": name_of_scope(term.topic)}
    record_on_person(actor, action, term.user, reason, old)
