"""Finds the article of an address, or says why there is none: moved, deleted or never written.

The reasons are exceptions that `middleware.AbsenceMiddleware` answers, so that every page below
an article's address behaves alike.
"""

from django.conf import settings
from django.http import Http404, HttpRequest

from wiki.addresses import slug_of
from wiki.models import Alias, Article
from wiki.models.article import ArticleQuerySet
from wiki.models.person import Actor
from wiki.views.version_rule import links_shown
from wiki.views.who import actor_of

# PostgreSQL takes no text with it, not even to look for.
NUL = "\0"


class Absent(Http404):
    """No article stands at the address, and none did."""

    def __init__(self, language: str, slug: str) -> None:
        super().__init__(f"{language}/{slug}")
        self.language = language
        self.slug = slug


class Moved(Http404):
    """The article of the address stands at another one now."""

    def __init__(self, language: str, slug: str, article: Article) -> None:
        super().__init__(f"{language}/{slug}")
        self.language = language
        self.slug = slug
        self.article = article


class NoSuchVersion(Http404):
    """The article has no version such as the address names; the words say which it has."""

    def __init__(self, sentence: str, way_out: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.way_out = way_out


class Deleted(Http404):
    """The article was deleted, and the reader is not a maintainer."""

    def __init__(self, article: Article) -> None:
        super().__init__(str(article))
        self.article = article


def find_article(
    request: HttpRequest, language: str, slug: str, queryset: ArticleQuerySet | None = None
) -> Article:
    """The article at an address, with its licence, latest and validated revision; one query.

    Maintainers find deleted ones, too: `article.is_deleted`. Raises Absent, Moved, Deleted.
    """
    actor = actor_of(request)
    if queryset is None:
        queryset = Article.objects.select_related("licence", "latest", "validated")
    article = None
    if NUL not in slug:
        article = queryset.visible_to(actor).filter(language=language, slug=slug).first()
    if article is None:
        raise why_absent(actor, language, slug)
    return article


def why_absent(actor: Actor, language: str, slug: str) -> Http404:
    """Why nothing is shown at an address: the exception to raise. Three queries at most."""
    candidates = {slug.replace(NUL, ""), slug_of(slug)}
    standing = Article.objects.filter(language=language, slug__in=candidates)
    article = standing.order_by("slug").first()
    if article is None:
        alias = (
            Alias.objects.filter(language=language, slug__in=candidates)
            .select_related("article")
            .first()
        )
        if alias is None:
            return Absent(language, slug)
        article = alias.article
    if article.is_deleted and not actor.is_maintainer:
        return Deleted(article)
    return Moved(language, slug, article)


def title_wanted(actor: Actor, language: str, slug: str) -> str:
    """What an article that nobody has written would be called: as the pages that want it say, in
    the texts that the actor is shown."""
    # What a deleted article called it is not to be read any more.
    linking = links_shown(actor).filter(language=language, slug=slug_of(slug))
    linked = linking.filter(source__deleted_at=None).order_by("pk").first()
    if linked is not None:
        return linked.title
    words = " ".join(slug.replace("-", " ").split())
    return words[:1].upper() + words[1:] if slug_of(words) else ""


def content_language(request: HttpRequest) -> str:
    """The language that `?language=` asks for, empty when it names none that articles have."""
    language = request.GET.get("language", "")
    return language if language in settings.CONTENT_LANGUAGES else ""
