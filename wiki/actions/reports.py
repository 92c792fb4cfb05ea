"""Reports of licence problems, as steps of other acts: whom they concern, decided, told of."""

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from commons.log.record import record
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.mailing import mail_after_commit
from wiki.history.versions import Author
from wiki.models import (
    Article,
    Contributor,
    Guest,
    Hiding,
    LicenceReport,
    Notice,
    ReportDecision,
    Revision,
    User,
)
from wiki.models.person import Actor
from wiki.models.revision import RevisionQuerySet
from wiki.models.rules import current_rules
from wiki.permissions import can_decide_licences

DECIDED = ("outcome", "decided", "objected", "words_hidden")
TOLD_OF_A_PAGE = 50  # of its contributors, who wrote most first


def held_report(report: LicenceReport, article: Article) -> LicenceReport:
    """The report as it is now, held until the transaction ends; the article is locked before.

    Raises NotDone for one of another article.
    """
    LicenceReport.objects.select_for_update().only("pk").get(pk=report.pk)
    current = LicenceReport.objects.select_related("author", "revision").get(pk=report.pk)
    if current.article_id != article.pk:
        raise NotDone(_("This report is about another article."))
    current.article = article
    return current


def texts_concerned(report: LicenceReport) -> RevisionQuerySet:
    """The revisions whose authors a report concerns: the one that it names, and what was hidden.

    All of a page, where it names none.
    """
    rows = Revision.objects.filter(article=report.article_id)
    if not report.is_of_revision:
        return rows
    found = Q(pk=report.revision_id)
    for hiding in report.hidings.all():
        found |= Q(number__gte=hiding.first, number__lte=hiding.last)
    return rows.filter(found)


def wrote(actor: Actor, report: LicenceReport) -> bool:
    """Whether a report is about text of the actor's."""
    rows = texts_concerned(report)
    if isinstance(actor, User):
        return rows.filter(author=actor).exists()
    if isinstance(actor, Guest):
        kind = Revision.AuthorKind.GUEST
        return rows.filter(author_name=actor.public_name, author_kind=kind).exists()
    return False


def is_own_matter(actor: Actor, report: LicenceReport) -> bool:
    """Whether the actor reported it, or wrote what it is about."""
    return report.is_by(actor) or wrote(actor, report)


def may_decide(actor: Actor, report: LicenceReport) -> bool:
    """Whether the actor decides on the report: a maintainer there, in no matter of their own.

    But where the rules of the site let maintainers decide on their own edits.
    """
    if not can_decide_licences(actor, report.article):
        return False
    return not is_own_matter(actor, report) or current_rules().own_decisions


def require_may_decide(actor: Actor, report: LicenceReport) -> None:
    """Raises NotAllowed, with who may, when the actor does not decide on the report."""
    if not can_decide_licences(actor, report.article):
        raise NotAllowed(_("Only maintainers who review this article decide on reports about it."))
    if not may_decide(actor, report):
        raise NotAllowed(
            _(
                "You reported this, or the text is yours: on this site nobody decides in a matter "
                "of their own, so another maintainer does."
            )
        )


def decide_now(
    report: LicenceReport, actor: Actor, outcome: str, reason: str, fixed_in: int | None = None
) -> ReportDecision:
    """Writes a decision and makes it the one that counts; the report is held, or new."""
    report.outcome, report.decided, report.objected = outcome, timezone.now(), None
    report.save(update_fields=DECIDED if report.pk else None)
    return ReportDecision.objects.create(
        report=report,
        outcome=outcome,
        fixed_in=fixed_in,
        reason=reason.strip(),
        maintainer=Author.of(actor).user,
        maintainer_name=actor.public_name,
        on_own=is_own_matter(actor, report) and not report.on_own_initiative,
        created=report.decided,
    )


def tell_of(
    report: LicenceReport,
    actor: Actor,
    what: str,
    words: str,
    hidings: Sequence[Hiding] = (),
    told: set[int | None] | None = None,
) -> list[Notice]:
    """Tells members what became of a report: who made it, and whose text it is about.

    `told` are others instead. Called in the transaction that decides.
    """
    if told is None:
        told = {report.author_id, *_authors(report, hidings)}
    first, last = _range(report, hidings)
    notices = Notice.objects.bulk_create(
        Notice(
            user_id=user_id,
            article_id=report.article_id,
            kind=Notice.Kind.REPORT,
            verdict=what,
            report=report,
            first=first,
            last=last,
            actor=actor if isinstance(actor, User) else None,
            actor_name=actor.public_name,
            words=words.strip(),
        )
        for user_id in sorted(key for key in told if key is not None and key != actor.pk)
    )
    mail_after_commit(notices)
    return notices


def record_report(actor: Actor, action: str, report: LicenceReport, reason: str) -> None:
    """Logs what became of a report; its page says the rest."""
    record(
        actor=actor,
        action=action,
        target=report.article,
        target_label=report.article.title,
        target_url=report.get_absolute_url(),
        new={"outcome": report.outcome},
        reason=reason,
    )


def _authors(report: LicenceReport, hidings: Sequence[Hiding]) -> set[int | None]:
    """The accounts of those whose text it is about; of a page, of those who wrote most."""
    if not report.is_of_revision and not hidings:
        people = Contributor.objects.filter(article=report.article_id, user__isnull=False)
        most = people.order_by("-revisions", "pk").values_list("user", flat=True)
        return set(most[:TOLD_OF_A_PAGE])
    found = Q(pk=report.revision_id) if report.is_of_revision else Q()
    for hiding in hidings:
        found |= Q(number__gte=hiding.first, number__lte=hiding.last)
    rows = Revision.objects.filter(found, article=report.article_id, author__isnull=False)
    return set(rows.values_list("author", flat=True).distinct())


def _range(report: LicenceReport, hidings: Sequence[Hiding]) -> tuple[int, int]:
    """The first and the last revision that a notice is about."""
    numbers = [number for one in hidings for number in (one.first, one.last)]
    numbers = numbers or [report.revision.number]
    return min(numbers), max(numbers)
