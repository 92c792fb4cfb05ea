"""The search index: a table, and beside it what the engine of this database needs."""

from functools import partial

from django.db import migrations, models

from wiki.search import schema


class Migration(migrations.Migration):
    dependencies = [("wiki", "0002_articles")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("article_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("language", models.CharField(max_length=35)),
                ("title", models.TextField()),
                ("title_key", models.TextField()),
                ("text", models.TextField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(partial(schema.create, key="article_id"), schema.drop),
    ]
