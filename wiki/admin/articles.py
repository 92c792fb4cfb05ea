"""Articles and their history in Django admin: to read, and the way to where one acts on them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiki.admin.reading import EmptyOrNot, ReadOnlyAdmin
from wiki.models import Alias, Article, Review, Revision


class DeletionFilter(EmptyOrNot):
    """Articles that are on the site, and those that were deleted."""

    when_empty = gettext_lazy("on the site")
    when_filled = gettext_lazy("deleted")


@admin.register(Article)
class ArticleAdmin(ReadOnlyAdmin):
    """Articles are written, renamed, deleted and restored on the site, where everybody sees it."""

    list_display = ("title", "language", "licence", "pending_count", "touched", "deleted_at")
    list_filter = ("language", "licence", ("deleted_at", DeletionFilter))
    list_select_related = ("licence",)
    search_fields = ("title", "slug")
    ordering = ("-pk",)
    fields = (
        "on_the_site",
        "language",
        "title",
        "slug",
        "licence",
        "topics",
        "latest",
        "validated",
        "pending_count",
        "pending_since",
        "contributor_count",
        "created",
        "touched",
        "deleted_at",
        "deleted_by_name",
        "deletion_reason",
    )
    readonly_fields = ("on_the_site",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Without the texts, which no page here shows."""
        articles: QuerySet[Article] = super().get_queryset(request)
        return articles.defer("text")

    @admin.display(description=gettext_lazy("on the site"))
    def on_the_site(self, article: Article) -> str:
        """Where to read the article and its history, review it, delete or restore it."""
        address = [article.language, article.slug]
        links = [
            (article.get_absolute_url(), _("Read")),
            (reverse("history", args=address), _("History")),
        ]
        if article.is_deleted:
            links.append((reverse("restore", args=address), _("Restore")))
        else:
            links.append((reverse("review_article", args=[article.pk]), _("Review")))
            links.append((reverse("delete", args=address), _("Delete")))
        return format_html_join(" · ", '<a href="{}">{}</a>', links)


class _OfArticle(ReadOnlyAdmin):
    """Rows with an address on the site."""

    @admin.display(description=gettext_lazy("on the site"))
    def on_the_site(self, row: Any) -> str:
        shown = row.revision if isinstance(row, Review) else row
        return format_html('<a href="{}">{}</a>', shown.get_absolute_url(), shown)


@admin.register(Revision)
class RevisionAdmin(_OfArticle):
    """Nothing rewrites a revision."""

    list_display = ("created", "title", "number", "author_name", "kind", "state", "licence")
    list_display_links = ("created", "title")
    list_filter = ("state", "kind", "author_kind", "language")
    list_select_related = ("licence",)
    search_fields = ("title", "author_name")
    ordering = ("-created", "-pk")
    fields = (
        "on_the_site",
        "number",
        "author_name",
        "author_kind",
        "created",
        "recorded",
        "summary",
        "kind",
        "licence",
        "state",
        "sha256",
        "size",
        "size_change",
        "by_newcomer",
    )
    readonly_fields = ("on_the_site",)


@admin.register(Review)
class ReviewAdmin(_OfArticle):
    """Nothing changes or deletes a verdict."""

    list_display = (
        "created",
        "verdict",
        "revision",
        "reviewer_name",
        "by_edit",
        "by_trust",
        "on_own",
        "comment",
    )
    list_filter = ("verdict", "by_edit", "by_trust", "on_own")
    list_select_related = ("revision",)
    search_fields = ("reviewer_name", "revision__title")
    ordering = ("-created", "-pk")
    fields = (
        "on_the_site",
        "verdict",
        "reviewer_name",
        "comment",
        "by_edit",
        "by_trust",
        "on_own",
        "decision",
        "created",
    )
    readonly_fields = ("on_the_site",)


@admin.register(Alias)
class AliasAdmin(ReadOnlyAdmin):
    """Old addresses come from renaming and stay."""

    list_display = ("__str__", "article", "created")
    list_select_related = ("article",)
    list_filter = ("language",)
    search_fields = ("slug", "article__title")
    ordering = ("-created", "-pk")
