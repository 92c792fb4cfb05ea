"""Trusted contributors of a topic: their edits on a validated text validate themselves there."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wiki.models.topic import Topic


class TrustQuerySet(models.QuerySet["Trust"]):
    def in_force(self) -> "TrustQuerySet":
        """Those that have not ended."""
        return self.filter(until=None)

    def effective(self) -> "TrustQuerySet":
        """Those in force, of topics that trust contributors now."""
        return self.in_force().filter(topic__trusts=True)

    def oldest_first(self) -> "TrustQuerySet":
        return self.order_by("since", "pk")


class Trust(models.Model):
    """From when, by whom and until when a member is a trusted contributor of a topic."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="trusts", verbose_name=_("person")
    )
    topic = models.ForeignKey(Topic, models.CASCADE, related_name="trusted")
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    given_by_name = models.CharField(_("given by"), max_length=150)
    reason = models.TextField(_("reason"))

    objects = TrustQuerySet.as_manager()

    class Meta:
        verbose_name = _("trusted contributor")
        verbose_name_plural = _("trusted contributors")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "topic"], condition=Q(until=None), name="one_trust_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.topic_id}"
