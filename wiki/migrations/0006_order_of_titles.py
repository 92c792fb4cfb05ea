"""Lists by title go by the title without accents and capitals."""

from typing import Any

from django.db import migrations, models

from wiki.search import sort_key

AT_ONCE = 1000


def fill(apps: Any, schema_editor: Any) -> None:
    """Give the articles that there are the place in the order that their titles have."""
    articles = apps.get_model("wiki", "Article").objects.using(schema_editor.connection.alias)
    last = 0
    while rows := list(articles.filter(pk__gt=last).order_by("pk").only("title")[:AT_ONCE]):
        for row in rows:
            row.sort_title = sort_key(row.title)
        articles.bulk_update(rows, ["sort_title"])
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("wiki", "0005_index_of_figures")]

    operations = [
        migrations.AddField(
            model_name="article",
            name="sort_title",
            field=models.CharField(default="", editable=False, max_length=200),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.RemoveIndex(model_name="article", name="article_by_title"),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["language", "sort_title", "id"], name="article_in_order"),
        ),
    ]
