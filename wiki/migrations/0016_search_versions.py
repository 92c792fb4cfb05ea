"""Search and links know the validated text where it is not the latest one.

The HTML that readers are shown of it is stored, so that its words are known without formatting it.
Its links are learnt when `manage.py reformat` has formatted it again: until then, those who are
shown validated versions first miss them on “What links here”.
"""

from typing import Any

from django.db import migrations, models
from django.db.models import F

from wiki import search
from wiki.rendering.plain import plain_text

OUTDATED = 0  # a version of the renderer that never was


def index_validated(apps: Any, schema_editor: Any) -> None:
    """Make the validated texts findable that stand beside a later one."""
    articles = apps.get_model("wiki", "Article").objects.using(schema_editor.connection.alias)
    renderings = apps.get_model("wiki", "Rendering").objects.using(schema_editor.connection.alias)
    differing = articles.filter(deleted_at=None, validated__isnull=False).exclude(
        validated=F("latest")
    )
    rows = differing.values_list("pk", "language", "validated__title", "validated")
    for pk, language, title, validated in rows.iterator():
        # Without HTML there is a title at least: readers of validated versions are shown no other.
        html = renderings.filter(pk=validated).values_list("html", flat=True).first() or ""
        text = plain_text(html)
        search.index(pk, language=language, title=title, text=text, is_validated=True)
        renderings.filter(pk=validated).update(renderer_version=OUTDATED)


def forget_validated(apps: Any, schema_editor: Any) -> None:
    """Take the validated texts out of the index again."""
    for pk in apps.get_model("wiki", "SearchEntry").objects.filter(pk__lt=0).values_list("pk"):
        search.drop_validated(-pk[0])


class Migration(migrations.Migration):
    dependencies = [("wiki", "0015_governance")]

    operations = [
        migrations.RenameField("searchentry", "article_id", "id"),
        migrations.AddField("link", "in_latest", models.BooleanField(default=True, editable=False)),
        migrations.AddField(
            "link", "in_validated", models.BooleanField(default=False, editable=False)
        ),
        migrations.RunPython(index_validated, forget_validated),
    ]
