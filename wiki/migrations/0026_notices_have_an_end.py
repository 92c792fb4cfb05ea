"""Every measure has an end, notices too: those that had none end when they ceased to be shown."""

import datetime as dt
from typing import Any

from django.db import migrations, models
from django.db.models import F

SHOWN_FOR = dt.timedelta(days=30)


def give_an_end(apps: Any, schema_editor: Any) -> None:
    """Thirty days after it was given a notice was told nowhere any more but on its own page."""
    alias = schema_editor.connection.alias
    endless = apps.get_model("wiki", "Measure").objects.using(alias).filter(until=None)
    endless.update(until=F("created") + SHOWN_FOR)


class Migration(migrations.Migration):
    dependencies = [("wiki", "0025_what_articles_share")]

    operations = [
        migrations.RunPython(give_an_end, migrations.RunPython.noop),
        migrations.RemoveConstraint(model_name="measure", name="measures_have_an_end"),
        migrations.AddConstraint(
            model_name="measure",
            constraint=models.CheckConstraint(
                condition=models.Q(until__isnull=False), name="measures_have_an_end"
            ),
        ),
    ]
