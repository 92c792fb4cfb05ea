"""Who links to what, pages that do not exist yet included."""

from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _

from wiki.models.article import Alias, Article


class Link(models.Model):
    """A link inside the wiki, from a text of an article that readers are shown to an address."""

    source = models.ForeignKey(
        Article, models.CASCADE, related_name="links_out", verbose_name=_("article")
    )
    language = models.CharField(_("language"), max_length=12)
    slug = models.CharField(_("address"), max_length=200)
    title = models.CharField(_("title"), max_length=200)
    in_latest = models.BooleanField(default=True, editable=False)
    # In the validated text, where that is not the latest; there alone if not in both.
    in_validated = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "language", "slug"], name="one_link_per_target"
            ),
        ]
        indexes = [models.Index(fields=["language", "slug", "source"], name="link_target")]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.language}/{self.slug}"


def existing_targets(pairs: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of the (language, slug) pairs that lead to a live article, old addresses included.

    Two queries for each language that occurs.
    """
    found: set[tuple[str, str]] = set()
    for language in {language for language, _slug in pairs}:
        slugs = {slug for other, slug in pairs if other == language}
        live = Article.objects.live().filter(language=language, slug__in=slugs)
        moved = Alias.objects.filter(language=language, slug__in=slugs, article__deleted_at=None)
        found.update(live.values_list("language", "slug"))
        found.update(moved.values_list("language", "slug"))
    return found
