"""`manage.py index_articles`: notes what articles say, for copies of it to be noticed."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from wiki.actions.comparing import keep_shingles, not_compared
from wiki.actions.revising import locked


class Command(BaseCommand):
    help = (
        "Go through the articles with which an earlier version compared nothing, one at a time. "
        "Ended half way, it goes on where it was when it is run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        keys = list(not_compared().values_list("pk", flat=True))
        for done, key in enumerate(keys, start=1):
            with transaction.atomic():
                article = locked(key)
                keep_shingles(article, article.text)
                article.save(update_fields=["is_compared"])
            self.stdout.write(f"{done:,} of {len(keys):,}: {article.title}")
