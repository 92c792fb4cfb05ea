"""Ready-made reasons: what maintainers say often, to be filled in and edited before it is sent."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wiki.models.review import Review

TITLE_LENGTH = 80
TEXT_LENGTH = 1000

GIVEN = (Review.Verdict.VALIDATED, Review.Verdict.ASKED, Review.Verdict.DECLINED)


class ReadyReason(models.Model):
    """A reason for a verdict in a language of the interface; maintainers write and order them."""

    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    verdict = models.CharField(
        _("verdict"), max_length=10, choices=[(verdict.value, verdict.label) for verdict in GIVEN]
    )
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    text = models.TextField(_("text"), max_length=TEXT_LENGTH)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("ready-made reason")
        verbose_name_plural = _("ready-made reasons")
        ordering = ["language", "verdict", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "verdict", "title"],
                name="one_reason_per_title",
                violation_error_message=_("There is already a reason with this title."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reasons") + f"#reason-{self.pk}"
