"""What was taken from elsewhere: it belongs to the revision that brought it in."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from licensing.models import Licence
from wiki.models.authorship import Authorship
from wiki.models.revision import Revision

EXPRESSION_LENGTH = 200


class SourceQuerySet(models.QuerySet["Source"]):
    def in_order(self) -> "SourceQuerySet":
        """As they were brought in."""
        return self.order_by("pk")

    def surviving_in(self, revision: Revision) -> "SourceQuerySet":
        """Those of which words stand in the text of the revision."""
        return self.filter(survivals__authorship=revision.pk)


class Source(models.Model):
    """A text from elsewhere, or from another article here, that a revision took words from.

    It stays with the text, in every later revision and every copy, as long as any word of what
    the revision brought in survives: see `Survival`.
    """

    class Way(models.TextChoices):
        VERBATIM = "verbatim", _("word for word")
        ADAPTED = "adapted", _("adapted")
        TRANSLATED = "translated", _("translated")

    revision = models.ForeignKey(Revision, models.PROTECT, related_name="sources")
    way = models.CharField(_("how it was taken"), max_length=10, choices=Way)
    title = models.CharField(_("title"), max_length=300)
    address = models.CharField(_("address"), max_length=500, blank=True)
    # Names as they are to be credited; empty where only the address of the history is known.
    authors = models.TextField(_("authors"), blank=True)
    # An SPDX identifier or expression, and the licences that it names.
    expression = models.CharField(_("licence"), max_length=EXPRESSION_LENGTH)
    licences = models.ManyToManyField(Licence, related_name="sources", verbose_name=_("licences"))
    taken = models.DateField(_("taken on"))
    # The very revision, where the text is from this wiki.
    origin = models.ForeignKey(Revision, models.PROTECT, null=True, related_name="taken_by")
    # Its words are known one by one, and each kept its own author here.
    is_exact = models.BooleanField(_("word for word known"), default=False)
    # Found by comparing, not said by the writer.
    is_noticed = models.BooleanField(_("noticed"), default=False)
    # What the matrix answered when it came in: a letter of `licensing.compatibility.Cell`.
    answer = models.CharField(_("answer"), max_length=1)
    created = models.DateTimeField(_("date"), default=timezone.now)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="source_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title


class Survival(models.Model):
    """Words of a source stand in the text that an authorship is of."""

    authorship = models.ForeignKey(Authorship, models.CASCADE, related_name="survivals")
    source = models.ForeignKey(Source, models.PROTECT, related_name="survivals")

    class Meta:
        verbose_name = _("surviving source")
        verbose_name_plural = _("surviving sources")
        constraints = [
            models.UniqueConstraint(fields=["authorship", "source"], name="survives_once"),
        ]

    def __str__(self) -> str:
        return f"{self.authorship_id} · {self.source_id}"
