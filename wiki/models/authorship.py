"""Who wrote what: where each word of a revision's text is from, as plain rows."""

from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from wiki.models.article import Article
from wiki.models.revision import Revision


class Authorship(models.Model):
    """For each word and mark of a revision's text, the revision that brought it in.

    That revision may be of another article, where the words came from there. `runs` holds
    neighbours of one origin together: the key of the revision and how many there are.
    """

    revision = models.OneToOneField(
        Revision, models.CASCADE, primary_key=True, related_name="authorship"
    )
    runs = models.TextField(blank=True)

    class Meta:
        verbose_name = _("authorship")
        verbose_name_plural = _("authorships")

    def __str__(self) -> str:
        return str(self.revision_id)

    @property
    def origins(self) -> list[int]:
        """One key of a revision for each token of the text."""
        return unpacked(self.runs)


class EarlierPassage(models.Model):
    """A passage that an article had and has no more: who wrote it, should it come back.

    Known by a digest of its words alone; the words themselves are in the revisions.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=24)
    runs = models.TextField()

    class Meta:
        verbose_name = _("earlier passage")
        verbose_name_plural = _("earlier passages")
        constraints = [
            models.UniqueConstraint(fields=["article", "digest"], name="one_passage_per_digest"),
        ]

    def __str__(self) -> str:
        return self.digest


def packed(runs: Sequence[tuple[int, int]]) -> str:
    """Runs (key of a revision, number of tokens) as they are stored: `12*5 14*1`."""
    return " ".join(f"{key}*{count}" for key, count in runs)


def unpacked(stored: str) -> list[int]:
    """The origins that runs stand for, one for each token."""
    origins: list[int] = []
    for run in stored.split():
        key, count = run.split("*")
        origins += [int(key)] * int(count)
    return origins
