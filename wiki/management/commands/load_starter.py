"""`manage.py load_starter`: the starter articles, into a wiki that does not have them yet."""

from typing import Any

from django.core.management.base import BaseCommand

from wiki.actions.starter import load_starter, starter_loaded
from wiki.exchange.starter_files import read_articles, read_topics


class Command(BaseCommand):
    help = (
        "Load the starter articles that this wiki was never given. Those that people edited, "
        "moved or deleted stay as they are."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        articles = read_articles(except_for=starter_loaded())
        made = load_starter(articles=articles, topics=read_topics()) if articles else []
        if made:
            self.stdout.write(f"{len(made)} starter articles loaded.")
        elif options["verbosity"] > 1:
            self.stdout.write("The starter articles are there already.")
        for article in articles if options["verbosity"] > 1 else []:
            if article.address not in {(one.language, one.slug) for one in made}:
                self.stdout.write(f"Left out, its address is taken: {'/'.join(article.address)}")
