"""`manage.py reformat`: formats again what an earlier version of the renderer formatted."""

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Q

from wiki.actions.links import format_again
from wiki.models import Article, Rendering
from wiki.models.article import ArticleQuerySet
from wiki.rendering import RENDERER_VERSION

ARTICLES_AT_ONCE = 200  # ids read in one query


class Command(BaseCommand):
    help = (
        "Format again the articles whose HTML was made by an earlier version of the renderer. "
        "Ended half way, it goes on where it was when it is run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="even those that are up to date")
        parser.add_argument(
            "--seconds",
            type=int,
            help="stop when so many are over; say and do nothing where nothing is outdated",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["seconds"] is not None:
            self._for_a_while(options["seconds"])
            return
        # The deleted ones, too: maintainers see them, and may restore them.
        articles = Article.objects.order_by("pk")
        if not options["all"]:
            articles = articles.filter(_outdated("latest") | _outdated("validated"))
        total, done = articles.count(), 0
        for ids in _in_parts(articles):
            for article_id in ids:
                format_again(article_id)
            done += len(ids)
            self.stdout.write(f"{done:,} of {total:,} articles.")
        if not options["all"] and (left := articles.count()):
            self.stdout.write(f"{left:,} of them could not be formatted again: run this once more.")
        elif not total:
            self.stdout.write("Every article is formatted by this version of the renderer.")

    def _for_a_while(self, seconds: int) -> None:
        """As many of the outdated as there is time for, one at least."""
        outdated = Rendering.objects.of_another_version(RENDERER_VERSION)
        if not outdated.exists():
            return
        until = time.monotonic() + seconds
        articles = Article.objects.filter(pk__in=outdated.values("revision__article")).order_by(
            "pk"
        )
        done = 0
        for article_id in (key for ids in _in_parts(articles) for key in ids):
            format_again(article_id)
            done += 1
            if time.monotonic() >= until:
                break
        self.stdout.write(f"Articles formatted again after an upgrade: {done:,}.")
        if left := outdated.count():
            self.stdout.write(
                f"Pages left as the version before formatted them: {left:,}. The next start goes "
                "on, and so does .venv/bin/python manage.py reformat, while the wiki is served."
            )


def _in_parts(articles: ArticleQuerySet) -> Iterator[list[int]]:
    """The keys of articles in order, some at once.

    By key, not by the condition alone: one that cannot be formatted is passed by, once.
    """
    last = 0
    while ids := list(articles.filter(pk__gt=last).values_list("pk", flat=True)[:ARTICLES_AT_ONCE]):
        yield ids
        last = ids[-1]


def _outdated(which: str) -> Q:
    """Articles whose latest (or validated) revision has no HTML, or HTML of another version."""
    shown = Q(**{f"{which}__isnull": False})
    return shown & (
        Q(**{f"{which}__rendering": None})
        | ~Q(**{f"{which}__rendering__renderer_version": RENDERER_VERSION})
    )
