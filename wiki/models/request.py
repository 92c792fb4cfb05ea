"""Authors ask for review: of a maintainer by name, or of those who look after a topic."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wiki.models.article import Article
from wiki.models.person import Actor
from wiki.models.topic import Topic

WORDS_LENGTH = 500


class ReviewRequestQuerySet(models.QuerySet["ReviewRequest"]):
    def to(self, actor: Actor) -> "ReviewRequestQuerySet":
        """Those that the actor is asked by name, or as somebody who looks after the topic."""
        if actor.maintained is None:
            return self.filter(Q(maintainer=actor.pk) | Q(topic__isnull=False))
        return self.filter(Q(maintainer=actor.pk) | Q(topic__in=actor.maintained))

    def unanswered(self) -> "ReviewRequestQuerySet":
        """Those that no decision has answered."""
        return self.filter(answered=None)


class ReviewRequest(models.Model):
    """One request, until the article is decided on."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="review_requests")
    # The latest revision when it was asked for.
    number = models.PositiveIntegerField(_("revision"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    author_name = models.CharField(_("who"), max_length=150)
    maintainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="review_requests"
    )
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, related_name="review_requests")
    words = models.TextField(_("what to look at"), blank=True)
    created = models.DateTimeField(_("date"), default=timezone.now)
    answered = models.DateTimeField(_("answered"), null=True)

    objects = ReviewRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for review")
        verbose_name_plural = _("requests for review")
        constraints = [
            models.CheckConstraint(
                condition=Q(maintainer__isnull=False, topic=None)
                | Q(maintainer=None, topic__isnull=False),
                name="asks_a_maintainer_or_a_topic",
            ),
        ]
        indexes = [
            models.Index(
                fields=["article"], condition=Q(answered=None), name="review_request_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_name} · {self.article_id}"
