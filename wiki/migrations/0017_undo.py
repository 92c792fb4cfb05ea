"""Revisions that take one declined change out of the text, and which change that is."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wiki", "0016_search_versions"),
    ]

    operations = [
        migrations.AddField(
            model_name="revision",
            name="undoes",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wiki.revision",
            ),
        ),
        migrations.AlterField(
            model_name="revision",
            name="kind",
            field=models.CharField(
                choices=[
                    ("creation", "creation"),
                    ("edit", "edit"),
                    ("merge", "merged edit"),
                    ("revert", "revert"),
                    ("undo", "one change undone"),
                    ("rename", "renaming"),
                    ("relicensing", "change of licence"),
                    ("import", "import"),
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
    ]
