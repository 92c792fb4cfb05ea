"""Decisions that another maintainer looks at again: a random share, and every objection."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wiki.models.article import Article
from wiki.models.outcomes import OutcomeQuerySet
from wiki.models.person import Actor
from wiki.models.review import Review


class SecondLookQuerySet(OutcomeQuerySet["SecondLook"]):
    """Those that are open wait for another maintainer."""

    def open_to(self, actor: Actor) -> "SecondLookQuerySet":
        """Those that the actor may close: in their topics, where they had no part in it yet.

        The queryset twin of `actions.second_looks.may_look_again`.
        """
        wrote = Review.objects.filter(decision=OuterRef("decision"), revision__author=actor.pk)
        looked = SecondLook.objects.filter(decision=OuterRef("decision"), closed_by=actor.pk)
        found = self.is_open().exclude(reviewer=actor.pk).exclude(objector=actor.pk)
        found = found.filter(~Exists(wrote), ~Exists(looked))
        if actor.maintained is None and not actor.blocked_topics:
            return found
        return found.filter(article__in=Article.objects.maintained_by(actor).values("pk"))

    def objected_by(self, actor: Actor) -> "SecondLookQuerySet":
        """Those that the member, or the guest of this pseudonym, objected to."""
        if actor.pk is not None:
            return self.filter(objector=actor.pk)
        return self.filter(objector=None, objector_name=actor.public_name, why="objection")

    def longest_waiting_first(self) -> "SecondLookQuerySet":
        return self.order_by("opened", "pk")


class SecondLook(models.Model):
    """One decision that waits for, or had, a second look."""

    class Why(models.TextChoices):
        RANDOM = "random", _("chosen by chance")
        OBJECTION = "objection", _("objection")

    class Outcome(models.TextChoices):
        OPEN = "", _("open")
        UPHELD = "upheld", _("upheld")
        OVERTURNED = "overturned", _("overturned")

    # What the decision's rows of `Review` share, and what it was.
    decision = models.UUIDField(_("decision"), default=uuid.uuid4)
    article = models.ForeignKey(Article, models.PROTECT, related_name="second_looks")
    verdict = models.CharField(_("verdict"), max_length=10)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    reviewer_name = models.CharField(_("maintainer"), max_length=150)
    why = models.CharField(_("why"), max_length=10, choices=Why)
    # Of an objection: whose, and what they say.
    objector = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    objector_name = models.CharField(_("objection by"), max_length=150, blank=True)
    words = models.TextField(_("objection"), blank=True)
    opened = models.DateTimeField(_("opened"), default=timezone.now)
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome, blank=True, default=Outcome.OPEN
    )
    closed = models.DateTimeField(_("closed"), null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    closed_by_name = models.CharField(_("looked at by"), max_length=150, blank=True)
    comment = models.TextField(_("public comment"), blank=True)

    objects = SecondLookQuerySet.as_manager()

    class Meta:
        verbose_name = _("second look")
        verbose_name_plural = _("second looks")
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=Q(outcome=""), name="one_open_second_look"
            ),
        ]
        indexes = [
            models.Index(fields=["opened", "id"], condition=Q(outcome=""), name="second_look_open"),
            models.Index(fields=["decision"], name="second_look_decision"),
            models.Index(fields=["article", "closed"], name="second_look_article"),
        ]

    def __str__(self) -> str:
        return f"{self.why} · {self.decision}"

    def get_absolute_url(self) -> str:
        return reverse("decision", args=[self.decision])

    def is_objection_of(self, actor: Actor) -> bool:
        """Whether the actor objected: the twin of `objected_by`."""
        if self.why != self.Why.OBJECTION:
            return False
        if actor.pk is not None:
            return self.objector_id == actor.pk
        return self.objector_id is None and self.objector_name == actor.public_name
