"""Reports of licence problems: what somebody says, what was decided, and who objects to that."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commons.log.append_only import AppendOnlyModel
from wiki.models.article import Article
from wiki.models.person import Actor, User, Visitor
from wiki.models.revision import Revision

WORDS_LENGTH = 4000
PASSAGE_LENGTH = 4000
ORIGINAL_LENGTH = 500
REASON_LENGTH = 2000


class Outcome(models.TextChoices):
    """What became of a report."""

    OPEN = "", _("open")
    HIDDEN = "hidden", _("upheld: text is hidden")
    CORRECTED = "corrected", _("upheld: the article was corrected")
    CREDITED = "credited", _("upheld: credit was added")
    DELETED = "deleted", _("upheld: the article is deleted")
    REFUSED = "refused", _("not upheld")


class LicenceReportQuerySet(models.QuerySet["LicenceReport"]):
    def is_open(self) -> "LicenceReportQuerySet":
        """Those that wait for a decision."""
        # By what is null, which every database finds in an index of such rows alone.
        return self.filter(decided=None)

    def decided(self) -> "LicenceReportQuerySet":
        return self.filter(decided__isnull=False)

    def objected_to(self) -> "LicenceReportQuerySet":
        """Those with a decision that somebody objects to, which waits for another maintainer."""
        return self.filter(objected__isnull=False)


class LicenceReport(models.Model):
    """Somebody says that a page, a revision or a passage has no right to be as it is."""

    class Problem(models.TextChoices):
        COPIED = "copied", _("copied from elsewhere without permission")
        LICENCE = "licence", _("under the wrong licence")
        CREDIT = "credit", _("an author is not credited")
        OTHER = "other", _("another problem")

    article = models.ForeignKey(Article, models.PROTECT, related_name="licence_reports")
    # What stood there when it was reported; whether the report is about that revision or the page.
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+")
    is_of_revision = models.BooleanField(_("about one revision"), default=False)
    language = models.CharField(_("language"), max_length=12)
    problem = models.CharField(_("problem"), max_length=10, choices=Problem)
    passage = models.TextField(_("passage"), blank=True)
    words = models.TextField(_("what is wrong"))
    # A maintainer found that nobody else should read them: they quote what is hidden, or insult.
    words_hidden = models.BooleanField(_("words hidden"), default=False)
    original = models.CharField(_("where the original is"), max_length=ORIGINAL_LENGTH, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    # The name of the account, or the pseudonym that the browser of a guest keeps.
    author_name = models.CharField(_("reported by"), max_length=150)
    # What a guest wants to be called in public besides.
    signed = models.CharField(_("name"), max_length=150, blank=True)
    # For the receipt and the decision alone; never shown, and forgotten once it is decided.
    email = models.EmailField(_("e-mail"), blank=True)
    # A maintainer hid the text without waiting for somebody to ask for it.
    on_own_initiative = models.BooleanField(_("on a maintainer's own initiative"), default=False)
    # The form that made it: the same key sent twice makes one report.
    key = models.CharField(max_length=80, null=True, unique=True)  # noqa: DJ001  # unique, if any
    created = models.DateTimeField(_("date"), default=timezone.now)
    # Of the decision that counts.
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome, blank=True, default=Outcome.OPEN
    )
    decided = models.DateTimeField(_("decided"), null=True)
    # Since when an objection waits for another maintainer.
    objected = models.DateTimeField(_("objected to"), null=True)

    objects = LicenceReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a licence problem")
        verbose_name_plural = _("reports of licence problems")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", decided=None, objected=None)
                | (~Q(outcome="") & Q(decided__isnull=False)),
                name="reports_are_open_or_decided",
            ),
        ]
        indexes = [
            models.Index(fields=["created", "id"], condition=Q(decided=None), name="report_open"),
            models.Index(
                fields=["language", "created", "id"],
                condition=Q(decided=None),
                name="report_open_language",
            ),
            models.Index(
                fields=["objected", "id"],
                condition=Q(objected__isnull=False),
                name="report_objected",
            ),
            models.Index(
                fields=["-decided", "-id"],
                condition=Q(decided__isnull=False),
                name="report_decided",
            ),
            models.Index(
                fields=["language", "-decided", "-id"],
                condition=Q(decided__isnull=False),
                name="report_decided_language",
            ),
            models.Index(fields=["author_name"], name="report_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} · {self.article_id}"

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.outcome == Outcome.OPEN

    @property
    def original_address(self) -> str:
        """Where the original is, if that is an address of the web that browsers open."""
        try:
            is_web = urlsplit(self.original).scheme in ("http", "https")
        except ValueError:
            return ""
        return self.original if is_web and " " not in self.original else ""

    def is_by(self, actor: Actor) -> bool:
        """Whether the actor reported it: the account, or who has the guest's pseudonym."""
        if isinstance(actor, Visitor):
            return False
        if self.author_id is not None or isinstance(actor, User):
            return self.author_id is not None and self.author_id == actor.pk
        return self.author_name == actor.public_name


class ReportDecision(AppendOnlyModel):
    """What a maintainer decided about a report, and why. The newest one counts."""

    report = models.ForeignKey(LicenceReport, models.PROTECT, related_name="decisions")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    # The revision that corrected the article, or that added the credit.
    fixed_in = models.PositiveIntegerField(_("revision"), null=True)
    reason = models.TextField(_("reason"))
    maintainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    maintainer_name = models.CharField(_("maintainer"), max_length=150)
    # The maintainer reported it or wrote the text, which the site's rules allowed then.
    on_own = models.BooleanField(_("in a matter of their own"), default=False)
    created = models.DateTimeField(_("date"), default=timezone.now)

    class Meta:
        verbose_name = _("decision on a report")
        verbose_name_plural = _("decisions on reports")
        indexes = [
            models.Index(fields=["maintainer", "-created"], name="report_decision_by"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} · {self.report_id}"


class ReportObjection(models.Model):
    """Somebody whom a decision on a report concerns asks another maintainer to look again."""

    report = models.ForeignKey(LicenceReport, models.PROTECT, related_name="objections")
    # What is objected to, and what was decided then: empty while it waits.
    decision = models.ForeignKey(ReportDecision, models.PROTECT, related_name="objections")
    answer = models.OneToOneField(ReportDecision, models.PROTECT, null=True, related_name="answers")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    author_name = models.CharField(_("objection by"), max_length=150)
    text = models.TextField(_("why"))
    created = models.DateTimeField(_("date"), default=timezone.now)

    class Meta:
        verbose_name = _("objection to a decision on a report")
        verbose_name_plural = _("objections to decisions on reports")
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(answer=None), name="one_open_report_objection"
            ),
            models.UniqueConstraint(
                fields=["report", "author_name"], name="one_report_objection_each"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_name} · {self.report_id}"

    @property
    def changed_it(self) -> bool:
        """Whether the answer is another than what was objected to."""
        return self.answer is not None and self.answer.outcome != self.decision.outcome
