"""Revisions with what a row of a list says of them."""

from typing import Any

from django.db.models import Prefetch

from wiki.models import Review
from wiki.models.revision import RevisionQuerySet


def for_rows(revisions: RevisionQuerySet) -> RevisionQuerySet:
    """The revisions with licence and verdicts; one query more for all of them."""
    revisions = revisions.select_related("licence", "hiding", "reverted_to", "undoes")
    return revisions.prefetch_related(verdicts())


def verdicts() -> Prefetch[Any, Any, Any]:
    """What was decided about each revision, the last word last, as `revision.verdicts`."""
    rows = Review.objects.order_by("created", "pk")
    return Prefetch("reviews", queryset=rows, to_attr="verdicts")
