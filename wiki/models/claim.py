"""Who is reading an article for review just now. It blocks nobody and ends by itself."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wiki.models.article import Article


class ClaimQuerySet(models.QuerySet["Claim"]):
    def in_force(self) -> "ClaimQuerySet":
        """Those whose time is not over."""
        return self.filter(until__gt=timezone.now())


class Claim(models.Model):
    """A maintainer reads an article for review until then, unless they leave or go on."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"))

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("being read for review")
        verbose_name_plural = _("being read for review")
        constraints = [
            models.UniqueConstraint(fields=["article", "user"], name="one_claim_each"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.article_id}"
