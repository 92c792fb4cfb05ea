"""The public log: every act of governance, who, what, old, new and why."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commons.log.append_only import AppendOnlyModel, AppendOnlyQuerySet


class LogQuerySet(AppendOnlyQuerySet["LogEntry"]):
    def newest_first(self) -> "LogQuerySet":
        return self.order_by("-created", "-pk")

    def in_area(self, area: str) -> "LogQuerySet":
        """Acts of one kind, such as `licence` for licence.add and licence.change."""
        return self.filter(area=area)

    def by(self, name: str) -> "LogQuerySet":
        """Acts of the person with this public name."""
        return self.filter(actor_name=name)

    def about(self, kind: str, identifier: object) -> "LogQuerySet":
        """Acts on one thing: `about("wiki.article", 12)`."""
        return self.filter(target_kind=kind, target_id=str(identifier))

    def called(self, label: str) -> "LogQuerySet":
        """Acts on things that had this name when it was done."""
        return self.filter(target_label=label)


class LogEntry(AppendOnlyModel):
    """One act. Written by `commons.log.record.record` and never changed."""

    created = models.DateTimeField(_("date"), default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account"),
    )
    # The name as it was then: the log outlives the account. Empty when the system acted.
    actor_name = models.CharField(_("who"), max_length=150, blank=True)
    action = models.CharField(_("act"), max_length=64)
    # The part of `action` before the first full stop, in a column so that an index serves it.
    area = models.CharField(_("area"), max_length=32)
    # Of what has one, in a column so that an index serves it; the act and its reason may say more.
    language = models.CharField(_("language"), max_length=12, blank=True)
    target_kind = models.CharField(_("kind of thing"), max_length=64, blank=True)
    target_id = models.CharField(_("identifier"), max_length=64, blank=True)
    target_label = models.CharField(_("what"), max_length=300, blank=True)
    target_url = models.CharField(_("address"), max_length=2000, blank=True)
    old = models.JSONField(_("old"), null=True, blank=True, encoder=DjangoJSONEncoder)
    new = models.JSONField(_("new"), null=True, blank=True, encoder=DjangoJSONEncoder)
    reason = models.TextField(_("reason"), blank=True)

    objects = LogQuerySet.as_manager()  # type: ignore[misc]  # a wider manager, meant so

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        indexes = [
            models.Index(fields=["-created", "-id"], name="log_newest"),
            models.Index(fields=["area", "-created", "-id"], name="log_by_area"),
            models.Index(fields=["area", "action", "-created", "-id"], name="log_by_action"),
            models.Index(fields=["area", "language", "-created", "-id"], name="log_by_language"),
            models.Index(
                fields=["area", "language", "action", "-created", "-id"],
                name="log_by_language_action",
            ),
            models.Index(fields=["actor_name", "-created", "-id"], name="log_by_actor"),
            models.Index(fields=["target_kind", "target_id", "-id"], name="log_by_target"),
            models.Index(fields=["target_label", "-created", "-id"], name="log_by_label"),
        ]

    def __str__(self) -> str:
        return f"{self.created:%Y-%m-%d %H:%M} · {self.actor_name or '–'} · {self.action}"
