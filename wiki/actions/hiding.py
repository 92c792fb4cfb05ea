"""Hiding text that must go, and showing it again: by maintainers for licences, in public.

What readers are shown is never hidden: an edit has to replace it before. Whoever hides says why
on the page of a report, and those whom it concerns object there.
"""

import re
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from commons.log.record import record
from wiki import history
from wiki.actions.errors import NotAllowed, NotDone
from wiki.actions.reports import decide_now, held_report, tell_of
from wiki.actions.revising import locked
from wiki.history.versions import Author
from wiki.models import Article, HiddenWords, Hiding, LicenceReport, Rendering, Revision, User
from wiki.models.notice import SHOWN_AGAIN
from wiki.models.person import Actor
from wiki.models.report import REASON_LENGTH, Outcome
from wiki.models.rules import current_rules
from wiki.permissions import can_decide_licences

AT_ONCE = 500  # rows in one statement
# A shorter quotation stands in many texts by chance.
SHORTEST_QUOTATION = 20  # letters and digits
_BETWEEN_WORDS = re.compile(r"[\W_]+")


class StillShown(NotDone):
    """Readers are shown the text: it has to be replaced before it can be hidden."""


def hide_revisions(
    *,
    actor: Actor,
    article: Article,
    first: int,
    last: int,
    reason: str,
    report: LicenceReport | None = None,
) -> Hiding:
    """Hides text, title and summary of the revisions from `first` to `last`, with a public reason.

    Without a report it makes one of the maintainer's own initiative, which is decided by it: there
    it is explained, and there one objects. Raises NotAllowed, NotDone, StillShown.
    """
    require_may_hide(actor, article)
    with transaction.atomic():
        current = locked(article.pk)
        if report is None:
            report = _on_own_initiative(actor, current, last, reason)
        else:
            report = held_report(report, current)
        hiding = hide(actor, current, report, first, last, reason)
        tell_of(report, actor, Outcome.HIDDEN, reason, [hiding])
        return hiding


def show_again(*, actor: Actor, hiding: Hiding, reason: str) -> Hiding:
    """Shows again what an act has hidden, to the letter, with a public reason.

    What another act hides, too, stays hidden. Raises NotAllowed, NotDone.
    """
    require_may_hide(actor, hiding.article)
    with transaction.atomic():
        article = locked(hiding.article_id)
        report = held_report(hiding.report, article)
        shown = show(actor, article, hiding, reason)
        tell_of(report, actor, SHOWN_AGAIN, reason, [hiding])
        return shown


def require_may_hide(actor: Actor, article: Article) -> None:
    """Raises NotAllowed when the actor hides no text of the article."""
    if not can_decide_licences(actor, article):
        raise NotAllowed(
            _("Only maintainers who review this article hide its text and show it again.")
        )


def hide(
    actor: Actor, article: Article, report: LicenceReport, first: int, last: int, reason: str
) -> Hiding:
    """The same as a step of another act, which tells of it; the article is locked."""
    _require_words(reason)
    if article.is_deleted:
        raise NotDone(_("This article is deleted: nobody but maintainers reads it."))
    rows = _chosen(article, first, last)
    _require_replaced(article, rows, report)
    _require_others(actor, rows)
    shown = [row for row in rows if not row.is_hidden]
    if not shown:
        raise NotDone(_("The text of these revisions is hidden already."))
    hiding = Hiding.objects.create(
        article=article,
        first=first,
        last=last,
        reason=reason.strip(),
        maintainer=Author.of(actor).user,
        maintainer_name=actor.public_name,
        report=report,
    )
    _put_away(article, shown, hiding)
    _record(actor, "text.hide", hiding, reason)
    return hiding


def show(actor: Actor, article: Article, hiding: Hiding, reason: str) -> Hiding:
    """The same as a step of another act, which tells of it; the article is locked."""
    _require_words(reason)
    if not Hiding.objects.in_force().filter(pk=hiding.pk).exists():
        raise NotDone(_("This text is shown again already."))
    rows = list(Revision.objects.filter(hiding=hiding).order_by("number"))
    _require_others(actor, rows)
    shown = Hiding.objects.create(
        article=article,
        first=hiding.first,
        last=hiding.last,
        reason=reason.strip(),
        maintainer=Author.of(actor).user,
        maintainer_name=actor.public_name,
        report=hiding.report,
        undoes=hiding,
    )
    _bring_back(article, rows)
    _record(actor, "text.show", shown, reason)
    return shown


def same_text_elsewhere(hiding: Hiding) -> list[int]:
    """The numbers of other revisions of the article that say the same and are not hidden."""
    hidden = Revision.objects.filter(hiding=hiding).values("sha256")
    others = Revision.objects.filter(article=hiding.article_id, hiding=None, sha256__in=hidden)
    return list(others.order_by("number").values_list("number", flat=True))


def _chosen(article: Article, first: int, last: int) -> list[Revision]:
    """Raises NotDone for numbers that are no revisions in a row."""
    latest = article.latest.number if article.latest else 0
    if not 1 <= first <= last <= latest:
        raise NotDone(
            _("Name the first and the last revision to hide by their numbers, from 1 to %(last)s.")
            % {"last": latest}
        )
    rows = Revision.objects.filter(article=article, number__gte=first, number__lte=last)
    return list(rows.order_by("number"))


def _require_replaced(article: Article, rows: Sequence[Revision], report: LicenceReport) -> None:
    """Raises StillShown while what readers may be shown is among the revisions, or says the same.

    Or holds the very passage that is reported.
    """
    latest, validated = article.latest, article.validated
    assert latest is not None, "Every article is made together with its first revision."
    texts = {row.sha256 for row in rows}
    if latest.sha256 in texts:
        raise StillShown(
            _(
                "Readers are shown this text now: revision %(number)s, the latest, has it. Edit "
                "the article so that it no longer holds it, then hide it; if nothing else would be "
                "left, delete the article."
            )
            % {"number": latest.number}
        )
    if validated is not None and validated.sha256 in texts:
        raise StillShown(
            _(
                "Readers may be shown this text now: revision %(number)s, the validated one, has "
                "it. Validate a version that no longer holds it, then hide it."
            )
            % {"number": validated.number}
        )
    for shown in filter(None, dict.fromkeys([latest, validated])):
        if _quotes(history.read_text(article, shown.number).text, report.passage):
            raise StillShown(
                _(
                    "The passage that is reported still stands in revision %(number)s, which "
                    "readers are shown. Edit the article so that it no longer holds it and "
                    "validate that, then hide what is before."
                )
                % {"number": shown.number}
            )


def _quotes(text: str, passage: str) -> bool:
    """Whether the text holds the passage, whatever stands between its words."""
    wanted = _words(passage)
    return len(wanted.replace(" ", "")) >= SHORTEST_QUOTATION and wanted in _words(text)


def _words(text: str) -> str:
    return f" {_BETWEEN_WORDS.sub(' ', text.casefold()).strip()} "


def _require_others(actor: Actor, rows: Sequence[Revision]) -> None:
    """Raises NotAllowed when the actor wrote one of them and the site does not allow that."""
    own = [row.number for row in rows if isinstance(actor, User) and row.author_id == actor.pk]
    if own and not current_rules().own_decisions:
        raise NotAllowed(
            _(
                "Revision %(number)s is your own: on this site nobody decides on their own text, "
                "so another maintainer does."
            )
            % {"number": own[0]}
        )


def _require_words(reason: str) -> None:
    if not reason.strip() or len(reason.strip()) > REASON_LENGTH:
        raise NotDone(_("Say why, in 2,000 characters at most: the reason is public."))


def _put_away(article: Article, rows: Sequence[Revision], hiding: Hiding) -> None:
    """Closes the revisions; in lists they have the title that the article has now."""
    HiddenWords.objects.bulk_create(
        (HiddenWords(revision=row, title=row.title, summary=row.summary) for row in rows),
        batch_size=AT_ONCE,
    )
    hidden = Revision.objects.filter(article=article, hiding=None)
    hidden = hidden.filter(number__gte=hiding.first, number__lte=hiding.last)
    hidden.update(hiding=hiding, title=article.title, summary="")
    Rendering.objects.filter(revision__article=article, revision__hiding=hiding).delete()
    _touch(article)


def _bring_back(article: Article, rows: Sequence[Revision]) -> None:
    """Opens the revisions, but for those that another act hides as well."""
    others = list(Hiding.objects.in_force().filter(article=article).order_by("pk"))
    kept = HiddenWords.objects.in_bulk([row.pk for row in rows])
    back = []
    for row in rows:
        row.hiding = next((one for one in others if one.first <= row.number <= one.last), None)
        if row.hiding is None:
            row.title, row.summary = kept[row.pk].title, kept[row.pk].summary
            back.append(row.pk)
    Revision.objects.bulk_update(rows, ["hiding", "title", "summary"], batch_size=AT_ONCE)
    HiddenWords.objects.filter(revision__in=back).delete()
    _touch(article)


def _touch(article: Article) -> None:
    """Says that pages, feeds and answers that were kept of the article are out of date."""
    article.touched = timezone.now()
    article.save(update_fields=["touched"])


def _on_own_initiative(actor: Actor, article: Article, last: int, reason: str) -> LicenceReport:
    """The report that a maintainer makes and decides by hiding."""
    _require_words(reason)
    revision = Revision.objects.filter(article=article, number=last).first() or article.latest
    assert revision is not None, "Every article is made together with its first revision."
    report = LicenceReport(
        article=article,
        revision=revision,
        is_of_revision=True,
        language=article.language,
        problem=LicenceReport.Problem.OTHER,
        words=reason.strip(),
        author=Author.of(actor).user,
        author_name=actor.public_name,
        on_own_initiative=True,
    )
    decide_now(report, actor, Outcome.HIDDEN, reason)
    return report


def _record(actor: Actor, action: str, hiding: Hiding, reason: str) -> None:
    revisions = {"revisions": [hiding.first, hiding.last]}
    record(
        actor=actor,
        action=action,
        target=hiding.article,
        target_label=hiding.article.title,
        target_url=hiding.report.get_absolute_url(),
        old=revisions if hiding.undoes_id else None,
        new=None if hiding.undoes_id else revisions,
        reason=reason,
    )
