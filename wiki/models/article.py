"""Articles and the addresses they had."""

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from licensing.models import Licence
from wiki.addresses import article_path
from wiki.models.person import Actor
from wiki.models.topic import Topic

if TYPE_CHECKING:
    from wiki.models.revision import Revision

TITLE_LENGTH = 200


# Whatever the queue is filtered by stands in its indexes: rows hold the text, long to read past.
FILTERED_BY = (
    "pending_change",
    "pending_by_guest",
    "pending_by_newcomer",
    "pending_first_edit",
    "pending_licence",
    "watchers",
    "asked_at",
    "deleted_at",  # SQLite reads the row to look at it, even where the index is of such rows alone
)


def _indexes_of_the_queue() -> list[models.Index]:
    """One for each order, of all articles that await and of those in a language."""
    awaiting = Q(pending_since__isnull=False, deleted_at=None)
    columns = {
        "article_queue": ["pending_since", "id"],
        "article_queue_largest": ["-pending_weight", "id", "pending_since"],
        "article_queue_read": ["-reads", "id", "pending_since"],
        "article_queue_language": ["language", "pending_since", "id"],
        "article_queue_lang_largest": ["language", "-pending_weight", "id", "pending_since"],
        "article_queue_lang_read": ["language", "-reads", "id", "pending_since"],
    }
    return [
        models.Index(fields=[*fields, *FILTERED_BY], condition=awaiting, name=name)
        for name, fields in columns.items()
    ]


class VersionFirst(models.TextChoices):
    """What readers are shown at an article's own address."""

    LATEST = "latest", _("the latest version")
    VALIDATED = "validated", _("the validated version")


class Protection(models.TextChoices):
    """Who may not edit an article for a while, from the mildest on."""

    NONE = "", _("everybody may edit")
    MEMBERS = "members", _("guests may not edit")
    ESTABLISHED = "established", _("guests and newcomers may not edit")
    MAINTAINERS = "maintainers", _("only maintainers may edit")


def first_now(version: str, until: dt.date | None) -> str:
    """The version that an article's setting shows first; empty when there is none or it is over."""
    return version if until is None or until >= timezone.localdate() else ""


def _filed_under(topics: Collection[int] | None = None) -> Exists:
    """The condition that an article stands under one of the topics; without them, under any."""
    filed = Article.topics.through.objects.filter(article=OuterRef("pk"))
    return Exists(filed if topics is None else filed.filter(topic__in=topics))


class ArticleQuerySet(models.QuerySet["Article"]):
    def live(self) -> "ArticleQuerySet":
        """Those that are not deleted."""
        return self.filter(deleted_at=None)

    def visible_to(self, actor: Actor) -> "ArticleQuerySet":
        """Those that the actor may read: the queryset twin of `permissions.can_read`."""
        return self if actor.is_maintainer else self.live()

    def awaiting_review(self) -> "ArticleQuerySet":
        """Those with changes that nobody has decided on yet."""
        return self.live().filter(pending_since__isnull=False)

    def longest_waiting_first(self) -> "ArticleQuerySet":
        return self.order_by("pending_since", "pk")

    def largest_change_first(self) -> "ArticleQuerySet":
        """By how many characters came or went since the validated text."""
        return self.order_by("-pending_weight", "pk")

    def most_read_first(self) -> "ArticleQuerySet":
        return self.order_by("-reads", "pk")

    def maintained_by(self, actor: Actor) -> "ArticleQuerySet":
        """Those that the actor may decide on: the queryset twin of `permissions.can_review`."""
        articles = self._not_blocked_for(actor)
        if actor.maintained is None:
            return articles
        if not actor.maintained:
            return self.none()
        return articles.filter(_filed_under(actor.maintained) | ~_filed_under())

    def count_maintained_by(self, actor: Actor) -> int:
        """How many those are. In two halves, each of which PostgreSQL counts in one go, where it
        would look up every single article for the two together."""
        if not actor.maintained:
            return self.maintained_by(actor).count()
        articles = self._not_blocked_for(actor)
        theirs = articles.filter(_filed_under(actor.maintained))
        return theirs.count() + articles.filter(~_filed_under()).count()

    def _not_blocked_for(self, actor: Actor) -> "ArticleQuerySet":
        """Those that stand under no topic which the actor is blocked from."""
        return self.exclude(_filed_under(actor.blocked_topics)) if actor.blocked_topics else self

    def in_branch(self, branch: Collection[int]) -> "ArticleQuerySet":
        """Those filed under any of the topics with these keys, each once."""
        return self.filter(_filed_under(branch))

    def light(self) -> "ArticleQuerySet":
        """Without the text, for lists."""
        return self.defer("text")


class Article(models.Model):
    """A page in one language: its current text and licence, and where its history stands.

    What it said before is in its revisions. Only actions write here.
    """

    language = models.CharField(_("language"), max_length=12)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    # What lists by title go by: without accents and capitals, so that É stands among E.
    sort_title = models.CharField(max_length=TITLE_LENGTH, default="", editable=False)
    slug = models.CharField(_("address"), max_length=200)
    text = models.TextField(_("text"))
    licence = models.ForeignKey(Licence, models.PROTECT, verbose_name=_("licence"))
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="articles", verbose_name=_("topics")
    )
    translation_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("translation of"),
    )
    latest = models.ForeignKey(
        "wiki.Revision", models.PROTECT, null=True, related_name="+", verbose_name=_("latest")
    )
    validated = models.ForeignKey(
        "wiki.Revision", models.PROTECT, null=True, related_name="+", verbose_name=_("validated")
    )
    pending_since = models.DateTimeField(_("awaiting since"), null=True)
    pending_count = models.PositiveIntegerField(_("changes awaiting"), default=0)
    # What the queue is filtered and sorted by, so that an index serves it; from the rows of the
    # changes awaiting. Characters from the validated text to the latest, with and without sign:
    pending_change = models.IntegerField(default=0, editable=False)
    pending_weight = models.PositiveIntegerField(default=0, editable=False)
    pending_by_guest = models.BooleanField(default=False, editable=False)
    pending_by_newcomer = models.BooleanField(default=False, editable=False)
    # One of them is the first change that its author made in this wiki.
    pending_first_edit = models.BooleanField(default=False, editable=False)
    # One of them raises a question of licence, which a maintainer decides in any case.
    pending_licence = models.BooleanField(default=False, editable=False)
    # How often it was read, and how many members watch it. Counted together, not by person.
    reads = models.PositiveIntegerField(_("reads"), default=0, editable=False)
    watchers = models.PositiveIntegerField(_("watchers"), default=0, editable=False)
    # When a maintainer asked for changes that nobody has made yet.
    asked_at = models.DateTimeField(_("changes asked for"), null=True)
    # Whether `Shingle` has the words of the latest text.
    is_compared = models.BooleanField(default=False, editable=False)
    contributor_count = models.PositiveIntegerField(_("contributors"), default=0)
    # The names a credit line begins with, so that reading an article needs no query for them.
    leading_contributors = models.JSONField(_("first in the credits"), default=list)
    # Which version readers see first here, whatever the site does; empty for what the site does.
    version_first = models.CharField(
        _("version shown first"), max_length=10, choices=VersionFirst, blank=True, default=""
    )
    version_first_reason = models.TextField(_("reason"), blank=True, default="")
    # The last day on which that counts.
    version_first_until = models.DateField(_("until"), null=True, blank=True)
    # Who may not edit it, and until when: of the measure that protects it now.
    protection = models.CharField(
        _("protection"), max_length=12, choices=Protection, blank=True, default=Protection.NONE
    )
    protection_until = models.DateTimeField(_("protected until"), null=True, blank=True)
    created = models.DateTimeField(_("created"), default=timezone.now)
    # The last time anything that a reader sees on the page changed; ETag and Last-Modified.
    touched = models.DateTimeField(_("touched"), default=timezone.now)
    deleted_at = models.DateTimeField(_("deleted"), null=True)
    deleted_by_name = models.CharField(_("deleted by"), max_length=150, blank=True)
    deletion_reason = models.TextField(_("reason of the deletion"), blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [
            models.UniqueConstraint(fields=["language", "slug"], name="one_article_per_address"),
            models.CheckConstraint(
                condition=Q(pending_since=None, pending_count=0)
                | Q(pending_since__isnull=False, pending_count__gt=0),
                name="pending_since_means_pending",
            ),
        ]
        indexes = [
            *_indexes_of_the_queue(),
            models.Index(fields=["language", "sort_title", "id"], name="article_in_order"),
            # All that is counted: a row itself holds the text, which is long to read past. Not
            # by `deleted_at` first, or SQLite goes through all articles to find the newest changes.
            models.Index(
                fields=["language", "deleted_at", "pending_since", "latest", "validated"],
                name="article_figures",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return article_path(self.language, self.slug)

    @property
    def is_deleted(self) -> bool:
        return self.deleted_at is not None

    @property
    def is_validated(self) -> bool:
        """Whether the latest version is the validated one."""
        return self.latest_id is not None and self.latest_id == self.validated_id

    @property
    def version_shown(self) -> "Revision | None":
        """The revision that a list shows of the article to its reader; an error where the list
        has not been through `views.version_rule.with_version_shown`."""
        validated = self.shows_validated  # type: ignore[attr-defined]
        return self.validated if validated else self.latest

    @property
    def version_first_now(self) -> str:
        """The version that a maintainer chose to show first, as long as that counts."""
        return first_now(self.version_first, self.version_first_until)

    @property
    def protection_now(self) -> str:
        """Who may not edit it, as long as that counts; empty when everybody may."""
        until = self.protection_until
        return self.protection if until is not None and until > timezone.now() else ""

    @property
    def language_name(self) -> str:
        """The article's language by its own name."""
        return settings.CONTENT_LANGUAGES.get(self.language, self.language)

    @property
    def is_right_to_left(self) -> bool:
        return self.language in {"ar", "fa", "he", "ur"}


class Alias(models.Model):
    """An address that an article had before; it redirects to where the article is now."""

    language = models.CharField(_("language"), max_length=12)
    slug = models.CharField(_("address"), max_length=200)
    article = models.ForeignKey(
        Article, models.CASCADE, related_name="aliases", verbose_name=_("article")
    )
    created = models.DateTimeField(_("created"), default=timezone.now)

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        constraints = [
            models.UniqueConstraint(fields=["language", "slug"], name="one_alias_per_address"),
        ]

    def __str__(self) -> str:
        return article_path(self.language, self.slug)
