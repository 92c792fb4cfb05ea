"""What the index keeps of an article, besides what each engine makes of it (see schema)."""

from typing import ClassVar

from django.db import models


class SearchEntry(models.Model):
    """One text of an article as search sees it: the latest, or the validated one where it differs.

    No foreign key: the actions keep it in step with the articles. It is a model, though written
    with the engines' own SQL, so that Django's flush empties it as well; on SQLite a trigger then
    empties the engine's tables. The order of the columns matters there: what is filtered on stands
    before the long text, so that a row's overflow pages are left alone.
    """

    # The article's own number for its latest text, the same below zero for its validated one:
    # FTS5 knows a row by one number.
    id = models.BigIntegerField(primary_key=True)
    language = models.CharField(max_length=35)
    title = models.TextField()
    title_key = models.TextField()  # folding.title_key, cut to what an index takes
    text = models.TextField()  # plain, as excerpts show it

    objects: ClassVar[models.Manager["SearchEntry"]] = models.Manager()

    class Meta:
        app_label = "wiki"
        default_permissions = ()

    def __str__(self) -> str:
        return self.title
