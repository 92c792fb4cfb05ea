"""Revisions: the rows behind history, and what is shown of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from licensing.models import Licence
from wiki.models.article import TITLE_LENGTH, Article, ArticleQuerySet
from wiki.models.person import Actor, User

SUMMARY_LENGTH = 500
NEWCOMER_REVISIONS = 10


class RevisionQuerySet(models.QuerySet["Revision"]):
    def visible_to(self, actor: Actor) -> "RevisionQuerySet":
        """Those of articles that the actor may read."""
        return self if actor.is_maintainer else self.filter(article__deleted_at=None)

    def awaiting(self) -> "RevisionQuerySet":
        return self.filter(state=Revision.State.AWAITING)

    def newest_first(self) -> "RevisionQuerySet":
        return self.order_by("-created", "-pk")


class Revision(models.Model):
    """One version of an article: who, when, why, under which licence, and how it was judged.

    What it said is one django-reversion version, reached through `wiki.history`. Nothing
    rewrites a revision; `state` alone follows the verdicts, which are rows of `Review`. Hiding a
    text puts title and summary away, and showing it again brings them back to the letter.
    """

    class Kind(models.TextChoices):
        CREATION = "creation", _("creation")
        EDIT = "edit", _("edit")
        MERGE = "merge", _("merged edit")
        REVERT = "revert", _("revert")
        UNDO = "undo", _("one change undone")
        RENAME = "rename", _("renaming")
        RELICENSING = "relicensing", _("change of licence")
        IMPORT = "import", _("import")
        COPY = "copy", _("copy of another article")
        SPLIT = "split", _("split off")
        JOIN = "join", _("articles joined")

    class State(models.TextChoices):
        AWAITING = "awaiting", _("awaiting validation")
        VALIDATED = "validated", _("validated")
        DECLINED = "declined", _("declined")
        UNDONE = "undone", _("undone before a decision")
        WITHDRAWN = "withdrawn", _("verdict withdrawn")

    class AuthorKind(models.TextChoices):
        MEMBER = "member", _("member")
        GUEST = "guest", _("guest")
        ELSEWHERE = "elsewhere", _("wrote on another site")

    revision = models.OneToOneField("reversion.Revision", models.PROTECT, related_name="+")
    article = models.ForeignKey(Article, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="revisions"
    )
    # The credit outlives the account.
    author_name = models.CharField(_("author"), max_length=150)
    author_kind = models.CharField(_("kind of author"), max_length=10, choices=AuthorKind)
    created = models.DateTimeField(_("date"), default=timezone.now)
    # When it came into this wiki: later than `created` for imported history.
    recorded = models.DateTimeField(_("recorded"), default=timezone.now)
    summary = models.CharField(_("summary"), max_length=SUMMARY_LENGTH, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    licence = models.ForeignKey(
        Licence, models.PROTECT, related_name="+", verbose_name=_("licence")
    )
    sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    size = models.PositiveIntegerField(_("size in characters"))
    size_change = models.IntegerField(_("change of size in characters"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.AWAITING)
    # The form that made it: the same key sent twice makes one revision.
    key = models.CharField(max_length=240, null=True, unique=True)  # noqa: DJ001  # unique, if any
    reverted_to = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    # The declined change that it takes out of the text while later ones stay.
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    # As it was when the revision was written, so that lists can be filtered by an index.
    language = models.CharField(_("language"), max_length=12)
    by_newcomer = models.BooleanField(_("by a newcomer"), default=False)
    # How many sources its text has words of; what they are is in `Source`.
    source_count = models.PositiveSmallIntegerField(_("sources"), default=0)

    # Whether what it took from elsewhere raises a question of licence, for a maintainer to decide.
    asks_licence = models.BooleanField(default=False)
    # The act that hides its text from everybody; its title and summary are in `HiddenWords` then.
    hiding = models.ForeignKey(
        "wiki.Hiding", models.PROTECT, null=True, related_name="revisions", db_index=False
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [
            # The second of two simultaneous saves breaks this and is merged: no lost update.
            models.UniqueConstraint(fields=["article", "number"], name="one_revision_per_number"),
        ]
        indexes = [
            models.Index(fields=["-created", "-id"], name="revision_newest"),
            models.Index(fields=["language", "-created", "-id"], name="revision_by_language"),
            models.Index(fields=["author", "-created", "-id"], name="revision_by_author"),
            models.Index(fields=["author_name", "-created", "-id"], name="revision_by_name"),
            models.Index(
                fields=["article", "number"],
                condition=models.Q(state="awaiting"),
                name="revision_awaiting",
            ),
            # Whose earlier changes to an article were reverted.
            models.Index(
                fields=["article", "number"],
                condition=models.Q(reverted_to__isnull=False),
                name="revision_reverts",
            ),
            # What may not be written again.
            models.Index(
                fields=["article", "sha256"],
                condition=models.Q(hiding__isnull=False),
                name="revision_hidden",
            ),
            models.Index(
                fields=["hiding"],
                condition=models.Q(hiding__isnull=False),
                name="revision_hidden_by",
            ),
            # The filters of the recent changes.
            models.Index(
                fields=["-created", "-id"],
                condition=models.Q(state="awaiting"),
                name="revision_newest_awaiting",
            ),
            models.Index(
                fields=["-created", "-id"],
                condition=models.Q(author_kind="guest"),
                name="revision_newest_by_guests",
            ),
            models.Index(
                fields=["-created", "-id"],
                condition=models.Q(by_newcomer=True),
                name="revision_newest_by_newcomers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} · {self.number}"

    def get_absolute_url(self) -> str:
        return f"{self.article.get_absolute_url()}/revisions/{self.number}"

    @property
    def is_hidden(self) -> bool:
        """Whether nobody is shown its text."""
        return self.hiding_id is not None


def written_by(actor: Actor, path: str = "") -> Q:
    """What the actor wrote here: a member by their account, a guest by their pseudonym.

    `path` leads to the revision. A visitor has no name and wrote nothing.
    """
    if isinstance(actor, User):
        return Q(**{f"{path}author": actor})
    by_guest = {"author_kind": Revision.AuthorKind.GUEST, "author_name": actor.public_name}
    return Q(**{f"{path}{name}": value for name, value in by_guest.items()})


def is_newcomer(user: User) -> bool:
    """Whether the member has written only a little so far; no more rows are read than it takes."""
    earlier = Revision.objects.filter(author=user).order_by()[:NEWCOMER_REVISIONS]
    return len(earlier.values_list("pk")) < NEWCOMER_REVISIONS


class RenderingQuerySet(models.QuerySet["Rendering"]):
    def of_another_version(self, version: int) -> "RenderingQuerySet":
        """Those that another version of the renderer made; an index tells whether there are any."""
        return self.filter(Q(renderer_version__lt=version) | Q(renderer_version__gt=version))


class Rendering(models.Model):
    """The HTML of a revision that readers are shown: each article's latest and validated ones."""

    revision = models.OneToOneField(
        Revision, models.CASCADE, primary_key=True, related_name="rendering"
    )
    html = models.TextField()
    # [[level, id, text], …] in the order of the text.
    contents = models.JSONField(default=list)
    excerpt = models.CharField(max_length=300, blank=True)
    renderer_version = models.PositiveSmallIntegerField()

    objects = RenderingQuerySet.as_manager()

    class Meta:
        verbose_name = _("rendering")
        verbose_name_plural = _("renderings")
        indexes = [models.Index(fields=["renderer_version"], name="rendering_by_version")]

    def __str__(self) -> str:
        return str(self.revision_id)


class ContributorQuerySet(models.QuerySet["Contributor"]):
    # First those of whom most stands in the text.
    MOST_FIRST = ("-words", "-revisions", "pk")

    def most_first(self) -> "ContributorQuerySet":
        return self.order_by(*self.MOST_FIRST)


class Contributor(models.Model):
    """Somebody whose revisions an article has, or whose words from elsewhere in this wiki.

    Counted as revisions are written.
    """

    article = models.ForeignKey(
        Article, models.CASCADE, related_name="contributors", verbose_name=_("article")
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=10, choices=Revision.AuthorKind)
    revisions = models.PositiveIntegerField(_("revisions"), default=0)
    # Words and marks of theirs in the latest text.
    words = models.PositiveIntegerField(_("words"), default=0)
    first = models.DateTimeField(_("first"))
    last = models.DateTimeField(_("last"))

    objects = ContributorQuerySet.as_manager()

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        constraints = [
            models.UniqueConstraint(fields=["article", "name", "kind"], name="one_contributor_row"),
        ]
        indexes = [
            models.Index(
                fields=["article", "-words", "-revisions", "id"], name="contributor_most_first"
            ),
        ]

    def __str__(self) -> str:
        return self.name


__all__ = [
    "ArticleQuerySet",
    "Contributor",
    "Rendering",
    "Revision",
    "RevisionQuerySet",
    "is_newcomer",
    "written_by",
]
