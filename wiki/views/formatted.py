"""The HTML of a revision on its way to the page: the stored one, or made anew for old ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from wiki import history
from wiki.actions import formatting
from wiki.actions.hidden_text import why_hidden
from wiki.models import Article, Rendering, Revision
from wiki.rendering import RenderingError


@dataclass(frozen=True)
class Formatted:
    """What a page shows of a text. With `trouble`, a sentence, the text could not be formatted:
    `source` is shown instead."""

    html: SafeString
    contents: SafeString
    excerpt: str
    trouble: str = ""
    source: str = ""


def formatted(article: Article, revision: Revision) -> Formatted:
    """What the revision looks like. No query when its HTML is stored and loaded with it."""
    rendering: Rendering | None = getattr(revision, "rendering", None)
    if rendering is not None:
        return _safe(rendering.html, rendering.contents, rendering.excerpt)
    version = history.read(article, revision.number)
    if isinstance(version, history.HiddenVersion):
        return Formatted(SafeString(), SafeString(), "", trouble=why_hidden(version))
    source = version.text
    try:
        rendered = formatting.render(source, article.language)
    except RenderingError as error:
        return Formatted(SafeString(), SafeString(), "", trouble=str(error), source=source)
    contents = [(heading.level, heading.id, heading.text) for heading in rendered.contents]
    return _safe(rendered.html, contents, formatting.excerpt(rendered.plain))


def _safe(html: str, contents: Iterable[Sequence[Any]], excerpt: str) -> Formatted:
    # Safe, and marked so here and in `formatted_difference` alone: `wiki.rendering` lets nothing
    # through but what its allow-list names, and only its output is stored.
    return Formatted(mark_safe(html), _contents(contents), excerpt)  # noqa: S308


def _contents(headings: Iterable[Sequence[Any]]) -> SafeString:
    """Headings as a list, in two levels; empty when there are too few to need one."""
    top: list[tuple[SafeString, list[SafeString]]] = []
    for level, identifier, words in headings:
        link = format_html('<a href="#{}"><bdi>{}</bdi></a>', identifier, words)
        if level <= 2 or not top:
            top.append((link, []))
        else:
            top[-1][1].append(link)
    if len(top) < 2:
        return SafeString()
    items = ((link, _below(links)) for link, links in top)
    return format_html("<ol>{}</ol>", format_html_join("", "<li>{}{}</li>", items))


def _below(links: list[SafeString]) -> SafeString:
    if not links:
        return SafeString()
    return format_html("<ol>{}</ol>", format_html_join("", "<li>{}</li>", ((li,) for li in links)))
