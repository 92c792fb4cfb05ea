"""An index that holds what the figures of the first page and of a language count."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("wiki", "0004_indexes_of_changes")]

    operations = [
        migrations.AddIndex(
            model_name="article",
            index=models.Index(
                fields=["language", "deleted_at", "pending_since", "latest", "validated"],
                name="article_figures",
            ),
        ),
    ]
