"""The log's rows of decisions learn the language of their article, so that lists go by it."""

from typing import Any

from django.db import migrations
from django.db.models import BigIntegerField, OuterRef, Subquery
from django.db.models.functions import Cast

DECISIONS = [f"review.{act}" for act in ("validate", "ask", "decline", "decline_one", "withdraw")]


def tell_languages(apps: Any, schema_editor: Any) -> None:
    """As `wiki.actions.verdicts.record_verdict` does when it writes a row."""
    alias = schema_editor.connection.alias
    articles = apps.get_model("wiki", "Article").objects.using(alias)
    of_row = articles.filter(pk=Cast(OuterRef("target_id"), BigIntegerField()))
    rows = apps.get_model("log", "LogEntry").objects.using(alias)
    # No article is ever deleted from its table, so that each of these rows has one.
    rows.filter(area="review", action__in=DECISIONS, target_kind="wiki.article").update(
        language=Subquery(of_row.values("language")[:1])
    )


class Migration(migrations.Migration):
    dependencies = [("wiki", "0027_notices_of_roles"), ("log", "0004_by_language")]

    operations = [migrations.RunPython(tell_languages, migrations.RunPython.noop)]
