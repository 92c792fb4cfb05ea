"""Reporting a licence problem: anybody may, about a page, a revision or a passage."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.report_mail import mail_reporter_after_commit
from wiki.history.versions import Author, digest
from wiki.models import Article, LicenceReport, Revision, User
from wiki.models.person import Actor
from wiki.models.report import ORIGINAL_LENGTH, PASSAGE_LENGTH, WORDS_LENGTH

MOST_OPEN = 20  # of one person, who may have found a whole series of copies


@dataclass(frozen=True)
class Told:
    """What somebody says: what is wrong, in words, where the original is, and who they are.

    `number` is that of the revision that it is about, 0 for the page as it stands.
    """

    problem: str
    words: str
    number: int = 0
    passage: str = ""
    original: str = ""
    signed: str = ""
    email: str = ""
    key: str = ""


def file_report(*, actor: Actor, article: Article, told: Told) -> LicenceReport:
    """Makes a report, which everybody can read, and sends a receipt if an address was left.

    The same form sent again gives the report that it made. Raises NotAllowed, NotDone.
    """
    if not actor.public_name or (isinstance(actor, User) and not actor.is_active):
        raise NotAllowed(_("Your account is closed: sign out to report a problem."))
    made = reported_before(told)
    if made is not None:
        return made
    _require_sense(told)
    revision = _reported(article, told.number)
    try:
        with transaction.atomic():
            _require_not_too_many(actor)
            report = LicenceReport.objects.create(
                article=article,
                revision=revision,
                is_of_revision=told.number > 0,
                language=article.language,
                problem=told.problem,
                passage=told.passage.strip(),
                words=told.words.strip(),
                original=told.original.strip(),
                author=Author.of(actor).user,
                author_name=actor.public_name,
                signed="" if isinstance(actor, User) else told.signed.strip(),
                email=told.email.strip(),
                key=_scoped(told),
            )
            mail_reporter_after_commit(report)
            return report
    except IntegrityError:
        # Twice the same form in the same moment.
        made = reported_before(told)
        if made is None:
            raise
        return made


def reported_before(told: Told) -> LicenceReport | None:
    """The report that this very form made already."""
    key = _scoped(told)
    return LicenceReport.objects.filter(key=key).first() if key else None


def _require_sense(told: Told) -> None:
    """Raises NotDone where something is missing or too long."""
    if told.problem not in LicenceReport.Problem.values:
        raise NotDone(_("Choose what the problem is."))
    if not told.words.strip() or len(told.words) > WORDS_LENGTH:
        raise NotDone(_("Say in your own words what is wrong, in 4,000 characters at most."))
    if len(told.passage) > PASSAGE_LENGTH or len(told.original) > ORIGINAL_LENGTH:
        raise NotDone(_("The passage or the address is too long: its beginning is enough."))
    if told.problem == LicenceReport.Problem.COPIED and not told.original.strip():
        raise NotDone(_("Say where the original is: its address, or the title and page of a book."))


def _reported(article: Article, number: int) -> Revision:
    """The revision that is reported, the latest for the page. Raises NotDone."""
    if article.is_deleted:
        raise NotDone(_("This article is deleted: nobody but maintainers reads it."))
    wanted = {"number": number} if number else {"pk": article.latest_id}
    revision = Revision.objects.filter(article=article, **wanted).first()
    if revision is None:
        raise NotDone(
            _("This article has no such revision: report the page, or name another revision.")
        )
    if revision.is_hidden:
        raise NotDone(_("The text of this revision is hidden already."))
    return revision


def _require_not_too_many(actor: Actor) -> None:
    """Raises NotDone when many reports of the same person wait already."""
    theirs = LicenceReport.objects.is_open().filter(author_name=actor.public_name)
    if theirs.count() >= MOST_OPEN:
        raise NotDone(
            _("Twenty reports of yours wait for a decision. Wait for some of them, then send more.")
        )


def _scoped(told: Told) -> str | None:
    """The form's key, made the words' own: other words sent with it are another report."""
    if not told.key:
        return None
    said = "\n".join([told.problem, told.words, told.passage, told.original, str(told.number)])
    return f"{told.key[:40]}:{digest(said)[:32]}"
