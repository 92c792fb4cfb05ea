"""What members are told about their changes and their roles. The words stay; only whether they are
read changes.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commons.log.append_only import AppendOnlyModel, AppendOnlyQuerySet
from wiki.models.article import Article
from wiki.models.candidacy import Candidacy
from wiki.models.person import Maintainership
from wiki.models.proposal import LicenceProposal
from wiki.models.report import LicenceReport, Outcome
from wiki.models.review import Review, may_go_on
from wiki.models.second_look import SecondLook

# What a second look is told as before it has an outcome.
OBJECTED = "objected"
# What is told of a proposal that is opened: to those who have to agree, and to other authors.
ASKED, OPENED = "asked", "opened"
# What a report is told of as, besides its outcomes.
SHOWN_AGAIN = "shown"
# What is told of a candidacy that is opened: to whom it concerns, and to those who have a voice.
ABOUT_YOU, YOUR_VOICE = "about_you", "your_voice"
# What is told of a maintainership that nobody uses.
LAPSES, LAPSED = "lapses", "lapsed"


def _about(what: str, kinds: Q) -> Q:
    """Notices of these kinds name this, and none of the other things that one can be about."""
    return kinds & Q(**{f"{one}__isnull": one != what for one in ("article", "candidacy", "term")})


class NoticeQuerySet(AppendOnlyQuerySet["Notice"]):
    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)

    def unmailed(self) -> "NoticeQuerySet":
        """Those that no e-mail told of."""
        return self.filter(mailing=None)

    def with_what_it_is_about(self) -> "NoticeQuerySet":
        """With articles, candidacies and maintainerships, so that rows are told without queries."""
        about = ("article", "candidacy__user", "candidacy__topic", "term__user", "term__topic")
        return self.select_related(*about).defer("article__text")

    def mark_read(self, at: datetime) -> int:
        """Marks those that are unread as read; returns how many. The one change there is."""
        return models.QuerySet.update(self.unread(), read_at=at)

    mark_read.alters_data = True  # type: ignore[attr-defined]  # not callable from a template


class Notice(AppendOnlyModel):
    """One thing that one member is told: what somebody decided or proposes about an article, and
    why; what becomes of a candidacy; or that a maintainership of theirs ends for want of use."""

    class Kind(models.TextChoices):
        VERDICT = "verdict", _("verdict")
        ANSWER = "answer", _("answer to a verdict")
        REQUEST = "request", _("request for review")
        SECOND = "second", _("second look")
        CANDIDACY = "candidacy", _("candidacy")
        LAPSE = "lapse", _("unused maintainership")
        REPORT = "report", _("licence problem")
        LICENCE = "licence", _("change of licence")

    # The indexes below begin with it, so it needs none of its own.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="notices",
        verbose_name=_("person"),
        db_index=False,
    )
    # What it is about: one of these three.
    article = models.ForeignKey(Article, models.PROTECT, null=True, related_name="+")
    candidacy = models.ForeignKey(Candidacy, models.CASCADE, null=True, related_name="+")
    term = models.ForeignKey(Maintainership, models.CASCADE, null=True, related_name="notices")
    # Of the article's licence: the proposal to change it.
    proposal = models.ForeignKey(LicenceProposal, models.PROTECT, null=True, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind)
    # Of a verdict: the word for it and what its rows of `Review` share. Of others: what happened.
    verdict = models.CharField(max_length=20, blank=True)
    decision = models.UUIDField(null=True)
    # Of the decision on a report, or an objection to it.
    report = models.ForeignKey(
        LicenceReport, models.PROTECT, null=True, related_name="+", db_index=False
    )
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
    # Until when something can be done about it: peers speak, a maintainership is used again.
    due = models.DateTimeField(null=True)
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
                condition=_about("candidacy", Q(kind="candidacy"))
                | _about("term", Q(kind="lapse"))
                | _about("article", ~Q(kind__in=("candidacy", "lapse"))),
                name="notices_are_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(kind="licence", proposal__isnull=False)
                | (~Q(kind="licence") & Q(proposal=None)),
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
        """What was decided, or is asked for, in the language of who asks."""
        if self.kind == self.Kind.ANSWER:
            return str(_("answer to a verdict"))
        if self.kind == self.Kind.REQUEST:
            return str(_("you are asked for review"))
        if self.kind == self.Kind.SECOND:
            outcome = dict(SecondLook.Outcome.choices).get(self.verdict, _("objection"))
            return f"{self.get_kind_display()}: {outcome}"
        if self.kind == self.Kind.REPORT:
            said = {OBJECTED: _("objection"), SHOWN_AGAIN: _("hidden text is shown again")}
            said |= {code: words for code, words in Outcome.choices if code}
            return f"{self.get_kind_display()}: {said.get(self.verdict, self.verdict)}"
        if self.kind == self.Kind.LICENCE:
            said = _WORDS[self.kind].get(self.verdict, self.verdict)
            return f"{self.get_kind_display()}: {said}"
        return str(_WORDS.get(self.kind, _WORDS[self.Kind.VERDICT]).get(self.verdict, self.verdict))

    @property
    def about(self) -> str:
        """What it is about, in words: the title of an article, or of whom and which topic."""
        if self.candidacy is not None:
            return self.candidacy.subject
        if self.term is not None and self.term.topic is not None:
            return gettext("your maintainership of %(topic)s") % {"topic": self.term.topic.name}
        return self.article.title if self.article else gettext("your maintainership of all topics")

    @property
    def address(self) -> str:
        """Where one reads about it, and does something about it."""
        about: Any = self.article or self.candidacy
        if self.term is not None:
            about = self.term.topic or self.term.user
        return str(about.get_absolute_url())

    @property
    def may_go_on(self) -> bool:
        """Whether what the member wrote can be taken up again from where they left it."""
        if self.kind != self.Kind.VERDICT or self.article is None:
            return False
        return may_go_on(self.verdict, self.article)

    @property
    def difference_path(self) -> str:
        """Where the changes that it is about can be compared with what was before them."""
        assert self.article is not None, "Only of an article are there changes."
        return f"{self.article.get_absolute_url()}/diff/{self.first - 1}..{self.last}"


_WORDS: dict[str, dict[str, Any]] = {
    Notice.Kind.VERDICT: dict(Review.Verdict.choices),
    Notice.Kind.CANDIDACY: {
        **dict(Candidacy.Outcome.choices),
        ABOUT_YOU: _("peers are asked about you"),
        YOUR_VOICE: _("peers are asked, you among them"),
    },
    Notice.Kind.LAPSE: {
        LAPSES: _("ends soon, for nobody uses it"),
        LAPSED: _("has ended, for nobody used it"),
    },
    Notice.Kind.LICENCE: {
        **dict(LicenceProposal.Outcome.choices),
        ASKED: _("your consent is asked for"),
        OPENED: _("proposed, and your words may go along"),
    },
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
