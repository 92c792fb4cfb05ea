"""Text that is hidden from everybody, and since when, by whom and why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commons.log.append_only import AppendOnlyModel, AppendOnlyQuerySet
from wiki.models.article import TITLE_LENGTH, Article
from wiki.models.report import LicenceReport
from wiki.models.revision import SUMMARY_LENGTH, Revision


class HidingQuerySet(AppendOnlyQuerySet["Hiding"]):
    def in_force(self) -> "HidingQuerySet":
        """What is hidden still: no later act shows it again."""
        return self.filter(undoes=None, undone_by=None)


class Hiding(AppendOnlyModel):
    """One act: the text of some revisions in a row is hidden, or shown again.

    Which revisions are hidden now stands in `Revision.hiding`.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="hidings")
    first = models.PositiveIntegerField(_("first revision"))
    last = models.PositiveIntegerField(_("last revision"))
    reason = models.TextField(_("reason"))
    maintainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    maintainer_name = models.CharField(_("maintainer"), max_length=150)
    created = models.DateTimeField(_("date"), default=timezone.now)
    # Where it is decided in public; who objects does so there.
    report = models.ForeignKey(LicenceReport, models.PROTECT, related_name="hidings")
    # Of showing again: what was hidden by it.
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")

    objects = HidingQuerySet.as_manager()  # type: ignore[misc]  # Django replaces it so

    class Meta:
        verbose_name = _("hidden text")
        verbose_name_plural = _("hidden texts")
        constraints = [
            models.CheckConstraint(
                condition=Q(first__gte=1, first__lte=models.F("last")), name="hides_revisions"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} · {self.first}–{self.last}"


class HiddenWords(models.Model):
    """Title and summary of a hidden revision, out of every list's reach until it is shown again.

    The revision's own row says meanwhile what gives nothing away, so that no page, feed or search
    has to remember to leave them out. The text stays where it is: `wiki.history` opens it.
    """

    revision = models.OneToOneField(
        Revision, models.PROTECT, primary_key=True, related_name="hidden_words"
    )
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    summary = models.CharField(_("summary"), max_length=SUMMARY_LENGTH, blank=True)

    class Meta:
        verbose_name = _("words of a hidden revision")
        verbose_name_plural = _("words of hidden revisions")

    def __str__(self) -> str:
        return str(self.revision_id)
