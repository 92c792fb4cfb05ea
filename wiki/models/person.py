"""People: members with an account, guest writers behind a pseudonym, and visitors."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Exists, FilteredRelation, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from wiki.models.topic import Topic, branches_of

GUEST_PREFIX = "guest-"


@dataclass(frozen=True)
class Visitor:
    """Somebody who reads: no account and no pseudonym yet."""

    public_name: str = ""
    pk: None = None
    is_authenticated: bool = False
    is_guest: bool = False
    is_maintainer: bool = False
    maintained: frozenset[int] | None = frozenset()
    blocked_topics: frozenset[int] = frozenset()
    is_admin: bool = False


@dataclass(frozen=True)
class Guest:
    """Somebody who writes without an account, under a pseudonym kept in a cookie."""

    public_name: str
    pk: None = None
    is_authenticated: bool = False
    is_guest: bool = True
    is_maintainer: bool = False
    maintained: frozenset[int] | None = frozenset()
    blocked_topics: frozenset[int] = frozenset()
    is_admin: bool = False


class NoticeMail(models.TextChoices):
    """How often a member gets notices by e-mail, too."""

    NONE = "none", _("never")
    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day")
    WEEKLY = "weekly", _("once a week")


class User(AbstractUser):
    """A member. The user name is public and stands in the credits for ever."""

    interface_language = models.CharField(
        _("language of the interface"),
        max_length=12,
        blank=True,
        choices=settings.LANGUAGES,
        help_text=_("Empty: the language of what you read."),
    )

    notice_mail = models.CharField(
        _("notices by e-mail"), max_length=10, choices=NoticeMail, default=NoticeMail.NONE
    )
    # What is older is not sent: it stood on the site when the person chose.
    notice_mail_since = models.DateTimeField(null=True)

    # The latest end of what restrains them now: no query for those whom nothing does.
    restrained_until = models.DateTimeField(null=True, editable=False)

    is_guest = False

    class Meta(AbstractUser.Meta):
        verbose_name = _("person")  # type: ignore[assignment]  # lazy, as everywhere
        verbose_name_plural = _("people")  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.public_name

    @property
    def public_name(self) -> str:
        """The name that history, credits and log show."""
        return self.username

    @property
    def is_admin(self) -> bool:
        """Whether the person manages licences, people and settings in Django admin."""
        return self.is_active and self.is_staff and self.is_superuser

    @cached_property
    def maintained(self) -> frozenset[int] | None:
        """The topics that the person looks after, with those below them; None for all.

        Admins look after all. Empty for who maintains nothing, and while somebody is blocked.
        """
        if not self.is_active or self.is_blocked:
            return frozenset()
        if self.is_admin:
            return None
        topics = set(self.maintainerships.in_force().values_list("topic", flat=True))
        if None in topics:
            return None
        return branches_of(topics) if topics else frozenset()

    @property
    def is_maintainer(self) -> bool:
        """Whether the person maintains anything; what, `maintained` says."""
        return self.maintained is None or bool(self.maintained)

    @property
    def is_restrained(self) -> bool:
        """Whether a measure restrains them now, whichever."""
        return self.restrained_until is not None and self.restrained_until > timezone.now()

    @cached_property
    def is_blocked(self) -> bool:
        """Whether they may write and decide nowhere now. No query for whom nothing restrains."""
        return self.is_restrained and self.measures.in_force().blocks().exists()

    @cached_property
    def blocked_topics(self) -> frozenset[int]:
        """The topics that they are blocked from now, with those below them."""
        if not self.is_restrained:
            return frozenset()
        rows = self.measures.in_force().filter(topic__isnull=False)
        topics = set(rows.values_list("topic", flat=True))
        return branches_of(topics) if topics else frozenset()

    @cached_property
    def unread_notices(self) -> int:
        """How many notices wait to be read."""
        return self.notices.unread().count()

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.username])


class MaintainershipQuerySet(models.QuerySet["Maintainership"]):
    def in_force(self) -> "MaintainershipQuerySet":
        """Those that have begun and not ended."""
        now = timezone.now()
        return self.filter(Q(until=None) | Q(until__gt=now), since__lte=now)


class Maintainership(models.Model):
    """From when, by whom and until when a person is a maintainer."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="maintainerships",
        verbose_name=_("person"),
    )
    # None: all topics.
    topic = models.ForeignKey(
        Topic,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="maintainerships",
        verbose_name=_("topic"),
    )
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("appointed by"),
    )
    reason = models.TextField(_("reason"), blank=True)

    objects = MaintainershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("maintainership")
        verbose_name_plural = _("maintainerships")
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(until=None, topic=None),
                name="one_open_maintainership",
            ),
            models.UniqueConstraint(
                fields=["user", "topic"],
                condition=Q(until=None, topic__isnull=False),
                name="one_open_maintainership_a_topic",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.since:%Y-%m-%d}"


def maintainers_among(users: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Those of `users` who are maintainers now: the queryset twin of `User.is_maintainer`."""
    return appointed_among(users, Maintainership.objects.in_force())


def appointed_among(
    users: models.QuerySet[Any],
    terms: MaintainershipQuerySet,
    topics: Collection[int] = (),
) -> models.QuerySet[Any]:
    """Those of `users` with one of the terms, and admins, but for whom a block keeps out.

    A block from everything does, and one from any of the `topics`, given by key: from what is
    above, one is blocked as well, so who asks about a topic names those above it, too.
    """
    blocks = Q(measures__kind="block")
    if topics:
        blocks |= Q(measures__kind="topic_block", measures__topic__in=topics)
    block = blocks & Q(measures__ended=None, measures__until__gt=timezone.now())
    known: models.QuerySet[Any] = users.alias(block=FilteredRelation("measures", condition=block))
    appointed = Exists(terms.filter(user=OuterRef("pk")))
    return known.filter(Q(is_staff=True, is_superuser=True) | appointed, is_active=True, block=None)


Actor = User | Guest | Visitor
