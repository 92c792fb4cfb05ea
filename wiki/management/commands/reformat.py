"""`manage.py reformat`: formats again what an earlier version of the renderer formatted."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Q

from wiki.actions.links import format_again
from wiki.models import Article
from wiki.rendering import RENDERER_VERSION

ARTICLES_AT_ONCE = 200  # ids read in one query


class Command(BaseCommand):
    help = (
        "Format again the articles whose HTML was made by an earlier version of the renderer. "
        "Ended half way, it goes on where it was when it is run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="even those that are up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        # The deleted ones, too: maintainers see them, and may restore them.
        articles = Article.objects.order_by("pk")
        if not options["all"]:
            articles = articles.filter(_outdated("latest") | _outdated("validated"))
        total, done, last = articles.count(), 0, 0
        # By key, not by the condition alone: one that cannot be formatted is passed by, once.
        while ids := list(
            articles.filter(pk__gt=last).values_list("pk", flat=True)[:ARTICLES_AT_ONCE]
        ):
            for article_id in ids:
                format_again(article_id)
            done, last = done + len(ids), ids[-1]
            self.stdout.write(f"{done:,} of {total:,} articles.")
        if not options["all"] and (left := articles.count()):
            self.stdout.write(f"{left:,} of them could not be formatted again: run this once more.")
        elif not total:
            self.stdout.write("Every article is formatted by this version of the renderer.")


def _outdated(which: str) -> Q:
    """Articles whose latest (or validated) revision has no HTML, or HTML of another version."""
    shown = Q(**{f"{which}__isnull": False})
    return shown & (
        Q(**{f"{which}__rendering": None})
        | ~Q(**{f"{which}__rendering__renderer_version": RENDERER_VERSION})
    )
