"""Who was reverted in an article is found without reading its whole history."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("wiki", "0019_hint_rules")]

    operations = [
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                condition=models.Q(reverted_to__isnull=False),
                fields=["article", "number"],
                name="revision_reverts",
            ),
        ),
    ]
