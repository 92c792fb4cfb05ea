"""`manage.py attribute`: finds out who wrote what, where an earlier version kept no note of it."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from wiki.actions.crediting import catch_up, leading, without_authorship
from wiki.actions.revising import LEADING_CONTRIBUTORS, locked


class Command(BaseCommand):
    help = (
        "Go through the histories of which nobody kept yet who wrote which word, an article at a "
        "time. Ended half way, it goes on where it was when it is run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        keys = list(without_authorship().values_list("pk", flat=True))
        for done, key in enumerate(keys, start=1):
            with transaction.atomic():
                article = locked(key)
                revisions = catch_up(article)
                article.leading_contributors = leading(article, LEADING_CONTRIBUTORS)
                article.save(update_fields=["contributor_count", "leading_contributors"])
            self.stdout.write(
                f"{done:,} of {len(keys):,}: {article.title}, {revisions:,} revisions"
            )
