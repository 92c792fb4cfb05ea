"""Keeps links true: pages are formatted again when what they link to comes, moves or goes."""

from functools import partial

from django.db import transaction
from django_tasks import task

from wiki import history
from wiki.actions import formatting
from wiki.actions.revising import locked, touch
from wiki.actions.showing import show_validated_as
from wiki.models import Article, Link
from wiki.rendering import TooHardToFormat


def refresh_after_commit(language: str, slug: str) -> None:
    """Formats again, once the transaction stands, every page that links to the address."""
    transaction.on_commit(partial(_enqueue, language, slug))


def _enqueue(language: str, slug: str) -> None:
    if Link.objects.filter(language=language, slug=slug).exists():
        refresh_pages_linking_to.enqueue(language, slug)


@task
def refresh_pages_linking_to(language: str, slug: str) -> None:
    """Formats again every page that links to the address; in the background where there is one."""
    sources = Link.objects.filter(language=language, slug=slug).values_list("source_id", flat=True)
    for article_id in list(sources):
        format_again(article_id)


def format_again(article_id: int) -> None:
    """Formats what readers see of an article again; its revisions stay as they are."""
    seen = Article.objects.select_related("latest", "validated").get(pk=article_id)
    try:
        rendered = formatting.render(seen.text, seen.language)
        of_validated = None
        if seen.validated is not None and not seen.is_validated:
            version = history.read_text(seen, seen.validated.number)
            of_validated = formatting.render(version.text, seen.language)
    except TooHardToFormat:  # the machine is too busy: what is stored stays, links a bit stale
        return
    except history.TextHidden:  # another version was validated meanwhile, and formatted then
        return
    with transaction.atomic():
        article = locked(article_id)
        if (article.latest_id, article.validated_id) != (seen.latest_id, seen.validated_id):
            return  # saved meanwhile, and so formatted anew already
        if article.latest is not None:
            formatting.store_rendering(article.latest, rendered)
        if article.validated is not None and of_validated is not None:
            show_validated_as(article, of_validated)
        touch(article)
