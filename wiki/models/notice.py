"""What members are told about their changes. The words stay; only whether they are read changes."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commons.log.append_only import AppendOnlyModel, AppendOnlyQuerySet
from wiki.models.article import Article
from wiki.models.proposal import LicenceProposal
from wiki.models.review import Review
from wiki.models.second_look import SecondLook

# What a second look is told as before it has an outcome.
OBJECTED = "objected"
# What is told of a proposal that is opened: to those who have to agree, and to other authors.
ASKED, OPENED = "asked", "opened"


class NoticeQuerySet(AppendOnlyQuerySet["Notice"]):
    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)

    def unmailed(self) -> "NoticeQuerySet":
        """Those that no e-mail told of."""
        return self.filter(mailing=None)

    def mark_read(self, at: datetime) -> int:
        """Marks those that are unread as read; returns how many. The one change there is."""
        return models.QuerySet.update(self.unread(), read_at=at)

    mark_read.alters_data = True  # type: ignore[attr-defined]  # not callable from a template


class Notice(AppendOnlyModel):
    """One thing that one member is told about one article: what somebody decided or proposed, and
    why."""

    class Kind(models.TextChoices):
        VERDICT = "verdict", _("verdict")
        ANSWER = "answer", _("answer to a verdict")
        REQUEST = "request", _("request for review")
        SECOND = "second", _("second look")
        LICENCE = "licence", _("change of licence")

    # The indexes below begin with it, so it needs none of its own.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="notices",
        verbose_name=_("person"),
        db_index=False,
    )
    article = models.ForeignKey(Article, models.PROTECT, related_name="+")
    # The change of licence that is told of.
    proposal = models.ForeignKey(LicenceProposal, models.PROTECT, null=True, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind)
    # Of a verdict: the word for it and what its rows of `Review` share. Of others: what happened.
    verdict = models.CharField(max_length=20, blank=True)
    decision = models.UUIDField(null=True)
    # The changes of the member that it is about: how many, the first and the last by number.
    changes = models.PositiveIntegerField(default=0)
    first = models.PositiveIntegerField(default=0)
    last = models.PositiveIntegerField(default=0)
    # Who acted. The name outlives the account.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    actor_name = models.CharField(max_length=150)
    words = models.TextField(_("reason"), blank=True)
    created = models.DateTimeField(_("date"), default=timezone.now)
    read_at = models.DateTimeField(_("read"), null=True)

    objects = NoticeQuerySet.as_manager()  # type: ignore[misc]  # Django replaces it so

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            # However often a decision is told, nobody is told twice.
            models.UniqueConstraint(
                fields=["user", "decision", "article"],
                condition=models.Q(kind="verdict"),
                name="one_notice_per_decision",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="licence", proposal__isnull=False)
                | (~models.Q(kind="licence") & models.Q(proposal=None)),
                name="notices_of_licences_name_the_proposal",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-created", "-id"], name="notice_newest"),
            models.Index(fields=["user"], condition=models.Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} · {self.user_id}"

    @property
    def verdict_in_words(self) -> str:
        """What was decided, in the language of who asks."""
        if self.kind == self.Kind.ANSWER:
            return str(_("answer to a verdict"))
        if self.kind == self.Kind.REQUEST:
            return str(_("you are asked for review"))
        if self.kind == self.Kind.SECOND:
            outcome = dict(SecondLook.Outcome.choices).get(self.verdict, _("objection"))
            return f"{self.get_kind_display()}: {outcome}"
        if self.kind == self.Kind.LICENCE:
            return f"{self.get_kind_display()}: {_OF_PROPOSALS.get(self.verdict, self.verdict)}"
        return str(dict(Review.Verdict.choices).get(self.verdict, self.verdict))

    @property
    def may_go_on(self) -> bool:
        """Whether what the member wrote can be taken up again from where they left it."""
        stands = self.verdict in (Review.Verdict.VALIDATED, Review.Verdict.WITHDRAWN)
        return self.kind == self.Kind.VERDICT and not stands and not self.article.is_deleted

    @property
    def difference_path(self) -> str:
        """Where the changes that it is about can be compared with what was before them."""
        return f"{self.article.get_absolute_url()}/diff/{self.first - 1}..{self.last}"


_OF_PROPOSALS = {
    ASKED: _("your consent is asked for"),
    OPENED: _("proposed, and your words may go along"),
    **dict(LicenceProposal.Outcome.choices),
}


class Mailing(models.Model):
    """That a notice was sent by e-mail. Written before it is sent, so that none is sent twice."""

    notice = models.OneToOneField(Notice, models.CASCADE, primary_key=True, related_name="mailing")
    created = models.DateTimeField(_("date"), default=timezone.now)

    class Meta:
        verbose_name = _("notice sent by e-mail")
        verbose_name_plural = _("notices sent by e-mail")

    def __str__(self) -> str:
        return str(self.notice_id)
