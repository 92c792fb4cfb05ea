"""What authors answer to verdicts, in public. Rows that nothing changes and nothing deletes."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commons.log.append_only import AppendOnlyModel

ANSWER_LENGTH = 2000


class Answer(AppendOnlyModel):
    """One answer of somebody whom a decision concerns: an author whose change it covers, or
    the maintainer who made it."""

    # What the decision's rows of `Review` share.
    decision = models.UUIDField(_("decision"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("author"),
    )
    author_name = models.CharField(_("author"), max_length=150)
    text = models.TextField(_("text"))
    created = models.DateTimeField(_("date"), default=timezone.now)

    class Meta:
        verbose_name = _("answer to a verdict")
        verbose_name_plural = _("answers to verdicts")
        indexes = [models.Index(fields=["decision", "created", "id"], name="answer_of_decision")]

    def __str__(self) -> str:
        return f"{self.author_name} · {self.decision}"
