"""Formats an article's text, with the links that lead somewhere told from those that do not."""

from wiki import rendering
from wiki.models import Article, Rendering, Revision
from wiki.models.link import existing_targets
from wiki.rendering import Rendered

EXCERPT_LENGTH = 280


def render(text: str, language: str) -> Rendered:
    """The text as HTML. Raises rendering.TooHardToFormat and rendering.TextTooLong."""
    return rendering.render(text, language=language, resolve=existing_targets)


def store_rendering(revision: Revision, rendered: Rendered) -> None:
    """Keeps the HTML of a revision that readers are shown."""
    Rendering.objects.update_or_create(
        revision=revision,
        defaults={
            "html": rendered.html,
            "contents": [[head.level, head.id, head.text] for head in rendered.contents],
            "excerpt": excerpt(rendered.plain),
            "renderer_version": rendering.RENDERER_VERSION,
        },
    )


def drop_old_renderings(article: Article) -> None:
    """Forgets the HTML of revisions that are neither the latest nor the validated one."""
    shown = [pk for pk in (article.latest_id, article.validated_id) if pk]
    Rendering.objects.filter(revision__article=article).exclude(revision_id__in=shown).delete()


def excerpt(plain: str) -> str:
    """The beginning of a plain text, cut between words."""
    words = " ".join(plain[: EXCERPT_LENGTH * 3].split())
    if len(words) <= EXCERPT_LENGTH:
        return words
    return words[:EXCERPT_LENGTH].rsplit(" ", 1)[0] + "…"
