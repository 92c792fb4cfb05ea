"""What the queue is filtered and sorted by: kept beside the article as its changes come and go."""

from django.db.models import Count, Exists, OuterRef, Q

from wiki.models import Article, Revision
from wiki.models.revision import RevisionQuerySet

FIELDS = (
    "pending_change",
    "pending_weight",
    "pending_by_guest",
    "pending_by_newcomer",
    "pending_first_edit",
    "pending_licence",
)
# Who wrote elsewhere made no first steps here.
FROM_HERE = (Revision.AuthorKind.MEMBER, Revision.AuthorKind.GUEST)
# What raises a question of licence by being made.
ABOUT_LICENCE = (Revision.Kind.RELICENSING,)


def asks_about_licence(revision: Revision) -> bool:
    """Whether a maintainer is to look at the licence before the change is validated."""
    return revision.kind in ABOUT_LICENCE or revision.asks_licence


def add(article: Article, revision: Revision) -> None:
    """One more change awaits; does not save."""
    is_guest = revision.author_kind == Revision.AuthorKind.GUEST
    article.pending_by_guest = article.pending_by_guest or is_guest
    article.pending_by_newcomer = article.pending_by_newcomer or revision.by_newcomer
    article.pending_licence = article.pending_licence or asks_about_licence(revision)
    if not article.pending_first_edit and revision.author_kind in FROM_HERE:
        article.pending_first_edit = not _by(revision).filter(pk__lt=revision.pk).exists()


def recount(article: Article) -> None:
    """Sets from the rows whose changes await; does not save."""
    earlier = Revision.objects.filter(
        author_name=OuterRef("author_name"),
        author_kind=OuterRef("author_kind"),
        pk__lt=OuterRef("pk"),
    )
    counted = (
        Revision.objects.filter(article=article)
        .awaiting()
        .aggregate(
            guests=Count("pk", filter=Q(author_kind=Revision.AuthorKind.GUEST)),
            newcomers=Count("pk", filter=Q(by_newcomer=True)),
            first=Count("pk", filter=Q(~Exists(earlier), author_kind__in=FROM_HERE)),
            licence=Count("pk", filter=Q(kind__in=ABOUT_LICENCE) | Q(asks_licence=True)),
        )
    )
    article.pending_by_guest = counted["guests"] > 0
    article.pending_by_newcomer = counted["newcomers"] > 0
    article.pending_first_edit = counted["first"] > 0
    article.pending_licence = counted["licence"] > 0


def clear(article: Article) -> None:
    """Nothing awaits any more; does not save."""
    article.pending_by_guest = article.pending_by_newcomer = article.pending_first_edit = False
    article.pending_licence = False


def measure(article: Article) -> None:
    """Sets how far the latest text is from the validated one, in characters; does not save."""
    article.pending_change = 0
    if article.pending_count and article.latest is not None:
        validated = article.validated.size if article.validated else 0
        article.pending_change = article.latest.size - validated
    article.pending_weight = abs(article.pending_change)


def _by(revision: Revision) -> RevisionQuerySet:
    return Revision.objects.filter(
        author_name=revision.author_name, author_kind=revision.author_kind
    )
