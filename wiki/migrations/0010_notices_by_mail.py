"""Members may get notices by e-mail, each once."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("wiki", "0009_more_verdicts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mailing",
            fields=[
                (
                    "notice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="mailing",
                        serialize=False,
                        to="wiki.notice",
                    ),
                ),
                (
                    "created",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="date"),
                ),
            ],
            options={
                "verbose_name": "notice sent by e-mail",
                "verbose_name_plural": "notices sent by e-mail",
            },
        ),
        migrations.AddField(
            model_name="user",
            name="notice_mail",
            field=models.CharField(
                choices=[
                    ("none", "never"),
                    ("at_once", "at once"),
                    ("daily", "once a day"),
                    ("weekly", "once a week"),
                ],
                default="none",
                max_length=10,
                verbose_name="notices by e-mail",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="notice_mail_since",
            field=models.DateTimeField(null=True),
        ),
    ]
