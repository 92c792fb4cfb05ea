"""What the queue is filtered and sorted by stands beside the article and in its indexes."""

from typing import Any

from django.db import migrations, models

AT_ONCE = 500
FILTERED_BY = ["pending_change", "pending_by_guest", "pending_by_newcomer", "pending_first_edit"]
ORDERS = {
    "article_queue": ["pending_since", "id"],
    "article_queue_largest": ["-pending_weight", "id", "pending_since"],
    "article_queue_language": ["language", "pending_since", "id"],
    "article_queue_lang_largest": ["language", "-pending_weight", "id", "pending_since"],
}


def fill(apps: Any, schema_editor: Any) -> None:
    """Say of the changes that await already whose they are and how much they change."""
    alias = schema_editor.connection.alias
    articles = apps.get_model("wiki", "Article").objects.using(alias)
    revisions = apps.get_model("wiki", "Revision").objects.using(alias)
    awaiting = articles.filter(pending_since__isnull=False)
    last = 0
    while rows := list(
        awaiting.filter(pk__gt=last)
        .select_related("latest", "validated")
        .defer("text")
        .order_by("pk")[:AT_ONCE]
    ):
        for row in rows:
            validated = row.validated.size if row.validated else 0
            row.pending_change = row.latest.size - validated if row.latest else 0
            row.pending_weight = abs(row.pending_change)
            for change in revisions.filter(article=row.pk, state="awaiting"):
                _describe(row, change, revisions)
        articles.bulk_update(rows, [*FILTERED_BY, "pending_weight"])
        last = rows[-1].pk


def _describe(row: Any, change: Any, revisions: Any) -> None:
    row.pending_by_guest = row.pending_by_guest or change.author_kind == "guest"
    row.pending_by_newcomer = row.pending_by_newcomer or change.by_newcomer
    if not row.pending_first_edit and change.author_kind in ("member", "guest"):
        same = revisions.filter(author_name=change.author_name, author_kind=change.author_kind)
        row.pending_first_edit = not same.filter(pk__lt=change.pk).exists()


def _index(name: str) -> models.Index:
    return models.Index(
        fields=ORDERS[name] + FILTERED_BY,
        condition=models.Q(pending_since__isnull=False, deleted_at=None),
        name=name,
    )


class Migration(migrations.Migration):
    dependencies = [("wiki", "0006_order_of_titles")]

    operations = [
        migrations.AddField(
            "article", "pending_change", models.IntegerField(default=0, editable=False)
        ),
        migrations.AddField(
            "article", "pending_weight", models.PositiveIntegerField(default=0, editable=False)
        ),
        migrations.AddField(
            "article", "pending_by_guest", models.BooleanField(default=False, editable=False)
        ),
        migrations.AddField(
            "article", "pending_by_newcomer", models.BooleanField(default=False, editable=False)
        ),
        migrations.AddField(
            "article", "pending_first_edit", models.BooleanField(default=False, editable=False)
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.RemoveIndex("article", "article_queue"),
        *(migrations.AddIndex("article", _index(name)) for name in ORDERS),
    ]
