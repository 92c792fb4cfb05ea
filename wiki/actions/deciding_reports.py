"""Deciding on a report of a licence problem: in public, with reasons, and with what follows."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from wiki.actions.errors import NotDone
from wiki.actions.hiding import hide
from wiki.actions.report_mail import mail_reporter_after_commit
from wiki.actions.reports import (
    decide_now,
    held_report,
    record_report,
    require_may_decide,
    tell_of,
)
from wiki.actions.revising import locked
from wiki.models import Article, Hiding, LicenceReport, ReportDecision, Revision
from wiki.models.person import Actor
from wiki.models.report import REASON_LENGTH, Outcome


@dataclass(frozen=True)
class Ruling:
    """What a maintainer decides, and why.

    `first` and `last` are the revisions to hide, 0 where that is done already; `fixed_in` is the
    revision that corrected the article or added the credit. `hides_words` keeps what the reporter
    wrote from everybody else: it quotes what is hidden, or insults.
    """

    outcome: str
    reason: str
    first: int = 0
    last: int = 0
    fixed_in: int = 0
    hides_words: bool = False


def decide_report(*, actor: Actor, report: LicenceReport, ruling: Ruling) -> ReportDecision:
    """Decides on an open report, once, and tells whom it concerns.

    Raises NotAllowed, NotDone (also for what cannot be: no such revision, readers still see the
    text), hiding.StillShown. Then nothing is decided or hidden.
    """
    require_may_decide(actor, report)
    with transaction.atomic():
        article = locked(report.article_id)
        current = held_report(report, article)
        require_may_decide(actor, current)
        if not current.is_open:
            raise NotDone(_("Another maintainer has decided on this report in the meantime."))
        decision = carry_out(actor, article, current, ruling)
        upheld = ruling.outcome != Outcome.REFUSED
        if upheld:
            record_report(actor, "report.uphold", current, ruling.reason)
        else:
            record_report(actor, "report.refuse", current, ruling.reason)
        return decision


def carry_out(
    actor: Actor, article: Article, report: LicenceReport, ruling: Ruling
) -> ReportDecision:
    """Makes a decision and what follows from it; article and report are held. Raises NotDone."""
    if ruling.outcome not in Outcome.values or ruling.outcome == Outcome.OPEN:
        raise NotDone(_("Choose one of the decisions in the list."))
    reason = ruling.reason.strip()
    if not reason or len(reason) > REASON_LENGTH:
        raise NotDone(_("Say why, in 2,000 characters at most: the reason is public."))
    hidings: list[Hiding] = []
    if ruling.outcome == Outcome.HIDDEN:
        hidings = _hidden(actor, article, report, ruling)
    elif ruling.outcome == Outcome.DELETED and not article.is_deleted:
        raise NotDone(_("The article is not deleted: delete it first, then decide."))
    fixed_in = _fixed_in(article, report, ruling)
    report.words_hidden = report.words_hidden or ruling.hides_words
    decision = decide_now(report, actor, ruling.outcome, reason, fixed_in)
    tell_of(report, actor, ruling.outcome, reason, hidings)
    mail_reporter_after_commit(report)
    return decision


def _hidden(actor: Actor, article: Article, report: LicenceReport, ruling: Ruling) -> list[Hiding]:
    """What is hidden because of the report, now or before."""
    before = list(report.hidings.in_force())
    if not ruling.first and not ruling.last and before:
        return before
    # One number is enough for one revision.
    first, last = ruling.first or ruling.last, ruling.last or ruling.first
    return [*before, hide(actor, article, report, first, last, ruling.reason)]


def _fixed_in(article: Article, report: LicenceReport, ruling: Ruling) -> int | None:
    """The number of the revision that set it right; it came after what was reported."""
    if ruling.outcome not in (Outcome.CORRECTED, Outcome.CREDITED):
        return None
    if not ruling.fixed_in and ruling.outcome == Outcome.CREDITED:
        return None  # credit may stand elsewhere than in the text
    later = Revision.objects.filter(article=article, number=ruling.fixed_in)
    if not later.filter(number__gt=report.revision.number).exists():
        raise NotDone(
            _(
                "Name the revision that set it right by its number: one that came after revision "
                "%(number)s, which was reported."
            )
            % {"number": report.revision.number}
        )
    return ruling.fixed_in
