"""What authors answer to verdicts, in public."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wiki", "0011_names"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[("verdict", "verdict"), ("answer", "answer to a verdict")], max_length=10
            ),
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("decision", models.UUIDField(verbose_name="decision")),
                ("author_name", models.CharField(max_length=150, verbose_name="author")),
                ("text", models.TextField(verbose_name="text")),
                (
                    "created",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="date"),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer to a verdict",
                "verbose_name_plural": "answers to verdicts",
                "indexes": [
                    models.Index(fields=["decision", "created", "id"], name="answer_of_decision")
                ],
            },
        ),
    ]
