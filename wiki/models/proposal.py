"""Proposals to put an article under a licence that its authors have to agree to, and their answers.

Who has to agree is never stored while a proposal is open: it follows the text. What it was when
the proposal was carried out stands in `record`, for good.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commons.log.append_only import AppendOnlyModel
from licensing.models import Licence
from wiki.models.article import Article
from wiki.models.person import Actor
from wiki.models.revision import Revision
from wiki.models.source import Source

ADDRESS_LENGTH = 500


class LicenceProposalQuerySet(models.QuerySet["LicenceProposal"]):
    def is_open(self) -> "LicenceProposalQuerySet":
        """Those that were neither carried out nor ended otherwise."""
        return self.filter(outcome="")

    def carried_out(self) -> "LicenceProposalQuerySet":
        return self.filter(outcome=LicenceProposal.Outcome.CARRIED_OUT)

    def visible_to(self, actor: Actor) -> "LicenceProposalQuerySet":
        """All are public; only maintainers read of articles that were deleted."""
        return self if actor.is_maintainer else self.filter(article__deleted_at=None)

    def newest_first(self) -> "LicenceProposalQuerySet":
        return self.order_by("-opened", "-pk")


class LicenceProposal(models.Model):
    """An article is to stand under another licence, which its present one does not allow by
    itself. Carried out when everybody has agreed whose words are in the text."""

    class Outcome(models.TextChoices):
        OPEN = "", _("open")
        CARRIED_OUT = "carried_out", _("carried out")
        WITHDRAWN = "withdrawn", _("withdrawn")
        # The licence of the article was changed in another way meanwhile.
        LAPSED = "lapsed", _("lapsed")

    article = models.ForeignKey(Article, models.PROTECT, related_name="proposals")
    old = models.ForeignKey(Licence, models.PROTECT, related_name="+", verbose_name=_("from"))
    new = models.ForeignKey(Licence, models.PROTECT, related_name="+", verbose_name=_("to"))
    reason = models.TextField(_("reason"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    proposed_by_name = models.CharField(_("proposed by"), max_length=150)
    opened = models.DateTimeField(_("opened"), default=timezone.now)
    outcome = models.CharField(
        _("outcome"), max_length=12, choices=Outcome, blank=True, default=Outcome.OPEN
    )
    closed = models.DateTimeField(_("closed"), null=True)
    # Empty when the system ended it.
    closed_by_name = models.CharField(_("closed by"), max_length=150, blank=True)
    closing_words = models.TextField(_("why it was closed"), blank=True)
    # From which on the article stands under the new licence, and who had agreed by then: a list of
    # {"name", "kind", "words", "reasons"}, and of sources {"title", "address", "reasons"}; a reason
    # is how their words went along and since when, see `wiki.actions.grants`.
    revision = models.OneToOneField(Revision, models.PROTECT, null=True, related_name="proposal")
    record = models.JSONField(null=True)

    objects = LicenceProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal of a licence")
        verbose_name_plural = _("proposals of licences")
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(outcome=""), name="one_open_licence_proposal"
            ),
            models.CheckConstraint(
                condition=~Q(old=F("new")), name="licence_proposals_change_something"
            ),
            models.CheckConstraint(
                condition=Q(outcome="carried_out", revision__isnull=False, record__isnull=False)
                | (~Q(outcome="carried_out") & Q(revision=None, record=None)),
                name="carried_out_proposals_have_a_record",
            ),
        ]
        indexes = [
            models.Index(fields=["-opened", "-id"], name="licence_proposal_newest"),
            models.Index(
                fields=["-opened", "-id"], condition=Q(outcome=""), name="licence_proposal_open"
            ),
            models.Index(fields=["proposed_by", "opened"], name="licence_proposal_by"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} · {self.old_id} → {self.new_id}"

    def get_absolute_url(self) -> str:
        return reverse("proposal", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.outcome == self.Outcome.OPEN

    @property
    def is_stale(self) -> bool:
        """Whether the article stands under another licence by now than the one it was to leave."""
        return self.is_open and self.article.licence_id != self.old_id


class Consent(AppendOnlyModel):
    """What an author answers to a proposal. Who changes their mind answers again: the last counts.

    Or, with a `source`, what its authors wrote, who are not here: a maintainer recorded where it
    can be read, and in which words. `author` is that maintainer then.
    """

    class Answer(models.TextChoices):
        AGREES = "agrees", _("agrees")
        REFUSES = "refuses", _("refuses")
        TAKEN_BACK = "taken_back", _("answer taken back")

    proposal = models.ForeignKey(LicenceProposal, models.PROTECT, related_name="consents")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="consents"
    )
    author_name = models.CharField(_("who"), max_length=150)
    source = models.ForeignKey(Source, models.PROTECT, null=True, related_name="consents")
    answer = models.CharField(_("answer"), max_length=10, choices=Answer)
    words = models.TextField(_("words"), blank=True)
    address = models.CharField(_("address"), max_length=ADDRESS_LENGTH, blank=True)
    created = models.DateTimeField(_("date"), default=timezone.now)

    class Meta:
        verbose_name = _("answer to a proposal of a licence")
        verbose_name_plural = _("answers to proposals of licences")
        constraints = [
            models.CheckConstraint(
                condition=Q(source=None) | ~Q(answer="agrees") | (~Q(address="") & ~Q(words="")),
                name="permissions_can_be_read",
            ),
        ]
        indexes = [
            models.Index(fields=["proposal", "created", "id"], name="consent_of_proposal"),
        ]

    def __str__(self) -> str:
        return f"{self.author_name} · {self.proposal_id} · {self.answer}"


class Pledge(models.Model):
    """All that a member writes here is also under a licence: said once, for every article.

    What they wrote while it stood, and before, stays under that licence when it ends.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="pledges"
    )
    # The name outlives the account.
    user_name = models.CharField(_("who"), max_length=150)
    licence = models.ForeignKey(Licence, models.PROTECT, related_name="+")
    created = models.DateTimeField(_("date"), default=timezone.now)
    ended = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "licence"], condition=Q(ended=None), name="one_standing_pledge"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_name} · {self.licence_id}"


def open_proposal(article: Article) -> LicenceProposal | None:
    """The proposal that is open on an article; one query."""
    rows = LicenceProposal.objects.is_open().filter(article=article)
    return rows.select_related("old", "new").first()
