"""Differences as lines to show."""

from django import template

from wiki.history.diff import Row, inline
from wiki.history.words import Span

register = template.Library()


@register.filter
def spans(row: Row) -> list[Span]:
    """The pieces of a row's line, what was taken out before what was put in; no empty ones."""
    return [span for span in inline(row) if span.text]


@register.filter
def is_truncated(hunks: list[object]) -> bool:
    """Whether the texts were too long to compare finely or to the end."""
    return any(getattr(hunk, "truncated", False) for hunk in hunks)
