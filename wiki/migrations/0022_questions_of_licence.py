"""Changes of licence that awaited before the queue knew of them raise their question, too."""

from typing import Any

from django.db import migrations


def mark(apps: Any, schema_editor: Any) -> None:
    """As `wiki.actions.pending` does when a change comes in."""
    alias = schema_editor.connection.alias
    changes = apps.get_model("wiki", "Revision").objects.using(alias)
    asking = changes.filter(state="awaiting", kind="relicensing").values("article")
    apps.get_model("wiki", "Article").objects.using(alias).filter(
        pk__in=asking, pending_since__isnull=False
    ).update(pending_licence=True)


class Migration(migrations.Migration):
    dependencies = [("wiki", "0021_measures_outlive_topics")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
