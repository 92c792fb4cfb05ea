"""Who maintains a topic is found in public: candidacies, and what peers say to them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commons.log.append_only import AppendOnlyModel
from wiki.models.outcomes import OutcomeQuerySet
from wiki.models.topic import Topic


class CandidacyQuerySet(OutcomeQuerySet["Candidacy"]):
    """While one is open, peers speak, or their time is over and they are to be counted."""

    def due(self) -> "CandidacyQuerySet":
        """Open ones whose time is over."""
        return self.is_open().filter(closes__lte=timezone.now())


class Candidacy(models.Model):
    """Somebody is to become a maintainer of a topic, or to be one no more, of it or of all topics;
    peers say what they think until a set time, then the voices are counted."""

    class Kind(models.TextChoices):
        APPOINTMENT = "appointment", _("to become a maintainer")
        REMOVAL = "removal", _("to be a maintainer no more")

    class Outcome(models.TextChoices):
        OPEN = "", _("open")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    kind = models.CharField(_("what for"), max_length=12, choices=Kind)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="candidacies", verbose_name=_("who")
    )
    # None: all topics. Nobody becomes a maintainer of these so, but one ceases to be.
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, related_name="candidacies")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    proposed_by_name = models.CharField(_("proposed by"), max_length=150)
    reason = models.TextField(_("reason"))
    opened = models.DateTimeField(_("opened"), default=timezone.now)
    closes = models.DateTimeField(_("closes"))
    outcome = models.CharField(
        _("outcome"), max_length=10, choices=Outcome, blank=True, default=Outcome.OPEN
    )
    closed = models.DateTimeField(_("closed"), null=True)

    objects = CandidacyQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidacy")
        verbose_name_plural = _("candidacies")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "topic"],
                condition=Q(outcome=""),
                name="one_open_candidacy",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(outcome="", topic=None),
                name="one_open_candidacy_of_all_topics",
            ),
            models.CheckConstraint(
                condition=Q(kind="removal") | Q(topic__isnull=False),
                name="candidates_ask_for_a_topic",
            ),
        ]
        indexes = [
            models.Index(fields=["topic", "-opened", "-id"], name="candidacy_of_topic"),
            models.Index(fields=["closes"], condition=Q(outcome=""), name="candidacy_open"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.topic_id} · {self.kind}"

    def get_absolute_url(self) -> str:
        return reverse("candidacy", args=[self.pk])

    @property
    def subject(self) -> str:
        """What peers are asked about, in words."""
        if self.topic is None:
            name = {"name": self.user.public_name}
            return gettext("%(name)s no more a maintainer of all topics") % name
        words = {"name": self.user.public_name, "topic": self.topic.name}
        if self.kind == self.Kind.APPOINTMENT:
            return gettext("%(name)s as a maintainer of %(topic)s") % words
        return gettext("%(name)s no more a maintainer of %(topic)s") % words

    @property
    def is_open(self) -> bool:
        return self.outcome == self.Outcome.OPEN

    @property
    def is_due(self) -> bool:
        """Whether its time is over and nobody has counted the voices yet."""
        return self.is_open and self.closes <= timezone.now()


class Voice(AppendOnlyModel):
    """What a peer says to a candidacy. Who changes their mind writes another: the last counts."""

    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="voices")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    author_name = models.CharField(_("who"), max_length=150)
    endorses = models.BooleanField(_("endorses"))
    reason = models.TextField(_("reason"))
    created = models.DateTimeField(_("date"), default=timezone.now)

    class Meta:
        verbose_name = _("voice on a candidacy")
        verbose_name_plural = _("voices on candidacies")
        indexes = [models.Index(fields=["candidacy", "created", "id"], name="voice_of_candidacy")]

    def __str__(self) -> str:
        return f"{self.author_name} · {self.candidacy_id}"
