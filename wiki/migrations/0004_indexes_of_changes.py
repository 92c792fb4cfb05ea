"""Indexes by which the filters of the recent changes find the newest without sorting all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("wiki", "0003_search")]

    operations = [
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                fields=["-created", "-id"],
                condition=models.Q(state="awaiting"),
                name="revision_newest_awaiting",
            ),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                fields=["-created", "-id"],
                condition=models.Q(author_kind="guest"),
                name="revision_newest_by_guests",
            ),
        ),
        migrations.AddIndex(
            model_name="revision",
            index=models.Index(
                fields=["-created", "-id"],
                condition=models.Q(by_newcomer=True),
                name="revision_newest_by_newcomers",
            ),
        ),
    ]
