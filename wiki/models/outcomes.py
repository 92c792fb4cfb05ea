"""Questions that somebody closes with an outcome: rows that have none are open."""

from typing import Self, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class OutcomeQuerySet(models.QuerySet[M]):
    def is_open(self) -> Self:
        """Those that nobody has closed."""
        return self.filter(outcome="")
