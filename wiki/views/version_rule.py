"""Which version of an article somebody is shown: the rule, as predicate and as queryset.

Whatever shows what an article says, its title or its licence asks here: its page and its text,
lists and cards, search, title completion, links, and what pages say of themselves to machines.
Whatever names a revision shows that one to everybody: `/latest`, `/validated`, `/revisions/…`,
history and differences, and recent changes with their feed, each row of which has the title that
the revision gave and its state. So do the pages on which one works on an article, which begin from
its latest version.

An article's address and its place in lists by title are those of its latest title, whoever looks:
an address is one for everybody, and one order lets a list be read in pages.
"""

from typing import Protocol

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from wiki.models import Article, Guest, Link, Revision, User
from wiki.models.article import ArticleQuerySet, VersionFirst
from wiki.models.person import Actor
from wiki.models.revision import RevisionQuerySet


class Standing(Protocol):
    """Where the history of an article stands: the article, or its head."""

    @property
    def pk(self) -> int: ...
    @property
    def latest_id(self) -> int | None: ...
    @property
    def validated_id(self) -> int | None: ...
    @property
    def version_first_now(self) -> str: ...


def first_for(actor: Actor) -> str:
    """The version that the site shows the actor first, where an article says nothing else."""
    rule = settings.MEMBERS_SEE if actor.is_authenticated else settings.READERS_SEE
    return str(rule)


def is_shown_validated(actor: Actor, article: Standing) -> bool:
    """Whether the actor is shown the validated version at the article's address, not the latest.

    The article's own setting, as long as it counts, says which version everybody sees first;
    otherwise the site does, for visitors and guests and for members apart. Where
    that is the validated one, those whose changes await see the latest: what one saved never
    seems lost. What was never validated is shown as it is. No query for a visitor.
    """
    if article.validated_id is None or article.validated_id == article.latest_id:
        return False
    rule = article.version_first_now or first_for(actor)
    return rule == VersionFirst.VALIDATED and not _has_awaiting(actor, article.pk)


def shown_validated(actor: Actor) -> ArticleQuerySet:
    """The articles of which the actor is shown the validated version, not the latest: the queryset
    twin of `is_shown_validated`."""
    counts = Q(version_first_until=None) | Q(version_first_until__gte=timezone.localdate())
    if first_for(actor) == VersionFirst.VALIDATED:
        over = Q(version_first_until__lt=timezone.localdate())
        rule = ~Q(version_first=VersionFirst.LATEST) | over
    else:
        rule = Q(version_first=VersionFirst.VALIDATED) & counts
    articles = Article.objects.filter(rule, validated__isnull=False)
    articles = articles.exclude(validated=F("latest"))
    if isinstance(actor, User | Guest):
        own = revisions_by(actor).filter(article=OuterRef("pk")).awaiting()
        articles = articles.exclude(Exists(own))
    return articles


def shows_validated(actor: Actor, article: str) -> Exists:
    """The same as a column of a query whose column `article` holds an article."""
    return Exists(shown_validated(actor).filter(pk=OuterRef(article)))


def with_version_shown(articles: ArticleQuerySet, actor: Actor) -> ArticleQuerySet:
    """The articles with what lists show of them: `version_shown`, a revision with its licence."""
    return articles.select_related("latest__licence", "validated__licence").annotate(
        shows_validated=shows_validated(actor, "pk")
    )


def title_shown(actor: Actor, article: Article) -> str:
    """The title of the version that the actor is shown, of an article with `validated` loaded."""
    if article.validated is not None and is_shown_validated(actor, article):
        return article.validated.title
    return article.title


def links_shown(actor: Actor) -> "QuerySet[Link]":
    """The links in the texts that the actor is shown."""
    validated = shows_validated(actor, "source")
    return Link.objects.filter(Q(~validated, in_latest=True) | Q(validated, in_validated=True))


def revisions_by(actor: Actor) -> RevisionQuerySet:
    """The revisions that a member or a guest wrote; none for a visitor."""
    if isinstance(actor, User):
        return Revision.objects.filter(author=actor)
    if isinstance(actor, Guest):
        kind = Revision.AuthorKind.GUEST
        return Revision.objects.filter(author_name=actor.public_name, author_kind=kind)
    return Revision.objects.none()


def _has_awaiting(actor: Actor, article_id: int) -> bool:
    if not isinstance(actor, User | Guest):
        return False
    return revisions_by(actor).filter(article_id=article_id).awaiting().exists()
