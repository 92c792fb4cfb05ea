"""The indexes of the queue hold all that its figures count, too."""

from django.db import migrations, models

FILTERED_BY = ["pending_change", "pending_by_guest", "pending_by_newcomer", "pending_first_edit"]
ORDERS = {
    "article_queue": ["pending_since", "id"],
    "article_queue_largest": ["-pending_weight", "id", "pending_since"],
    "article_queue_language": ["language", "pending_since", "id"],
    "article_queue_lang_largest": ["language", "-pending_weight", "id", "pending_since"],
}


def _index(name: str) -> models.Index:
    return models.Index(
        fields=[*ORDERS[name], *FILTERED_BY, "asked_at", "deleted_at"],
        condition=models.Q(pending_since__isnull=False, deleted_at=None),
        name=name,
    )


class Migration(migrations.Migration):
    dependencies = [("wiki", "0013_version_first")]

    operations = [
        *(migrations.RemoveIndex("article", name) for name in ORDERS),
        *(migrations.AddIndex("article", _index(name)) for name in ORDERS),
    ]
