"""Verdicts. Rows that nothing changes and nothing deletes."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commons.log.append_only import AppendOnlyModel
from wiki.models.article import Article
from wiki.models.revision import Revision


def may_go_on(verdict: str, article: Article) -> bool:
    """Whether what such a verdict covers can be taken up again from where its author left it."""
    stands = verdict in (Review.Verdict.VALIDATED, Review.Verdict.WITHDRAWN)
    return not stands and not article.is_deleted


class Review(AppendOnlyModel):
    """What a maintainer decided about one revision. One row for each that a decision covers."""

    class Verdict(models.TextChoices):
        VALIDATED = "validated", _("validated")
        DECLINED = "declined", _("declined")
        ASKED = "asked", _("changes asked for")
        WITHDRAWN = "withdrawn", _("verdict withdrawn")

    revision = models.ForeignKey(
        Revision, models.PROTECT, related_name="reviews", verbose_name=_("revision")
    )
    # Rows of one decision share it.
    decision = models.UUIDField(_("decision"), default=uuid.uuid4)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="reviews"
    )
    reviewer_name = models.CharField(_("maintainer"), max_length=150)
    comment = models.TextField(_("public comment"), blank=True)
    # Validated by the edit itself: a maintainer's on a validated text, or a revert to one.
    by_edit = models.BooleanField(_("by the edit itself"), default=False)
    # And the edit is that of a trusted contributor of a topic.
    by_trust = models.BooleanField(_("by a trusted contributor's edit"), default=False)
    # The maintainer decided on their own change, which the site's rules allowed then.
    on_own = models.BooleanField(_("on the maintainer's own change"), default=False)
    # Of a withdrawal: the decision that does not stand any more.
    withdraws = models.UUIDField(null=True, editable=False)
    created = models.DateTimeField(_("date"), default=timezone.now)

    class Meta:
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        indexes = [
            models.Index(fields=["-created", "-id"], name="review_newest"),
            models.Index(fields=["reviewer", "-created", "-id"], name="review_by_reviewer"),
            models.Index(fields=["decision"], name="review_of_decision"),
            models.Index(
                fields=["withdraws"],
                condition=models.Q(withdraws__isnull=False),
                name="review_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} · {self.revision_id}"

    @property
    def may_go_on(self) -> bool:
        """Whether its author can take the change up again."""
        return may_go_on(self.verdict, self.revision.article)


def standing_request(article: Article) -> Review | None:
    """What a maintainer asked for and nobody has done yet; no query when there is nothing."""
    if article.asked_at is None:
        return None
    return newest_request(article)


def newest_request(article: Article) -> Review | None:
    """The newest request for changes to the latest text that was not withdrawn."""
    verdicts = Review.objects.filter(revision=article.latest_id)
    withdrawn = verdicts.filter(withdraws__isnull=False).values("withdraws")
    asked = verdicts.filter(verdict=Review.Verdict.ASKED).exclude(decision__in=withdrawn)
    return asked.order_by("-pk").first()
