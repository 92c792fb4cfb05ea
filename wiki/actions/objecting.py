"""Objecting to a decision on a report, once each; another maintainer looks at it again."""

from collections.abc import Iterator
from dataclasses import replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from wiki.actions.deciding_reports import Ruling, carry_out
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.hiding import show
from wiki.actions.reports import (
    held_report,
    is_own_matter,
    may_decide,
    record_report,
    require_may_decide,
    tell_of,
)
from wiki.actions.revising import locked
from wiki.history.versions import Author
from wiki.models import LicenceReport, ReportDecision, ReportObjection, User
from wiki.models.notice import OBJECTED
from wiki.models.person import Actor, maintainers_among
from wiki.models.report import REASON_LENGTH, Outcome


def may_object_to(actor: Actor, report: LicenceReport) -> bool:
    """Whether the decision concerns the actor: who reported it, or whose text it is about."""
    if isinstance(actor, User) and not actor.is_active:
        return False
    return is_own_matter(actor, report)


def has_objected(actor: Actor, report: LicenceReport) -> bool:
    """Whether the actor has said it once already."""
    return report.objections.filter(author_name=actor.public_name).exists()


def object_to_decision(*, actor: Actor, report: LicenceReport, text: str) -> ReportObjection:
    """Asks that another maintainer look at a decision again. Raises NotAllowed, NotDone."""
    if not may_object_to(actor, report):
        raise NotAllowed(
            _("Only who reported it, and those whose text it is about, object to the decision.")
        )
    text = text.strip()
    if not text or len(text) > REASON_LENGTH:
        raise NotDone(_("Say what is wrong with the decision, in 2,000 characters at most."))
    with transaction.atomic():
        current = held_report(report, locked(report.article_id))
        if current.is_open:
            raise NotDone(
                _("Nobody has decided on this report yet: there is nothing to object to.")
            )
        if current.objected is not None:
            raise NotDone(_("An objection waits already: another maintainer looks at it first."))
        if has_objected(actor, current):
            raise NotDone(_("You have objected once: the answer stands."))
        decision = newest_decision(current)
        current.objected = timezone.now()
        current.save(update_fields=["objected"])
        made = ReportObjection.objects.create(
            report=current,
            decision=decision,
            author=Author.of(actor).user,
            author_name=actor.public_name,
            text=text,
            created=current.objected,
        )
        tell_of(current, actor, OBJECTED, text, told={decision.maintainer_id})
        record_report(actor, "report.object", current, text)
        return made


def decide_objection(*, actor: Actor, report: LicenceReport, ruling: Ruling) -> ReportDecision:
    """Answers the objection that waits: the same outcome again, or another with what follows.

    Where the text was hidden and shall not be, it is shown again. Raises NotAllowed, NotDone,
    hiding.StillShown; then nothing is changed.
    """
    require_may_answer(actor, report)
    with transaction.atomic():
        article = locked(report.article_id)
        current = held_report(report, article)
        objection = waiting_objection(current)
        if objection is None:
            raise NotDone(_("Another maintainer has answered this objection in the meantime."))
        require_may_answer(actor, current)
        was = current.outcome
        if ruling.outcome == was and not ruling.fixed_in:
            ruling = replace(ruling, fixed_in=objection.decision.fixed_in or 0)
        if was == Outcome.HIDDEN and ruling.outcome != was:
            for hiding in list(current.hidings.in_force().order_by("-pk")):
                show(actor, article, hiding, ruling.reason)
        decision = carry_out(actor, article, current, ruling)
        objection.answer = decision
        objection.save(update_fields=["answer"])
        if decision.outcome == was:
            record_report(actor, "report.stand", current, ruling.reason)
        else:
            record_report(actor, "report.change", current, ruling.reason)
        return decision


def newest_decision(report: LicenceReport) -> ReportDecision:
    """The decision that counts, of a report that is decided."""
    decision = report.decisions.order_by("-pk").first()
    assert decision is not None, "What is decided has a decision."
    return decision


def waiting_objection(report: LicenceReport) -> ReportObjection | None:
    """The objection that nobody has answered."""
    return report.objections.select_related("decision").filter(answer=None).first()


def may_answer(actor: Actor, report: LicenceReport) -> bool:
    """Whether the actor answers the objection: might have decided, and did not.

    An admin who decided answers where nobody else may.
    """
    if report.objected is None or not may_decide(actor, report):
        return False
    objection = waiting_objection(report)
    if objection is None or (actor.pk is not None and objection.author_id == actor.pk):
        return False
    if not _decided(actor, report):
        return True
    return actor.is_admin and not any(_others(report, objection))


def require_may_answer(actor: Actor, report: LicenceReport) -> None:
    """Raises NotAllowed, with who may, when the actor does not answer the objection."""
    require_may_decide(actor, report)
    if report.objected is not None and not may_answer(actor, report):
        raise NotAllowed(
            _(
                "Another maintainer of the article answers: not who decided, reported, objects or "
                "wrote the text."
            )
        )


def _decided(actor: Actor, report: LicenceReport) -> bool:
    """Whether a decision on the report is the actor's."""
    return actor.pk is not None and report.decisions.filter(maintainer=actor.pk).exists()


def _others(report: LicenceReport, objection: ReportObjection) -> Iterator[bool]:
    """For each maintainer who has not decided on it and does not object: that they may answer."""
    decided = report.decisions.exclude(maintainer=None).values("maintainer")
    others = User.objects.exclude(pk__in=decided).exclude(pk=objection.author_id or 0)
    for other in maintainers_among(others):
        if may_decide(other, report):
            yield True
