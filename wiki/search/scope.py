"""Which of an article's two texts a reader searches."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import BigIntegerField, QuerySet
from django.db.models.expressions import RawSQL

from wiki.search.engine import Scope
from wiki.search.folding import clean

LATEST = "entry.id > 0"
# Most articles have one text, which everybody is shown: the rule is asked of the others alone.
COUNTS = """
    CASE WHEN entry.id > 0 AND NOT EXISTS (
        SELECT 1 FROM wiki_searchentry AS other WHERE other.id = -entry.id
    ) THEN TRUE ELSE (entry.id < 0) = EXISTS ({rule}) END
"""


def scope(language: str | None, validated_shown: "QuerySet[Any] | None", *, alias: str) -> Scope:
    """What somebody searches to whom the validated text of the articles `validated_shown` is shown.

    The rule is asked when somebody searches and stands in no row, so that its end needs no
    indexing anew. Without it the latest text of every article counts.
    """
    language = None if language is None else clean(language)
    if validated_shown is None:
        return Scope(language, LATEST, ())
    number = RawSQL("ABS(entry.id)", (), output_field=BigIntegerField())
    rule = validated_shown.filter(pk=number).order_by().values("pk")
    try:
        sql, parameters = rule.query.get_compiler(using=alias).as_sql()
    except EmptyResultSet:  # Django sees by itself that there is no such article
        return Scope(language, LATEST, ())
    return Scope(language, COUNTS.format(rule=sql), tuple(parameters))
