"""By which words of theirs articles are found that say the same."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wiki.models.article import Article


class Shingle(models.Model):
    """Five words in a row, as a number, that the latest text of an article has.

    See `wiki.history.shingles`. Of what many articles have only some keep a row.
    """

    pk = models.CompositePrimaryKey("number", "article_id")
    number = models.BigIntegerField()
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("shingle")
        verbose_name_plural = _("shingles")

    def __str__(self) -> str:
        return str(self.number)
