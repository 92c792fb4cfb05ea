"""What members watch. How many watch is public, who does is not."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wiki.models.article import Article
from wiki.models.topic import Topic


class Watch(models.Model):
    """A member watches an article, or all articles of a topic."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="watches", verbose_name=_("person")
    )
    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="watches")
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, related_name="watches")
    created = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("watch")
        verbose_name_plural = _("watches")
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=False, topic=None)
                | Q(article=None, topic__isnull=False),
                name="watches_an_article_or_a_topic",
            ),
            models.UniqueConstraint(
                fields=["user", "article"],
                condition=Q(article__isnull=False),
                name="one_watch_an_article",
            ),
            models.UniqueConstraint(
                fields=["user", "topic"], condition=Q(topic__isnull=False), name="one_watch_a_topic"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.article_id or self.topic_id}"
