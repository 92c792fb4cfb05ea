"""A maintainer can ask for changes, and take a verdict back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("wiki", "0008_notices")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="asked_at",
            field=models.DateTimeField(null=True, verbose_name="changes asked for"),
        ),
        migrations.AddField(
            model_name="review",
            name="withdraws",
            field=models.UUIDField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="review",
            name="verdict",
            field=models.CharField(
                choices=[
                    ("validated", "validated"),
                    ("declined", "declined"),
                    ("asked", "changes asked for"),
                    ("withdrawn", "verdict withdrawn"),
                ],
                max_length=10,
                verbose_name="verdict",
            ),
        ),
        migrations.AlterField(
            model_name="revision",
            name="state",
            field=models.CharField(
                choices=[
                    ("awaiting", "awaiting validation"),
                    ("validated", "validated"),
                    ("declined", "declined"),
                    ("undone", "undone before a decision"),
                    ("withdrawn", "verdict withdrawn"),
                ],
                default="awaiting",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["decision"], name="review_of_decision"),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                condition=models.Q(withdraws__isnull=False),
                fields=["withdraws"],
                name="review_withdrawn",
            ),
        ),
    ]
