"""Measures by degrees, against a person or to protect an article, and appeals against them.

Each is public, has a reason and an end. It ends at its time or earlier, when it is lifted; its row
stays.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wiki.models.article import Article, Protection
from wiki.models.outcomes import OutcomeQuerySet
from wiki.models.person import Actor, User, Visitor
from wiki.models.topic import Topic


class MeasureQuerySet(models.QuerySet["Measure"]):
    def in_force(self) -> "MeasureQuerySet":
        """Those that restrain somebody now, or protect an article: a notice does neither."""
        return self.standing().exclude(kind=Measure.Kind.NOTICE)

    def standing(self) -> "MeasureQuerySet":
        """Those whose time is not over and that nobody lifted, notices among them."""
        return self.filter(ended=None, until__gt=timezone.now())

    def blocks(self) -> "MeasureQuerySet":
        """Those that keep somebody from writing anywhere."""
        return self.filter(kind=Measure.Kind.BLOCK)

    def on(self, actor: Actor) -> "MeasureQuerySet":
        """Those that concern the actor, whoever has the same name elsewhere."""
        if isinstance(actor, Visitor):
            return self.none()
        if isinstance(actor, User):
            return self.filter(user=actor)
        return self.filter(user=None, name=actor.public_name).exclude(kind=Measure.Kind.PROTECTION)

    def protecting(self) -> "MeasureQuerySet":
        return self.filter(kind=Measure.Kind.PROTECTION)

    def visible_to(self, actor: Actor) -> "MeasureQuerySet":
        """All are public; only maintainers read of articles that were deleted."""
        if actor.is_maintainer:
            return self
        return self.filter(Q(article=None) | Q(article__deleted_at=None))

    def newest_first(self) -> "MeasureQuerySet":
        return self.order_by("-created", "-pk")


class Measure(models.Model):
    """One measure: on whom or what, how far it goes, why, and until when."""

    class Kind(models.TextChoices):
        NOTICE = "notice", _("notice")
        SLOWED = "slowed", _("slowed down")
        TOPIC_BLOCK = "topic_block", _("blocked from a topic")
        BLOCK = "block", _("blocked")
        PROTECTION = "protection", _("protection of an article")

    kind = models.CharField(_("measure"), max_length=12, choices=Kind)
    # Whom it concerns: a member, or a guest, who has a name only. Nobody for a protection.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="measures",
        verbose_name=_("person"),
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    # Of a block from a topic; empty when the topic was deleted after it had ended.
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, blank=True, related_name="+")
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="measures"
    )
    # Of a protection: who may not edit.
    level = models.CharField(_("protection"), max_length=12, choices=Protection, blank=True)
    reason = models.TextField(_("reason"))
    created = models.DateTimeField(_("since"), default=timezone.now)
    # Of a notice: until then, whom it concerns is told of it where they write.
    until = models.DateTimeField(_("until"), null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    given_by_name = models.CharField(_("by"), max_length=150)
    # Lifted before its time, or given anew in another form.
    ended = models.DateTimeField(_("lifted"), null=True, blank=True)
    ended_by_name = models.CharField(_("lifted by"), max_length=150, blank=True)
    ended_reason = models.TextField(_("reason for lifting it"), blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=False), name="measures_have_an_end"),
            models.CheckConstraint(
                condition=(Q(kind="protection") & Q(article__isnull=False) & ~Q(level=""))
                | (~Q(kind="protection") & ~Q(name="")),
                name="measures_concern_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["-created", "-id"], name="measure_newest"),
            models.Index(fields=["name", "-created", "-id"], name="measure_by_name"),
            models.Index(fields=["article", "-created", "-id"], name="measure_by_article"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.name or self.article_id}"

    def get_absolute_url(self) -> str:
        return reverse("measure", args=[self.pk])

    @property
    def is_in_force(self) -> bool:
        """Whether it restrains or protects now: the twin of `in_force`."""
        return self.is_standing and self.kind != self.Kind.NOTICE

    @property
    def is_standing(self) -> bool:
        """Whether there is something to lift: the twin of `standing`."""
        return self.ended is None and self.until is not None and self.until > timezone.now()

    def concerns(self, actor: Actor) -> bool:
        """Whether it is on the actor; a protection is on nobody."""
        if self.kind == self.Kind.PROTECTION or isinstance(actor, Visitor):
            return False
        if self.user_id is not None or isinstance(actor, User):
            return self.user_id is not None and self.user_id == actor.pk
        return self.name == actor.public_name


class Appeal(models.Model):
    """Somebody asks another maintainer to look at a measure again."""

    class Outcome(models.TextChoices):
        OPEN = "", _("open")
        UPHELD = "upheld", _("the measure stays")
        LIFTED = "lifted", _("the measure is lifted")

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="appeals")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    author_name = models.CharField(_("who"), max_length=150)
    text = models.TextField(_("why"))
    created = models.DateTimeField(_("date"), default=timezone.now)
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome, blank=True, default=Outcome.OPEN
    )
    decided = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided_by_name = models.CharField(_("decided by"), max_length=150, blank=True)
    answer = models.TextField(_("answer"), blank=True)

    objects = OutcomeQuerySet["Appeal"].as_manager()

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints = [
            models.UniqueConstraint(
                fields=["measure"], condition=Q(outcome=""), name="one_open_appeal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_name} · {self.measure_id}"
